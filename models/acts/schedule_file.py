"""Brings the schedules to what the site file says, and plans anew what lost its next moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from itertools import islice

from sqlalchemy import select

from models.acts.groups import only_region
from models.acts.moments import is_settled, moment_on, moments, rule_of, service_date, zone_of
from models.acts.schedules import Wanted, change, end, make, plan_anew
from models.database import UnitOfWork
from models.due import DueStep, Step
from models.meeting_rules import MeetingRule
from models.rollcall import Asked, Schedule, ScheduleChange, seats_of
from models.rollcall_rules import RollCallRule
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Group


def keep_file(scene: Scene) -> int:
    """Every roll call and meeting of the file in force stands as it has it; one that left it is ended.

    Answers how many were made, changed or ended: a second time none. Zones that changed count at once.
    """
    wanted = _of_file(scene)
    other, gone = _apart(scene, wanted)
    for id_ in other:
        row = scene.work.session.get(Schedule, id_)
        if row is None:
            make(scene, wanted[id_], id_)
            continue
        row.ended_at = None
        scene.work.session.flush()
        change(scene, id_, wanted[id_])
    for id_ in gone:
        end(scene, id_)
    wrong = _planned_wrong(scene)
    for id_ in wrong:
        plan_anew(scene, id_)
    return len(other) + len(gone) + len(wrong)


def is_kept(scene: Scene) -> bool:
    """Whether `keep_file` would do nothing; this only reads."""
    wanted = _of_file(scene)
    return _apart(scene, wanted) == ([], []) and not _planned_wrong(scene)


def _of_file(scene: Scene) -> dict[str, Wanted]:
    calls = {file_id(rule.code): wanted_of(rule) for rule in scene.rules.rollcalls}
    met = {
        file_id(rule.code, "meetings"): meeting_of(rule, group)
        for rule in scene.rules.meetings
        if (group := scene.rules.group(rule.group)) is not None
    }
    return calls | met


def _apart(scene: Scene, wanted: Mapping[str, Wanted]) -> tuple[list[str], list[str]]:
    """The ids whose rows are missing or say something else, and those that are not wanted any more."""
    query = select(Schedule).where(Schedule.from_file == 1).order_by(Schedule.id)
    standing = {row.id: row for row in scene.work.session.scalars(query)}
    other = [
        id_
        for id_, one in wanted.items()
        if (row := standing.get(id_)) is None or row.ended_at is not None or written(scene.work, row) != one
    ]
    gone = [id_ for id_, row in standing.items() if id_ not in wanted and row.ended_at is None]
    return other, gone


def _planned_wrong(scene: Scene) -> list[str]:
    """Whose next moment is not planned though there is one, or for an hour that is another one now."""
    session = scene.work.session
    running = select(Schedule).where(Schedule.ended_at.is_(None), Schedule.paused_at.is_(None))
    waiting = select(DueStep).where(DueStep.step == Step.ROLLCALL_FIRE.value, DueStep.done_at.is_(None))
    planned = {step.subject: step for step in session.scalars(waiting)}
    changes: dict[str, dict[date, ScheduleChange]] = {}
    for row in session.scalars(select(ScheduleChange)):
        changes.setdefault(row.schedule, {})[row.day] = row
    return [
        row.id
        for row in session.scalars(running.order_by(Schedule.id))
        if not _is_planned_well(scene, row, planned.get(row.id), changes.get(row.id, {}))
    ]


def _is_planned_well(
    scene: Scene, row: Schedule, step: DueStep | None, changes: Mapping[date, ScheduleChange]
) -> bool:
    zone = zone_of(scene.rules, row)
    if step is None:
        coming = moments(row, zone, changes, scene.moment)
        return all(is_settled(scene.work, row.id, day) for _, day in islice(coming, 2))
    day = service_date(step)
    return moment_on(row, zone, day, changes.get(day)) == step.planned_for


def file_id(code: str, table: str = "rollcalls") -> str:
    """The id of the schedule that this table of the file calls by this code: the same at every import."""
    return hashlib.sha256(f"{table}:{code}".encode()).hexdigest()[:32]


def wanted_of(rule: RollCallRule) -> Wanted:
    """What the file says."""
    return Wanted(
        asks=Asked.ROLL_CALL,
        region=rule.region,
        shift=rule.code,
        name=rule.name,
        rule=rule.rule(),
        at=time.fromisoformat(rule.at),
        leader=rule.leader,
        seats=tuple(dict.fromkeys(rule.officers)),
        holidays=rule.holidays,
        nudge_minutes=rule.nudge_minutes,
        close_minutes=rule.close_minutes,
        channel=rule.channel,
        from_file=True,
    )


def meeting_of(rule: MeetingRule, group: Group) -> Wanted:
    """What the file says of a group's meeting; `close_minutes` are its length."""
    return Wanted(
        asks=Asked.MEETING,
        region=only_region(group),
        shift=group.code,
        name=rule.name,
        rule=rule.rule(),
        at=time.fromisoformat(rule.at),
        leader=SlackUserId(group.facilitator or ""),
        holidays=rule.holidays,
        close_minutes=rule.minutes,
        lead_days=rule.agenda_days_before,
        channel=group.channel,
        from_file=True,
    )


def written(work: UnitOfWork, row: Schedule) -> Wanted:
    """What stands in the rows, as it would be wanted."""
    rule = rule_of(row)
    return Wanted(
        asks=Asked(row.asks),
        region=row.region,
        shift=row.shift,
        name=row.name,
        rule=replace(rule, days=tuple(sorted(set(rule.days)))),
        at=time.fromisoformat(row.at),
        leader=row.leader,
        seats=tuple(seats_of(work, row.id)),
        holidays=row.holidays,
        nudge_minutes=row.nudge_minutes,
        close_minutes=row.close_minutes,
        lead_days=row.lead_days,
        channel=row.channel,
        from_file=bool(row.from_file),
    )
