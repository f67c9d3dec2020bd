"""What the screens and posts of meetings show: references, guarded open words, bands; no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.acts.action_lists import Listed
from models.acts.minutes import Minutes
from models.meeting import ItemState, MeetingState, Section


@dataclass(frozen=True)
class Line:
    """One item, said in `text`."""

    id: str
    section: Section
    subject: str
    text: str
    minutes: int
    state: ItemState


@dataclass(frozen=True)
class Head:
    """A meeting in a line."""

    id: str
    group: str
    starts_at: datetime
    zone: ZoneInfo
    minutes: int
    state: MeetingState
    special: bool

    def when(self) -> str:
        """`Tue 2 Jun 10:00`."""
        return when_words(self.starts_at, self.zone)


@dataclass(frozen=True)
class MeetingFacts:
    """One meeting with its agenda, for one reader. `here`: agencies that are there, each once.

    `current`: the item that is talked about, since `item_since`; `minutes`: once it has ended.
    """

    head: Head
    facilitator: str
    lines: tuple[Line, ...]
    current: str
    item_since: datetime | None
    moment: datetime
    begun_at: datetime | None
    here: tuple[str, ...]
    runs: bool
    near: bool  # its hour is near enough to begin it, or to say that one is there
    minutes: Minutes | None

    def minutes_left(self) -> int:
        """Until its planned length is over; never below 0."""
        begun = self.begun_at or self.head.starts_at
        return _left(begun, self.head.minutes, self.moment)

    def item_minutes_left(self) -> int:
        """Of the time of the item that is talked about."""
        line = self.current_line()
        return _left(self.item_since or self.moment, line.minutes, self.moment) if line else 0

    def current_line(self) -> Line | None:
        """The item that is talked about."""
        return next((line for line in self.lines if line.id == self.current), None)


def _left(since: datetime, minutes: int, moment: datetime) -> int:
    return max(0, int((since + timedelta(minutes=minutes) - moment).total_seconds() // 60))


@dataclass(frozen=True)
class GroupFacts:
    """One of my groups. `coming`: meetings whose agenda stands; `recent`: the last that ended."""

    code: str
    name: str
    coming: tuple[Head, ...]
    recent: tuple[Head, ...]
    may_put: bool


@dataclass(frozen=True)
class Start:
    """`/lead agenda`."""

    groups: tuple[GroupFacts, ...]
    actions: tuple[Listed, ...]


def when_words(at: datetime, zone: ZoneInfo) -> str:
    """`Tue 2 Jun 10:00`, by the group's wall clock."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"
