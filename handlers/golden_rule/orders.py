"""Kind "order": what a court, pretrial services or probation told somebody to do, and whether it is kept."""

from __future__ import annotations

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
    "order": "order orders condition conditions terms term curfew probation parole release bail bond supervision injunction restriction* requirement requirements stipulation* pretrial no_contact stay_away protection_order restraining_order"
    " nco tro dvpo soda soap exclusion_zone geofence house_arrest home_detention home_confinement electronic_monitoring ankle_monitor ankle_bracelet interlock libertad_condicional toque orden condiciones deferral diversion_agreement agreement",
    "officer": "po pos probation_officer* probation parole parole_officer* pretrial pretrial_officer* pretrial_services supervision supervising_officer* cco supervision_officer* court judge dpo corrections bond_company bondsman bail_agent day_reporting reporting_center",
    "kept": "condition conditions curfew probation terms_of supervision no_contact stay_away restrictions requirements pretrial house_arrest court_order parole order orders",
    "sup": "po pos probation_officer* probation parole pretrial pretrial_officer* supervision_officer* cco dpo",
    "break": "violat* broke breaks breaking broken break breach* ignor* disobey* disregard* flout* defy defied defying skip skips skipped skipping miss misses missed missing blew_off blow_off blowing_off blows_off blew blow ducked ducking dodged dodging"
    " ditched bust busted out_past violo rompio bent bends",
    "device": "monitor bracelet ankle_monitor ankle_bracelet gps device unit tether scram strap interlock box",
    "contact": "contact* call* text* messag* phon* visit* see sees saw seeing seen talk* met meet* reach* wrote writ* dm'd dms email* living stay* went go* going came back_with around with follow* drove at outside near",
    "court": "court hearing hearings arraignment sentencing review_hearing status_hearing court_date appearance docket_call corte audiencia review",
    "keep": "complian* complying comply complies complied abid* obey* keeping kept keeps adher* follow* honor* observ* within in_violation violation* violat* good_standing in_line not_broken met",
}

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
SURE = Phrases(
    """
    {sup} ..1 {be} ..1 asking|moving|planning|going|threatening|filing to ..1 revoke|violate|pull|sanction|jail
    {sup} ..2 revok*|sanction*|violated|violating {him}? ..2
    never ..1 sat|showed|came|appeared|went for|to|at ..3 presentence|psi|intake_with_po|probation|pretrial|evaluation|eval|assessment ..3
    {subj} ..1 cancelled|canceled|ditched|dodged|ghosted|avoids|avoiding|lied|lying ..2 {sup}
    no|without ..1 approved|travel address|residence|permit|permission|housing ..1
    {break} ..2 order|orders|conditions|terms|probation|parole|bond|bail|curfew|house_arrest ..2
    stopped|quit reporting|checking_in ..2
    {have}|with|picked_up|second|third|fourth ..2 technicals|technical|technical_violations ..1
    conditions|condition|release|bail|bond|probation|order|judge|court ..2 forbids|prohibits|bars|does_not_allow|says_no|said_no|can_not ..4
    not ..1 wear*|charg* ..2 monitor|gps|bracelet|scram|device
    missed ..2 jail|surrender|turn_in|report|reporting date
    is|are|was not|never|no_longer to|allowed|permitted|supposed ..1 contact|be|see|leave|drink|drive|have|go|call|text|possess|enter|come ..10 but|though|and|anyway|daily|still
    {officer} can|could|cannot not|never? find|reach|locate|get ..2
    warrant status
    completed|finished|done|started none|zero|half|little of ..4
    stopped|quit|behind_on|skipped paying|payments ..2 restitution|fines|fees|court_costs|lfos
    not ..1 take|took|taken|do|did|done|get|complete|finish|attend|start ..2 ordered|court_ordered|required|mandated|mandatory ..3
    no proof of ..4
    not ..1 surrender|surrendered|hand_over|turn_over ..3
    {be} ..1 perfect|good|great|solid|bad|shaky|sloppy|careless on|with|about ..1 conditions|probation|supervision|curfew|terms|release
    complied|complying|complies ..2 with ..3
    run|runs|running rather|instead|before ..4
    jail|time ..3 rather|instead ..2 run
    supposed|ordered|required to ..14 , not|never|did_not
    did ..1 {number} of ..2 {number}
    not|n't|never|still_not|hardly|barely|stopped|quit doing|done|started|finished|completed|logged|turned_in ..3 community_service|work_crew|service_hours
    community_service|service_hours|work_crew ..6 not|never|deadline|behind|owes|owed|overdue|missed|undone|unfinished|left_and
    of 40|20|80|100|240|60|30|50|24|16|120 hours|community|hours_done|service
    {number} of {number} ..3 weekends|classes|hours|payments|days|sessions|weeks
    owe|owes|owed|behind|delinquent|default*|nothing|not ..4 restitution|lfo|lfos|fines|court_costs|court_fees|supervision_fees|fees
    never|not enroll*|started|attended|signed_up|gone|registered|done|completed ..5 judge|order|ordered|court|as_ordered|required|as_directed
    supposed|ordered|required|told|directed|mandated to ..12 not|never|did_not|has_not|instead|but
    though|but|even_though|although|while|when|despite order|judge|court|conditions|terms|release ..1 says|said|say|bars|prohibits|forbids|does_not_allow|do_not_allow|ordered|told
    not ..1 come|came|go|went|return*|back|report* ..2 back? from|to ..2 pass|furlough|work_release|jail|custody|work_crew|day_reporting|pretrial|probation
    pass|furlough ..3 late|not_return*|overstayed
    missed|skipped|broke|violated|blew|busted|out_past|past|late_for|breaking|missing|violating|breaks|misses|violates|ignored|ignoring ..2 curfew
    {contact}|with|near|to|and ..3 protected party|person|address
    co_defendant|codefendant|co_d
    stay|no away|go area|zone|order|corridor
    not|non|out_of|in compliant|compliance|complying|violation|good_standing
    in violation of|with|for|again|{when}
    violat*|broke|breach*|breaking|breaks|breached ..3 probation|parole|supervision|pretrial|release|bail|conditions|terms|no_contact|order|stay_away|agreement|condition|libertad|orden|pr
    left|leaving|leaves|went|travel*|crossed ..2 county|state|jurisdiction|state_line|line ..3
    absconded|absconding|absconder
    """,
    _FAMILIES,
)

_STOPS = Phrases(
    """
    met|meets|meeting every|all|each ..1 term|terms|condition|conditions|requirement*
    strap ..2 loose|off|cut|broken
    missed|skipped {court} ..3 and ..2 hiding|running|gone
    though|but|despite|and there_is ..2 no_contact|order|stay_away
    no_contact .|,|_|and|but|since
    outside|past|over|beyond|across ..3 county|state|city|line|limits
    no sign|show ..2 at|for
    license|licence ..2 suspended ..3 drives|driving|drove|drive
    missed|skipped ..2 {court} ..4 hiding|avoid*|run*|not|scared|on_purpose|because_she_did|again
    conditions be_damned
    warrant in|out_of|from ..4 nobody|no_one|not|unknown|you_do
    not set foot ..3
    {him} again ..4 order|no_contact
    within {number}|500|1000|100|300 feet|yards|blocks
    {subj}|been|not|doing|is ..4 about|with|on ..1 {poss} ..1 conditions|terms|probation|supervision|restrictions
    {subj} ..1 report*|check* ..1 in? to|with ..1 {officer}
    reports|reporting|checks to|in ..2 {officer}
    order|no_contact ..2 still? active|in_place|in_effect
    took|takes|cut|slipped|ripped|pried|sawed ..1 bracelet|monitor|strap ..1 off
    moved|moves|moving|relocat*|left without|before ..3
    interlock|bracelet|ankle_monitor|ankle_bracelet|scram|gps_monitor
    without telling|notifying|asking|informing|clearing|approval
    not ..6 court|judge|order|pretrial|probation|agreement wanted|ordered|required|imposed
    blew|missed|past|passed ..2 deadline ..2 assessment|eval|evaluation|class|classes|hours|payment|fine|fines|registration|report|restitution|sign_up
    {poss}|the condition*|order*|terms|agreement ..1 say|says|said|call|require*|forbid* ..3
    failed|failure|fail to appear
    skipped|missed|skipping|misses ..3 jail|weekends|work_crew|weekend_in_custody
    not|falto|no ..2 llego|fue|presento|reporto ..4 probatoria|probacion|oficial|corte|juez
    probatoria|probacion|oficial_de_probation
    warrant ..6 not|avoid*|dodg*|hid*|duck*|run*|turn*
    {break} ..4 {order}
    {order} ..3 {break}|violat*|breach*
    violat* ..4
    violation*
    breach*
    out|past|after|outside ..2 curfew
    curfew|toque
    {keep} ..3 {kept}
    {kept} ..3 {keep}
    complian* ..1 with
    in|full|total|perfect|good|out_of|technical|non|not complian*
    noncomplian*|non_compliant|incumplio|incumple
    no violation*|violations|issues_with_conditions
    {break} ..3 {officer}
    {break} ..3 check_in*|check_ins|checkin*|report_date|reporting_date|office_visit|report_day
    not|never|stopped|quit|hardly|failed|fail*|late ..1 report*|check*|call*|contact*|show*|respond*|answer* ..3 {officer}
    not|never|stopped|quit|failed|fail*|late|behind|skipped ..2 reporting|checked_in|checking_in|report_in|check_in|reported|reporting_in|report
    {sup} ..4 not_heard|no_contact|lost_contact|looking_for|violat*|hold|sanction*|warning|revok*|filed_a
    not|never ..1 done|do|finished|completed|complete|started|start|begun|logged|paid|pay|enrolled|registered|register|signed_up|turned_in|served|put_in|made|show_proof|kept|obeyed|followed|met ..4 hours|community_service|restitution|fine|fines|fees|ordered|class|dv_class|evaluation|interlock|classes|order|conditions|installment*|requirement*|work_crew|payments|registration
    behind|short|late|delinquent on|in ..3 hours|community_service|restitution|fine|fines|fees|classes|payments|dues|court_costs
    no|zero|few hours|community_service
    court ordered ..5 not|never|missed|skipped|quit|stopped|left|unfinished|incomplete
    ordered|told|supposed|required|allowed|permitted ..1 to stay_away|not|report|stay|remain|attend|wear|have_no|complete|be_home|be_in|be_there|keep
    not|n't allowed|supposed|permitted to
    cut|cuts|cutting|removed|took|takes|taken|slipped|dead|died|dying|uncharged|charge*|charging|tamper*|lost|unplug*|disabl*|jammed|wrapped|foil*|low|alert*|pinged|offline|no_signal|blocked|not_wearing|without ..4 {device}
    {device} ..4 cut|off|dead|died|uncharged|alert*|tamper*|removed|pinged|went|low|dying|not|offline|lost|shows|showed|battery|strap|zone|beep*|buzz*|{break}|violation
    ankle|gps|electronic monitor*|bracelet|device|tether
    {contact} ..5 no_contact|protected|restrained|victim*|complain*|co_defendant|codefendant|stay_away|restraining
    {contact} ..3 despite|against|though|even_though|anyway|in_spite ..5 order|no_contact|judge|court|conditions
    despite|against|in_defiance_of|contrary_to|in_spite_of|around ..2 {order}|judge
    no_contact|stay_away order
    restraining|protection|protective order ..3 against {him}
    no contact ..5 {contact}
    stay_away zone|area|{contact}
    zone|area|block|corridor|store|mall|park|exclusion|excluded|prohibited|restricted|banned|forbidden ..4 he_is_banned|she_is_banned|they_are_banned|barred_from|ordered_to_avoid|trespassed_from|supposed_to_stay|not_allowed|told_to_stay_out
    excluded|exclusion|prohibited|restricted|forbidden|soda|soap zone|area|place|places
    left|leaving|leave|leaves|travel*|crossed|went|out_of|gone|drove|moved ..3 county|state|jurisdiction|state_line|district|country ..3 without|permission|,|for|last|this|again|over|_
    without permission|notifying|telling|asking|a_pass|leave_from|clearance|approval|informing|letting
    abscond*|awol|on_the_run|on_the_lam|in_the_wind|dodging_the|ducking_the|hiding_from|avoiding_the|running_from|evading
    jump*|skipp* bail|bond|town
    missed|skipped|not_go|not_gone|not_show*|not_appear*|failed_to_appear|fail_to_appear|fta|fta'd|ftad|no_showed|no_show|blew_off|did_not_make|not_make|not_come|not_turn_up|late|slept_through|forgot|walked_out_of|left|ducked|ditched|does_not_plan|not_planning|not_intend*|not_going|will_not_go|will_not_be|wont_be|refus*|skip|skipping|plans_to_skip|avoid*|never_went|never_showed|falto ..4 {court}
    {court} ..3 missed|skipped|no_show|without_her|without_him|not_there
    not|never|refus*|will_not|scared|afraid ..1 turn*|turning himself|herself|themselves|self in
    {order} ..3 revok*|revocation
    revocation|revoke|sanction*|dirty_violation
    drove|drives|driving|drive ..3 suspended|without|revoked|no_license|interlock|while|unlicensed
    alcohol|drinking|drink|beer ..3 condition*|order*|against|not_allowed|interlock|prohibited
    firearm|gun|guns|weapon* ..4 surrender*|turn*|order|condition*|prohibited|not_allowed
    new address ..3 not|never
    not ..2 update*|registered|given|told ..3 address|registry|officer
    registry|registration ..3 late|overdue|missed|not|lapsed
    did not stay|keep ..3 away|distance|home
    house_arrest|home_detention|home_confinement|work_release ..3
    back|returned|went|gone|goes|keeps_going to|at|around ..3 where|victim*|complain*|he_is_not|she_is_not|they_are_not|zone
    not|never|n't home|inside|in by|before|at @clock|ten|nine|eight|curfew|dark
    reporting|check_ins|checking_in ..3 every|on_time|as_ordered|as_directed|weekly|late|spotty|inconsistent
    {officer} ..2 every|on_time|as_ordered|as_directed|as_required
    as ordered|directed|required by
    judge|court told|said|ordered ..8 and|but
    """,
    _FAMILIES,
)

_HARMLESS = Phrases(
    """
    behind on|in|with ..1 rent|school|bills|payments_on_the_car|light|work
    violation notice|notices ..3 for|from|on ..2 building|landlord|car|unit|house|lot
    breach of ..3 rental|lease ..6
    miss*|skip* ..1 lunch|work|breakfast|dinner|school|class|sleep|shift|bus|call|line|step
    no violation ..1 found
    curfew for ..1 minors|teens|kids|youth|juveniles|children
    city|town|park|youth|council|minors ..2 curfew
    run|running from ..3 to ..2
    on_the_run from one|place
    no_contact|order ..6 keeps|kept|prevents|stops|blocks ..12 amend*|change*|modif*|lift*
    hearing ..1 {subj} did|does not ..1 know|get|hear ..3
    {officer} ..1 house|building|clerk|date|time|office|calendar|staff ..3
    late for|to ..1 court|hearing ..4
    warrant came|is ..6
    broke|twisted|sprained|hurt|fractured|rolled ..1 ankle|leg|wrist|arm|foot
    ankle surgery|brace|injury|sprain|pain|boot|socks|is_broken|is_swollen
    breach of the? ..1 rental|lease|contract|warranty|tenancy|peace|confidence|privacy
    service in_place|instead
    community service in_place|as_an_option ..4
    birth date ..6
    wrong person|man|woman|name ..12
    could|can|would|will|please|ask* ..3 you ..1 lift|drop|end|remove|waive|revisit|review|change|move|delete|strike|take_off|reconsider ..6
    {others} ..1 missed|blew ..1 deadline
    letter of support
    could|can|would|may|might|will|should ..8 come_off|come_down|be_removed|be_lifted|be_changed|be_moved|be_modified|be_dropped|be_waived|be_ended|be_shortened|taken_off|be_relaxed|be_extended|be_later
    failed|failure|fail to appear ..12 quash|recall|warrant|notice|mail|hospital|old_address
    deadline for ..1 housing|application|voucher|benefits|lease|enrollment|school
    no curfew|violations_found
    not a violation|breach
    its|their_own ..2 curfew
    to|agree|please|could|can|would|you take ..4 interlock|monitor|bracelet|scram|gps|condition ..1 off|out|away
    miss* ..1 bus|ride|train|connection|van|transfer|exit|turn ..6
    hours|days|weeks of community_service ..2 instead|in_lieu
    convert*|instead|swap*|trade|exchange|offer|allow|accept|consider ..4 community_service ..8
    community_service ..2 instead|in_lieu|option|site|agency|placement
    in order to|that|for
    order|orders|ordered|ordering food|groceries|meal*|pizza|lunch|dinner|a|glasses|new|supplies|online|the|copies|id|birth_certificate|replacement|form|of|two|bus|furniture|some|it|prescription
    out of order|money_order|money_order*|special_order|mail_order|in_order|short_order|order_form|on_order|work_order*|gag_order|executive_order|back_order*
    money|work|mail|special|back|rush|standing|purchase|alphabetical|first|good|priority order|orders
    lease|code|parking|health|safety|building|housing|fire|zoning|privacy|hipaa|copyright|traffic|labor|wage|habitability|landlord*|owner*|manager*|fair_housing|rules|noise|civil_rights|consent|confidentiality|rental|occupancy|sanitation|park_ordinance|data violation*|breach*|violat*
    violat*|breach* ..3 lease|code|privacy|confidentiality|house_rules|building|fair_housing|habitability|warranty|trust|hipaa|policy|rental
    landlord*|owner*|manager*|building|employer|company|agency|motel|hotel|school ..2 violat*|breach*|violation*
    shelter*|house|building*|hostel|mission|city|youth|program*|site|motel|park|dorm|property|facility|county|center*|library|unit|campground|kids|daughter*|son*|child*|teen* 's? curfew*
    curfew at|for|of|in|there ..2 shelter*|house|building*|hostel|mission|program*|park|site|center|facility|dorm
    shelter ..6 curfew
    curfew ..3 bus_schedule|rules|policy|posted|hour_is|sign
    to|could|can|would|will|please|you|we|ask*|asking|for|about|be|consider|considering|support*|favor|seeking|seek*|request*|agree*|oppose|open_to|possible|motion|if|and ..3 lift|change|modify|extend|drop|move|waive|relax|loosen|amend|adjust|remove|reduce|reconsider|soften|suspend|ease|review|shorten|vary|clarify|allow|set_aside|end|delete|strike|carve|swap|trim|narrow|tweak ..4 {order}
    lifting|changing|modifying|modification|extending|dropping|moving|waiving|relaxing|loosening|amending|adjusting|removing|reducing|easing|ending|shortening|narrowing|change|changes|exception|exemption ..4 {order}
    {order} ..2 be|been|being|could_be|can_be|to_be ..1 lifted|changed|modified|extended|dropped|moved|waived|relaxed|loosened|amended|adjusted|removed|reduced|reconsidered|softened|suspended|eased|reviewed|set_later
    {order} exception|modification|change|extension
    her|his|their|a|the|own protection|protective|restraining|anti_harassment|stalking|no_contact|dvpo order ..2 against ..1 her_ex|his_ex|their_ex|ex|abuser|him|the_ex|husband|boyfriend|landlord|neighbor|partner|stalker|ex_*|someone|a|the
    filed|file|filing|get|getting|granted|got|gets|needs|wants|obtain*|petition*|applied|apply|applying|renew*|seeking|asked|asking|serve*|help|extend* ..3 for? ..2 protection|protective|restraining|anti_harassment|dvpo|stalking order
    protection|protective|restraining|anti_harassment order ..4 protects|protecting|petition|hearing|advocate|application|paperwork|clinic|renew*|against_her|against_his|for_her|for_his|for_their
    ex|abuser|ex_husband|ex_boyfriend|ex_wife|ex_girlfriend|husband|landlord|neighbor|stalker|boyfriend|partner ..4 violat*|breach*|broke|ignored ..5
    probation support*|agree*|approv*|is_fine|ok*|has_no_objection|does_not_object|helped|is_helpful|backs|recommends|likes
    {officer} ..1 {be}? supportive|support*|agree*|approv*|on_board|helpful|fine_with|backs|recommends|happy|pleased
    terms of_the_lease|and_conditions_of|with|service
    on good|speaking terms
    living|housing|health|medical|weather|road|working|sanitary|unsafe|heart|mental_health|chronic|preexisting|skin|lung|poor|wet|winter|air condition*
    air condition*
    in|long|short|near term
    bail|bond fund|amount|out|hearing|money
    press|software|music|new|early|hospital release
    release of|date|plan*|form|from_hospital|papers|for|is_signed|signed
    hospital|jail|signed|this|current|the|a|her|his|their|multi_party release|releases
    contact information|info|number*|card|person|sheet|us|me|you
    first|initial|point_of|eye contact
    no contact information|number|yet|from_you
    gps coordinates|directions|on_my
    computer|baby|heart|blood_pressure|desk|glucose|school monitor
    friendship|medical_alert|hospital bracelet
    missed|missing ..3 {court} ..12 quash|recall|warrant|mail|notice|hospital|address|clear*|new_date|reset|bus
    warrant ..12 missed ..4 {court}
    quash ..20
    missed ..2 {court}
    speed limit
    bus|late|early|next|last|food|housing|bond_measure box
    tenancy agreement|lease_agreement|rental_agreement|payment_agreement
    lease|rental|tenancy|payment|user|roommate agreement
    no violations on_the_lease|found_by
    allow*|permit* to_use|by_the_landlord|pets|visitors|one_bag|in_the_unit
    guests|visitors|pets|bags|cars|smoking|residents|tenants|cooking|dogs|people|everyone|nobody|we|staff|i ..2 {be}? not allowed|permitted to?
    """,
    _FAMILIES,
)


# Somebody who asks for a change of an order, or about it, does not tell how it is kept.
_ASKS = Phrases(
    """
    could|can|may|might you|we|she|he|they|it|this|that|the|her|his|their|client|lead|court|probation ..6
    would you|it|the|like|the_office|your_office|court ..6
    please lift|consider|change|move|remove|modify|let|allow|drop|waive|extend|set|think|look|weigh|help ..6
    asks|asking|ask|requests|requesting|wants|hopes|hoping|applied|applying|petition*|motion to|for|that|if|about|on ..6
    is there ..4 way|fund|room|chance|option|help|flexibility|program
    what|which|when|how|does|do|did|is|are ..1 conditions|condition|order|orders|terms|curfew|conflict|clash* ..4
    keeps|kept|stops|prevents|blocks|clash*|conflict*|get*_in_the_way {him} ..1 from|with ..6
    up for renewal|review
    """,
    _FAMILIES,
)


def tells_an_order(sentence: str) -> bool:
    """Whether a sentence tells of an order and how somebody keeps it."""
    if sentence in SURE:
        return True
    return sentence not in _ASKS and _HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = SURE.words | _STOPS.words, _HARMLESS.words
