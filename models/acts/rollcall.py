"""The roll call's engine: the next moment of each schedule, planned once, fired once, nudged, closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.acts.meetings import ends_at, hold_meeting
from models.acts.moments import is_settled, plan_next, service_date
from models.acts.visits import next_visitor
from models.audit import Verb
from models.database import UnitOfWork
from models.due import DueStep, Planned, Step, plan
from models.errors import UnknownReference
from models.meeting import MeetingState
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Role, active_with
from models.rollcall import (
    Asked,
    Firing,
    FiringState,
    Schedule,
    ShiftAnswer,
    locked_schedule,
    seats_of,
)
from models.scene import Scene
from models.schema import SlackUserId

WHOLE = (Step.ROLLCALL_FIRE, Step.ROLLCALL_NUDGE, Step.ROLLCALL_CLOSE)
_BELOW_ALL = 5  # a shift with fewer people is told of as a whole only


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
    day = service_date(step)
    if schedule.paused_at is not None or schedule.ended_at is not None:
        return "paused"
    if is_settled(scene.work, schedule.id, day):
        plan_next(scene, schedule, step.planned_for)
        return "settled"
    if schedule.asks == Asked.MEETING:
        return _meet(scene, schedule, step, day)
    return _ask(scene, schedule, step)


def _ask(scene: Scene, schedule: Schedule, step: DueStep) -> str:
    """Everybody is asked, or it is settled as not sent, and whoever leads hears why nobody was."""
    closes = step.planned_for + timedelta(minutes=schedule.close_minutes)
    is_open, is_visit = scene.moment < closes, schedule.asks == Asked.VISIT
    asks = _sends(scene, schedule) if is_open else []
    state = FiringState.SENT if is_open and (asks or not is_visit) else FiringState.NOT_SENT
    firing = _settled(scene, schedule, step, state, closes, asks)
    if state is FiringState.SENT:
        _send(scene, schedule, firing, asks)
    following = plan_next(scene, schedule, step.planned_for)
    if state is FiringState.NOT_SENT and not _is_missed(scene, schedule, following):
        kind = Kind.VISIT_DUE if is_visit else Kind.ROLLCALL_NOT_SENT
        tell(scene, firing, kind, [schedule.leader])
    return state.value


def _settled(
    scene: Scene,
    schedule: Schedule,
    step: DueStep,
    state: FiringState,
    closes: datetime,
    asks: Sequence[SlackUserId] = (),
) -> Firing:
    """The row that settles a service date."""
    firing = Firing(
        id=uuid.uuid4().hex,
        schedule=schedule.id,
        day=service_date(step),
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
    return firing


def _meet(scene: Scene, schedule: Schedule, step: DueStep, day: date) -> str:
    """A group's agenda is due: late is as good until the meeting is over."""
    meeting = hold_meeting(scene, schedule, day)
    is_held = meeting is not None and meeting.state == MeetingState.PLANNED
    state = FiringState.SENT if is_held else FiringState.NOT_SENT
    _settled(scene, schedule, step, state, ends_at(meeting) if meeting else step.planned_for)
    plan_next(scene, schedule, step.planned_for)
    return state.value


def _is_missed(scene: Scene, schedule: Schedule, following: datetime | None) -> bool:
    """Whether the next one was missed, too: after a long down-time the leader hears of the last one only."""
    length = timedelta(minutes=schedule.close_minutes)
    return following is not None and following + length <= scene.moment


def _sends(scene: Scene, schedule: Schedule) -> list[SlackUserId]:
    if schedule.asks == Asked.VISIT:
        visitor = next_visitor(scene, schedule)
        return [] if visitor is None else [visitor]
    return [actor.user for actor in shift_of(scene, schedule)]


def shift_of(scene: Scene, schedule: Schedule) -> list[Actor]:
    """Who is asked today: the officers who are named and have their seat, else all who serve the region."""
    today = scene.rules.today(scene.moment)
    officers = active_with(scene.work, scene.vault.rows, Role.OFFICER, today)
    named = set(seats_of(scene.work, schedule.id))
    return [actor for actor in officers if (actor.user in named if named else actor.serves(schedule.region))]


def _send(scene: Scene, schedule: Schedule, firing: Firing, asks: Sequence[SlackUserId]) -> None:
    if schedule.asks == Asked.VISIT:
        tell(scene, firing, Kind.VISIT_DUE, asks)
        return
    tell(scene, firing, Kind.ROLLCALL, asks)
    length = timedelta(minutes=schedule.nudge_minutes)
    steps = {Step.ROLLCALL_CLOSE: firing.closes_at}
    # Whoever was asked late, after a down-time, is not reminded in the same breath.
    if asks and scene.moment + length / 2 <= firing.due_at + length < firing.closes_at:
        steps[Step.ROLLCALL_NUDGE] = firing.due_at + length
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
    """One friendly reminder, and no other; none after somebody said that it rests or is over."""
    if schedule.paused_at is not None or schedule.ended_at is not None:
        return "paused"
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
