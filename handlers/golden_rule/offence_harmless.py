"""What the words of kind "offence" mean where they tell nothing against anybody."""

from __future__ import annotations

from handlers.golden_rule.offence_families import OFFENCE_FAMILIES
from handlers.golden_rule.phrases import Phrases

HARMLESS = Phrases(
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
    OFFENCE_FAMILIES,
)
