"""When something recurs: local service dates by rule, and the moment of each; pure functions of the calendar.

Built on dateutil's rules (RFC 5545) and the zone database. A wall-clock time that a day skips is the first
minute after the gap; one that a day has twice is the first of the two. Dates are those of the nominal moment.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday

from models.deadlines import local_moment

_DAY = timedelta(days=1)
_LATEST = date(2099, 12, 31)
_MOST_WEEKS = 52
# An impossible rule ends a search here instead of never.
_LOOK_AHEAD = timedelta(days=3 * 366)


class Every(StrEnum):
    """What the rule counts."""

    WEEK = "week"
    MONTH = "month"


class ImpossibleRule(ValueError):
    """It could never come true: everything that is wrong with it at once, as codes (see `Rule`)."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Rule:
    """A recurrence. `days` count from Monday = 0.

    Weekly: these days of every `interval`th week, counted from the week of `begins` (weeks begin on Monday).
    Monthly: the `nth` (1 to 4, -1 = last) of each of these days in every `interval`th month. With `on` and
    `off` the days do not count: so many days on, so many off, from `begins` on.

    Raises:
        ImpossibleRule: it could never come true; of its codes days, interval, nth, rotation, ends.
    """

    begins: date
    days: tuple[int, ...] = ()
    every: Every = Every.WEEK
    interval: int = 1
    nth: int = 0
    on: int = 0
    off: int = 0
    ends: date | None = None
    left_out: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """See that it can come true."""
        rotates = bool(self.on or self.off)
        wrong = {
            "rotation": rotates and not (1 <= self.on <= _MOST_WEEKS and 1 <= self.off <= _MOST_WEEKS),
            "days": not rotates and (not self.days or not set(self.days) <= set(range(7))),
            "interval": not 1 <= self.interval <= _MOST_WEEKS,
            "nth": self.nth not in ({1, 2, 3, 4, -1} if self.every is Every.MONTH else {0}),
            "ends": self.ends is not None and self.ends < self.begins,
        }
        if any(wrong.values()):
            raise ImpossibleRule(*(code for code, is_wrong in wrong.items() if is_wrong))


def dates_from(rule: Rule, first: date, besides: Collection[date] = ()) -> Iterator[date]:
    """The service dates from `first` on (itself, too), ascending; `besides` are left out as well."""
    last = min(rule.ends or _LATEST, _LATEST)
    if max(first, rule.begins) > last:
        return
    out = rule.left_out | frozenset(besides)
    for day in _nominal(rule, max(first, rule.begins)):
        if day > last:
            return
        if day not in out:
            yield day


def next_dates(rule: Rule, first: date, count: int, besides: Collection[date] = ()) -> list[date]:
    """The next so many service dates; fewer where the rule ends or has none in three years."""
    soon = (day for day in dates_from(rule, first, besides))
    last = min(max(first, rule.begins), _LATEST) + _LOOK_AHEAD
    return list(islice(_until(soon, last), count))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a service date's hour strikes, in UTC."""
    return local_moment(day, at, zone)


def is_holiday(code: str, day: date) -> bool:
    """Whether the holiday library knows the day as one of this country or region of it; no code: never."""
    return bool(code) and day in _holidays(code, day.year)


@functools.lru_cache(maxsize=256)
def _holidays(code: str, year: int) -> frozenset[date]:
    country, _, region = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def is_known_holiday_code(code: str) -> bool:
    """Whether the library knows this country (`US`), or country and region of it (`US-WA`)."""
    country, dash, region = code.partition("-")
    known = holidays.list_supported_countries()
    return country in known and (region in known[country] if dash else True)


def _until(days: Iterator[date], last: date) -> Iterator[date]:
    for day in days:
        if day > last:
            return
        yield day


def _nominal(rule: Rule, first: date) -> Iterator[date]:
    if rule.on:
        yield from _rotating(rule, first)
        return
    # dateutil counts intervals from dtstart: only a whole number of them may be skipped to come near `first`.
    begin = _near(rule, first)
    weekdays = [nth_weekday(day, rule.nth or None) for day in sorted(set(rule.days))]
    frequency: Literal[1, 2] = MONTHLY if rule.every is Every.MONTH else WEEKLY
    until = datetime.combine(_LATEST, time())
    made = rrule(frequency, dtstart=begin, interval=rule.interval, byweekday=weekdays, until=until)
    for found in made:
        day = found.date()
        if day >= first:
            yield day


def _near(rule: Rule, first: date) -> datetime:
    begin = rule.begins
    if rule.every is Every.WEEK:
        monday = begin - begin.weekday() * _DAY
        step = 7 * rule.interval
        skipped = max(0, (first - monday).days // step)
        return datetime.combine(max(begin, monday + skipped * step * _DAY), time())
    months = (first.year - begin.year) * 12 + first.month - begin.month
    skipped = max(0, months // rule.interval) * rule.interval
    if not skipped:
        return datetime.combine(begin, time())
    year, month = divmod(begin.year * 12 + begin.month - 1 + skipped, 12)
    return datetime(year, month + 1, 1)  # noqa: DTZ001 - a date; the zone comes with the hour


def _rotating(rule: Rule, first: date) -> Iterator[date]:
    cycle = rule.on + rule.off
    day = first
    while day <= _LATEST:
        if (day - rule.begins).days % cycle < rule.on:
            yield day
        day += _DAY
