"""Whether an open line names somebody: for answers in which no person has a place, a colleague neither.

Stricter than the guard of channels: there a name alone is everyday, here it is stopped. By shape only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.guard.look import person_guard
from handlers.guard.names import NOT_NAMES, TITLES, names_in
from handlers.guard.plain import plain_text

_PLACES = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|way|drive|dr|boulevard|blvd|place|pl|court|ct|square|plaza|park"
    r"|market|pier|wharf|dock|quay|bridge|beach|creek|river|lake|hill|heights|mall|center|centre|station"
    r"|terminal|school|church|chapel|library|shelter|clinic|hospital|hotel|motel|inn|store|mart|garage|lot|alley|yard|field"
    r"|gardens?|trail|tunnel|highway|hwy|freeway|building|tower|house|hall|campus|district|village|team|street's)"
)
_ENDS_AS_PLACE = re.compile(rf"^\W{{0,2}}{_PLACES}\b", re.IGNORECASE)
_PLACE_WITHIN = re.compile(rf"\b{_PLACES}$", re.IGNORECASE)
_CAPITAL = r"(?-i:[A-Z][^\W\d_]+)"
# A word before a single capitalised one after which only somebody's name can stand.
_BEFORE_A_NAME = re.compile(
    rf"\b(?:named|called|name'?s|name is|goes by|known as|aka|a\.k\.a\.?|nicknamed|mr|mrs|ms|miss|mister)\.?\s+"
    rf"[\"']?(?P<name>{_CAPITAL})",
    re.IGNORECASE,
)
_SOME_NAME = re.compile(
    r"\b(?:named|goes by|whose name is|(?:his|her|their) name is|aka|nicknamed)\s+[\"']?(?P<name>[^\W\d_]{2,})",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})\.?\s+(?P<name>{_CAPITAL})", re.IGNORECASE)
_DONE_TO = re.compile(
    rf"\b(?:saw|seen|met|arrested|booked|cited|stopped|check(?:ed)? on|look(?:ed|ing)? (?:for|after)|talk(?:ed|ing)? (?:to|with)"
    rf"|pick(?:ed)? up|told|ask(?:ed)?|find|help(?:ed|ing)?|know|knows|refer(?:red)?|moved)\s+(?P<name>{_CAPITAL})",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"\b(?P<name>{_CAPITAL})\s+(?:keeps|sleeps|needs|wants|hangs|stays|lives|drinks|uses|begs|yells|camps|was seen|has been|says"
    r"|said|told|refuses|left|comes back|is back|is (?:sleeping|living|camping|using|drinking|sick|homeless))\b"
)
_WHOSE = re.compile(
    rf"\b(?P<name>{_CAPITAL})'s\s+(?:tent|camp|van|car|case|stuff|mother|brother|sister|girlfriend|boyfriend|dog)\b"
)
_SINGLE = (_BEFORE_A_NAME, _SOME_NAME, _TITLED, _DONE_TO, _DOES, _WHOSE)
_REFERENCE = re.compile(r"\b[RCMP]-[0-9A-HJKMNP-TV-Z]{4,6}\b", re.IGNORECASE)
# Capitalised at the start of a sentence, and nobody.
_BEGINNINGS = frozenset(
    """
    dispatch responders responder nobody somebody someone anybody paperwork help lead patrol officers people
    person folks they everyone records jail booking radio phones intake outreach supervisors sergeants deputies
    command whoever something nothing it we crew crews night days nights mornings families business businesses
    owner owners manager neighbors residents staff management somewhere each both another others one two three
    """.split()
)


def names_somebody(text: str) -> bool:
    """Whether it holds a person's details, or reads as if it named somebody, of whatever side."""
    bare = plain_text(text)
    if _REFERENCE.search(text):
        return True  # no reference to a person stands on an open line either
    return person_guard(text) or any(_whole_names(bare)) or any(_single_names(bare))


def _whole_names(text: str) -> Iterator[str]:
    for start, end in names_in(text):
        name, rest = text[start:end], text[end:]
        if not (_ENDS_AS_PLACE.match(rest) or _PLACE_WITHIN.search(name)):
            yield name


def _single_names(text: str) -> Iterator[str]:
    for pattern in _SINGLE:
        for found in pattern.finditer(text):
            word, end = found["name"].lower(), found.end("name")
            if word not in NOT_NAMES and not reads_as_nobody(word) and not is_followed_by_a_place(text, end):
                yield found["name"]


def reads_as_nobody(word: str) -> bool:
    """Whether a word (in lower case) is of those that begin a sentence and name nobody."""
    return word in _BEGINNINGS


def is_followed_by_a_place(text: str, end: int) -> bool:
    """Whether what stands behind this character makes the word before it a place: `Tubman` + ` Park`."""
    return _ENDS_AS_PLACE.match(text[end : end + 24]) is not None
