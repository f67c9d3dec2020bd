"""One look at a text: the first kind of a person's details that its patterns show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.guard.belonging import tells_who_is_in
from handlers.guard.dates import FoundDate, dates_in, months_in
from handlers.guard.names import names_in
from handlers.guard.numbers import has_phone, has_ssn
from handlers.guard.plain import plain_text
from handlers.guard.plates import has_plate
from handlers.guard.records import has_case_number


class FindingKind(StrEnum):
    """What a text may hold."""

    SSN = "ssn"
    BIRTH = "date_of_birth"
    NAME_AND_DATE = "name_and_date"
    PHONE = "phone"
    CASE_NUMBER = "case_number"
    PLATE = "plate"
    BELONGING = "belonging"


@dataclass(frozen=True)
class Finding:
    """What was found; never the text, nor where in it."""

    kind: FindingKind


_SURE_BIRTH = re.compile(
    r"(?:\b|(?<=\d))(?:d\.? ?o\.? ?b\b|dob\d|yob\b|d/o/b|date of birth|year of birth|birth ?dates?|bdate|f\.? ?nac\b"
    r"|fecha de nac\w*|birth ?year)",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:birth ?days?|b-?days?|born|birth|turn(?:s|ed|ing)|(?<![.\w])b\.|nacid[oa]|naci\u00f3|nacio|cumple\w*|geboren|geb|n\u00e9e?"
    r"|sinh|ipinanganak|dhashay)(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w/.$-])(?<!\d,)(?:19[0-9]\d|200\d|201\d|'\d\d)(?![\w/-]|,\d)")
_TWO_DIGITS = re.compile(r"(?<![\w/.:$-])[0-9]\d(?![\w/:%-])")
_OF_A_CASE = re.compile(
    r"\b(?:arrest\w*|booked|court|hearing|arraign\w*|picked up|jail|warrant|intake|detained|cited|charged|sentenc\w*"
    r"|arrested|released|overdos\w*|hospital|detox|evict\w*|missing|trespass\w*|seen|failed)\b",
    re.IGNORECASE,
)
_PARTY = re.compile(r"\b(?:happy|cake|cakes|potluck|card|party|celebrat\w*|lunch|donuts)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:ordinance|statute|rcw|wac|enacted|founded|established|built|building|built in|adopted|amended|revis\w{2,4}"
    r"|act of|law|laws|policy|opened|program|department|murals?|(?:re)?painted"
    r"|since (?:[a-z]+ ){0,2}(?:18|19|20)\d\d)\b",
    re.IGNORECASE,
)
Spot = tuple[int, int]
_NEAR, _CLOSE = 60, 16  # characters between a name, or a word for birth, and the date that goes with it


def look(text: str, today: date | None) -> Finding | None:
    """What a text seems to hold; None = nothing. Takes time in proportion to the text's length.

    Names and dates are known by shape alone. `today` tells a day of birth from a meeting's;
    None = not known, and every day with its year could be one.
    """
    bare = plain_text(text)
    if has_ssn(bare):
        return Finding(FindingKind.SSN)
    dates = list(dates_in(bare, today))
    if _tells_birth(bare, dates):
        return Finding(FindingKind.BIRTH)
    if _names_with_date(bare, dates):
        return Finding(FindingKind.NAME_AND_DATE)
    numbers = (
        (has_phone, FindingKind.PHONE),
        (has_case_number, FindingKind.CASE_NUMBER),
        (has_plate, FindingKind.PLATE),
        (tells_who_is_in, FindingKind.BELONGING),
    )
    return next((Finding(kind) for has, kind in numbers if has(bare)), None)


def person_guard(text: str) -> bool:
    """Whether a name or title for everybody's eyes holds what looks like a person's details.

    For short open texts of the bot's own: a site's name, a region's, a situation's. Stricter than `look`: a whole
    date has no place there either.
    """
    return look(text, None) is not None


def _tells_birth(text: str, dates: list[FoundDate]) -> bool:
    """A word for birth with a date near it, or with a year near it."""
    sure = [match.span() for match in _SURE_BIRTH.finditer(text)]
    words = [match.span() for match in _BIRTH.finditer(text)]
    if not sure and not words:
        return False
    births = [(found.start, found.end) for found in dates if found.birthlike]
    loose = [match.span() for match in _YEAR.finditer(text)] + [(found.start, found.end) for found in dates]
    loose += months_in(text)
    bare = [match.span() for match in _TWO_DIGITS.finditer(text)]
    if (
        _any_near(births, words + sure, _NEAR)
        or _any_near(loose, sure, _NEAR)
        or _any_near(bare, sure, _CLOSE)
    ):
        return True
    if not _any_near(loose, words, _CLOSE * 2) or _PARTY.search(text):
        return False
    return any(names_in(text)) or not _HISTORY.search(text)


def _names_with_date(text: str, dates: list[FoundDate]) -> bool:
    """A day of birth, unless the text is about a law or a building; or a name with a year or a day of a case."""
    births = [(found.start, found.end) for found in dates if found.birthlike]
    about_things = _HISTORY.search(text) is not None
    if births and not about_things:
        return True  # whoever writes such a date in a group's channel writes of a person
    names = list(names_in(text))
    if not names:
        return False
    whole = [(found.start, found.end) for found in dates if found.whole]
    years = [] if about_things else list(_years_alone(text, whole))
    if _any_near(births, names, _NEAR) or _any_near(years, names, _CLOSE):
        return True
    return _any_near(whole, names, _NEAR) and _OF_A_CASE.search(text) is not None


def _years_alone(text: str, whole: list[Spot]) -> Iterator[Spot]:
    """Years that are no part of a whole date: that date was judged by itself."""
    inside = {place for start, end in whole for place in range(start, end)}
    return (match.span() for match in _YEAR.finditer(text) if match.start() not in inside)


def _any_near(spots: list[Spot], others: list[Spot], within: int) -> bool:
    """Whether any two of them are at most `within` characters apart; sorted once, so that it stays linear."""
    marks = sorted([(spot, 0) for spot in spots] + [(spot, 1) for spot in others])
    ends = [-within - 1, -within - 1]
    for (start, end), kind in marks:
        if start - ends[1 - kind] <= within:
            return True
        ends[kind] = max(ends[kind], end)
    return False
