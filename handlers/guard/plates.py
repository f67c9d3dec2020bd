"""License plates: named as one, beside a vehicle, or in capitals of a plate's shape."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_PLATE_WORD = re.compile(
    r"\b(?:(?P<sure>(?:licen[cs]e )?plates?|plated|lpn?|lic|placas?|matricula"
    r"|(?:car|vehicle|veh|van|truck|tag|reg) (?:number|num|no|#))"
    r"|(?P<weak>licen[cs]e|reg|registration|registered|tags?|tagged))\b"
    r"(?P<tail>.{0,40})",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:car|vehicle|veh|van|truck|pickup|sedan|suv|rv|coupe|wagon|hatchback|motorcycle|motorhome|camper|minivan|scooter"
    r"|driving|drives|drove|parked|tow(?:ed|ing)?|impound\w*|honda|toyota|ford|chevy|chevrolet|nissan|subaru|dodge|jeep"
    r"|hyundai|kia|mazda|bmw|gmc|buick|volvo|audi|lexus|tesla|civic|accord|corolla|camry|silverado|altima|impala|caravan"
    r"|tacoma|prius|cr-?v|rav ?4|f-?[123]50|outback|forester|explorer|sentra|elantra|jetta)\b",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![\w-])(?=[A-Z0-9]{0,7}\d)(?=[A-Z0-9]{0,7}[A-Z])[A-Z0-9]{5,8}(?![\w-])")
_SHAPED = re.compile(
    r"(?<![\w-])(?:[A-Z]{3}-?\d{4}|\d[A-Z]{3}\d{3}|[A-Z]\d{5}[A-Z]|[A-Z]{2,3}-\d{3,4}-?[A-Z]?)(?![\w-])"
)
# What is shaped like a plate and is a paper, a part or a machine.
_A_THING = re.compile(
    r"\b(?:forms?|pages?|box|line|section|models?|radios?|batter(?:y|ies)|printers?|parts?|toner|cms|hcfa|ub|iso)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[A-Z0-9]+")
_BETWEEN_GROUPS = re.compile(r" ?[\u00b7-] ?| ")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Short words that stand before or after a number and make no plate of it.
_WORDS = frozenset(
    """
    IS WAS ON AT IN OF TO THE A FOR BY AND OR NO AM PM X UNIT ROOM RM ROUTE RT HWY SR BUS I ENDS WITH FROM HAS HAD
    ARE AN AS IF IT ITS MY OUR HIS HER WE HE SHE YOU THEY ALL ANY NEW OLD ONE TWO SIX TEN DAY HRS HR MIN MINS SEC FT
    MI KM MPH LBS YRS YR DAYS TIL TILL PER KEY LOT BAY GAS OIL SET GET GOT OUT OFF UP GO SO BUT NOT CAN MAX MPG VIN
    JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN AVE ST RD BLVD EXIT BED ID
    """.split()
)
_SHORTEST, _LONGEST = 5, 8
_DIRECTLY = 16  # characters behind a vehicle in which small letters still make a plate


def has_plate(text: str) -> bool:
    """A license plate. Small letters count behind a word for plates, or directly behind a vehicle."""
    vehicles = [match.end() for match in _VEHICLE.finditer(text)]
    for named in _PLATE_WORD.finditer(text):
        tail = named["tail"].upper()
        if _COMPACT.search(tail) or ((named["sure"] or vehicles) and _has_groups(tail)):
            return True
    if vehicles and (_COMPACT.search(text) or _has_groups(text)):
        return True
    if any(_follows(text[end : end + _DIRECTLY].upper()) for end in vehicles):
        return True
    return any(
        not _YEAR.search(match.group()) and not _A_THING.search(text, match.start() - 16, match.end() + 16)
        for match in _SHAPED.finditer(text)
    )


def _follows(tail: str) -> bool:
    """Whether a plate of three digits or more begins the few characters behind a vehicle."""
    return any(sum(char.isdigit() for char in plate) > 2 for plate in _groups(tail))  # noqa: PLR2004 - "20 ft"


def _has_groups(text: str) -> bool:
    return next(_groups(text), None) is not None


def _groups(text: str) -> Iterator[str]:
    """Two or three groups that stand together and make a plate, written as one."""
    groups = list(_GROUP.finditer(text))
    for count in (2, 3):
        for first in range(len(groups) - count + 1):
            run = groups[first : first + count]
            if _stand_together(text, run) and _make_a_plate([group.group() for group in run]):
                yield "".join(group.group() for group in run)


def _stand_together(text: str, run: list[re.Match[str]]) -> bool:
    if not all(
        _BETWEEN_GROUPS.fullmatch(text, one.end(), other.start()) for one, other in itertools.pairwise(run)
    ):
        return False
    start, end = run[0].start(), run[-1].end()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() or before in {"/", "-", "$", ":", ".", "'"}) and not (
        after.isalnum() or after in {"/", "-", ":", "%", "'"}
    )


def _make_a_plate(groups: list[str]) -> bool:
    """Five to eight signs, letters and two digits among them, no common word, no year."""
    whole = "".join(groups)
    digits = sum(char.isdigit() for char in whole)
    return (
        _SHORTEST <= len(whole) <= _LONGEST
        and 1 < digits < len(whole)
        and not _WORDS.intersection(groups)
        and not any(_YEAR.fullmatch(group) or (group.isalpha() and len(group) > 4) for group in groups)  # noqa: PLR2004 - a word
    )
