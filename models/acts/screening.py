"""Decisions on a referral: ask for more, waitlist, send outreach, decline, close; by whom the table names."""

from __future__ import annotations

from models.acts.chain import first_seats, plan_chain
from models.acts.decision import Decision, require
from models.acts.paging import cards, project_managers
from models.acts.review import change_clocks
from models.acts.waitlist import propose_next, require_reason_to_skip
from models.audit import Verb
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed
from models.notice import Kind, NewNotice, Urgency, post
from models.referral import OVER, Door, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import ReferralRef
from models.states import MOVES, Reason


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
    actor = the_actor(scene)
    referral = locked(scene.work, ref)
    if not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    require(actor, referral, decision)
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    require_reason_to_skip(scene, referral, decision)
    _move(scene, referral, decision)
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    scene.note(Verb.REFERRAL_DECIDED, (referral.ref,), decision.code())
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
