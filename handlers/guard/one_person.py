"""Whether an open line about a place points to one person: named, nicknamed, described, or by a number of theirs.

Stricter than `names_somebody`: a situation is apart from individuals, and "the tall guy" is one. By shape only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.guard.names import NOT_NAMES
from handlers.guard.plain import plain_text
from handlers.guard.somebody import is_followed_by_a_place, names_somebody, reads_as_nobody

_ONE = (
    r"(?:guy|man|woman|lady|dude|male|female|kid|girl|boy|gentleman|gal|fell(?:a|ow)|bloke|chick|teen(?:ager)?"
    r"|suspect|drunk|addict|junkie|transient|vagrant|dealer|panhandler|client|participant|offender|loner"
    r"|schizophrenic|schizo|(?:ex-?)?con|felon|prostitute|hooker|grandma|grandpa|granny|youngster|oldtimer|old-timer)"
)
_DOING = (
    r"(?:who|that|with|in a|from|sleep\w*|liv\w+|camp\w*|stay\w*|drink\w*|yell\w*|shout\w*|begg\w*|scream\w*|us(?:es|ing)"
    r"|sit\w*|hang\w*|pass\w* out|panhandl\w*|keeps)"
)
_ARTICLE = r"(?:the|that|this|these|one|an?|same|our|some|another|certain)"
_THINGS = (
    r"(?!['-]?s?['-]?(?:made|hole|power)|['\u2019]s (?:room|shelter|clinic|center|centre|wear|club)"
    r"|\s+(?:center|centre|shelter|restrooms?|bathrooms?|toilets?|clinic|club|zone|program|room|officers?|staff|groups?|gangs?)\b)"
)
_DESCRIBED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # the tall guy, that one woman in the red coat, an older man
        rf"\b{_ARTICLE}\s+(?:[\w'-]+\s+){{0,3}}?{_ONE}\b{_THINGS}",
        r"\b(?:the|that|this|one|same|certain)\s+(?:[\w'-]+\s+){0,2}?(?:person|individual)\b",
        rf"\b(?:an?|some)\s+(?:[\w'-]+\s+){{0,2}}?(?:person|individual)\s+{_DOING}\b",
        r"\b(?:person|individual|somebody|someone)\s+(?:(?:that\s+|who\s+)?everyone|everybody|we all|you all know|we know)",
        rf"\b(?:big|tall|short|old|older|elderly|young|younger|skinny|thin|fat|heavy|bald|bearded|homeless|crazy|drunk)\s+{_ONE}\b{_THINGS}",
        r"\b(?:client|participant)s? of (?:ours|mine)\b|\bone of (?:ours\b|our (?:clients|people|participants))",
        # he, she: in words about a place nobody is one of them
        r"\b(?:he|she|him|his|her|hers|himself|herself|hes|shes)\b",
        (
            r"\b(?:everyone|everybody|people|folks|we|they|officers|locals|kids|regulars|riders|staff)(?:'?s)?\s+(?:all\s+|just\s+)?calls?\s+"
            r"(?!(?:9-?1-?1|us|the|for|in|it|about|police|security|when|and|or|on|at|every|from|after|to|dispatch|lead|that place|this place)\b)\w"
        ),
        r"\b(?:street name|nick-?names?|goes by|go by the name|known as|alias|a\.?k\.?a\.?|monikers?|so-?called)\b",
        # a list of whoever is known already
        (
            r"\b(?:frequent[ -]fl(?:y|i)ers?|repeat offenders?|usual suspects?|habituals?|the regular|super[ -]?utili[sz]ers?"
            r"|most wanted|hot ?list|top (?:ten|10|five|5) (?:list|people|offenders?))\b"
        ),
    )
]
_NUMBERED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:mr|mrs|ms)\b\.?\s+[a-z]",
        # an age, a day of birth, a number that belongs to somebody, a file about somebody
        r"\b\d{1,2}[- ]?(?:y/?o\b|yrs?[- ]old\b|years?[- ]old\b(?!\s+(?:building|bridge|shelter|tree|sign|light|bench|wall)))",
        (
            r"\b(?:d\.?o\.?b\b|date of birth|birth ?dates?|birth ?days?|born (?:in|on)|ssn|social security|booking (?:no|num|#)"
            r"|(?:cause|case|docket|booking|inmate|doc) ?(?:#|no\b|nos?\.|num\w*)|mug ?shots?)"
        ),
        r"\bplate ?#|\b(?:license )?plates? (?:is|was|no|num\w*|starts?|ends?|read\w*|of|queen|[a-z0-9]*\d)",
        r"\d{6,}|\b(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{3}[ -]?\d{4}\b",
        r"(?<![\d/.-])\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?![\d/])",
        r"\b[\w-]+\.(?:jpe?g|png|gif|heic|pdf|docx?)\b",
        # one arrest stands singly nowhere
        r"\b(?:an|one|the|last|this|that) (?:\w+ )?(?:arrest|diversion|booking)\b",
        r"\b(?:was|got|been|were just|just) (?:arrested|booked|diverted|cited|jailed|trespassed)\b",
    )
]
_BETWEEN = re.compile(r"[.;!?]\s+|\n+|\s-\s")
_INITIALS = re.compile(r"(?<![\w.])(?P<letters>[A-Z]\.\s?[A-Z]\.)(?![\w])")
_NOT_INITIALS = frozenset(
    {"us", "dc", "am", "pm", "nw", "ne", "sw", "se", "nb", "sb", "eb", "wb", "eg", "ie"}
)
_QUOTED = re.compile(
    r"(?P<before>[\w']*)[^\w\"'\u201c\u2018]*[\"'\u201c\u2018](?P<name>[A-Z][a-z]+)[\"'\u201d\u2019](?![a-z])"
)
_MOSTLY = re.compile(
    r"\b(?:mostly|mainly|usually|always|again|just|it'?s|because of|thanks to|blame|namely|especially|led by|run by|driven by"
    r"|brings|except)\s+[\"'\u201c]?(?P<name>(?-i:[A-Z])[a-z]+)",
    re.IGNORECASE,
)
_OF_A_PLACE = frozenset("the at in behind near by on sign signs outside shop store bar cafe called".split())
_DAY_OR_NUMBER = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|\w+th|first|second|third|fights?|cars?|drinking|youths?",
    re.IGNORECASE,
)


def points_to_one_person(text: str) -> bool:
    """Whether an open line about a place names somebody or could be of one person only.

    Each part is looked at alone as well: what stands beside it must not change how it is read.
    """
    return any(_points(part) for part in {text, *_BETWEEN.split(text)})


def _points(text: str) -> bool:
    if names_somebody(text):
        return True
    bare = plain_text(text)
    return any(pattern.search(bare) for pattern in (*_DESCRIBED, *_NUMBERED)) or any(_called(bare))


def singles_out(text: str) -> bool:
    """For replies in a situation's thread: a nickname or a description; colleagues and days may be named."""
    bare = plain_text(text)
    return any(pattern.search(bare) for pattern in _DESCRIBED)


def _called(text: str) -> Iterator[str]:
    for found in _INITIALS.finditer(text):
        if re.sub(r"\W", "", found["letters"]).lower() not in _NOT_INITIALS:
            yield found["letters"]
    for found in _QUOTED.finditer(text):
        if found["before"].lower() not in _OF_A_PLACE and not _is_nobody(text, found):
            yield found["name"]
    for found in _MOSTLY.finditer(text):
        if not _is_nobody(text, found):
            yield found["name"]


def _is_nobody(text: str, found: re.Match[str]) -> bool:
    name = found["name"].lower()
    day = _DAY_OR_NUMBER.fullmatch(name) is not None
    return (
        day or name in NOT_NAMES or reads_as_nobody(name) or is_followed_by_a_place(text, found.end("name"))
    )
