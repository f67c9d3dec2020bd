"""Kind "offence": acts that are not charged, or not known yet."""

from __future__ import annotations

from handlers.golden_rule.offence_families import OFFENCE_FAMILIES
from handlers.golden_rule.offence_harmless import HARMLESS
from handlers.golden_rule.phrases import Phrases

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
SURE = Phrases(
    """
    {subj} {be}|{have} {adv}? been? wanted for|by|in ..2
    caught|got|picked_up|facing|looking_at ..1 new|another|fresh|felony case|body|felony|felonies|arrest
    warrant|warrants nobody|no_one|not_yet|that_nobody ..3 served|knows|found
    false|bogus|fake ..1 police? report|statement|alarm|id
    burned|burnt|torched|set_fire|lit ..3 down|shed|garage|dumpster|trash_can|trailer
    {subj}|and ..1 smashed|kicked_in|trashed|wrecked ..1 his|her|their ..1 phone|door|tv|car|place|windshield|window|things
    exposed|exposing|touching himself|herself|themselves
    not registered|register ..1 as|like|with|where ..3
    lets|letting|let people|them|folks|dealers ..1 use|deal|sell|cook ..3
    {subj}|him|her and ..3 jumped|robbed|hit|mugged|beat ..5
    switchblade|shank|shiv|sawed_off|bb_gun|crossbow|hatchet|machete in|on|around|with|for|under|.
    running girls|dope|guns|a_crew
    sell|sells|selling|sold ..2 foodstamps|stamps|ebt|formula|meat|cigarettes|razors|his_meds|her_meds
    helped|helping|helps ..5 hide|stash|move|dump|steal|rob|unload ..3
    ran|runs|fled|took_off|running from ..1 cops|police|officers|deputies ..2
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
    OFFENCE_FAMILIES,
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
    OFFENCE_FAMILIES,
)


def tells_an_offence(sentence: str) -> bool:
    """Whether a sentence tells of an act that nobody has charged."""
    return sentence in SURE or HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = SURE.words | _STOPS.words, HARMLESS.words
