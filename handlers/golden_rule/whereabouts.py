"""Kind "whereabouts": where somebody was, is or will be at a time, and where somebody sleeps."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
    "at": "at in by near behind under on around outside inside off across_from next_to beside below beneath over_at over_by along between up_at down_at up_on down_by down_on up_by out_by out_at out_back across past beyond opposite en bajo detras_de cerca_de debajo_de with",
    "place": "park parks library station stop store shop market mall motel hotel inn hostel shelter mission church center centre drop_in hall warehouse bar tavern pub diner cafe laundromat laundry dock docks pier river riverbank riverfront creek canal tracks yard yards lot lots garage alley bridge underpass overpass viaduct doorway doorways"
    " camp encampment tent tents van car rv truck couch sofa floor house place places apartment apt room unit building basement squat corner street st avenue ave road rd boulevard blvd lane block blocks site work home gym beach plaza square field ballfield playground cemetery campus terminal depot bank pantry kitchen restaurant pharmacy casino"
    " house_on trap flophouse pawn_shop scrapyard farm orchard cannery plant factory mill salon barbershop marina boat trailer campground storage stairwell porch shed barn steps bench benches bus trestle culvert ramp freeway highway exit woods greenbelt trail wharf wall arcade lobby atm deli stand truck_stop gas_station parking lighthouse fountain pavilion"
    " jungle tunnel median levee ravine attic crib spot pad mart 7_eleven mcdonalds starbucks walmart downtown uptown waterfront address calle parque puente casa estacion esquina iglesia tienda",
    "who": "{related} {close}",
    "sleep": "sleep sleeps sleeping slept stay stays staying stayed crash crashes crashing crashed camp camps camping camped bunk bunks bunking bunked squat squats squatting squatted couch_surf* couch_surfing surfing holed_up hiding hides hid hiding_out laying_low lying_low lays_low living lives lived resides residing shacked_up"
    " posted_up parked parks tented beds_down bedding_down bedded_down overnights overnighting nights rooming dossing kipping dormir duerme durmiendo quedandose se_queda vive viviendo spends_nights spending_nights spends_the_night put_up moved_in moved_back_in",
    "linger": "hang hangs hanging hung hangs_out hanging_out hung_out hangs_around hanging_around kicks_it chills chilling loiter* lingers panhandl* flies_a_sign flying_a_sign busks begs sits sitting waits waiting waited stands standing camped_out shows_up turns_up goes going heads heading headed walks walking rides eats eating picks_up_work spends"
    " spending spent cans drinks gets_coffee gets_lunch gets_breakfast plays played comes_by passes_through washes showers showering shops collects volunteers gets_off gets_on catches leaves leaving left lands",
    "seen": "seen spotted saw found find caught catch reach see meet met located bumped_into ran_into run_into noticed visto vi grab nab pick_up approach get_a_hold",
}

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
SURE = Phrases(
    """
    took|takes|caught|taking|catching the {clock} bus|train|greyhound|ferry|flight ..3
    i|we {adv}? just? passed|spotted|saw|seen|met {him} {adv}? at|on|near|by|in|outside|walking ..4
    kids|children|baby|dog {be} ..1 at|in ..3 motel|inn|hotel|shelter|camp|house ..2
    best bet|chance|luck is|would_be ..4
    {self} {be} with {him} at|in|on|by|near ..4 {when}|from|until|between|@clock|when
    can|could|may|will ..1 serve|arrest|contact|find|get|catch|pick|grab|meet|reach ..1 {him} ..1 up? there|then
    {subj} {be} ..6 that_night|the_night_in|at_that_hour|at_the_time|when_it_happened|during_the|on_the_night
    {subj} {be} {adv}? at|in|with|home|by|near|on|downtown ..4 when|because_i|all_night|that_night|at_that
    phone|gps|tracker|location|bracelet puts|places|pinged|pings|shows|showed ..1 {him} ..4
    bouncing|floating|drifting|rotating|moving between|around|from ..4
    nowhere near|close ..4
    {subj} ..3 somewhere around|near|by|in|on|off|along|behind|between ..3
    bed check ..10
    not|never|n't ..1 sleep|sleeping|slept|home|stay|stayed|in_her_room|in_his_room|in_their_room|at_the_house|in_last|there ..5 {when}|{time}|when|all_night|at_night
    {subj}|{be} not in|home|there ..2 {when}|when|at_bed_check|all_night
    hang|hangs|hanging|hung|loiters|posts|posted|posting|kicks_it|panhandles|camps|parks|sits|stands|lurks out|around|up|by|near|at|behind|outside|on|in|under ..4 {when}
    come|go|stop|swing|try|look|check|drop ..3 by|at|for|there|under|behind|around|to|near ..6 {subj} ..3 {be} ..2 there|around|always|usually|in
    {subj} {be}|will_be always|usually|normally|mostly|often|generally|typically ..1 there|around|home|in|at|by|on|near ..2
    best|good|only|easiest|surest|safest time|place|way|spot|bet|chance ..1 to|for|is ..1 catch|find|get|grab|see|meet|reach|pick|talk
    you|officers|police|anyone|they|we|deputies ..1 can|could|will|would|might ..1 find|catch|meet|see|grab|pick|spot|locate ..1 {him} ..2 at|by|near|under|there|in|on|behind|outside|around|up|before|after|any
    meet {him} there
    was|were seen|spotted|found|at|sleeping|camping|hanging|parked ..5 {when}
    estaba|esta|estuvo|estara|anda|andaba|duerme|durmio|vive|se_queda|se_quedo|va_a_estar|paso_la_noche en|con|por|debajo|atras ..5
    {when} estaba|estuvo|durmio|se_quedo
    met|saw|seen|found|picked|ran_into|bumped_into|dropped|spotted {him} off|up? {adv}? at|by|near|under|behind|outside|on|in|around|downtown ..5
    outreach|staff|officers|police|i|we|somebody|a_neighbor met|saw|found|spotted|visited {him} {adv}? at|by|near|under|behind|outside|on|in|around ..5
    spent|spends|spending|spend|passed|stayed|stays|slept|crashed ..1 on|for? the|{when}|@day|night|nights|weekend|last|all|most ..3 at|in|on|with|under|behind|by|outside
    {poss} car|van|truck|rv|tent|bike|camp|stuff|cart|things 's? ..1 {be}|has_been|been|is|parked|stays ..1 outside|at|in|behind|by|near|on|parked|under|set_up
    gets|get|got|getting|comes|came|steps|hops off ..2 bus|train|shift|work|light_rail|ferry ..4 {when}|@clock|at
    picks|picked|pick|collects|cashes ..4 check|pay|money|dose|mail|kids|daughter|son|lunch|meds|medication|plasma ..2 at|from ..5 {when}|@clock
    where {subj} ..1 sleeps|stays|is|was|lives|hangs|goes|works|crashed|camps|slept
    """,
    _FAMILIES,
)

_STOPS = Phrases(
    """
    saw|met|found|seen|spotted {him} {when} {at} ..4
    {be}|was|were in|at ..4 that_night|when_it|at_that|from @clock|number
    turned|showed up at ..4 midnight|noon|@clock|{when}
    {subj} {be} at work until|till ..4 at ..3
    works the ..2 market|corner|lot|stand|booth|stall ..6
    {subj} hangs|hang|posts ..1 by|at|near|around|outside|behind ..4
    {poss} van|car|truck|tent|rv|bike|cart {be} {adv}? at|by|behind|near|in|outside|under ..4
    {poss} route|walk|loop|corner|usual|spot|routine ..1 {be} ..6
    {subj} goes|comes|walks|rides|sits|stops|eats there|by|here|past ..4 {when}
    {poss} truck|car|van|bike|rv|cart|tent 's? {be}|is|usually|always|normally ..2 in|at|by|behind|outside|on|near ..6
    left|leaves|leaving|went|gone|going|headed for|to ..2 {who} 's? ..4
    {subj} ..1 left for ..4
    {subj} ..1 {be} at work until ..5 at|on|by ..3
    {poss} van|car|truck|tent|rv|camp|bike {be} {adv}? at|by|behind|near|in|outside|on|under ..3
    went ..1 up|down|over|out|back|off ..1 to ..4 for ..1 week|weekend|night|month|while|days
    works ..4 stall|booth|dock|counter|@clock
    at|in {poss}|his|her ..2 's? ..2 {place}|mom_'s|who tonight|{when}
    client at|in|with ..3 {who} 's? ..3
    at ..1 {who} 's? ..1 {when}|tonight
    turned|showed|turns|shows up at|in|by|around ..4 {when}|@clock|midnight|around
    {when} ..3 {subj} {be} at|in|with|on ..2
    paid through|until|up ..2 {when}
    {subj} {be} always|usually|three|there then|there
    {subj} {adv}? {adv}? spent|spends|slept|stayed {when} at|in|with|on ..4
    {sleep}|spent {when} {at} ..5
    {sleep} ..2 in|at|on|under|behind|near|with ..4
    moved|moving|moves ..1 into|in_with|back_in_with|in|out_to ..3 {who}|garage|basement|shed|camp|tent|motel|car|van|rv|squat|couch
    riding|rides|rode ..2 bus|buses|trains|train|light_rail|night_owl all|until|{when}|to_stay|to_keep
    back at|in|on|under|behind the|a|his|her|their ..1 encampment|camp|tent|motel|street*|park|bridge|underpass|corner|casino|shelter|couch ..3
    turned|showed|shows|turns up at|in|around|near ..5 {when}|@clock
    {subj} {be} due at|in|on ..5 by|at|before ..2
    winters|summers|nights|camps|hangs|parks at|in|with|around|near|by ..4
    {subj} {be}|was {adv}? downtown|uptown|across_the_river|across_town|up_the_hill|out_there|by_the|near_the|in_town
    hanging|hangs|hung|running|rolling with the|his|her|their|some|old ..3 {at}
    within {number}|500|1000|100|300 feet|blocks|yards
    gone|away|traveling ..1 to|in|at|with ..3 {when}|until|for_the
    {subj} {adv}? {adv}? stays|lives|sleeps|hangs|parks|camps|sits|hides|waits ..1 over|up|down|out|right? ..1 {at} ..4 {when}|most|every|until|and|,|for
    on {poss}|the ..1 couch|floor|porch|sofa
    {sleep}|parks|parked|leaves|keeps|left ..1 {poss}|the|a ..1 van|car|rv|truck|tent|cart|trailer ..2 {at} ..4
    took|takes|caught|rode|drove|walked|hitched|taking|rides ..4 to|up_to|down_to ..3 {when}
    last i|we|anyone saw {him} ..6
    last saw|seen|heard|place|stop|night ..4 at|near|by|on|around ..3
    was|is|were {adv}? near|by|around|behind|outside|under|inside|across_from|at ..4 {when}|when
    out of town|state|the_area
    away until|till|for|{when}
    not at|in|inside|around ..3 {place}|there ..2 {when}
    signed|checked out ..4 {clock}|{when}
    came|got|went|returned|back home|back|in ..1 at|around|by|after|before|past {clock}|{when}
    left|leaves the|his|her|their ..2 at {clock}
    back by|at|around|before|after|on {when}|{clock}
    i|we dropped|picked|met|saw|found|took|drove|left|collected {him} off|up? at|from|near|outside|by|on|behind|under|to|in ..5 {when}
    picked|dropped|drove|walked {him} up|off|home? at|from|near|outside|by|on|behind|under ..5
    {subj} ..6 {clock} at|outside|near|behind|by ..3
    shift|works ..6 off
    shift ..5 {at} ..4 {place} ..4 {clock}|off
    shift ..4 {clock} ..6 walks|walk|rides|bus|you
    has|have|had|got|gets|rents|renting|took|takes ..1 room|bed|spot|cot|space|site ..1 at|in|with|by|behind|near|under|on|above ..2 motel|inn|hotel|tavern|bar|@number|hostel|campground|pinehook|number|trailer*
    told|said|says|claims|swears|insists ..3 {subj} {be} at|with|home|by|near ..5
    living|sleeping|staying out of|in|from ..2 car|van|truck|rv|tent|corolla|vehicle|camper|storage
    {sleep} ..1 up|past|out|over|off|down|along|across|among ..3
    picks|picked|pick|picking|dropping|drops ..6 at|from|outside ..5 {when}|@clock
    her|his|their new|current|latest place|spot|address|camp ..1 is|:
    {subj}|her|his|their ..6 @number ..1
    {subj} ..2 be ..2 in|at|on|by|near|around|outside|with|behind ..5 {when}
    on the {clock}? ..1 bus|train|ferry ..2 to|from
    {subj} ..6 {when} ..1 around|near|by|behind|under|outside the|a|his|her|their ..3 {place}
    every|each|most ..2 at|around|by|near ..2 {place}
    {subj} ..5 {place} ..1 every|most|nightly|daily ..1
    {subj} {be}|was|were|will_be {adv}? {adv}? at|by|near|behind|under|outside|around|across_from|beneath|inside ..5 {when}
    {when} ..2 {subj} {be}|was|were|will_be|had_been {adv}? {adv}? at|by|near|behind|under|outside|around|across_from|beneath|inside|downtown ..3
    on|at {when} ..3 {subj} {be}|was|were {adv}? with|at|in|on|by|near|under|behind|outside ..6
    {subj} {be}|was|were|will_be|had_been {adv}? {adv}? with ..1 {him}|me|us|{who} ..1 at|in|on|by|near|under|behind|all ..6
    goes|go|walks|heads|shows_up|turns_up|stops|comes|eats|showers|washes|drops_in|checks_in|picks_up ..1 to|at|by|in|into|around|from ..5 {when}|@clock
    went|goes|gone|going|headed|left|took_off|heading|drove ..1 to|up_to|over_to|out_to|back_to|down_to ..6 for_the_weekend|for_the_night|overnight|weekend|@day ..4
    {subj} {be} {adv}? {adv}? {at} ..4 {place}
    {subj} {be} {adv}? {adv}? {at} ..4 {who}
    {subj} {be} {adv}? {adv}? {at} ..3 's? ..4 {time}
    {subj} {be} {adv}? {adv}? home|there|inside|here|downtown|asleep|outside|out ..4 {time}
    {subj} will|should|might|usually|normally ..2 be {adv}? {at}|home|there ..5 {place}|{who}|{time}
    {subj} {be} {adv}? {adv}? home|asleep_at|back_at|over_at|out_at|down_at|up_at|en|parked|camped|holed_up
    {sleep} {adv}? {adv}? {at} ..4 {place}|{who}
    {sleep} {adv}? {adv}? {at} ..3 {time}
    {sleep} {adv}? {adv}? {at} ..1 {him}|{poss} ..3 {place}|{who}
    {sleep} {adv}? outside|rough|outdoors|there|here|downtown ..4
    {sleep} {adv}? {at} @clock|number|room|unit
    {sleep} {adv}? en ..3
    couch surfing|surfs|hopping
    spent|spends|spending|passed|spend ..3 night|nights|weekend|weekends|evening ..1 {at} ..4
    overnight* at|with|in|on
    night|nights at|with|in|on|behind|under ..3 {place}|{who}
    {subj} ..2 {linger} ..3 {at} ..4 {place} ..6 {time}
    {subj} {adv}? {adv}? hangs|hang|hanging|posts|posted|panhandl*|camps|loiters|kicks|sits|flies out|up|around|it? ..1 {at}|out|around
    hangs|hanging|hung out|around
    {linger} ..2 {at} ..4 corner|block|bridge|underpass|park|street|st|avenue|ave|lot|alley
    {seen} {him} {adv}? {at}|there|outside|downtown|every|most|around ..4
    {be} ..1 seen|spotted|found|last_seen|located|visto ..3 {at}|there|on|with|downtown
    last seen|known|location|whereabouts
    can|could|will|may|able_to|might ..3 be? seen|find|found|catch|reach|get|caught|spotted ..3 {at}|there|before|after|early|most|mornings|every|any
    find|look|looking|check|try|catch ..3 {at}|there|behind|under|for ..4 {place}|{time}
    whereabouts|hideout|hiding_spot|hangout
    best|easiest place|time|spot|way to find|catch|reach|see|get ..3
    where {subj}|{him} ..2 {sleep}|{be}|hangs|goes|works|camps
    gets|get|got|getting off ..2 at|from ..3 {place} ..2 {clock}
    works|working|worked ..4 {at}|shift ..6 {clock}
    {subj} ..1 leaves|leave|left|leaving ..3 {place}|home ..3 {clock}
    catches|catch|takes|take|rides|gets_on|boards ..4 bus|train|ferry|light_rail ..5 {clock}|{at}|every
    {subj} ..3 home by|before|after|until|around|every|most {clock}|{time}|dark|then
    {place}|tent|spot|rv|camp {be} {adv}? {adv}? {at} ..4 {place}
    {poss} tent|car|van|rv|camp|truck|stuff|trailer|bike|cart {be} {adv}? {adv}? {at}|parked|set_up
    tent|camp|rv|trailer|van|car {at} ..4 {place}
    parked|parks|camped|camps|tent|set_up|pitched {at}|off|over ..4
    room|unit|apt|apartment|space|bed|site|slip|lot number|#? 1|2|3|4|5|6|7|8|9|10|11|12|14|15|16|17|18|19|20|21|22|23|24|101|102|103|104|105|106|107|108|109|110|112|114|117|118|201|202|203|204|205|206|207|208|209|210|212|214|217|301|302|303|304|312
    current|new|present|latest address|location|spot
    address is|on|in
    {subj} went|goes|go|headed|heads|took_off|ran|moved|fled|drove|came|gone|going|is_headed|is_going|is_heading back? ..1 to|into|up_to|down_to|over_to|back_to|out_to ..3 {place}|{who} ..6 {time}
    {time} ..3 {subj} went|goes|headed|drove|walked|was ..1 to|at|over|by ..3 {place}|{who}
    dropped|drop|left|picked_up|leave|picked|took|drove {him} off|up? {at}|to ..4 {place}|{who} ..5 {time}
    {be} {adv}? {adv}? with ..1 {who}|her_kids|his_kids ..4 {time}|{at}
    en {poss}? casa|calle|parque ..3
    esta en|con|durmiendo
    """,
    {**_FAMILIES, "poss": SHARED["poss"] + " su mi la el un una"},
)

_HARMLESS = Phrases(
    """
    outreach|office|apartment|unit|building|meeting|courtroom|clinic|dog|class|team|job|lobby|tent_city {be}|stays ..8
    in a|the good|better|great|bad|tough|hard|new|dark|safe place|space|spot|mood|way|shape
    on medicaid|ssi|ssdi|tanf|benefits|time|track|probation|parole|crutches|leave|break|duty|call|board|schedule|foot|feet
    behind in|on|her|his|their ..2 school|rent|bills|payments|work|kids|percent|one_hundred
    back with his|her|their wife|husband|family|kids|partner|children|spouse|daughter|son ..4
    in her|his|their first|second|third|last|final|1|2 ..3 week|month|year|term|semester|class
    sleeping in on|.|,|again
    at|in|to|from|for|of|near|by ..1 court*|hearing|group|groups|class|classes|treatment|appointment*|school|church|dentist*|doctor*|clinic|orientation|interview|meeting|agency|dmv|training|therapy|counseling|graduation|office|lobby|tutor*|workshop|college|ged|dialysis|docket|lunch|dinner|breakfast|bank|ssa|dshs|social_security|job_fair|library_class|choir|practice|the_table|program|session|detox
    see|sees|seeing|visit|visits|visiting|meet|meets|picks_up|drop*_off ..1 kids|kid|children|daughter|son|grandkids|baby|family|mom|mother|sister|goals|deadline*|requirements
    sleep* in on|late|again
    worked|works at|in|for ..4 for|since ..4 year*|months
    volunteer* at|in|with ..3 on ..2
    {be} off {when}|@day|on
    {be} in ..1 crash|accident|wreck|collision ..2
    a|the|that|car|crash|in_a|bike|bus crash|course
    a|the|this|long|short|brief|hospital|temporary|week|month|of stay
    crash course
    home with ..1 baby|kids|children|newborn|flu|cold|son|daughter|toddler|covid
    by @clock works|is_fine|is_best|for_a
    in|on the calendar|list|docket|phone|line|mail|file|record|table|agenda
    motion|warrant|notice|letter|charge|ticket ..2 from|is {when} ..3
    work group|team meets|is|are|starts|has ..6
    job interview|fair|offer|start|training ..5
    {subj} ..1 start*|runs|cooks|cooking|volunteers|joined|manages|leads ..3
    i ..1 picked|pick|drove|took ..1 {him} up? from|to the? dentist|doctor|er|hospital|clinic|court|hearing|airport|dmv ..3
    meet ..1 {him} at the? door|courthouse|court|entrance|lobby|office
    outreach|our ..1 team|van|office|clinic|group|class ..1 {be} ..8
    shelter|house|office|school move ..3
    {be} ..1 in|at|from|out_of the? hospital|er|icu|surgery ..6
    to ..2 court|appointment*|school|class*|treatment|work|group|groups|hearing*|church|interview*|clinic|doctor|dentist|therapy|counseling|meetings
    court|hearing|ride|appointment|interview|intake|class|bus|meeting|call|deadline|check|visit|office|clinic|counter|line|lobby ..3 {be}|set|scheduled|booked|moved|opens|closes|starts ..6
    {be} ..1 at court ..5
    {be} ..1 in|at|from ..1 court|school|class|college|training|custody|jail|group|treatment|detox|inpatient|outpatient|therapy|counseling|session ..6
    free|available|open|reachable ..10
    bus|ride|train|shuttle|van to court|the_hearing ..6
    hearing|court|case|matter|motion|docket|trial|status ..2 at|in|on ..6
    in|at municipal|superior|district|county|city|outlying|federal|community|mental_health|drug|veterans court ..3
    in person|by_phone|by_video ..4
    your|our|my|the_court|county lobby|office|building|front_desk|counter ..6
    counsel|attorney|lawyer|public_defender for ..12
    {be} ..1 at your|our|my|the_court|the_courthouse|court ..6
    {be}|will_be|was ..1 at|in|on|by court*|hearing|courthouse|arraignment|treatment|class*|group|session|detox|iop|training|school|orientation|recovery|contact|touch|need|line|time|crisis|progress|process|front|charge|good|great|better|place|order|jail|custody|compliance|agreement|person|pain|favor|hand|track|board|call|the_list|the_waitlist|the_phone|the_docket|the_calendar|the_same_page|the_line|hold|a_waitlist|schedule|court_at|hospital|appointment*|surgery|program*|dialysis|my_office|our_office|risk|capacity|ease|odds|stake|a_loss|least|the_courthouse|the_court|their_appointment|her_appointment|his_appointment|an_appointment|the_clinic|the_hearing
    {subj} {be} ..2 {at} court*|the_court*|hearing*
    court|courthouse|courtroom|hearing|arraignment|docket|calendar|class|group|session|meeting|appointment|clinic|office|ride|bus|van|pickup|interview|orientation|workshop|event|training|conference|call ..2 {be}|starts|begins|runs ..6
    courtroom|department|dept|division ..2
    stay*|sleep* in touch|contact|treatment|housing|program|school|the_program|recovery|services|her_own_bed|his_own_bed|jail|custody|compliance|the_unit|the_apartment|line|group|counseling|the_group|class
    stay*|stayed on track|top|task|the_list|the_waitlist|medication|message|course|the_phone|board|schedule|it|methadone|the_plan
    stay*|stayed with it|the_plan|the_program|us|treatment|this|me|services
    stay* the|safe|warm|dry|busy|sober|connected|engaged|positive|calm|healthy|focused|strong|motivated|put|in_the_program|housed|well|current|close|quiet|enrolled|up|at_it|at_the_table
    place|places|somewhere|where|room to stay|sleep|live|go|be
    sleep* better|well|poorly|through|in_on|study|apnea|medication|schedule|disorder|on_it|more|hours|enough|issues|bag*|problems
    living with|expenses|wage|situation|room|skills|arrangement*|costs|conditions|will|in_recovery|in_her_own|in_his_own|in_their_own|independently|proof|on_a_fixed|on_ssi|on_benefits
    sober|independent|assisted|transitional living
    moved|moving|moves ..1 in|into ..3 apartment|housing|unit|place|studio|home|room|building
    in|into housing|shelter|permanent|transitional|supportive|interim|stable|her_own|his_own|their_own
    free|available|reachable|open|around|home_free ..8
    reach|reached|catch|call|find ..3 by phone|text|email|voicemail|mail
    find|finding|found ..2 housing|work|job|place|time|apartment|room|parking|a_way|an|another|stable|words|support
    looking|look for ..1 work|job*|housing|apartment|place|room|a|shelter|ride|unit|childcare
    look|looking forward|into|at_the
    working with|on|toward*|together|through|well|hard|out|up
    {be} working on
    work|works on|with|toward*|out|through|for|well
    at work|home_depot
    on work|home
    last known good
    waiting|waits|wait* for|on|until|to|list
    at the table|hearing|end|moment|time|beginning|start|counter|window|front_desk|same_time|next|latest|earliest|clerk*
    in the mail|meantime|end|process|morning|afternoon|evening|past|future|works|system|program|file|waiting_room|coming|next|first|same|second
    home visit*|health|care|office|phone|page|repair*|ownership|base
    at home with_her_kids|with_his_kids
    parking ticket*|fee*|pass*|permit*|is|validation|space_for
    bus stop|pass*|fare*|ticket*|route|schedule|line
    car seat*|payment*|repair*|insurance|battery|broke*|registration|tabs|note
    {place} on file
    mailing|email|ip|business address
    street clothes|fair|parking|sign|outreach
    waiting|court|class|meeting|conference|break|community|laundry|computer|mail|hearing|exam|interview|family|living room
    board and room
    room for|to|and_board|in
    bed space|at_the_shelter_opened|opened|available
    bank account|statement*|card|on
    food bank|pantry|stamps|card
    dinner|hearing|court|appointment|class ..1 {be} at
    group|class|session|court|appointment|hearing|meeting|interview|intake|orientation|treatment|training|work_crew at|on|by {clock}|{time}
    """,
    _FAMILIES,
)


def tells_whereabouts(sentence: str) -> bool:
    """Whether a sentence tells where somebody is at a time, or sleeps."""
    return sentence in SURE or _HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = SURE.words | _STOPS.words, _HARMLESS.words
