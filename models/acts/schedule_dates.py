"""One service date of a schedule: skipped with a reason, moved, or put back."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from models.acts.meetings import cancel
from models.acts.moments import is_settled, moment_on, rule_of, starts_on, zone_of
from models.acts.schedules import changed, held
from models.audit import Verb
from models.due import Step, call_off
from models.errors import NotAllowed
from models.meeting import Meeting, MeetingState
from models.recurrence import next_dates
from models.rollcall import Asked, Firing, FiringState, Schedule, ScheduleChange, SkipReason
from models.scene import Scene

FARTHEST = timedelta(days=14)  # how far one date can be moved


def skip(scene: Scene, schedule: str, day: date, reason: SkipReason) -> None:
    """This service date does not count: nobody is asked, or nobody's silence is counted if they were.

    Raises:
        UnknownReference: there is no such schedule.
        NotAllowed: it is no date of the schedule.
    """
    row, overdue = held(scene, schedule)
    firing = scene.work.session.scalar(select(Firing).where(Firing.schedule == row.id, Firing.day == day))
    if firing is not None:
        firing.state, firing.reason = FiringState.SKIPPED.value, reason.value
        call_off(scene.work, firing.id, (Step.ROLLCALL_NUDGE, Step.ROLLCALL_CLOSE), scene.moment)
        _not_held(scene, row, day)
        scene.note(Verb.SCHEDULE_CHANGED, (row.id,), "skipped")
        return
    _require_date(row, day)
    _write_change(scene, row, day, reason=reason.value)
    changed(scene, row, "skipped", overdue)


def move(scene: Scene, schedule: str, day: date, to_day: date, to_at: time) -> None:
    """This one service date at another hour, or on another day within two weeks of its own.

    Raises:
        UnknownReference: there is no such schedule.
        NotAllowed: `code` is day (no date of it, or settled), to_day (too far, or past).
    """
    row, overdue = held(scene, schedule)
    _require_date(row, day)
    if is_settled(scene.work, row.id, day):
        raise NotAllowed("day")
    if abs(to_day - day) > FARTHEST:
        raise NotAllowed("to_day")
    written = _write_change(scene, row, day, to_day=to_day, to_at=to_at.strftime("%H:%M"))
    # Of a meeting its beginning counts: where the hour of its agenda is over, that is posted at once.
    due = starts_on if row.asks == Asked.MEETING else moment_on
    if due(row, zone_of(scene.rules, row), day, written) < scene.moment:
        raise NotAllowed("to_day")
    changed(scene, row, "moved", overdue)


def put_back(scene: Scene, schedule: str, day: date) -> None:
    """A moved or skipped service date is as the rule has it.

    Raises:
        UnknownReference: there is no such schedule.
        NotAllowed: it was asked already, or its own moment is over: it would never be asked.
    """
    row, overdue = held(scene, schedule)
    if is_settled(scene.work, row.id, day) or moment_on(row, zone_of(scene.rules, row), day) < scene.moment:
        raise NotAllowed("day")
    written = scene.work.session.get(ScheduleChange, (row.id, day))
    if written is not None:
        scene.work.session.delete(written)
        scene.work.session.flush()
    changed(scene, row, "put_back", overdue)


def _not_held(scene: Scene, row: Schedule, day: date) -> None:
    """A meeting whose agenda stands already is cancelled: its items go on to the next."""
    planned = select(Meeting.id).where(
        Meeting.schedule == row.id, Meeting.day == day, Meeting.state == MeetingState.PLANNED.value
    )
    for id_ in scene.work.session.scalars(planned).all():
        cancel(scene, id_)


def _require_date(row: Schedule, day: date) -> None:
    if next_dates(rule_of(row), day, 1) != [day]:
        raise NotAllowed("day")


def _write_change(
    scene: Scene, row: Schedule, day: date, *, to_day: date | None = None, to_at: str = "", reason: str = ""
) -> ScheduleChange:
    written = ScheduleChange(
        schedule=row.id,
        day=day,
        to_day=to_day,
        to_at=to_at,
        reason=reason,
        made_by=scene.user,
        made_at=scene.moment,
    )
    scene.work.session.merge(written)
    scene.work.session.flush()
    return written
