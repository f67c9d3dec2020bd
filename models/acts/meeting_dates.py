"""Whether a group could meet by a rule: no hour that the clocks leave out, no two meetings at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.acts.meetings import STANDING
from models.acts.moments import moments, starts_on, zone_of
from models.acts.schedules import Wanted, unsaved
from models.meeting import Meeting
from models.recurrence import dates_from, moment_of
from models.rollcall import Asked, Schedule, changes_of
from models.scene import Scene

# Looked at so far ahead: both changes of the clocks, and every month's end.
AHEAD = timedelta(days=400)
Span = tuple[datetime, datetime]


def skipped_on(wanted: Wanted, zone: ZoneInfo, since: date) -> date | None:
    """The first of its dates on which the clocks leave its hour out."""
    days = takewhile(lambda day: day <= since + AHEAD, dates_from(wanted.rule, since))
    return next((day for day in days if is_skipped(day, wanted.at, zone)), None)


def is_skipped(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks leave this hour out on this day."""
    return moment_of(day, at, zone).astimezone(zone).time() != at


def met_then(scene: Scene, wanted: Wanted, besides: str = "") -> datetime | None:
    """From when two would run at once: beside another schedule of the group, or a posted agenda.

    `besides`: the schedule itself, when it is changed.
    """
    mine = list(spans(scene, unsaved(wanted)))
    theirs = [*_posted(scene, wanted.shift, besides)]
    for row in scene.work.session.scalars(
        select(Schedule).where(
            Schedule.asks == Asked.MEETING.value,
            Schedule.shift == wanted.shift,
            Schedule.ended_at.is_(None),
            Schedule.id != besides,
        )
    ):
        theirs += spans(scene, row)
    return first_overlap(mine, theirs)


def date_met_then(scene: Scene, row: Schedule, day: date, starts_at: datetime) -> bool:
    """Whether the group meets at this hour already, by anything but this very date."""
    own = [(starts_at, starts_at + timedelta(minutes=row.close_minutes))]
    others = select(Schedule).where(
        Schedule.asks == Asked.MEETING.value, Schedule.shift == row.shift, Schedule.ended_at.is_(None)
    )
    theirs = [*_posted(scene, row.shift, "")]
    for other in scene.work.session.scalars(others):
        theirs += spans(scene, other, day if other.id == row.id else None)
    return first_overlap(own, theirs) is not None


def first_overlap(mine: list[Span], theirs: list[Span]) -> datetime | None:
    """The first moment at which one of mine and one of theirs both run; ends do not count."""
    merged = sorted([*((*span, True) for span in mine), *((*span, False) for span in theirs)])
    reach: dict[bool, datetime] = {}
    for begins, ends, own in merged:
        if (other := reach.get(not own)) is not None and begins < other:
            return begins
        reach[own] = max(ends, reach.get(own, ends))
    return None


def spans(scene: Scene, row: Schedule, besides: date | None = None) -> Iterator[Span]:
    """When its meetings run, for the time ahead that is looked at; `besides`: not this date's."""
    zone = zone_of(scene.rules, row)
    changes = changes_of(scene.work, row.id) if row.id else {}
    length = timedelta(minutes=row.close_minutes)
    for at, day in moments(row, zone, changes, scene.moment - length):
        if at > scene.moment + AHEAD:
            return
        if day == besides:
            continue
        begins = starts_on(row, zone, day, changes.get(day))
        yield begins, begins + length


def _posted(scene: Scene, group: str, besides: str) -> Iterator[Span]:
    query = select(Meeting.starts_at, Meeting.minutes, Meeting.schedule).where(
        Meeting.group == group, Meeting.state.in_(STANDING), Meeting.starts_at > scene.moment
    )
    for starts_at, minutes, schedule in scene.work.session.execute(query):
        if not besides or schedule != besides:
            yield starts_at, starts_at + timedelta(minutes=minutes)
