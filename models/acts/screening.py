"""Decisions on a referral: ask for more, waitlist, send outreach, decline, close; by whom the table names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.acts.chain import first_seats, plan_chain, settled
from models.acts.intake import intake_done
from models.acts.paging import cards, project_managers
from models.audit import Verb
from models.deadlines import days_before, next_working_day
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, find_actor
from models.referral import OVER, URGENT, Door, Referral, State, locked
from models.scene import Scene
from models.schema import ReferralRef
from models.states import MOVES, Move, Reason

_MORNING = time(9)
_REVIEW_CLOCKS = (Step.SCREENING_DUE, Step.WAITLIST_REVIEW, Step.OUTREACH_DUE)


@dataclass(frozen=True)
class Decision:
    """What somebody decided, and why where the move asks for a reason."""

    move: Move
    reason: Reason | None = None


def decide(scene: Scene, ref: ReferralRef, decision: Decision, *, seen: int | None = None) -> Referral:
    """Move it, start the clock of the new state, tell those who may know.

    `seen`: the version the decider had on the screen.

    Raises:
        NotAllowed: not their move, or a reason the move does not carry (or that is missing).
        AlreadyChanged: somebody else decided meanwhile; nothing was overwritten.
        NobodyOnCall: outreach was to be sent and nobody can be.
        NotOnRoster, UnknownReference: as they say.
    """
    actor = find_actor(scene.work, scene.vault.rows, scene.user, scene.rules.today(scene.moment))
    referral = locked(scene.work, ref)
    if not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    _require(actor, referral, decision)
    _require_reason_to_skip(scene, referral, decision)
    rule = MOVES[decision.move]
    if rule.to is State.DISPATCHED:
        send_outreach(scene, referral)
        referral.reason = decision.reason.value if decision.reason else ""
    else:
        referral.decide(rule.to, scene.moment, decision.reason.value if decision.reason else "")
        change_clocks(scene, referral)
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    code = f"{decision.move.value}:{decision.reason.value}" if decision.reason else decision.move.value
    scene.note(Verb.REFERRAL_DECIDED, (referral.ref,), code)
    _tell_referrer(scene, referral, decision)
    return referral


def ranked(scene: Scene, region: str = "") -> list[Referral]:
    """The waitlist in its one order: priority, then age. Never reordered silently."""
    query = select(Referral).where(Referral.state == State.WAITLISTED.value, Referral.closed_at.is_(None))
    if region:
        query = query.where(Referral.region == region)
    order = (Referral.priority, Referral.submitted_at, Referral.ref)
    return list(scene.work.session.scalars(query.order_by(*order)))


def _require(actor: Actor, referral: Referral, decision: Decision) -> None:
    rule = MOVES[decision.move]
    theirs = rule.by_referrer and (referral.referrer, referral.referrer_agency) == (actor.user, actor.agency)
    skips = decision.move is Move.SEND_OUTREACH and decision.reason is Reason.ANOTHER_FIRST
    fits = skips or (decision.reason in rule.reasons if rule.reasons else decision.reason is None)
    if not (theirs or actor.holds(*rule.roles)) or not fits:
        raise NotAllowed


def _require_reason_to_skip(scene: Scene, referral: Referral, decision: Decision) -> None:
    """Whoever is taken off the waitlist out of turn is taken so for a reason that is written down."""
    if decision.move is not Move.SEND_OUTREACH or referral.state != State.WAITLISTED:
        return
    first = next(iter(ranked(scene, referral.region)), None)
    if first is not None and first.ref != referral.ref and decision.reason is None:
        raise NotAllowed


def change_clocks(scene: Scene, referral: Referral) -> None:
    """The clocks of the former state end, that of the new one begins."""
    call_off(scene.work, referral.ref, _REVIEW_CLOCKS, scene.moment)
    state = State(referral.state)
    if state in OVER:
        settled(scene, referral)
    if state in OVER | {State.INTAKE_DONE}:
        intake_done(scene, referral)
    plan_review(scene, referral)


def plan_review(scene: Scene, referral: Referral) -> None:
    """The next moment at which somebody is asked about a referral that waits."""
    zone = scene.rules.zone_of(referral.region)
    when: tuple[Step, datetime] | None = None
    match State(referral.state):
        case State.SUBMITTED | State.NEEDS_INFO:
            when = (Step.SCREENING_DUE, next_working_day(scene.moment, time(17), zone))
        case State.WAITLISTED:
            days = scene.rules.clocks.waitlist_review_days
            when = (Step.WAITLIST_REVIEW, days_before(scene.moment + timedelta(days=days), 0, _MORNING, zone))
        case State.DISPATCHED | State.NOT_MET if Door(referral.door) not in URGENT:
            hours = timedelta(hours=scene.rules.clocks.outreach_hours)
            when = (Step.OUTREACH_DUE, scene.moment + hours)
        case _:
            return
    step, at = when
    key = f"{step.value}:{referral.ref}:{referral.version}:{at.date()}"
    plan(scene.work, [Planned(step, referral.ref, at, key)])


def take_step(scene: Scene, step: DueStep) -> str:
    """A review falls due: its owner is asked, and the next review is planned. Nobody expires by a clock."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral) or referral.closed_at is not None:
        return "settled"
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                Kind.REVIEW_DUE,
                one,
                f"{step.key}:{one}"[:160],
                subject=referral.ref,
                urgency=Urgency.ROUTINE,
            )
            for one in managers
        ],
    )
    plan_review(scene, referral)
    return "asked" if managers else "nobody"


def send_outreach(scene: Scene, referral: Referral) -> None:
    """Dispatch it (locked by the caller, who signs it): the first on call gets a card.

    Raises:
        AlreadyChanged: it was dispatched before, or is over.
        NobodyOnCall: there is nobody to send.
        Unsafe: what was sealed cannot be handed on.
    """
    referral.dispatch(scene.moment)
    change_clocks(scene, referral)
    seats = first_seats(scene, referral.region)
    if not seats:
        raise NobodyOnCall
    handles = scene.vault.sealer.share(scene.work, referral, seats, scene.moment)
    digest = scene.note(Verb.NOTICE_POSTED, (referral.ref,), "outreach")
    post(scene.work, scene.moment, cards(referral, handles, Kind.CARD_TODAY, scene.audit.receipt(digest)))
    plan_chain(scene, referral)


# What a referrer may hear before a meeting. After one, and after every end whose cause lies with the person,
# they hear the one fixed line on its own rhythm and nothing else.
_HEARD = {
    State.NEEDS_INFO: Kind.NEEDS_INFO,
    State.WAITLISTED: Kind.WAITING,
    State.DISPATCHED: Kind.ON_THE_WAY,
}
_SAID_WHY = {Reason.CAPACITY: Kind.NO_ROOM, Reason.OUTSIDE_AREA: Kind.OUTSIDE_AREA}


def _tell_referrer(scene: Scene, referral: Referral, decision: Decision) -> None:
    state = State(referral.state)
    kind = _HEARD.get(state)
    if state is State.DECLINED and decision.reason in _SAID_WHY:
        kind = _SAID_WHY[decision.reason]
    if kind is None or (referral.door == Door.COMMUNITY and state is not State.DECLINED):
        return
    key = f"{kind.value}:{referral.ref}:{referral.version}"
    post(scene.work, scene.moment, [NewNotice(kind, referral.referrer, key, subject=referral.ref)])
