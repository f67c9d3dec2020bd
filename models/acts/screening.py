"""Decisions on a referral: ask for more, waitlist, send outreach, decline, close; by whom the table names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select

from models.acts.capacity import caseloads
from models.acts.chain import first_seats, plan_chain, settled
from models.acts.closed_loop import follow
from models.acts.intake import intake_done
from models.acts.paging import cards, project_managers
from models.audit import Verb
from models.deadlines import days_before, next_working_day
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed, OutOfTurn
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Role, active_with, find_actor
from models.referral import OVER, Door, Referral, State, locked
from models.scene import Scene
from models.schema import ReferralRef
from models.states import MOVES, Move, Reason

_MORNING = time(9)
_REVIEW_CLOCKS = (Step.SCREENING_DUE, Step.WAITLIST_REVIEW, Step.OUTREACH_DUE)


_PROPOSED = 3
_LOWEST = 9


class WhyFirst(StrEnum):
    """Why somebody is taken off the waitlist before those who stand above them."""

    REACHABLE_NOW = "reachable_now"
    NEAR_A_TEAM = "near_a_team"
    FITS_THE_PLACE = "fits_the_place"
    GROUP_DECIDED = "group_decided"


class Service(StrEnum):
    """Where to go when other services fit better."""

    SHELTER = "shelter"
    FOOD = "food"
    HEALTH_CARE = "health_care"
    INCOME = "income"
    LEGAL_AID = "legal_aid"
    PAPERS = "papers"
    FAMILY = "family"
    ANOTHER_PROGRAM = "another_program"


@dataclass(frozen=True)
class Decision:
    """What somebody decided, and why where the move asks for a reason.

    `note`: why first, or which services, as codes; kept in the audit log.
    `priority`: with WAITLIST, another place in its order than the door's own; 1 (first) to 9.
    """

    move: Move
    reason: Reason | None = None
    note: tuple[WhyFirst | Service, ...] = ()
    priority: int | None = None


def decide(scene: Scene, ref: ReferralRef, decision: Decision, *, seen: int | None = None) -> Referral:
    """Move it, start the clock of the new state, tell those who may know.

    `seen`: the version the decider had on the screen.

    Raises:
        NotAllowed: not their move or not theirs to move, or a reason the move does not carry (or lacks).
        OutOfTurn: others stand before it on the waitlist, and no reason says why this one.
        AlreadyChanged: somebody else decided meanwhile; nothing was overwritten.
        NobodyOnCall: outreach was to be sent and nobody can be.
        NotOnRoster, UnknownReference, Unsafe: as they say.
    """
    actor = find_actor(scene.work, scene.vault.rows, scene.user, scene.rules.today(scene.moment))
    referral = locked(scene.work, ref)
    if not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    _require(actor, referral, decision)
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    _require_reason_to_skip(scene, referral, decision)
    _move(scene, referral, decision)
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    scene.note(Verb.REFERRAL_DECIDED, (referral.ref,), _code(decision))
    _tell_referrer(scene, referral, decision)
    if referral.case_manager is not None and referral.state in OVER:
        propose_next(scene)
    return referral


def _move(scene: Scene, referral: Referral, decision: Decision) -> None:
    rule, reason = MOVES[decision.move], decision.reason.value if decision.reason else ""
    if rule.to is State.DISPATCHED:
        send_outreach(scene, referral)
        referral.reason = reason
        return
    referral.decide(rule.to, scene.moment, reason)
    if decision.priority is not None:
        referral.priority = decision.priority
    change_clocks(scene, referral)


def _code(decision: Decision) -> str:
    """The decision as the audit log keeps it: `send_outreach:another_first:reachable_now`."""
    note = ".".join(sorted(decision.note))
    return ":".join(part for part in (decision.move.value, decision.reason or "", note) if part)


def ranked(scene: Scene, region: str = "") -> list[Referral]:
    """The waitlist in its one order: priority, then age. Never reordered silently."""
    query = select(Referral).where(Referral.state == State.WAITLISTED.value, Referral.closed_at.is_(None))
    if region:
        query = query.where(Referral.region == region)
    order = (Referral.priority, Referral.submitted_at, Referral.ref)
    return list(scene.work.session.scalars(query.order_by(*order)))


def propose_next(scene: Scene, regions: Collection[str] = ()) -> None:
    """A place is free: the first three of each region's waitlist are put to its project managers.

    `regions`: which; without any, all of the site's, because whoever has room may serve several.

    Nothing is moved: somebody decides. The same three are proposed once a day at the most.
    """
    today = scene.rules.today(scene.moment)
    loads = caseloads(scene.work, scene.vault.rows, scene.rules, scene.moment)
    room = {load.member for load in loads if load.counted < scene.rules.capacity.ceiling}
    active = active_with(scene.work, scene.vault.rows, Role.CASE_MANAGER, today)
    free = [one for one in active if one.user in room]
    managers = active_with(scene.work, scene.vault.rows, Role.PROJECT_MANAGER, today)
    for region in regions or [one.code for one in scene.rules.regions]:
        first = [one.ref for one in ranked(scene, region)[:_PROPOSED]]
        if not first or not any(one.serves(region) for one in free):
            continue
        refs = " ".join(first)
        post(
            scene.work,
            scene.moment,
            [
                NewNotice(
                    Kind.PLACE_FREE,
                    one.user,
                    f"{Kind.PLACE_FREE.value}:{today}:{region}:{refs}:{one.user}",
                    target=refs,
                    urgency=Urgency.ROUTINE,
                )
                for one in managers
                if one.serves(region)
            ],
        )


def ask_to_follow_up(scene: Scene, referral: Referral) -> None:
    """The referrer was not sure whether it fits and sent it anyway: project managers look at it with them."""
    kind = Kind.NOT_SURE
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                one,
                f"{kind.value}:{referral.ref}:{one}",
                subject=referral.ref,
                urgency=Urgency.ROUTINE,
            )
            for one in project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
        ],
    )


def may_decide(actor: Actor, referral: Referral, move: Move) -> bool:
    """Whether the move is theirs, whatever state it is in: by role, region, and whose case it is."""
    if not actor.holds(*MOVES[move].roles) or not actor.serves(referral.region):
        return False
    if actor.holds(*(MOVES[move].roles - {Role.CASE_MANAGER})):
        return True
    return referral.case_manager in {None, actor.user} and referral.dispatched_at is not None


def _require(actor: Actor, referral: Referral, decision: Decision) -> None:
    rule = MOVES[decision.move]
    theirs = rule.by_referrer and (referral.referrer, referral.referrer_agency) == (actor.user, actor.agency)
    if not (theirs or may_decide(actor, referral, decision.move)):
        raise NotAllowed
    skips = decision.move is Move.SEND_OUTREACH and decision.reason is Reason.ANOTHER_FIRST
    fits = skips or (decision.reason in rule.reasons if rule.reasons else decision.reason is None)
    ranked_so = decision.priority is None or (
        decision.move is Move.WAITLIST and 1 <= decision.priority <= _LOWEST
    )
    if not (fits and ranked_so and _note_fits(decision)):
        raise NotAllowed


def _note_fits(decision: Decision) -> bool:
    """Services go with other services, and why this one first goes with a skip, where it must stand."""
    if decision.reason is Reason.ANOTHER_FIRST:
        return bool(decision.note) and all(isinstance(one, WhyFirst) for one in decision.note)
    if decision.move is Move.OTHER_SERVICES:
        return bool(decision.note) and all(isinstance(one, Service) for one in decision.note)
    return not decision.note


def _require_reason_to_skip(scene: Scene, referral: Referral, decision: Decision) -> None:
    """Whoever is taken off the waitlist out of turn is taken so for a reason that is written down."""
    if decision.move is not Move.SEND_OUTREACH or referral.state != State.WAITLISTED:
        return
    first = next(iter(ranked(scene, referral.region)), None)
    if first is not None and first.ref != referral.ref and decision.reason is None:
        raise OutOfTurn


def change_clocks(scene: Scene, referral: Referral) -> None:
    """The clocks of the former state end, that of the new one begins."""
    call_off(scene.work, referral.ref, _REVIEW_CLOCKS, scene.moment)
    state = State(referral.state)
    if state in OVER:
        settled(scene, referral)
    if state in OVER | {State.INTAKE_DONE}:
        intake_done(scene, referral)
    follow(scene, referral)
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
        case State.DISPATCHED | State.NOT_MET:
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
    if referral.state == State.WAITLISTED:
        propose_next(scene, [referral.region])
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
