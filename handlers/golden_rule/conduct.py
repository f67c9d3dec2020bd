"""Kind "conduct": use and drink, treatment missed or left, fights and threats, being put out for what one did."""

from __future__ import annotations

from handlers.golden_rule.conduct_families import CONDUCT_FAMILIES
from handlers.golden_rule.conduct_harmless import HARMLESS
from handlers.golden_rule.phrases import Phrases

# These mean it whatever stands around them; the others only where nothing harmless explains their words.
SURE = Phrases(
    """
    {subj}|participant ..1 declines|declined|refuses|refused|rejects|rejected|turns_down|turned_down ..2 services|help|treatment|care|detox|support|everything|any
    no|zero|little|minimal engagement|participation|follow_through|show ..2
    {subj} ..2 disengaged|checked_out|withdrawn from ..3
    throw|threw|throws|throwing|tossed ..1 hands|punches|chair|chairs|table|plate|chart|food|a_bottle|things|stuff ..1 at|with|across|around|and|in|.
    knocked|flipped|turned over ..2 table|chair|coffee|desk|shelf
    smoke|smokes|smoked|smoking|sparked|hit|hitting ..1 blunt|bong|bowl|joint|dab|foil|pipe|crack_pipe
    {subj} {be}|came|looks|looked|seemed|showed_up|rolled_in|got|gets {adv}? {adv}? spun|geeked|geeking|faded|zooted|blitzed|hammered|plastered|loaded|wasted|stoned|cracked_out|strung_out|tweaking|tweaked|smashed|buzzed|tipsy|dope_sick|dopesick|intoxicated|inebriated|impaired|trashed
    geeked up ..1
    barked|snapped|spat|spit|lunged|swung|screamed|cussed|swore at ..2 nurse|staff|driver|me|us|counselor|worker|receptionist|clerk|front_desk|officer|guard|another
    dropped|removed|exited|cut from|out_of ..2 program|group|groups|treatment|housing|services|class ..2 for|because|after ..2
    drinking|drinks|drank nightly|daily|alone|heavily|hard|more|too_much|all_day|all_night|wine|beer|liquor|again|mouthwash
    active addiction|use
    last use|drink {be} ..3
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
    CONDUCT_FAMILIES,
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
    CONDUCT_FAMILIES,
)


def tells_conduct(sentence: str) -> bool:
    """Whether a sentence, as `wording.sentences` gives it, tells of somebody's conduct."""
    return sentence in SURE or HARMLESS.blanked(sentence) in _STOPS


WORDS, OTHER_WORDS = SURE.words | _STOPS.words, HARMLESS.words
