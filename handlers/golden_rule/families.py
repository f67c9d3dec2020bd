"""Families of words that several kinds share: people, days, places, and how verbs are led in."""

from __future__ import annotations

_RELATED = (
    "mom* mother* mum* dad* father* stepdad* stepmom* parent* sister* brother* stepbrother* cousin* uncle* aunt* auntie* grandma* grandmother* grandpa* nana*"
    " son daughter kid kids child children family relative* niece* nephew* in_laws tia tio primo prima hermana hermano mama papa abuela"
)
_CLOSE = (
    "ex exes ex_husband ex_wife ex_boyfriend ex_girlfriend boyfriend* girlfriend* partner* husband* wife* spouse fiance* bf gf baby_daddy old_man old_lady"
    " friend* buddy buddies pal homie* roommate* housemate* bunkmate* cellmate* neighbor* neighbour* acquaintance* novio novia esposo esposa amigo amiga"
)
_OTHERS = (
    "landlord* landlady owner* manager* tenant* renter* resident* guest* visitor* customer* passenger* driver* somebody someone anyone anybody everyone everybody nobody others another_person another_man"
    " another_woman another_client another_resident another_participant other_people other_residents other_clients people men women man woman other_guy some_guy guys dudes kids teen* teenager* stranger* thief thieves"
    " abuser* attacker* dealer* trafficker* pimp officer* cop cops deputy sheriff police security guard* employer* boss coworker* supervisor* staff worker* counselor* nurse* doctor*"
    " clinician* attorney* lawyer* judge prosecutor* bailiff clerk agency office company contractor* bank store* shop* bus train van city county hospital clinic court shelter* building"
    " program* provider* neighbor* crowd which"
)
SHARED = {
    "related": _RELATED,
    "close": _CLOSE,
    "others": f"{_RELATED} {_CLOSE} {_OTHERS}",
    "self": "i we you our_team our_office my_team lead ours myself ourselves",
    "subj": "she he they client clients pt ct cl clt participant ella el person guy gal kid individual cliente",
    "poss": "his her their my the a an our client_'s this that your",
    "him": "him her them client himself herself themselves",
    "be": "is are was were be been being am will_be has_been have_been had_been",
    "have": "has have had having",
    "not": "not never no nt hardly barely didnt doesnt hasnt havent isnt wasnt",
    "adv": "also just again still now then already always often usually recently apparently allegedly possibly probably maybe only really clearly actually once twice since ever never not"
    " currently reportedly mostly sometimes lately definitely likely straight right back out up over down there been all both pretty very so too regularly today yesterday",
    "day": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    " today tomorrow yesterday tonight weekend weekends weekday weekdays lunes martes miercoles jueves viernes sabado domingo hoy anoche ayer manana",
    "when": "@day @clock noon midnight dawn dusk now lately again currently most_of_the_time",
    "clock": "@clock noon midnight midday dawn dusk sunrise sunset",
    "time": "@day @clock noon midnight midday dawn dusk monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays fridays"
    " saturdays sundays today tomorrow yesterday tonight weekend weekends weekday weekdays morning mornings afternoon afternoons evening evenings night nights nightly daily now"
    " last_night at_the_moment most_days every_day until anoche ayer hoy lunes martes miercoles jueves viernes sabado domingo lately currently usually",
    "number": "1 2 3 4 5 6 7 8 9 10 11 12 one two three four five six seven eight nine ten several many some few couple another multiple all both every each half most least x2 x3 2x 3x",
}
