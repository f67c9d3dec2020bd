"""Families of words that tell kind "conduct", beside those that all kinds share."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED

CONDUCT_FAMILIES = SHARED | {
    "drug": "drug drugs meth methamphetamine crystal tina ice heroin fentanyl fent fetty fenty crack cocaine coke dope weed pot cannabis marijuana pills pill perc percs xanax xannies xans benzos benzo"
    " oxy oxys opioid opioids opiate opiates blues speed smack tar spice k2 molly pcp tranq xylazine substance substances foil bottle booze vodka beer beers liquor whiskey alcohol wine tequila gin rum"
    " kratom ketamine acid suboxone_on_the_street adderall needle needles pipe black drogas droga metanfetamina cristal heroina fentanilo cerveza alcohol_again",
    "drugname": "meth methamphetamine heroin fentanyl fent fetty cocaine xanax oxycodone oxy oxys opiates kratom ketamine thc vodka booze whiskey tequila metanfetamina heroina fentanilo amphetamine* benzo benzos percs tranq xylazine fentanilo dope crack_cocaine hungover drunk",
    "hard": "meth methamphetamine ice tina heroin fentanyl fent fetty fenty crack cocaine coke dope xanax xannies xans benzos oxy oxys opioids opiates blues percs perc smack tranq xylazine kratom ketamine molly pcp spice k2 thc weed vodka booze beers beer whiskey liquor tequila wine adderall pills crystal speed alcohol drugs tall_cans six_pack needles foil pipe drogas metanfetamina cristal heroina fentanilo cerveza",
    "use": "use uses used using",
    "consume": "smoke smokes smoked smoking shoot shoots shooting shot snort snorts snorted snorting inject injects injected injecting slam slammed slamming drink drinks drinking drank drunk take takes took"
    " taking do does did doing try tries tried pop popped popping hit hits hitting vape vaped buy buys bought buying score scored scoring cop copped copping sniff sniffed bang banged sip sipped eat ate relapse* consume consumed",
    "again": "again since yesterday tonight today heavily daily lately weekend last_night last_week last_weekend this_week this_weekend this_morning over_the_weekend every_day most_days monday tuesday wednesday thursday friday"
    " saturday sunday tues thurs mon fri sat sun regularly twice once at_all any_more anymore more less",
    "meeting": "appointment* session* group* meeting* class* treatment* counseling counselling therapy iop outpatient aftercare programming program intake* assessment* evaluation* visit* visits dose* dosing doses methadone"
    " check_in* check_ins checkin* checkins one_on_one* case_management medication med_pickup appointments curso cita citas grupo sesion sesiones reunion reuniones screening_appointment detox rehab step_meeting na aa orientation",
    "skip": "miss misses missed missing skip skips skipped skipping no_show no_showed no_shows noshowed no_shown blew_off blow_off blows_off blowing_off ditched ditch ditches ditching bailed_on bails_on flaked_on flaked_out_of"
    " cut avoided avoiding dodged dodging ducked ducking slept_through sat_out cancelled_on cancels_on falto stood_up late_to late_for",
    "stop": "stop stops stopped quit quits quitting left leaves leaving dropped drops dropping walked walks walking ditched abandoned bailed ran fled gave_up dejo",
    "bad_end": "kicked thrown put booted tossed bounced discharged terminated expelled ejected removed banned barred suspended dismissed exited 86'd 86d 86ed evicted trespassed restricted written_up let_go asked_to_leave told_to_leave"
    " administratively_discharged lost_his_bed lost_her_bed lost_their_bed",
    "place": "program* group* treatment shelter* house* housing clinic* detox rehab center* facility sober_living drop_in residential unit* day_center mission centre* hostel* site* library store classes class recovery_house",
    "violent": "fight fights fought fighting brawl altercation scuffle fistfight punch punched punches punching swing swung swinging shove shoved shoves shoving slap slapped slapping kick kicked kicking spit spat bit choked headbutt*"
    " attack attacked attacking assault assaulted assaulting threaten threatens threatened threatening threat threats menaced lunged lunging",
}
