"""Kind "offence": acts that are not charged, or not known yet."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
    "drug": "drug drugs meth crystal ice heroin fentanyl fent fetty crack cocaine coke dope weed pills pill percs xanax oxys blues speed molly tar product baggie* bags rocks stuff drogas pastillas cristal foil suboxone meds medication adderall strips food_stamps ebt stamps loosies cigarettes plasma",
    "trade": "sell sells selling sold deal deals dealing dealt sling slings slinging slung push pushes pushing pushed move moves moving moved middle* run runs running ran traffick* deliver* hold holds holding held stash* traded trading vende vendio vendiendo flip flips flipping flipped carry carries carrying carried trap trapping",
    "steal": "steal steals stealing stole shoplift* boost boosts boosting boosted swipe swipes swiped swiping pinch* pilfer* rob robs robbing robbed burglariz* burgle* looted lifted lifting jack jacks jacked jacking snatch* pickpocket* rack racked racking robo robando nicked nick pocketed hustl* mugged carjack* porch_pirat* heist embezzl* skim* strip stripped ripping_off ripped_off",
    "weapon": "gun guns pistol handgun knife machete firearm rifle shotgun blade weapon* glock revolver ammo brass_knuckles pistola cuchillo navaja bear_spray taser",
    "case": "case cases charge charges charged count counts citation* matter matters filing docket conviction* allegation* complaint* incident_you hearing trial plea offense on_file arrest report you_have",
    "act": "theft burglary robbery shoplifting assault trespass trespassing vandalism arson forgery fraud dui vehicle_prowl prowling prostitution possession graffiti harassment stalking menacing malicious_mischief identity_theft stolen stealing larceny",
}

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
_SURE = Phrases(
    """
    {subj} deals|sells|slings ..1 a_little|some|to_cover|on_the_side|for_cash|out_of ..3
    picked up|another|got ..2 trespass|theft|assault|dui|drug|possession|shoplifting|burglary charge|case|citation|count
    using|used|uses|gave|gives|giving ..2 sister|brother|cousin|mother|mom|friend|roommate|uncle|dead_man|fake|false 's? name|id|card|identity|number|license ..2
    dead|late|deceased ..2 's? ..1 check|checks|card|id|ssn|benefits
    pimp*|pimping out|his|her
    somebody|someone|stranger|another_person|other_people 's ..1 wallet|phone|bag|card|keys|purse|car|bike|id|mail|checks
    sell|sells|selling|sold|trade|trading|trades|traded ..3 food_card|food_stamps|ebt|meds|medication|suboxone|pills|benefits|plasma_card|bus_passes|strips|prescription
    holding|holds|keeps|kept|carries|carry|carried|carrying|has|had|got|with|pulled|bought|waving|waved|hid|hides|hiding|flashed|showed|stashed|owns|swung|drew|found ..2 gun|pistol|rifle|machete|handgun|shotgun|firearm|glock|knife|blade
    new|another|second|fresh|additional|more|looking_at charge|charges|arrest|arrests|felony|warrant|ticket|booking for|on|in|after|over|{when}|from|coming|pending|_
    new ..3 case ..1 {when}|from_last|on_the|coming
    booked|cited|arrested|busted|popped ..2 {when}|for|on|twice|again|with|trying|stealing|over
    took ..5 and|without not|never|paying|pay|did_not|walked
    not pay ..2
    and did not pay
    told|tells|said|says|admitted|confessed|let_slip|mentioned|confided|disclosed ..2 me|us|to|about ..3 {act}|reckless|stealing|robbing|selling|hitting|driving|a_stolen|taking
    ticket|citation for|on|{when}
    littering|jaywalking|peeing|urinat*|public_intoxication|open_container|public_urination|fare_jumping|fare_evasion|loitering|indecent|disorderly ..2 ticket|citation|cite|{when}
    reckless driving|burning
    baggie|scale|crack_pipe|meth_pipe|a_bag_on
    set|lit|started ..3 fire|on_fire|ablaze
    forged|forging ..3
    looking at ..2 new|another|felony|charge|charges|time
    {subj} {adv}? {adv}? stole|robbed|shoplifted|boosted|swiped|mugged|burglarized|vandalized|forged|keyed|jacked ..1
    stole|robbed|burglarized|sold|carjacked ..4 {when}|from|to
    """,
    _FAMILIES,
)

_STOPS = Phrases(
    """
    another|more case|cases|charges ..1 coming|on_the_way|pending_there
    body_cam|video|footage of {him} ..3
    said|says ..2 took the|a bike|car|phone|wallet|purse|truck|money|package ..4
    hit the corner|liquor|grocery|drug|dollar|gas ..2 store|station|again
    warrant ..6 nobody|no_one|not_know|unserved|unknown
    license|licence ..2 suspended ..3 drives|driving|drove|drive
    vendio|vende|vendiendo|trafic* ..3
    stripped|stole|took|cut|ripped ..2 copper|catalytic|pipes|wiring ..2
    detectives|detective|police|officers|cops|deputies|sheriff ..3 want*|looking|asking|search*|seek*|after|question* ..4 {him}|about
    person_of_interest|suspect in|of|
    {him} ..2 ran|fled from|when
    ran|runs|fled|hid|took_off from|when|before ..3 police|cops|officers|deputies|security|they
    crew ..2 that|hits|steals|boosts
    somebody|someone 's ..2
    pimping
    mov*|push*|slinging|running weight|product|packs|packages_for|bags
    {number}|a|few grams|ounces|ounce|baggies|rocks|pills|bindles|oz|g
    stopped|caught|found|searched|pulled|busted|pinched {him} ..1 over? ..1 with|for|on|holding|carrying|at|selling
    crash|accident|collision|wreck|fender_bender ..4 took_off|left|ran|fled|drove|split|did_not_stop
    {be} not his|hers|theirs|her_own|his_own|in_his_name|in_her_name
    dead|other|another ..1 man|woman|person|guy 's? ..1 id|card|identity|name|license|social
    on ..2 video|camera|footage|tape|cctv|surveillance|body_cam
    the driver|lookout|shooter|getaway|one_who|ringleader|other_one
    {be} the driver|lookout|shooter|one_who|one_on
    crew|ring that|of
    stripped|ripped|pulled|cut|stole|took ..2 copper|catalytic|wiring|pipes
    ran|run|running|fled|hid|hiding|took_off from|when ..2 cops|police|officers|deputies|security|patrol
    robar|robo|hurto|atraco|asalto
    lifted|lifting|lifts ..3 shirts|shirt|steaks|makeup|razors|clothes|shoes|phone|wallet|purse|bottle|bottles|food|meat|packs|batteries|things|stuff|jeans|formula
    arrested|rearrested|re_arrested|incarcerated|jailed|locked_up
    passed|passing|passes|cashed|wrote|writing|kited ..2 bad|hot|fake|stolen|forged|someone_'s ..1 check*|bills
    more victims|counts_coming|to_it_than
    {subj}|got|gets|getting|was|been|were|client|person booked|cited|arrested|charged|busted|popped|picked_up ..3 {when}|on|for|over|in|with|at|again|trying ..4
    {subj}|and|for|of|by|not|been|is|was|were|keeps|started|still|about|to|he|on ..1 {steal} ..2
    shoplift*|burglariz*|carjack*|pickpocket*
    {trade} ..3 {drug}
    {trade} ..1 for|to ..2 dealer*|guy|crew|man|connect|plug|people|kids|friends|undercover
    {be} dealing|slinging|pushing|hustling|trapping|boosting|tricking
    dealing again|on|out|to|from|at|in|drugs|to_get_by
    sells|selling|sold|slinging ..1 on|at|from|out_of|near ..2 corner|street|side|block|tent|bus_mall|lot|alley|phone
    {act}
    {be}|has|have|had|keeps|kept|carries|carry|carrying|carried|got|bought|packing|pulled|owns|hid|hiding|with|waved|flashed|showed|pointed|stash*|brought|found ..4 {weapon}
    {weapon} on|in|under|with|tucked ..3
    packing|strapped|armed
    stolen ..3
    {have}|with|in|rode|riding|drove|driving|sold|selling|bought|using|used|pawn* ..3 stolen|hot
    broke|breaks|breaking|break|forced|jimmied|pried|busted|smashed|kicked into|in|open|out|his_way|her_way ..4
    broke|breaking|smashed|busted ..2 window*|lock|door|car|cars|glass ..3
    broken into
    break_in|break_ins|b_and_e|breaking_and_entering
    trespass*
    {be} {adv}? {adv}? squatting|panhandling_illegally|tagging|hooking|tricking|soliciting|hustling|joyriding
    turn*|turned|doing|does|pull*|work* tricks|dates|the_stroll|the_track|the_blade|the_corner
    tagged|tagging|graffiti|spray_painted|spray_painting|vandali*|keyed|slashed|torched|set_fire|set_a_fire|lit_a_fire|started_a_fire|burned_down|smashed|egged
    forg*|counterfeit*|fake|phony|altered|bad|hot|kited|false|bogus|washed ..2 check*|id|ids|bills|prescription*|name|signature|money|pay_stubs|plates|receipts|license|application|documents|social
    someone_else_'s|another_person_'s|not_his|not_hers|not_her_own|not_his_own|others ..3 card|id|name|prescription|benefits|identity|car|account|ebt|check|bike
    using|used|ran_up|opened|maxed ..2 someone|somebody|other_people|stranger*|mother|roommate|grandmother|her_mom|his_mom|his_aunt ..3 card*|id|name|identity|account*
    fraud*|scam*|identity_theft|skimmer*|forgery|forging|embezzl*|extort*|blackmail*
    lied|lies|lying ..3 application|police|officer*|court|judge|probation|about|benefits|income|name|on
    gave|gives|giving ..2 false|fake|wrong|brother_'s name|info*|id|statement
    drove|drives|driving|drive ..4 drunk|high|suspended|unlicensed|without|no|stolen|away|uninsured|intoxicated|impaired|under|revoked|while
    hit|hits|sideswiped|clipped|rear_ended ..4 and|then ..2 left|ran|drove|took_off|fled
    {subj}|and|who|then|that|got|admits|also hit|hits|punched|slapped|choked|beat|beats|stabbed|shot|kicked|shoved|jumped|strangled|grabbed|bit|struck|pushed|attacked|assaulted|mugged|robbed|threatened|pistol_whipped|groped {poss}|another|some|two|one_of? ..1 him|them|someone|somebody|people|girlfriend|boyfriend|neighbor|roommate|clerk|man|woman|guy|kid|cousin|partner|wife|husband|brother|sister|mother|mom|dad|father|nurse|officer|staff|cop|driver|guard|resident|worker|stranger|bicyclist|pedestrian|victim|ex
    {subj}|and|who|then hit|punched|slapped|choked|beat|stabbed|shot|kicked|shoved|strangled|bit|struck|attacked|assaulted|robbed|threatened her .|,|with|in|again|and|when|during|on|at|so|after|because|{when}
    hit|beat ..1 and_run|up
    beat|beats|beating|roughed|jumping|jumped|jump up|someone|people|a|the|him|her|another
    walked|walks|walking|ran|run out ..3 without_paying|with_a|with_the|with|of_the_store
    without paying|a_ticket|a_fare|license|insurance|registering
    not|never|did_not|does_not|did pay* ..2 fare*|for_it|for_them|at_the_store
    dine|dined and dash|dashed
    jump*|hop*|evad*|dodg* ..3 turnstile*|fare*|gate*|fence
    fare evasion|evading
    new|another|fresh|unfiled|second|possible|more_serious charge*|arrest*|offense*|warrant*|crime*|felony|theft* ..3
    {subj}|got|gets|who|person {be}|{have} {adv}? {adv}? arrested|cited|booked|picked_up|busted|detained|pulled_over|stopped|popped|nabbed|jailed|locked_up|charged|caught
    got|gets|getting arrested|cited|booked|picked_up|busted|caught|pulled_over|popped|nabbed|locked_up|charged|a_dui
    admit*|confess*|confid*|disclosed|owned_up|let_slip|bragged|bragging|acknowledged|revealed|hinted ..6 {act}|stole|stealing|took|taking|hit|robbed|robbing|broke|sold|selling|carr*|did_it|doing_it|involved|responsible|guilty|lied|there_when|the_one|drove|burned|more_than
    told|tells|mentioned|says|said|shared|claims|implied ..6 stole|stealing|robbed|robbing|did_it|guilty|shoplift*|burglar*|broke_in|broke_into|sold_drugs|the_one_who
    not|never ..2 charged|caught|reported|arrested|found_out|come_out|come_up|came_out ..3
    nobody|no_one|police|officers|cops|store|detectives|law_enforcement|da ..3 not|never|without ..3 know*|report*|found_out|caught|aware|connect*|notic*|pressed|charge* ..2
    not know ..1 about|it|yet|that|who
    no_one|nobody|noone knows|knew|found|reported|saw|caught|noticed ..1 it|about|yet|him|her|them|out|.
    uncharged|unreported|undiscovered|unsolved|illegal*|crime*|criminal activity|accomplice|lookout|getaway|fence|fenced|fencing|chop_shop|stash|stashed|stashing|trap_house|drug_house|plug
    took|takes|taking|grabbed|grabbing|lifted|swiped|helped_himself|helped_herself|helped_themselves ..4 without_asking|without_paying|from_the_store|from_a_store|off_the_shelf|not_hers|not_his|from_work|from_the_register|from_her_job|from_his_job|catalytic|merchandise|that_was_not|off_a_porch|off_porches
    took|takes|taking|grabbed|swiped ..2 package*|bike|bikes|wallet|purse|register|cash|phone|car|truck|tools from|off|out_of|that|while|when
    catalytic|copper wire|pipe*|converter*
    pawned|pawning|pawns
    involved|mixed_up|caught_up|part ..1 in|of|with ..4 theft*|robbery|fight|selling|dealing|crew|gang|burglar*|scheme|ring|break_in*|shooting|stabbing|incident|drugs
    {be} ..1 responsible_for|the_one_who|behind_it|behind_that ..4
    hiding|hid|harboring|destroy*|ditched|tossed|wiped|deleted|got_rid|flushed|buried|burned ..4 evidence|gun|knife|phone|clothes|drugs|car|stash|weapon|messages|it|money
    witness* ..3 pressur*|threaten*|lean*|scar*|talk*|not_to|stay_quiet|change
    pressured|leaned|intimidat* ..3 witness*|victim*|him|her|them
    unregistered|ghost|illegal ..1 {weapon}
    robo|vendiendo|vende|robando|asalto|asaltaron|golpeo|pistola
    bought|buying|buys|copped|copping|scored|scoring ..3 from|off|in|at ..3 dealer*|corner|street|park|undercover
    shot at|someone|up {him}|someone|a|the|house
    stabb*|shooting {him}|someone|a|the|on|{when}
    did it|the_other
    {be} there when
    """,
    _FAMILIES,
)

_HARMLESS = Phrases(
    """
    behind in|her|his|their|on|the|schedule ..3
    she_is|he_is|client_is behind ..4
    witness* ..6
    picked_up , ..3
    stole ..2 show|scene
    sold out ..3
    testimony|testified ..6
    {be} arrested ..1 in ..2 on this|that|your|the ..2
    arrested ..8 referred
    seeking|seek|seeks ..2 warrant
    found ..2 birth|id|card|papers|keys|coat|bed|job|place|apartment|ride|letter
    hit ..1 lottery|jackpot|gym|road|ground|books|goal|spot|mark
    stole ..1 show|heart|hearts|scene
    sold out of|at|for|early
    kicked out the ..3
    they|landlord|agency|company|bank robbed
    hit with ..2 fee|fees|bill|fine|cost*|notice|eviction
    big|huge|real|smash|direct hit
    kick*|kicked ..1 habit ..2
    robbed|rob|robs ..1 of
    no trespassing ..2
    stolen glances|moment*|base*
    hit|hits|hitting {poss}? ..1 goals|books|goal|mark|stride
    diversion on|for ..3
    {poss} ..1 other|another case ..4
    drug dealing in|at|around|by|outside ..4
    someone|somebody 's ..1 fault|job|idea|turn
    police|officers|cops ..3 {others} ..2
    picked up extra|more|another|shifts|work|hours|two|exrta
    {subj} sold {poss} ..1 truck|car|van|bike|furniture|phone|tools|paintings|guitar|boat|tv|stuff|things|trailer
    not his|hers|theirs ..1 fault|idea|signature|handwriting|name|birth|date|warrant|case|address
    birth date is not ..2
    identity|id theft ..3
    crew starts|is|boss|lead|manager|chief|work|job|wants|likes|hired|is_waiting|waiting
    cleaning|roofing|road|paint*|moving|landscaping|construction|kitchen|work|film|tree|demolition|line|night|street|stage crew
    arrested|booked|cited ..5 this|that|your|the|pending|current case|charge|matter|one|incident|file
    before|after|since|when|until {subj} {be} arrested
    {be} arrested in|on|for ..3 case|this_case|and_referred|your_case
    stolen ..5 reported
    fraud ..6 in ..1 her|his|their name
    report*|complain* ..2 {act}|robbery|theft
    {be} lifted
    caught in|up|between|the|on the? ..1 storm|rain|traffic|middle|crossfire|snow|elevator
    hit ..2 snag|wall|roadblock|deadline|them|us|milestone|goal|target|list
    medication list|schedule|box
    sold {poss} ..1 truck|car|van|bike|furniture|phone|tools|paintings|guitar|boat
    arrested development
    not|never been arrested
    video|camera court|appearance|hearing|link|call|visit
    {act} insurance|unit|report*|alarm|protection|policy|rate*
    {act} ..1 {number}? ..2 from ..3 20*
    {act} ..4 still? pending|set_over|continued|trial
    steal of|for a|the
    a|real|total|absolute steal
    robbed of sleep|time|chance|dignity|her|his|their
    strike|struck|strikes out|gold|up|a|by
    shot of|at getting|the|a|this|housing|it|becoming
    break in service|routine|the_case|between|schedule|coverage|communication|benefits
    shooting hoops|pool|for|star*|the_breeze|baskets|photos
    {be} booked for the_new_date|{when}
    ride|appointment|room|interpreter|cab|hearing|interview|slot|bed|ticket|visit|seat|van|shuttle|unit|tour|assessment|intake|slots|hotel {be}? booked
    booked a|an|the|her|his|their|into_the_assessment|solid|out|up|by|her_a|his_a ..3
    {be} booked for|on|into ..2 interview|assessment|intake|orientation|visit|appointment|treatment|detox|class|dental|surgery|ride|{day}|@day
    other|another guy|person|man|woman|one|resident ..5 {weapon}
    her|his|their|my ..2 stolen
    stolen with|along_with|from_her|from_his|from_them|while
    orden de arresto
    deal|dealing with
    {act} ..2 {case}
    {case} ..1 {be}|of|for|about|from|involv*|with|alleg* ..3 {act}
    {case} ..2 {act}
    {act} from|in|on january|february|march|april|may|june|july|august|september|october|november|december|last_year|last_spring|2024|2025|2023|2022
    drop|dropping|dismiss*|declin*|reduc*|amend*|vacat*|expung*|seal*|hold|defer*|resolve|file|filing|divert*|reconsider ..4 {act}|{case}
    charged with ..3
    {be} {adv}? {adv}? charged|cited|arrested ..1 in|for ..3 this|your|the_pending|that|current
    her|his|their|my ..3 {be}|got|was|were|gets|has_been|have_been ..1 stolen|robbed|jacked|broken_into|snatched|swiped|vandalized|smashed|keyed|taken
    stolen from {him}|{poss}
    after|when|since|because ..2 {poss} ..2 {be} stolen
    report* ..2 {poss}? stolen
    someone|somebody|people|a_man|a_woman|thieves|kids|whoever|a_stranger ..2 {steal}|took|broke|smashed|assaulted|hit|jumped|attacked|beat|stabbed|threatened|snatched ..6
    {subj} {be}|{have}|got|gets {adv}? {adv}? been? robbed|assaulted|jumped|beaten|beaten_up|stabbed|mugged|attacked|threatened|scammed|defrauded|carjacked|shot|hit|struck|burglarized|harassed|stalked|exploited|trafficked|menaced|targeted|victimized|injured|ripped_off
    victim* of|in|'s|statement|services|advocate|comp*|witness
    survivor|victim|victims of ..4
    {be}|been|got|was robbed|mugged|assaulted|jumped|attacked by|on|at|last|in|while
    {act} prevention|awareness|victim|survivor|of_{poss}|against_{poss}
    domestic violence|abuse advocate|shelter|program|survivor|services|counselor
    identity theft ..2 report|affidavit|victim
    wage|time theft
    sold|selling|sell|sells ..4 plasma|newspaper*|art|crafts|house|building|car|furniture|food|flowers|jewelry|out|tickets|paper|tamales|_
    real|street|big|good|great|no|fair|new|square|better deal
    deal|deals|dealing with|breaker
    move|moves|moved|moving|run|runs|ran|running in|into|out|up|date|forward|back|to|on|errands|late|boxes|day|truck
    run|running|runs ..2 hot|low|short|smoothly|the_group
    hold|holding|holds|held the|a|off|on|down|up|her_job|his_job|in|steady|until|her_place|their_place|things
    carry|carries|carrying|carried on|out|over|forward|her_id|his_id|their_id|groceries|the|a_card|an|papers|boxes
    heavy lifted|lifting
    lifting weights|restrictions|boxes|the
    lift|lifted|lifting ..1 up|the|this|her_spirits|his_spirits|spirits|a_ban|hold|condition*|curfew|order
    push|pushed|pushing back|for|through|the|hard|off
    boost|boosted|boosting ..1 morale|confidence|signal|her|his|their|shot|credit
    jump|jumped|jumping ..1 through|on|at|in|into|start*|rope|the_line|ship
    rip off
    butter|kitchen|steak|pocket_knife_at|bread knife
    at|top|under gun
    jumping gun
    hot|glue|staple|nail gun
    fire|rubber band
    baseball bat|game
    piece of|by
    strap|straps on_the|of_the
    flip|flipped|flipping burgers|through|houses
    new case manager*|manager*|worker*|plan|conference|number|management|file|coordinator
    new|another|other|second case manager*|management|worker*|coordinator
    case manager*|management|plan|number|worker*|conference*|notes|coordination|file
    arrest diversion|record*|referral|date
    at|since|before|after the|her|his|their|that|this arrest
    warrant ..2 quash*|recall*|clear*|lift*
    quash*|recall*|clear*|lift*|resolv*|withdraw* ..5 warrant*
    new|another citation form|to_pay
    free|in_charge|no_charge|extra_charge|phone_charger|service_charge
    in|no|free_of|extra|service|without charge
    picked_up {be}? by|at|the|her|his|their|some|on|up|from|a|keys|medication|groceries|id|extra|more|shifts|work|hours|two|another
    {be} {adv}? caught up on|with
    caught up on|with
    caught the|a|her|his|in_traffic|between|it|on
    {be} stopped by|taking|at_our|in
    illegal eviction|lockout|fee*|rent|clause|deposit|search|dumping|parking|by_the_landlord
    landlord*|owner|manager ..3 illegal*
    crime lab|victim*|rate*|stoppers|scene
    plug in|away|for|the
    unplug
    chain link fence
    fence line|around|post*|repair
    assault shelter|line|hotline|services|survivor*
    victim|survivor|witness ..2
    sexual assault advocate|clinic|exam|nurse|services
    trespass admonish*|notice|warning|policy|letter
    told|tells|said|says ..1 me|us ..2 about ..1 her_job|his_job|housing|goals
    not know about|it|that|who|yet the_date|the_hearing|about_the|until|how|where|when|what|_
    no one|nobody knows the|when|what|yet|how
    nobody|no_one|you|they|police ..2 not {have}? ..1 told|called|informed|notified
    pay|paid|paying|pays ..3 fare*|without
    without paying rent|a_fee|deposit|fees|the_application
    without insurance|license_plate
    burned|burnt out|down|her_hand|dinner
    forged ahead|relationship|connections|a_bond
    bad check_engine|weather|day|news|connection
    involved|involvement in|with ..2 group*|class*|church|community|treatment|recovery|program*|school|care|garden|team
    """,
    _FAMILIES,
)


def tells_an_offence(sentence: str) -> bool:
    """Whether a sentence tells of an act that nobody has charged."""
    return sentence in _SURE or _HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = _SURE.words | _STOPS.words, _HARMLESS.words
