"""Kind "conduct": use and drink, treatment missed or left, fights and threats, being put out for what one did."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
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

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
_SURE = Phrases(
    """
    {consume}|{use}|using|mixed|mixing|mixes|combined|combining|found|buying ..3 {hard}
    on {hard} again|{when}|since|daily|still
    {be}|back|still|stay*|strung_out|hooked|high|wasted|went|nodding|loaded on ..1 {hard}
    {hard} in|under|inside|with|around ..3 room|bed|tent|bag|purse|locker|pocket*|car|drawer|mattress|backpack|system|blood|her|his|their
    relapse*|recaida|recayo|lapse|slip|binge|bender on|with|{when} ..3
    another|one|recent|brief|full|bad|had|have|having|was|minor|big|small|first relapse|overdose|binge|bender|slip
    overdosed|od'd|oded
    passed|passing|pass out ..4
    drunk|wasted|hungover|hammered|intoxicated|impaired|tweaking|nodding|loaded|strung_out|tipsy|buzzed {when}
    drunk|intoxicated at|in|on|by|and|again|when|outside|during|to
    {poss} drinking|smoking|using|drug_use|substance_use|alcohol_use|binges|habit|addiction ..2 is|has|was|got|gets|went|back|up|down|worse|again|continues|picked|keeps
    apart|aside|except|besides|other|despite|because|due|due_to|over|for ..1 for? from? ..1 drinking|using|meth_use|drug_use|relapse|relapses|substance_use
    let|asked|told|put|kicked|threw|turned|sent|barred|banned|bounced|booted|removed|exited|discharged|terminated|suspended|dropped|expelled ..1 {him} ..4 for|over|after|because|when drinking|using|smoking|having|fighting|use|missing|missed|a_fight|possession|being|threatening|stealing|yelling|bringing|refusing|breaking|relapse|skipping|absences|contraband|not|{drug}
    for drinking|smoking|using|having|fighting ..2 in|on|at|around|a|the|again|during|inside|property
    let {him} go
    still|keeps|kept|started|back_to|been|was|caught|found|admits_to|admitted|seen|saw|went_back_to|resumed|continues_to|continues using|use|drinking|drink|smoking|shooting_up|getting_high|get_high
    less|more|a_lot|daily|heavily drinking|using|use than
    {number}|a|few|couple|some|more|only|just|of beers|beer|drinks|shots|tall_cans|tall_can|six_pack|six_packs|forties|forty|fifth|pints|wine_coolers
    {number} missed|skipped|no_show* ..3
    """,
    _FAMILIES,
)

_STOPS = Phrases(
    """
    found ..2 syringe*|needle* ..4
    found {him} blue|unresponsive|passed_out|slumped|on_the_floor
    stayed|was|were ..1 sober|clean ..3 then|until|before|and_then ..3
    couple|few|one|some of? hits|bumps|lines|pulls|drags|sips
    showed|shows me|us ..2 bag|baggie|pipe|stash
    deep in it|again
    off|no_longer|longer ..1 on ..2 suboxone|methadone|medication|buprenorphine|naltrexone|vivitrol|meds
    yet to go|attend|show|start|make ..5
    not ..1 come_back|welcome|allowed_back ..4
    asked|told ..1 not ..1 come_back|come|return
    threat|threats against|to|at|toward ..3
    chased|swung|lunged|went_after|came_at|charged_at ..3
    physical with ..3
    cracked|broke|punched|kicked|smashed ..4 rage|anger|fit|outburst
    in a rage|fit
    sobriety|clean|recovery ..1 date
    smell*|smelt ..3 alcohol|weed|booze|liquor|drink|pot on|in|from
    skip*|miss*|refus* ..2 shot|injection|dose ..3
    sick on|from ..1 {hard}
    {hard} ..1 use|habit|binge|cravings
    withdrawal*|dope_sick|dopesick
    chasing it|the|dragon|again
    not ..1 go|get|make|last ..3 without ..1 drink|using|fix|hit|bump|smoke
    stopped|quit|not ..1 answer* ..3
    leave|left|leaving|quit the ..1 program|house|shelter|group|class|treatment|hospital|detox|unit after|before|over|because|early|when|without
    destroy*|trashed|wrecked|smashed ..2 room|unit|place|door|office|tv|bathroom
    not ..1 taking|take|took|been_taking|swallow* ..2 anti*|medication|meds|pills|shot|injection|dose|methadone|psych*
    open beer|bottle|container|can
    beer|beers|drinks ..1 every|most|a|each
    fumo|bebio|tomo|consumio|inhalo|fumando ..2
    droga|drogas|cristal|heroina|mota|cerveza
    see* ..3 drinking|using|high
    tip*|hit*|nip* ..1 bottle|sauce|pipe
    went|gone|goes|going right? back to? it|out|,|again|_
    right back to|at|out|on
    came|comes|showed|got|is ..2 lit|faded|tore_up|twisted|bent|spun|zooted
    spends|spent|blew|blows|spending ..4 {hard}|pills|bottle|booze
    took|takes|taken something|too_much|too_many
    {poss} use|using|drinking|drug_use|intake {be}|{have}|went|is|up|down|remains|continues|picked
    needle|needles|syringe|syringes
    smoked|smokes before|after|in|outside|behind|during|with|on|at
    found|had|has|with|hid|hiding|kept ..3 pint|flask|fifth|handle|fifth_of|forty|forties
    flip*|flipped|threw|throwing|tossed|kicked|overturned ..2 table|desk|chair|chairs|phone|plate|cup|tray
    outburst*|meltdown|tantrum|blowup|blow_up
    went off on|at
    {number}|last|final|second|first|third|verbal|written|another ..1 warning|strike
    one more outburst|incident|strike|time|warning|slip
    dodg*|avoid*|duck*|ignor* ..1 me|us|my|our|calls|outreach|staff
    not ..1 seen|met|visited|called|contacted ..2 counselor|therapist|sponsor|group|case_manager|provider|psychiatrist|outreach|clinic
    bruised|swollen|skinned|bloody|split knuckles|knuckle|fist|fists
    work*|worked ..1 program not
    not ..1 work*|worked ..1 program|steps
    {drugname}
    ods|overdoses|od in|since|this|last|on|{when}
    nodded|nodding off|out
    eyes ..2 pinned|glassy|bloodshot|dilated|red
    revived|resuscitat*|unresponsive|blue_lips
    brought {him} back with|twice|to
    partied|partying ..1 again|hard|a_lot|all|too|with|on|{when}
    fell off|back
    sneaking|sneaks|snuck|hiding|hides|stash* ..2 drinks|bottle*|pills|booze|alcohol|drink|a_drink
    three sheets
    huff*|sniffing_glue|inhalants
    not ..2 stay*|keep*|kept ..1 clean|sober|off
    walked|walk|walks|ran|took|stormed off|out|away from|of|on|after ..3
    not ..1 return*|answer*|pick* ..2 calls|texts|messages|up|phone
    got|given|get|gets the boot ..2
    shouting|screaming|shoving|yelling match
    behavior*|behaviour|last_chance|safety contract|agreement|warning
    attendance|participation|engagement {be}|has|remains|was ..3
    attended|made|makes|came|shown|showed|been ..4 {number}|half of ..4
    {number} of|out_of ..2 {number} ..2 {meeting}
    up for ..1 {number}|days ..1 days|nights|running
    syringe*|needle* in|under|around|on|found
    found ..2 used? syringe*|needle*
    not ..3 taking|taken|take|picked_up|filled|filling ..2 medication|meds|methadone|suboxone|vivitrol|naltrexone|dose|prescription
    cravings|craving ..2 got|won|beat
    too|so many pills|drinks
    crashed|crashing out|hard after
    disrespect*|mouthing|mouthed|disruptive|defiant|abusive
    blacked|blackout|blacking out|again
    withdrawal*|withdrawing|dope_sick|detoxing again|from|bad
    relapse*
    recaida|recayo|recaido
    {use} again
    {use} {drug}
    {use} ..2 {drug}
    {use} {again}
    {use} on|over|last|this|before|after|during|while|every|in|at|because|with|when
    {use} and|, {skip}|{have}|{be}|not
    {subj}|still|back|again|actively|person {be}? {adv}? {adv}? using
    {subj} {adv}? {adv}? used|uses .|,|_|and|but|again|on|over|because|with|when|while|heavily|last|this|right|before|after|twice|once|more|less|every|in|at|since|instead|{when}
    not|never {use} in|for|since
    no use since|at|this|in|of
    {have} {adv}? {adv}? used ,|_
    {subj} {have} {adv}? {adv}? used
    admit*|admits|confessed|said|says|told ..4 {use}|drinking|drank|relapsed|smoking|smoked|slipped|high
    use|uses|using|drinking of? ..2 is|was|are|has|have up|down|worse|increased|increasing|escalat*|heavy|daily|less
    active* {use}|using|addiction
    in active addiction
    {consume} ..3 {drug}
    back on|to ..2 {drug}|using|drinking|street*|stuff|smoking
    {be} {adv}? {adv}? drinking|smoking|high|drunk|loaded|wasted|hammered|intoxicated|impaired|tweaking|tweaked|nodding|stoned|buzzed|tipsy|strung_out|lit|faded|plastered|dopesick|dope_sick|shooting_up|blackout|hungover|slurring
    came|comes|come|showed|shows|show|turned|arrived|got|gets|getting|looked|looks|seemed|seems|appeared|sounded|sounds|found|was_found|saw|went|is|stay* ..4 high|drunk|loaded|wasted|intoxicated|impaired|tweaking|stoned|hungover|under_the_influence|nodding
    under the influence
    {subj} {adv}? {adv}? drank|drinks|smoked|smokes|relapsed|slipped|tweaked|snorted|binged|overdosed|od'd|odd|oded|shot_up|picked_up_again|bebio|uso|fumo
    not|never|no|stop*|quit|still|keeps|kept|started|starts|began|been|resumed|back_to|any drinking|using|smoking_again
    no|any alcohol|drinking|drug|drugs|use
    {have} {adv}? {adv}? drunk|drank|smoked|slipped|overdosed
    drinking again|heavily|daily|since|every|a_lot|more|less|and|at|on|in|over|this|last|with|before
    smoking again|crack|meth|fent*|foil*|weed|spice
    slip|slipped up|again|last|on|over|this|twice|once|and|back|into|,
    had|has|having a slip|lapse|setback_with|few|beer|drink
    fell|falls|fallen off the? wagon
    off the wagon
    went|going|goes|been|is|was on a? bender|binge|run|tear|spree
    bender|binge*|binging|bingeing
    picked up again|last|on|over|a_drink|the_pipe|this
    picked up ..2 {drug}
    overdose*|od|ods|od'd|oded|odd_on
    narcan*|naloxone
    track_marks|paraphernalia
    smell*|smelt|reek*|stank|stunk of|like ..2 {drug}
    had ..2 drinks|beers|beer|drink|shots|drink_or_two|too_much
    {drug} in|found ..2 {poss} room|bag|bed|backpack|locker|pocket*|tent|car|system
    found ..3 {drug}|bottles|syringe* in|under
    tomando|bebiendo|borracho|borracha|drogado|drogada|fumando|consumiendo|consumio
    dirty again
    not|no sober|clean|longer_sober|longer_clean|longer_engaged|longer_attending
    lost|broke|reset|restart* ..2 sobriety|clean_time|clean_date|sober_date|recovery_date
    sober|clean since
    abstinent|abstinence|abstained|abstaining
    harm reduction supplies
    {skip} ..3 {meeting}
    {skip} ..1 {number} ..4 {meeting}
    {meeting} ..2 were|was|been|is|are missed|skipped|no_showed|cancelled_by
    missed {number} of|in
    not|never|stopped|quit|hardly|barely|rarely attend|attended|attending|going|gone|shown|showing|show|showed|come|came|coming|been|made|make|making|participat*|turn|turned ..1 to|it|up|for|at|in|group*|session*|treatment|class*|the|his|her|their|any
    not|never attended|attending|showing|engaging|engage|engaged|participat*|complying|cooperat*|following|working_the|working_his|working_her
    no show|showed|shows|shown|call|contact_from|contact_with|contact_since
    no showed|noshow|no shows|no_shows
    {stop} ..2 going|attending|coming|showing|taking|participating|engaging
    {stop} ..1 out of? ..3 {place}
    {stop} ..2 {place} early|ama|against|before|without|after|on
    {stop} ..3 treatment|detox|rehab|iop|outpatient|program|programme|methadone|suboxone|counseling|counselling|therapy|aftercare|group|sober_living|residential
    against medical|staff advice
    ama
    walked|walk|walks|stormed|storm out of? ..3
    awol|absconded|eloped|ghosted|ghosting|fell_out_of_contact|out_of_contact|off_the_radar|dropped_off|mia
    {be}|got|getting|get ..2 {bad_end} out|from|of|off|by|for|at|at|after|because|over
    {bad_end} out|from|off ..2 {place}
    {bad_end} from|out_of|off|for|over|because|after
    {bad_end} {him} out
    {place} ..3 {bad_end} {him}
    lost ..1 bed|spot|slot|place|placement for|because|after|over
    unsuccessful*|noncomplian*|non_complian*|uncooperative|disengaged|nonadheren*|combative|belligerent|aggressive|violent|volatile|hostile|disruptive
    not|non|out_of complian*|comply
    off|stopped|skipping|not_taking|refus*|quit|without ..2 medication|suboxone|methadone|vivitrol|antabuse|naltrexone
    refus* ..2 treatment|detox|services|help|to_engage|to_go|to_attend|assessment|counseling|medication|to_participate|group
    {subj}|and|person {adv}? {adv}? {violent} ..1 {him}|{poss}|a|an|another|with|at|on|staff|someone|two|in|over|some|people|{close}|{related}|{when}|resident*|security|up
    {be} ..3 in ..3 fight|altercation|brawl|scuffle|shoving_match
    got|gets|getting into|in ..3 fight*|altercation|it_with|argument|brawl|scuffle|confrontation
    into it with
    came_to_blows|come_to_blows|pulled_a_knife|pulled_a_blade|brandish*|put_hands_on|put_his_hands|put_her_hands|put_their_hands|laid_hands|took_a_swing|took_swings|threw_a_punch|threw_punches|threw_a|went_after|went_off_on|blew_up_at|blew_up_on|lashed_out|flipped_out|lost_it|lost_his_temper|lost_her_temper|lost_their_temper
    cursed|cussed|screamed|yelled|yelling|screaming|cussing|cursing out|at ..2
    threat* ..3 staff|resident*|roommate|neighbor*|worker*|him|her|them|clerk|driver|to|another|other|someone|nurse|counselor|me|us
    {violent} ..3 staff|resident*|roommate|worker*|clerk|driver|another|someone|nurse|counselor|guard|wall|window|door|cousin|brother|boyfriend|girlfriend|partner|neighbor
    broke|smashed|kicked|punched ..3 window*|door*|wall*|tv|mirror|furniture
    punched|kicked_in|smashed ..2 hole|door
    write|writ*|written up
    incident at|with|report|on|in|last
    bebio|bebiendo|drogo|consumio|recayo
    volvio a beber|usar|consumir|tomar|fumar
    se peleo|pelea|amenazo
    falto|faltado a|al
    no fue|vino|asistio|se_presento
    not sober|clean
    sleeping|slept|slept_it|sleeping_it off
    chronic|heavy|daily|problem drinker|drinking|use|user
    dealing with a hangover
    """,
    _FAMILIES,
)

_HARMLESS = Phrases(
    """
    skipped|skips|skip ..1 beat|line|lunch|ahead|step|counter|intro
    picked up again where|the
    vodka|beer|wine|rum sauce|garden|country|cake|tap_cleaning
    coke machine|money|can*
    kicked out the ..3
    for|on|of|the waitlist for relapse_prevention
    hers|his|theirs|ours to share ..3
    {others} under_the_influence ..6
    program|class|group|service|benefits|license ..1 {be} suspended ..4
    ride|bus|cab|van|movers|landlord|agency|worker|inspector|plumber ..1 did|does not ..1 show|come|turn ..3
    spirits|hopes|standards ..1 {be} high
    needle felting|point|work|craft|nose
    drunk ..1 driver
    pressure|cost|costs|rent|score|scores|hopes|stakes|fees|fee|prices|demand|deposit|temperature|fever|morale|tuition ..1 {be} ..1 high|higher
    drunk driver*|driving_class|driving_victim|driving_panel
    ms|cancer|lupus|crohn's|symptom|illness|depression|sclerosis relapse
    no relapse
    remission
    overdose of paperwork|information|coffee|vitamins|advice
    needle in_a_haystack
    kick*|kicked ..1 habit of
    the ..1 form|name|method|number|phone|word|words ..1 {subj} used
    form|phone|name|number|address|method|bike|car|computer {subj} uses|used
    hit with ..2 fee|fees|bill|fine|cost*|notice|eviction
    {drugname} possession|charge*|case*|count*|test_strip*|strips|awareness|crisis|epidemic|training|task_force
    possession ..2 {drugname}
    other|another party|driver|man|person|guy|woman|side ..1 {be} drunk|high
    hit|hits|hitting|hits {poss}? ..1 goals|goal|books|milestone*|target*
    no needles|syringes
    needle exchange|drop|park|point|drop_box|box|cleanup|and_thread
    for|with {poss} ..1 medication
    in a new chapter
    for|on|to|of|in relapse prevention
    kids|people|tenants|folks|others|neighbors|someone|somebody throw*|leave|left|drop* ..2 needle*
    needles in the yard|hallway|park|alley|stairwell
    use|uses|used|using our|my|your ..2
    license|licence|benefits|insurance|account|phone|service|plates ..2 suspended
    no drugs|alcohol|smoking|drinking|weapons ..3 allowed|permitted
    fights|fight|fighting|fought ..1 for|to|against
    walk|walked|walks off|out|away debt|the_stress|the_weight|of_court|with
    fell|falls|fallen|fall back on|behind
    walked|walks|walk away from ..1 crash|accident
    medication list|schedule|box|reminder|refill
    attendance {be}|has ..2 good|great|perfect|steady|strong|excellent|been_good|been_great|solid|100
    attended|made ..2 all|every|each ..6
    died|dies|dead|death|lost ..5 overdose*|od
    overdose* death*|in_january|and_she|and_he
    relapse|overdose prevention
    no missed|skipped|no_shows
    never|not|without|hardly|barely|rarely miss|missed|misses|missing|skip|skipped ..2
    {use} {poss}|our|my|your ..2
    use|used|using up|as|for|by|to
    counsel|interpreter|attorney|lawyer|landlord|agency|driver|ride|movers|inspector|worker|caseworker|manager|doctor|provider|notary|they_never|translator|bus|van no|never? show|showed|no_showed|missed|cancelled|called ..4
    zero missed|misses
    coffee|tea|water|juice|soda
    drinks|drink|drinking|drank coffee|tea|water|juice|soda
    smoke|smoked|smoking brisket|ribs|meat|salmon|out
    boost* phone|plan|morale
    {use} to
    {be}|get|gets|getting|got|become used to
    use|used|uses|using ..3 phone|phones|bus|card|voucher*|address|computer*|shower*|laundry|bathroom|restroom|kitchen|locker*|name|app|form|template|mail*|office*|line|email|number|link|interpreter|wheelchair|walker|cane|services|service|space|room|ride*|pass|passes|help|support|time|library|gym|food|stamps|benefits|insurance|language|word|words|calendar|car_seat|coat*|furniture|bike|store|books|money|funds|funding|portal|site|website|transit|tool*|skills|coping|voicemail|car|elevator|stairs|ramp|gloves|system|day_center|lobby|entrance|door|laptop|tablet|zoom|video|stroller|crutches|glasses|cpap|inhaler|insulin|pharmacy
    used car*|furniture|clothes|clothing|books|bike|couch|phone|laptop|goods|by|for|as|up|mattress|bicycle|tires|van|truck|stove|fridge
    use|uses|using of? {poss} own? {adv}? name|time|words|funds|phone|voice|pronouns|judgment|discretion
    land|zoning|for|in|of|make|could|can|may|fair|single|shared|to use
    use of_force|it|this|that|these|them|the|a|her|his|our|their|my|your
    substance use treatment|disorder|program|services|provider|counselor|counselling|counseling|assessment|evaluation|intake|specialist|bed|care
    drug|alcohol treatment|court|counselor|counseling|program|store|stores|education|services|rehab|coverage|plan|company|assessment|evaluation
    drug|alcohol and alcohol|drug treatment|counselor|counseling|program|services|assessment|evaluation
    miss* ..1 bus|train|ride|connection|call|calls|deadline*|phone|email*|text*|message|turn|stop|exit|sleep|meal*|lunch|dinner|breakfast|school|work|shift|you|each|point|page|document*|paperwork|form|signature|piece|tooth|teeth|cat|dog|wallet|id|ids|person|persons|file|birthday|anniversary|funeral|payment*|rent|mail|delivery|voicemail|kids|children|son|daughter|family|mother|mom|home|out|_
    missing from|a|the|an|his_birth|her_birth|their_birth|only|one|information|pages
    {be} missed by|at|a_lot|very
    {have} been missed by
    {be} missing {poss}? id|documents|paperwork|papers|page|pages|signature|form|card|birth|proof|w2|information|teeth|tooth|kids|children|wallet|phone
    hit and|or miss
    near|do_not|will_not|does_not_want_to|not_to|so_as_not_to|so_she_does_not|so_he_does_not|so_they_do_not miss
    without|before|risk|avoid|instead_of|afraid_of|worried_about missing
    clean clothes|clothing|sheets|laundry|water|towels|socks|bedding|bathroom|slate|bill|copy|apartment|room|unit|energy|driving_record|shower|house|place|up
    drinking water|fountain|age|coffee|tea
    drink water|of_water|coffee|tea|more_water
    high school|rent|demand|cost*|price*|fees|fee|hopes|bar|volume|number*|priority|risk_of_eviction|blood_pressure|score*|time|fever|point|quality|praise|standards|traffic|caseload*|interest|need*|barrier*|winds|on_the_list|on_the_waitlist|up_on|waters|water
    high|higher|highly|highest risk|rated|motivated|recommend*|engaged|than
    shot|shots at|in_the_arm|clinic|record*|of_espresso|for_flu
    flu|covid|tetanus|vaccine|allergy|b12|vivitrol shot|shots|booster
    hit ..2 deadline|goal*|target|milestone|wall|roadblock|snag|by_a_car|by_a_truck|by_a_bus|road|list|barrier|snooze|jackpot
    kick ..1 off|start*|offs
    kicked off|kicks off
    smoking area|section|cessation|rules|room|policy|ban|lounge
    no|non|quit|stop smoking
    smoke detector*|alarm*|damage|free|from|in_the
    wildfire smoke
    slip|slips and fall|of_paper|resistant
    permission|pay|paper|deposit|tracking|hall|housekeeping slip|slips
    pink|green|yellow|sign_up|referral|appointment slip
    slipped on|his_disc|her_disc|a_disc|disk|away|my_mind|through_the_cracks|in_the_shower|under|note|down
    ice cream|cubes|machine|storm|skating|pack|breaker
    on ice
    speed bump|dial|limit*|up|bus|internet|of|things|the
    pot luck|of_coffee|hole*|roast
    crystal clear
    coke machine|zero|can*
    tar paper
    needle exchange|program
    sewing|knitting needle*
    pipe burst|broke|repair*|leak*|froze|fitter*|fitting
    water|frozen|burst|broken|sewer|gas|heating|drain pipe*
    bottle|bottles of_water|deposit|return|up|drive
    water|baby|bottled|empty|recycl* bottle*|bottles|water|can*
    do|does|did|doing well|fine|great|good|better|okay|ok|her_best|his_best|their_best|paperwork|laundry
    take|takes|took|taking care|part|time|place|on|over|notes|steps|advantage|up|us|me|you
    cut ..1 hours|benefits|bus_service|hair|costs|funding|lawn|grass|back_her_hours|short
    {place} ..3 dropped|cut|lost|reduced ..3 hours|services|beds|sessions|slots|funding
    class action|schedule|size|room|rooms
    session with_you|of_court|notes
    legal|court|budget|joint|listening session*
    fight|fighting|fought the|for|against|this|to|eviction|cancer|back|off|through|with_the_landlord|with_the_agency|over_the_deposit|hard|fires|wildfire
    fight or flight
    {subj} be|is|was|are|were|been|being|got|gets|has_been|have_been|had_been|will_be assaulted|attacked|threatened|punched|kicked|slapped|choked|shoved|beaten|jumped|robbed|hit|stabbed|evicted
    attack of|on
    heart|asthma|panic|anxiety|dog attack*
    threat of|to ..2 housing|eviction|safety|health|shutoff|foreclosure|homelessness|benefits|life
    eviction|heat|flood|weather|bomb|wildfire|shutoff threat*
    threaten* ..2 with|by|eviction
    written up|down in|as|the_plan|a_plan|letter|plan|referral
    write|writing|wrote|writ up|us|you|me|her|his|a|the
    wrote|write|writes|writing up
    write up the|a|this|plan|notes|summary
    incident report number|number|command
    critical incident
    put out|off|on|up|in|together|down|forth fire|bid|call|notice|word|flyer|posting|hold|list|waitlist|applications|a|the
    put on|in|into|forward|up|off|together|down|aside|back
    dropped off|by ..3
    dropped|drops|drop off|by|from|in
    drop in|off|box|down
    drop_off_point
    left voicemail|message|a_message|a_voicemail|a_note|word|us|me|you|side|hand|knee|leg|foot|arm|over|behind
    left {poss}? id|phone|wallet|keys|jacket|bag|number|card|papers|charger
    {be}|{have} ..1 left on|to|until|for|before|with
    quit {poss} job
    walked|walks|walking ..1 through|dog*|across|home|me|them|him|her
    ran into|out_of|errands|over
    stop* by|in|at|sign|to
    bus stop
    removed from ..2 waitlist|list|calendar|docket|lease
    suspended license|driver*|benefits|sentence|service|until
    let go of|because|from
    asked|told to leave a_message|word|message|voicemail|room
    terminated ..1 lease|parental|benefits|coverage|service|early
    discharge plan*|date|papers|summary|from_hospital|from_the_hospital|instructions|tomorrow
    discharged from|to hospital|the_hospital|hospice|er|shelter|the_er|the_emergency|surgery|inpatient_care
    banned substances
    barred window*
    program aggressive
    aggressive cancer|driver|dog|timeline|schedule|treatment
    violent storm|crime*|partner|relationship|ex
    hostile work|landlord|environment|workplace
    not ..1 made|make|makes ..2 decision|sense|contact|progress_on_the
    not come|coming|show|shown up? with|as|on_the|in_the|yet|from
    not|never going to|be
    not been to|in ..1 dentist|doctor|school|able|court|jail|assigned|scheduled|decided|paid|easy|told|given|set
    od|ot|o.d. card|right|left
    odd hours|jobs|job
    narcan|naloxone training|kit*|trained|class|distribution|supply|supplies
    overdose prevention|awareness|training|response|memorial
    no show policy|rate*|fee*|slots
    no contact order
    no drug|alcohol charge*|crime
    drug|alcohol free
    """,
    _FAMILIES,
)


def tells_conduct(sentence: str) -> bool:
    """Whether a sentence, as `wording.sentences` gives it, tells of somebody's conduct."""
    return sentence in _SURE or _HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = _SURE.words | _STOPS.words, _HARMLESS.words
