"""When a group meets next: by the agenda that is posted, else by its rule, before any agenda stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.acts.moments import is_settled, moments, starts_on, zone_of
from models.meeting import next_meeting
from models.rollcall import Asked, Schedule, changes_of
from models.scene import Scene


@dataclass(frozen=True)
class Coming:
    """A regular meeting to come. `id`: empty while its agenda is not posted."""

    starts_at: datetime
    minutes: int
    id: str = ""


def coming_meeting(scene: Scene, group: str) -> Coming | None:
    """The group's next regular meeting; None: none is planned."""
    posted = next_meeting(scene.work, group, scene.moment)
    if posted is not None:
        return Coming(posted.starts_at, posted.minutes, posted.id)
    return min(_by_rule(scene, group), key=lambda one: one.starts_at, default=None)


def _by_rule(scene: Scene, group: str) -> Iterator[Coming]:
    """Of each of its schedules the next date that nobody has settled yet."""
    query = select(Schedule).where(
        Schedule.asks == Asked.MEETING.value,
        Schedule.shift == group,
        Schedule.ended_at.is_(None),
        Schedule.paused_at.is_(None),
    )
    for row in scene.work.session.scalars(query).all():
        zone, changes = zone_of(scene.rules, row), changes_of(scene.work, row.id)
        for _, day in moments(row, zone, changes, scene.moment):
            if not is_settled(scene.work, row.id, day):
                yield Coming(starts_on(row, zone, day, changes.get(day)), row.close_minutes)
                break
