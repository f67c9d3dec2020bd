"""The moments of a schedule, past its changes and holidays; and the next one, planned once."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import UnitOfWork
from models.due import DueStep, Planned, Step, call_off, plan
from models.recurrence import Every, Rule, dates_from, is_holiday, moment_of, next_dates
from models.rollcall import Asked, Firing, Schedule, ScheduleChange, changes_of
from models.scene import Scene
from models.site import SiteRules

FIRING = (Step.ROLLCALL_FIRE,)
_DAY = timedelta(days=1)
_LOOKED_AT = 800  # dates looked at in a row before a schedule counts as having none


def rule_of(schedule: Schedule) -> Rule:
    """Its rule; changed dates and holidays still stand in it.

    Raises:
        ValueError: it could never come true.
    """
    return Rule(
        begins=schedule.begins,
        days=tuple(int(day) for day in schedule.days.split(";") if day),
        every=Every(schedule.every),
        interval=schedule.interval,
        nth=schedule.nth,
        on=schedule.on_days,
        off=schedule.off_days,
        ends=schedule.ends,
    )


def zone_of(rules: SiteRules, schedule: Schedule) -> ZoneInfo:
    """The precinct's zone: it wins over the officer's own."""
    return rules.zone_of(schedule.region)


def moment_on(
    schedule: Schedule, zone: ZoneInfo, day: date, change: ScheduleChange | None = None
) -> datetime:
    """When its service date is due: at its hour, or where a change puts it; `lead_days` ahead of that.

    A meeting that was moved near has its agenda when it was moved.
    """
    to_day, at = _local(schedule, day, change)
    due = moment_of(to_day - schedule.lead_days * _DAY, at, zone)
    if change is None or change.to_day is None or schedule.asks != Asked.MEETING:
        return due
    return max(due, min(change.made_at, moment_of(to_day, at, zone)))


def starts_on(
    schedule: Schedule, zone: ZoneInfo, day: date, change: ScheduleChange | None = None
) -> datetime:
    """When what it announces begins: as `moment_on`, without the days ahead."""
    return moment_of(*_local(schedule, day, change), zone)


def _local(schedule: Schedule, day: date, change: ScheduleChange | None) -> tuple[date, time]:
    if change is not None and change.to_day is not None:
        return change.to_day, time.fromisoformat(change.to_at or schedule.at)
    return day, time.fromisoformat(schedule.at)


def moments(
    schedule: Schedule, zone: ZoneInfo, changes: Mapping[date, ScheduleChange], since: datetime
) -> Iterator[tuple[datetime, date]]:
    """(moment in UTC, service date) from a moment on (itself, too), in the order of the moments."""
    rule = rule_of(schedule)
    moved = [
        (moment_on(schedule, zone, day, change), day)
        for day, change in changes.items()
        if change.to_day is not None and next_dates(rule, day, 1) == [day]
    ]
    regular = _unchanged(schedule, rule, zone, changes, since)
    yield from heapq.merge(regular, sorted(one for one in moved if one[0] >= since))


def _unchanged(
    schedule: Schedule, rule: Rule, zone: ZoneInfo, changes: Mapping[date, ScheduleChange], since: datetime
) -> Iterator[tuple[datetime, date]]:
    first = since.astimezone(zone).date() - _DAY
    for seen, day in enumerate(dates_from(rule, first)):
        if seen > _LOOKED_AT:
            return
        if day in changes or is_holiday(schedule.holidays, day):
            continue
        at = moment_on(schedule, zone, day)
        if at >= since:
            yield at, day


def plan_next(
    scene: Scene, schedule: Schedule, since: datetime | None = None, besides: date | None = None
) -> datetime | None:
    """Plan its next moment instead of whatever was planned; answers when, None = never again.

    `since`: the moment that was just settled: the next one counts even if its window is over, so that nothing
    that was missed goes unsaid. Without it only what is still to come counts, and the date `besides`, which
    was due already and nobody has settled. Whoever changes a schedule raises its version first.
    """
    rests = schedule.paused_at is not None or schedule.ended_at is not None
    found = None if rests else _next(scene, schedule, since or scene.moment, besides)
    key = f"{Step.ROLLCALL_FIRE.value}:{schedule.id}:{found[1]}:{schedule.version}" if found else ""
    call_off(scene.work, schedule.id, FIRING, scene.moment, besides=key)
    if found is None:
        return None
    plan(scene.work, [Planned(Step.ROLLCALL_FIRE, schedule.id, found[0], key)])
    return found[0]


def _next(
    scene: Scene, schedule: Schedule, since: datetime, besides: date | None
) -> tuple[datetime, date] | None:
    """The earliest moment that was not settled: a date that was moved may come behind its successors."""
    zone = zone_of(scene.rules, schedule)
    changes = changes_of(scene.work, schedule.id)
    coming = moments(schedule, zone, changes, since)
    found = next(((at, day) for at, day in coming if not is_settled(scene.work, schedule.id, day)), None)
    if besides is None or is_settled(scene.work, schedule.id, besides):
        return found
    still = next_dates(rule_of(schedule), besides, 1) == [besides]
    change = changes.get(besides)
    skipped = change.to_day is None if change else is_holiday(schedule.holidays, besides)
    if not still or skipped:
        return found
    overdue = (moment_on(schedule, zone, besides, change), besides)
    return min(overdue, found) if found else overdue


def is_settled(work: UnitOfWork, schedule: str, day: date) -> bool:
    """Whether this service date was asked, missed or skipped already."""
    query = select(Firing.id).where(Firing.schedule == schedule, Firing.day == day)
    return work.session.scalar(query.limit(1)) is not None


def service_date(step: DueStep) -> date:
    """Which service date a planned firing is about."""
    return date.fromisoformat(step.key.split(":")[2])


def hold_planned(work: UnitOfWork, schedule: str) -> DueStep | None:
    """Its planned firing, held until the unit of work ends.

    The clock holds the step before the schedule: whoever changes a schedule goes the same way round.
    """
    query = select(DueStep).where(
        DueStep.subject == schedule,
        DueStep.step == Step.ROLLCALL_FIRE.value,
        DueStep.done_at.is_(None),
    )
    return work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
