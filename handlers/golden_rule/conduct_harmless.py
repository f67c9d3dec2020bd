"""What the words of kind "conduct" mean where they tell nothing against anybody."""

from __future__ import annotations

from handlers.golden_rule.conduct_families import CONDUCT_FAMILIES
from handlers.golden_rule.phrases import Phrases

HARMLESS = Phrases(
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
    CONDUCT_FAMILIES,
)
