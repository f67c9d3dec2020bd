"""What the screens of schedules show: shifts, hours, names of the roster; nothing about anybody referred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class When:
    """One service date and its moment. `moved`: not where the rule has it; `far`: its year is to be said."""

    day: date
    at: datetime
    moved: bool = False
    far: bool = False


@dataclass(frozen=True)
class Line:
    """One schedule of the list. `coming` None: nothing is planned."""

    id: str
    name: str
    region: str
    visits: bool
    zone: ZoneInfo
    coming: datetime | None
    paused: bool
    meets: bool = False


@dataclass(frozen=True)
class Page:
    """One page of the list. `may_visits`: visits are theirs to hand out."""

    lines: tuple[Line, ...]
    page: int
    pages: int
    may_visits: bool


@dataclass(frozen=True)
class One:
    """One schedule with its next ten. `skipped`: the dates that are left out by hand."""

    id: str
    name: str
    region: str
    visits: bool
    zone: ZoneInfo
    rhythm: str
    whom: str
    leader: str
    channel: str
    coming: tuple[When, ...]
    skipped: tuple[date, ...]
    moved: tuple[date, ...]
    paused: bool
    from_file: bool
    meets: bool = False  # a group's meeting: `region` is the group's name


@dataclass(frozen=True)
class Offer:
    """What a form offers: (code, name) of the regions, of what could be visited, of the groups."""

    regions: tuple[tuple[str, str], ...]
    visited: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Preview:
    """What would come, before it is kept; `whom`: who would be asked."""

    coming: tuple[When, ...]
    zone: ZoneInfo
    whom: str


@dataclass(frozen=True)
class VisitFacts:
    """One visit, for whoever has it. `over`: its day has passed."""

    firing: str
    name: str
    region: str
    day: date
    over: bool


def when_words(at: datetime, zone: ZoneInfo) -> str:
    """`Sun 1 Nov 01:30`; with the zone's letters (`PDT`) in a week in which the clocks change."""
    local = at.astimezone(zone)
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) - local.weekday() * _DAY
    begins, ends = ((monday + days * _DAY).replace(tzinfo=zone) for days in (0, 7))
    letters = f" {local:%Z}" if begins.utcoffset() != ends.utcoffset() else ""
    return f"{day_words(local.date())} {local:%H:%M}{letters}"


def day_words(day: date) -> str:
    """`Sun 1 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def visit_words(name: str, day: date) -> str:
    """The message to whoever's turn it is."""
    return f"Your turn to go and listen: {name}, {day_words(day)}."


def nobody_words(name: str, day: date) -> str:
    """The message to whoever made the plan, where nobody of it could be asked."""
    return f"Nobody could be asked to go: {name}, {day_words(day)}. /lead rollcall, Times, changes who goes."
