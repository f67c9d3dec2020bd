"""Dates in a text: whole ones with a year, short ones without, and whether somebody can be born on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre"
    r"|octubre|noviembre|diciembre)\.?"
)
_YEAR = r"(?P<year>(?:18|19|20)\d\d|'?\d\d(?!:\d))"  # 13:45 is a time
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_GAP = r"(?:[ ,./-]{1,3})"
_WHOLE = [
    re.compile(
        rf"(?<!\d)(?<!\d[./-])(?P<a>[0-3]?\d) ?(?P<sep>[./-]) ?(?P<b>[0-3]?\d) ?(?P=sep) ?{_YEAR}(?![\w-]|[./]\d)"
    ),
    re.compile(
        r"(?<!\w)(?<!\d-)(?P<year>(?:18|19|20)\d\d)(?P<sep>[./ -]?)(?P<a>[01]?\d)(?P=sep)(?P<b>[0-3]?\d)(?!\w|-\d)"
    ),
    re.compile(rf"(?<![a-z]){_MONTH}{_GAP}?{_DAY}(?:,? of)?{_GAP}{_YEAR}(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<![\w-]){_DAY}(?: of| de)?{_GAP}?{_MONTH}(?: de)?{_GAP}?{_YEAR}(?!\w)", re.IGNORECASE),
    re.compile(r"(?<![\w.-])(?P<a>0\d|1[0-2])(?P<b>[0-2]\d|3[01])(?P<year>(?:19|20)\d\d|\d\d)(?![\w-])"),
    re.compile(r"(?<![\w./-])(?P<year>[3-9]\d)(?P<sep>[./-])(?P<a>[01]\d)(?P=sep)(?P<b>[0-3]\d)(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<a>[0-3]?\d)[./-](?P<b>[0-3]?\d)(?:, ?| )(?P<year>(?:19|20)\d\d)(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<a>0?\d|1[0-2]) (?P<b>[0-3]?\d) (?P<year>(?:19|20)\d\d|[3-9]\d)(?![\w./-])"),
]
# A month with a year that no day can be: "march 83", "October of 1962".
_MONTH_YEAR = re.compile(
    rf"(?<![a-z]){_MONTH}(?: of| de)?{_GAP}(?P<year>(?:18|19|20)\d\d|'\d\d|3[2-9]|[4-9]\d)(?![\w:])",
    re.IGNORECASE,
)
_SHORT = [
    re.compile(r"(?<![\w./-])(?P<a>0?[1-9]|1[0-2])[/-](?P<b>0?[1-9]|[12]\d|3[01])(?![\w/-]|\.\d)"),
    re.compile(rf"(?<![a-z]){_MONTH}{_GAP}{_DAY}(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<![\w-]){_DAY}(?: of| de)?{_GAP}?{_MONTH}(?![a-z])", re.IGNORECASE),
]
_YOUNGEST, _OLDEST = 8, 130  # years of a life in which somebody could be met by outreach


@dataclass(frozen=True)
class FoundDate:
    """A date at `start`..`end` of the text. `birthlike`: a whole date that can be a day of birth."""

    start: int
    end: int
    whole: bool
    birthlike: bool


def dates_in(text: str, today: date | None) -> Iterator[FoundDate]:
    """Every date that the calendar allows, whole ones first. `today` None: any day may be one of birth."""
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            if _possible(match):
                birthlike = (
                    today is None or _YOUNGEST <= today.year - _full_year(match["year"], today) <= _OLDEST
                )
                yield FoundDate(match.start(), match.end(), whole=True, birthlike=birthlike)
    for pattern in _SHORT:
        for match in pattern.finditer(text):
            if _possible(match):
                yield FoundDate(match.start(), match.end(), whole=False, birthlike=False)


def months_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a month stands with a year and no day."""
    return (match.span() for match in _MONTH_YEAR.finditer(text))


def _full_year(written: str, today: date) -> int:
    """`'84` -> 1984, `26` -> this century: two digits mean the last hundred years and the next one."""
    digits = int(written.removeprefix("'"))
    if len(written.removeprefix("'")) == 4:  # noqa: PLR2004 - a year written out
        return digits
    century = today.year - today.year % 100
    return century + digits if century + digits <= today.year + 1 else century - 100 + digits


def _possible(match: re.Match[str]) -> bool:
    """The month is one, and so is the day; day and month may stand either way."""
    found = match.groupdict()
    if found.get("name"):
        return 1 <= int(found["day"]) <= 31  # noqa: PLR2004 - the longest month
    first, second = int(found["a"]), int(found["b"])
    return 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31  # noqa: PLR2004 - months, days
