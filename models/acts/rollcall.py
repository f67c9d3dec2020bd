"""The roll call's engine: the next moment of each schedule, planned once, fired once, nudged, closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import func, select

from models.audit import Verb
from models.database import UnitOfWork
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import NotOnRoster, UnknownReference
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Role, active_with, find_actor
from models.recurrence import Every, Rule, dates_from, moment_of
from models.rollcall import (
    Asked,
    Firing,
    FiringState,
    Schedule,
    ScheduleChange,
    ShiftAnswer,
    changes_of,
    locked_schedule,
    seats_of,
)
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules

FIRING = (Step.ROLLCALL_FIRE,)
_OF_A_FIRING = (Step.ROLLCALL_NUDGE, Step.ROLLCALL_CLOSE)
WHOLE = (*FIRING, *_OF_A_FIRING)
_DAY = timedelta(days=1)
_AHEAD = 4  # dates that are looked at together: one of them may have been moved
_LOOKED_AT = 800  # dates skipped in a row before a schedule counts as having none
_BELOW_ALL = 5  # a shift with fewer people is told of as a whole only


def rule_of(schedule: Schedule) -> Rule:
    """Its rule, holidays left out.

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


def is_holiday(code: str, day: date) -> bool:
    """Whether the holiday library knows the day as one of this country or region of it; no code: never."""
    if not code:
        return False
    country, _, region = code.partition("-")
    return day in holidays.country_holidays(country, subdiv=region or None, years=day.year)


def moments(
    schedule: Schedule, zone: ZoneInfo, changes: Mapping[date, ScheduleChange], first: date, count: int
) -> list[tuple[date, datetime]]:
    """The next so many (service date, moment in UTC) from a date on, in the order of the dates."""
    found: list[tuple[date, datetime]] = []
    for seen, day in enumerate(dates_from(rule_of(schedule), first)):
        change = changes.get(day)
        skipped = change is not None and change.to_day is None
        if not skipped and not (change is None and is_holiday(schedule.holidays, day)):
            found.append((day, _moment(schedule, zone, day, change)))
        if len(found) >= count or seen > _LOOKED_AT:
            break
    return found


def _moment(schedule: Schedule, zone: ZoneInfo, day: date, change: ScheduleChange | None) -> datetime:
    if change is None or change.to_day is None:
        return moment_of(day, time.fromisoformat(schedule.at), zone)
    return moment_of(change.to_day, time.fromisoformat(change.to_at or schedule.at), zone)


def plan_next(scene: Scene, schedule: Schedule, after: date | None = None) -> datetime | None:
    """Plan its next moment instead of whatever was planned; answers when, None = never again.

    `after`: the service date that was just settled: the next one counts even if its window is over, so that
    nothing that was missed goes unsaid. Without it the first counts whose window is open, or to come. Whoever
    changes a schedule raises its version first.
    """
    found = None if schedule.paused_at or schedule.ended_at else _next(scene, schedule, after)
    key = f"{Step.ROLLCALL_FIRE.value}:{schedule.id}:{found[0]}:{schedule.version}" if found else ""
    call_off(scene.work, schedule.id, FIRING, scene.moment, besides=key)
    if found is None:
        return None
    plan(scene.work, [Planned(Step.ROLLCALL_FIRE, schedule.id, found[1], key)])
    return found[1]


def _next(scene: Scene, schedule: Schedule, after: date | None) -> tuple[date, datetime] | None:
    """The earliest moment that was not settled: a date that was moved may come behind its successors."""
    zone = scene.rules.zone_of(schedule.region)
    changes = changes_of(scene.work, schedule.id)
    first = after + _DAY if after is not None else scene.moment.astimezone(zone).date() - _DAY
    coming = moments(schedule, zone, changes, first, _AHEAD)
    moved = [
        (day, _moment(schedule, zone, day, change))
        for day, change in changes.items()
        if change.to_day is not None and day < first <= change.to_day
    ]
    length = timedelta(minutes=schedule.close_minutes)
    left = [
        (day, at)
        for day, at in (*coming, *moved)
        if (after is not None or scene.moment < at + length) and not _is_settled(scene.work, schedule.id, day)
    ]
    return min(left, key=lambda one: one[1], default=None)


def _is_settled(work: UnitOfWork, schedule: str, day: date) -> bool:
    query = select(Firing.id).where(Firing.schedule == schedule, Firing.day == day)
    return work.session.scalar(query.limit(1)) is not None


def take_step(scene: Scene, step: DueStep) -> str:
    """Fire, nudge or close; answers a short code."""
    kind = Step(step.step)
    if kind is Step.ROLLCALL_FIRE:
        return _fire(scene, step)
    firing = scene.work.session.get(Firing, step.subject)
    if firing is None or firing.state != FiringState.SENT:
        return "settled"
    schedule = locked_schedule(scene.work, firing.schedule)
    return _STEPS[kind](scene, schedule, firing)


def _fire(scene: Scene, step: DueStep) -> str:
    try:
        schedule = locked_schedule(scene.work, step.subject)
    except UnknownReference:
        return "gone"
    day = date.fromisoformat(step.key.split(":")[2])
    if schedule.paused_at is not None or schedule.ended_at is not None:
        return "paused"
    if _is_settled(scene.work, schedule.id, day):
        plan_next(scene, schedule, day)
        return "settled"
    closes = step.planned_for + timedelta(minutes=schedule.close_minutes)
    state = FiringState.SENT if scene.moment < closes else FiringState.NOT_SENT
    asks = _sends(scene, schedule, day) if state is FiringState.SENT else []
    firing = Firing(
        id=uuid.uuid4().hex,
        schedule=schedule.id,
        day=day,
        slot="",
        state=state.value,
        due_at=step.planned_for,
        settled_at=scene.moment,
        closes_at=closes,
        asked=len(asks),
        visitor=asks[0] if asks and schedule.asks == Asked.VISIT else SlackUserId(""),
        reason="",
    )
    scene.work.session.add(firing)
    scene.work.session.flush()
    scene.note(Verb.ROLLCALL_FIRED, (schedule.id,), state.value)
    if state is FiringState.SENT:
        _send(scene, schedule, firing, asks)
    elif schedule.leader:
        tell(scene, firing, Kind.ROLLCALL_NOT_SENT, [schedule.leader])
    plan_next(scene, schedule, day)
    return state.value


def _sends(scene: Scene, schedule: Schedule, day: date) -> list[SlackUserId]:
    if schedule.asks == Asked.VISIT:
        return visitor_of(scene, schedule, day)
    return [actor.user for actor in shift_of(scene, schedule)]


def shift_of(scene: Scene, schedule: Schedule) -> list[Actor]:
    """Who is asked today: the officers who are named and have their seat, else all who serve the region."""
    today = scene.rules.today(scene.moment)
    officers = active_with(scene.work, scene.vault.rows, Role.OFFICER, today)
    named = set(seats_of(scene.work, schedule.id))
    return [actor for actor in officers if (actor.user in named if named else actor.serves(schedule.region))]


def visitor_of(scene: Scene, schedule: Schedule, day: date) -> list[SlackUserId]:
    """Whose turn it is on this service date, of those who still have a seat; nobody: an empty list."""
    today = scene.rules.today(scene.moment)
    able = []
    for user in seats_of(scene.work, schedule.id):
        try:
            find_actor(scene.work, scene.vault.rows, user, today)
        except NotOnRoster:
            continue
        able.append(user)
    if not able:
        return []
    count = select(func.count()).where(Firing.schedule == schedule.id, Firing.day < day)
    return [able[int(scene.work.session.scalar(count) or 0) % len(able)]]


def _send(scene: Scene, schedule: Schedule, firing: Firing, asks: Sequence[SlackUserId]) -> None:
    if schedule.asks == Asked.VISIT:
        tell(scene, firing, Kind.VISIT_DUE, asks)
        return
    tell(scene, firing, Kind.ROLLCALL, asks)
    nudge = firing.due_at + timedelta(minutes=schedule.nudge_minutes)
    steps = {Step.ROLLCALL_NUDGE: nudge, Step.ROLLCALL_CLOSE: firing.closes_at}
    plan(
        scene.work,
        [Planned(step, firing.id, at, f"{step.value}:{firing.id}") for step, at in steps.items()],
    )


def tell(scene: Scene, firing: Firing, kind: Kind, people: Sequence[SlackUserId], turn: str = "") -> None:
    """One message of this kind to each, once for each firing; `target` names the firing."""
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                user,
                f"{kind.value}:{firing.id}:{turn}:{user}"[:160],
                target=firing.id,
                urgency=Urgency.ROUTINE,
            )
            for user in people
        ],
    )


def answered_by(work: UnitOfWork, firing: str) -> set[SlackUserId]:
    """Who has answered it so far."""
    return set(work.session.scalars(select(ShiftAnswer.member).where(ShiftAnswer.firing == firing)))


def _nudge(scene: Scene, schedule: Schedule, firing: Firing) -> str:
    """One friendly reminder, and no other."""
    done = answered_by(scene.work, firing.id)
    silent = [actor.user for actor in shift_of(scene, schedule) if actor.user not in done]
    tell(scene, firing, Kind.ROLLCALL_NUDGE, silent)
    return "nudged"


def _close(scene: Scene, schedule: Schedule, firing: Firing) -> str:
    """The leader is told how many answered, and about what, never who."""
    tell(scene, firing, Kind.ROLLCALL_DIGEST, [schedule.leader])
    return "closed"


_STEPS: Mapping[Step, Callable[[Scene, Schedule, Firing], str]] = {
    Step.ROLLCALL_NUDGE: _nudge,
    Step.ROLLCALL_CLOSE: _close,
}


def is_told_in_numbers(asked: int, answered: int) -> bool:
    """Whether "n of N" names nobody: a shift of five or more, and neither none nor all."""
    return asked >= _BELOW_ALL and 0 < answered < asked


def zone_of(rules: SiteRules, schedule: Schedule) -> ZoneInfo:
    """The precinct's zone: it wins over the officer's own."""
    return rules.zone_of(schedule.region)
