"""Making and changing schedules: every change plans the next moment anew, and a due one is never lost."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import delete

from models.acts.moments import hold_planned, plan_next, service_date
from models.audit import Verb
from models.errors import AlreadyChanged
from models.people import Actor, AgencyKind, Role, active_with
from models.recurrence import Every, Rule
from models.rollcall import Asked, Schedule, ScheduleSeat, locked_schedule
from models.scene import Scene
from models.schema import SlackUserId

KEEPERS = (Role.PROJECT_MANAGER, Role.POLICE_SUPERVISOR)


@dataclass(frozen=True)
class Wanted:
    """A schedule as somebody wants it. `at`: local hour and minute; `seats` in turn.

    Of a group's meeting `shift` is the group's code, and `close_minutes` its length.
    """

    asks: Asked
    region: str
    shift: str
    name: str
    rule: Rule
    at: time
    leader: SlackUserId
    seats: Sequence[SlackUserId] = ()
    holidays: str = ""
    nudge_minutes: int = 30
    close_minutes: int = 60
    lead_days: int = 0
    channel: str = ""
    from_file: bool = field(default=False)


def may_keep(actor: Actor, region: str, asks: Asked = Asked.ROLL_CALL) -> bool:
    """Whether the schedules of a region are theirs: a project manager's, or a supervisor's of that region.

    Visits and meetings are the project manager's: they concern more agencies than one.
    """
    if actor.holds(Role.PROJECT_MANAGER):
        return True
    supervises = actor.holds(Role.POLICE_SUPERVISOR) and actor.serves(region)
    return supervises and actor.kind is AgencyKind.POLICE and asks is Asked.ROLL_CALL


def whom_it_asks(scene: Scene, wanted: Wanted) -> int:
    """How many officers would be asked today."""
    today = scene.rules.today(scene.moment)
    officers = active_with(scene.work, scene.vault.rows, Role.OFFICER, today)
    named = set(wanted.seats)
    return sum(actor.user in named if named else actor.serves(wanted.region) for actor in officers)


def unsaved(wanted: Wanted) -> Schedule:
    """The row it would be, to look at its moments before it is kept."""
    return Schedule(id="", version=1, **columns_of(wanted))


def make(scene: Scene, wanted: Wanted, id_: str = "") -> Schedule:
    """A new schedule; its first moment is the next one that is still to come."""
    row = Schedule(
        id=id_ or secrets.token_hex(16),
        anchor="",
        made_by=scene.user,
        made_at=scene.moment,
        version=1,
        **columns_of(wanted),
    )
    scene.work.session.add(row)
    scene.work.session.flush()
    _seat(scene, row, wanted.seats)
    scene.note(Verb.SCHEDULE_CHANGED, (row.id,), "made")
    plan_next(scene, row)
    return row


def change(scene: Scene, schedule: str, wanted: Wanted, version: int | None = None) -> Schedule:
    """What it asks, whom and when. Its moved and skipped dates stay, as far as they are dates still.

    Raises:
        UnknownReference: there is none.
        AlreadyChanged: it is not the `version` that was seen.
    """
    row, overdue = held(scene, schedule, version)
    for name, value in columns_of(wanted).items():
        setattr(row, name, value)
    scene.work.session.execute(delete(ScheduleSeat).where(ScheduleSeat.schedule == row.id))
    _seat(scene, row, wanted.seats)
    return changed(scene, row, "changed", overdue)


def pause(scene: Scene, schedule: str) -> Schedule:
    """Nothing is sent until somebody resumes it.

    Raises:
        UnknownReference: there is none.
    """
    row, _ = held(scene, schedule)
    row.paused_at = row.paused_at or scene.moment
    return changed(scene, row, "paused")


def resume(scene: Scene, schedule: str) -> Schedule:
    """It goes on with the next moment that is still to come: what lay in the pause is not made up for.

    Raises:
        UnknownReference: there is none.
    """
    row, _ = held(scene, schedule)
    row.paused_at = None
    return changed(scene, row, "resumed")


def end(scene: Scene, schedule: str) -> Schedule:
    """It is over; its past stays.

    Raises:
        UnknownReference: there is none.
    """
    row, _ = held(scene, schedule)
    row.ended_at = row.ended_at or scene.moment
    return changed(scene, row, "ended")


def plan_anew(scene: Scene, schedule: str) -> None:
    """Its zone or its holidays are others now, or nothing is planned though it goes on.

    Raises:
        UnknownReference: there is none.
    """
    row, overdue = held(scene, schedule)
    row.version += 1
    plan_next(scene, row, besides=overdue)


def held(scene: Scene, schedule: str, version: int | None = None) -> tuple[Schedule, date | None]:
    """The schedule, held until the unit of work ends, and the service date that is due and not fired yet.

    Raises:
        UnknownReference: there is none.
        AlreadyChanged: it is not the `version` that was seen.
    """
    planned = hold_planned(scene.work, schedule)
    row = locked_schedule(scene.work, schedule)
    if version is not None and row.version != version:
        raise AlreadyChanged(str(row.version))
    overdue = planned is not None and planned.planned_for <= scene.moment
    return row, service_date(planned) if planned is not None and overdue else None


def changed(scene: Scene, row: Schedule, what: str, overdue: date | None = None) -> Schedule:
    """Its version is raised, it is noted, and its next moment is planned anew."""
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.SCHEDULE_CHANGED, (row.id,), what)
    plan_next(scene, row, besides=overdue)
    return row


def _seat(scene: Scene, row: Schedule, seats: Sequence[SlackUserId]) -> None:
    rows = [
        {"schedule": row.id, "member": user, "turn": turn} for turn, user in enumerate(dict.fromkeys(seats))
    ]
    scene.work.insert(ScheduleSeat, rows)


def columns_of(wanted: Wanted) -> dict[str, object]:
    """The columns that are as somebody wants them."""
    rule = wanted.rule
    return {
        "asks": wanted.asks.value,
        "region": wanted.region,
        "shift": wanted.shift,
        "name": wanted.name,
        "begins": rule.begins,
        "ends": rule.ends,
        "every": Every(rule.every).value,
        "interval": rule.interval,
        "days": ";".join(str(day) for day in sorted(set(rule.days))),
        "nth": rule.nth,
        "on_days": rule.on,
        "off_days": rule.off,
        "holidays": wanted.holidays,
        "at": wanted.at.strftime("%H:%M"),
        "nudge_minutes": wanted.nudge_minutes,
        "close_minutes": wanted.close_minutes,
        "lead_days": wanted.lead_days,
        "leader": wanted.leader,
        "channel": wanted.channel,
        "from_file": int(wanted.from_file),
    }
