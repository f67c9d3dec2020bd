"""The chain of a coordination: asked again, handed to the backup, the project manager, and what time ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from models.acts.paging import project_managers
from models.acts.ping_people import answerers, items_of, reach, send_cards, tell, tell_items
from models.audit import Verb
from models.chain_times import ChainTimes, Quiet, chain_times
from models.classes import Basis, Category
from models.deadlines import end_of_local_day, local_moment
from models.due import DueStep, Planned, Step, call_off, plan
from models.notice import Kind, Notice, Urgency
from models.participant import circle_of
from models.people import Role
from models.ping import BLIND, RUNNING, UNHEARD, Ping, PingState, Side, locked_ping
from models.scene import Scene
from models.schema import PingRef, SlackUserId

ASKING = (Step.PING_AGAIN, Step.PING_BACKUP, Step.PING_MANAGER)
WAITING = (*ASKING, Step.PING_ANSWER_DUE, Step.PING_LAST_CALL)
HOLDING = (Step.PING_HOLD_REMINDER, Step.PING_HOLD_OVER)
WHOLE = (*WAITING, Step.PING_OVER, *HOLDING)
# Which clocks run on each side.
_CLOCKS: Mapping[Side, frozenset[Step]] = {
    Side.PROSECUTOR: frozenset({*WAITING, Step.PING_OVER}),
    Side.COUNSEL: frozenset({Step.PING_OVER}),
    # What was asked by number has clocks of its own, the same whether anybody is known: acts.questions.
    Side.QUESTION: frozenset(),
    Side.SCHEDULING: frozenset(),
    Side.LEGAL_SERVICES: frozenset({Step.PING_ANSWER_DUE}),
}
_MORNING = time(9)


def times_of(scene: Scene, ping: Ping) -> ChainTimes:
    """The moments of its chain, from now on.

    Raises:
        ValueError: the hearing is over already.
    """
    court = scene.rules.court(ping.court)
    zone = court.zone() if court else scene.rules.zone_of()
    quiet = Quiet.read(scene.rules.paging.quiet_hours, zone)
    return chain_times(scene.moment, ping.hearing_at, scene.rules.clocks.prosecutor_ack_minutes, quiet)


def plan_chain(scene: Scene, ping: Ping) -> None:
    """Plan it anew from now on; whatever was planned before is called off. The caller signs the row.

    Only a prosecutor's office is asked by the chain; legal services have the answer's clock alone; and
    counsel, who is only told, the hearing.
    """
    call_off(scene.work, ping.ref, WHOLE, scene.moment)
    times = times_of(scene, ping)
    # Counsel is told a date: no answer is wanted.
    ping.answer_by = times.answer_by if Side(ping.side) is not Side.COUNSEL else None
    steps = {
        Step.PING_AGAIN: times.again,
        Step.PING_BACKUP: times.backup,
        Step.PING_MANAGER: times.manager,
        Step.PING_ANSWER_DUE: times.answer_by,
        Step.PING_LAST_CALL: times.last_call,
        Step.PING_OVER: ping.hearing_at,
    }
    clocked = _CLOCKS[Side(ping.side)]
    _plan(scene, ping, {step: at for step, at in steps.items() if at is not None and step in clocked})


def plan_hold(scene: Scene, ping: Ping) -> None:
    """A hold has an end: both sides are reminded before it, and told when it comes in silence."""
    call_off(scene.work, ping.ref, (*WAITING, *HOLDING), scene.moment)
    if ping.hold_until is None:
        return
    zone = scene.rules.zone_of()
    for days in scene.rules.clocks.hold_reminder_days:
        at = local_moment(ping.hold_until - timedelta(days=days), _MORNING, zone)
        if at > scene.moment:
            _plan(scene, ping, {Step.PING_HOLD_REMINDER: at}, str(days))
    ends = local_moment(ping.hold_until, time(23, 59, 59), zone)
    _plan(scene, ping, {Step.PING_HOLD_OVER: max(ends, scene.moment)})


def plan_office(scene: Scene, ping: Ping) -> None:
    """Somebody took it to their office: nobody is asked again; the answer's clock ends with their date."""
    call_off(scene.work, ping.ref, WAITING, scene.moment)
    if ping.office_by is not None:
        zone = scene.rules.zone_of()
        ends = end_of_local_day(scene.moment, (ping.office_by - scene.rules.today(scene.moment)).days, zone)
        ping.answer_by = ends if ping.hearing_at is None else min(ends, ping.hearing_at)
        _plan(scene, ping, {Step.PING_ANSWER_DUE: ping.answer_by})


def taken(scene: Scene, ping: Ping) -> None:
    """Somebody has it: nobody else is asked; the answer's clock goes on."""
    call_off(scene.work, ping.ref, ASKING, scene.moment)


def settled(scene: Scene, ping: Ping) -> None:
    """Answered or over: nothing of it is due any more, but for what comes after the hearing."""
    call_off(scene.work, ping.ref, (*WAITING, *HOLDING), scene.moment)


def take_step(scene: Scene, step: DueStep) -> str:
    """One step; answers a short code. What has been answered meanwhile asks nobody."""
    ping = locked_ping(scene.work, PingRef(step.subject))
    if not scene.vault.rows.row_holds(ping) or ping.closed_at is not None:
        return "settled"
    kind = Step(step.step)
    if kind in ASKING and PingState(ping.state) not in UNHEARD:
        return "answered"
    if kind is not Step.PING_OVER and PingState(ping.state) not in RUNNING:
        return "settled"
    return _STEPS[kind](scene, ping, step.key)


def _again(scene: Scene, ping: Ping, key: str) -> str:
    items = answerers(scene, ping)
    tell_items(scene, ping, Kind.PING_AGAIN, items, key)
    return "asked_again" if items else "nobody"


def _backup(scene: Scene, ping: Ping, key: str) -> str:
    """The next of the office who may read it is handed it, too; whoever was asked first is told so."""
    before = answerers(scene, ping)
    return "next" if hand_to_next(scene, ping, key) else "asked_again" if before else "nobody"


def hand_to_next(scene: Scene, ping: Ping, key: str) -> bool:
    """Hand it to the next of the office who was not asked yet; False = nobody is left."""
    if Side(ping.side) is not Side.PROSECUTOR:
        return False
    asked = {item.recipient for item in items_of(scene, ping, Basis.CONSENT)}
    found = reach(scene, ping.participant, Side.PROSECUTOR, ping.office, [Category.LEGAL_CALENDAR])
    seats = [seat for seat in found.seats if seat.user not in asked][:1]
    if not seats:
        return False
    before = answerers(scene, ping)
    handles = scene.vault.sealer.share(scene.work, ping, seats, scene.moment)
    digest = scene.note(Verb.PING_HANDED_ON, (ping.ref, seats[0].user))
    send_cards(scene, ping, handles, scene.audit.receipt(digest))
    tell_items(scene, ping, Kind.PING_HANDED, before, key)
    return True


def ask_the_next(scene: Scene, notice: Notice) -> None:
    """A card could not arrive: the next of the office is asked at once, and whoever asked is told so.

    Nobody else learns that it exists. Who asked by a case number is told nothing: they must not learn that
    there was anybody to be told.
    """
    ping = scene.work.session.get(Ping, PingRef(notice.subject))
    if ping is None or notice.kind != Kind.PING_CARD or Side(ping.side) in BLIND:
        return
    ping = locked_ping(scene.work, ping.ref)
    if not scene.vault.rows.row_holds(ping) or PingState(ping.state) not in UNHEARD:
        return
    turn = f"never:{notice.id}"
    hand_to_next(scene, ping, turn)
    tell(scene, ping, Kind.PING_NOT_REACHED, [ping.asker], turn)


def _manager(scene: Scene, ping: Ping, key: str) -> str:
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    tell(scene, ping, Kind.PING_MANAGER, managers, key)
    return "manager" if managers else "nobody"


def _answer_due(scene: Scene, ping: Ping, key: str) -> str:
    """The time for an answer is over: the asker is told plainly, with the number to call."""
    scene.note(Verb.PING_OVERDUE, (ping.ref,))
    tell(scene, ping, Kind.PING_NOBODY, [ping.asker], key)
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    tell(scene, ping, Kind.PING_MANAGER, managers, key, Urgency.ROUTINE)
    return "told"


def _last_call(scene: Scene, ping: Ping, key: str) -> str:
    items = answerers(scene, ping)
    tell_items(scene, ping, Kind.PING_LAST_CALL, items, key)
    return "asked_again" if items else "nobody"


def _over(scene: Scene, ping: Ping, key: str) -> str:
    """The hearing has begun: it closes by itself, and whoever asked is asked what happened."""
    if PingState(ping.state) is not PingState.HELD:
        ping.state, ping.closed_at = PingState.CLOSED.value, scene.moment
        ping.version += 1
        scene.vault.rows.sign_row(ping)
        settled(scene, ping)
    if Side(ping.side) is not Side.COUNSEL:  # counsel was told a date, and nothing was asked
        tell(scene, ping, Kind.PING_AFTER, [ping.asker], key)
    return "closed"


def _hold_reminder(scene: Scene, ping: Ping, key: str) -> str:
    tell(scene, ping, Kind.HOLD_ENDS, both_sides(scene, ping), key)
    return "reminded"


def _hold_over(scene: Scene, ping: Ping, key: str) -> str:
    tell(scene, ping, Kind.HOLD_OVER, both_sides(scene, ping), key)
    return "told"


def both_sides(scene: Scene, ping: Ping) -> list[SlackUserId]:
    """Whoever asked, the participant's case managers, and who of the office can still open it."""
    circle = circle_of(scene.work, scene.vault.rows, ping.participant)
    team = sorted(user for user, role in circle.team if role is Role.CASE_MANAGER) if circle else []
    return [ping.asker, *team, *(item.recipient for item in answerers(scene, ping))]


_STEPS: Mapping[Step, Callable[[Scene, Ping, str], str]] = {
    Step.PING_AGAIN: _again,
    Step.PING_BACKUP: _backup,
    Step.PING_MANAGER: _manager,
    Step.PING_ANSWER_DUE: _answer_due,
    Step.PING_LAST_CALL: _last_call,
    Step.PING_OVER: _over,
    Step.PING_HOLD_REMINDER: _hold_reminder,
    Step.PING_HOLD_OVER: _hold_over,
}


def _plan(scene: Scene, ping: Ping, at: Mapping[Step, datetime], more: str = "") -> None:
    plan(
        scene.work,
        [
            Planned(step, ping.ref, moment, f"{step.value}:{ping.ref}:{ping.version}:{more}")
            for step, moment in at.items()
        ],
    )
