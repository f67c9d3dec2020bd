"""Whose doing it is: what others did, what was done to the participant, our own doings, and what is never told."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.golden_rule.families import SHARED
from handlers.golden_rule.phrases import Phrases

_FAMILIES = SHARED | {
    "bad": "use uses used using drink drinks drinking drank drunk relapse* overdos* smok* high violat* breach* broke breaks breaking broken break miss missed misses missing skip* steal* stole stolen rob robs robbed robbing assault* hit hits punch* slap* chok* shov* threaten* attack* beat beats beating kick* fight* fought"
    " yell* scream* sell* sold deal deals dealing arrested cited booked caught evict* fail* test tests tested testing lie lied lies lying forg* carry* carri* gun knife stab* shot shoot* trespass* vandal* smash* harass* stalk* follow* ignor* refus* left leaves staying stays stayed sleeping sleeps lives living hang* parked drove driving drives no_show*"
    " no_showed cancel* late not_show* not_come never_showed never_came took takes taking jump* jumped abus* exploit* dirty clean positive negative ran lost forgot closed curfew in_violation not_comply not_complying drug* dealer*",
    "tell": "share shares shared report reports reported discuss discusses disclose discloses comment give gives pass_on pass_along send sends release releases forward forwards track tracks collect collects provide provides keep_track",
    "told": "shared reported discussed disclosed passed_on passed_along sent told given released forwarded written commented",
}

_OTHERS = Phrases(
    """
    {others} forged|robbed|sold|stole|beat|threatened|shoved|yelled ..12
    man|woman|somebody|someone|guy with ..3 knife|gun|bat ..10
    because|but|and|,|her|his|their {related}|{close} {be}|got|gets|stays|lives|sleeps ..10
    {others} got|gets|getting {adv}? {bad} ..12
    {others} {adv}? relapsed|overdosed|violated|stole|robbed|missed|no_showed|skipped|cancelled|died|drinks|drank|uses|used|sells|deals|refuses|refused|broke|hit|beat|threatened|kicked|locked|lost|forgot|ignored|left|closed|moved|quit|lied|assaulted|attacked|choked|shot|stabbed ..14
    {others} {be}|{have} {adv}? been? {adv}? in jail|custody|prison|trouble ..8
    {others} {adv}? {be}|{have}|had|keeps|kept|started|who|that|can|will|would|may|do|did|does? {adv}? {be}|{have}|been|not|never|who? {adv}? {bad} ..20
    {others} 's {bad} ..8
    {others} {be} {adv}? {at_place} ..12
    because|since|after|when|until|where|whose {others} ..2 {bad} ..12
    """,
    _FAMILIES | {"at_place": "at in on near by outside"},
)

_DONE_TO_THEM = Phrases(
    """
    {subj} {be} ..1 yelled|screamed|sworn at by ..6
    {subj} witnessed|testified ..10
    by the? landlord|owner|manager|agency ..4
    {subj} {be}|got|gets {adv}? {adv}? assaulted|robbed|attacked|threatened|beaten|jumped|mugged|stabbed|harassed|stalked|scammed|exploited|evicted|hit by|at|on|last|in|again|while|when ..12
    by {poss}? ..1 {others}
    ex|abuser|landlord|stalker|ex_husband|ex_boyfriend|attacker ..1 {be}|{have}|keeps|kept|who? {adv}? violat*|broke|breach*|ignor*|threaten*|contact*|call*|text*|follow*|show* ..20
    """,
    _FAMILIES,
)

_OUR_OWN = Phrases(
    """
    {self} {adv}? {be}|{have}|had|will|would|can|could|may|might|do|did? {adv}? {adv}? {be}|not|never? {adv}? miss|missed|missing|use|used|using|at|in|on|out|near|off|left|leave|leaving|late|free|available|back|there|here|around|home|away|parked|skip|skipped|stop|stopped|violat*|break|broke|lost|carry|carrying|hold|holding|sit|sitting|wait|waiting|go|going|went|come|coming|run|running|ran|fail*|wrote|write|test|tested|order|ordered|work|working|stay|staying ..20
    my|our office|desk|phone|hours|team|shift|office_is|supervisor|voicemail ..12
    """,
    _FAMILIES,
)

_NEVER_TOLD = Phrases(
    """
    {self}|program|office|nobody|no_one|clients|participants ..3 not|never|no|nobody ..2 testing|tested|drug_tested|test ..6
    nobody|no_one ..1 gets|is|was tested ..3
    {self} are not a? testing|drug|monitoring ..12
    ..20 different|wrong|another person|man|woman|guy|one ..2 with|has|have|of the? same ..6
    ..20 not hers|his|theirs|him|her|my_client , ..1 is? a|is|was|it ..20
    {self}|program|team|we|this has|have|had no ..20
    rule|policy|promise|deal ..2 not|never ..12
    {self} ..1 do|does|will|can not do|run|have|use|require|order|ask_for|see|get|receive|collect|know ..2 drug|test*|ua|uas|screen*|result*|drop|drops|urine|curfew* ..12
    this|our|the program does|do not test*|drug|require|do ..12
    ua stands ..10
    {self}|case_managers|team|staff|program|lead|office|anybody|anyone|nobody|nothing|never|policy|rule ..3 do|does|can|will|would|may|could|to|must|should|is|are? not|never|nothing|nobody|without {tell} ..25
    {self}|case_managers|team|staff|program|lead ..2 not|never tell|say|talk|speak|answer|confirm|write|send ..4 anybody|anyone|any|anything|such|those|these|that_kind|this_kind|tests|whether|about_conduct|about_tests|on_conduct|on_tests ..25
    ..15 {be}|get|gets not|never ..1 {told} ..20
    ..15 never|nothing|not ..3 {told}|{tell} ..2 about|on|for|to|by|with|regarding anyone|anybody|any|lead|us|participants|people|you|prosecutors|police ..20
    ..12 anyone|anybody|any_participant|any_client|participants|all_participants|everyone ..2 {be}? not|never ..20
    no news|word|report|comment|answer on|of|about ..6 anyone|anybody|any_participant ..12
    """,
    _FAMILIES,
)

_ASKS_TO_QUASH = Phrases(
    """
    quash*|recall*|withdraw*|vacat*|clear*|lift*|resolv*|strike ..6 warrant*|it
    warrant* ..6 quash*|recall*|withdrawn|vacated|cleared|lifted|resolved
    """,
    _FAMILIES,
)

_MISSED_COURT = Phrases(
    """
    {subj} ..2 missed|missing ..3 court*|hearing*|arraignment|appearance|date ..12
    missed|missing ..2 court*|hearing*|arraignment|appearance ..12
    not ..1 appear*|make|come|show|get ..4 court*|hearing*|arraignment ..12
    fail* to_appear ..12
    fta*|warrant* ..8
    """,
    _FAMILIES,
)

_ALL = (_NEVER_TOLD, _DONE_TO_THEM, _OTHERS, _OUR_OWN)


def without_others(sentence: str) -> str:
    """The sentence with a blank where it tells of somebody else's doings, or that such things are never told."""
    for phrases in _ALL:
        sentence = phrases.blanked(sentence)
    return sentence


def without_what_is_to_be_quashed(sentences: Iterable[str]) -> list[str]:
    """The sentences of one text; where one asks to quash a warrant, without the missed court date it came from."""
    all_of_them = list(sentences)
    if not any(sentence in _ASKS_TO_QUASH for sentence in all_of_them):
        return all_of_them
    return [_MISSED_COURT.blanked(sentence) for sentence in all_of_them]
