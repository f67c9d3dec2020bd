"""What an officer chooses while they wait for a responder, by their own item."""

from __future__ import annotations

from enum import StrEnum

from models.acts.chain import OFFICERS, settled
from models.acts.hearing import tell_holders
from models.audit import Verb
from models.classes import Basis
from models.due import call_off
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.referral import URGENT, Door, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import Handle, ReferralRef
from models.states import STANDING, Reason


class Fallback(StrEnum):
    """What an officer may choose while they wait; none of it is held against anybody."""

    STATION = "station"
    CENTER = "center"
    DEFERRED = "deferred"
    STOP = "stop"


def own_referral(scene: Scene, handle: Handle) -> Referral:
    """What somebody wrote themselves, by their own item; whoever changed agency has left it there.

    Raises:
        NotAvailable: not the referrer's own item, or theirs no longer.
        NotOnRoster: no seat now.
    """
    item = scene.work.session.get(SealedItem, handle)
    actor = the_actor(scene)
    mine = item is not None and item.recipient == actor.user and item.basis == Basis.OWN.value
    if item is None or not mine or item.withdrawn_at is not None:
        raise NotAvailable
    referral = scene.work.session.get_one(Referral, ReferralRef(item.subject))
    author = (referral.referrer, referral.referrer_agency)
    if author != (actor.user, actor.agency) or not scene.vault.rows.row_holds(referral):
        raise NotAvailable
    return referral


def choose_fallback(scene: Scene, handle: Handle, choice: Fallback) -> Referral:
    """The referrer chooses; whoever has it in hand is told to look again. `STOP` withdraws the referral.

    Raises:
        NotAvailable: not the referrer's own item, or nobody stands and waits with them.
        NotOnRoster: no seat now.
        AlreadyChanged: it is settled.
    """
    referral = locked(scene.work, own_referral(scene, handle).ref)
    if Door(referral.door) not in URGENT:
        raise NotAvailable
    if referral.state != State.DISPATCHED:
        raise AlreadyChanged(referral.state)
    if referral.fallback == choice.value:
        return referral  # tapped twice: it stands as chosen, and nobody is told anew
    referral.fallback = choice.value
    referral.version += 1
    if choice is Fallback.STOP:
        referral.decide(State.WITHDRAWN, scene.moment, Reason.REFERRER_WITHDREW.value)
        call_off(scene.work, referral.ref, STANDING[State.DISPATCHED].clocks, scene.moment)
        settled(scene, referral)
    if choice is Fallback.DEFERRED:
        call_off(scene.work, referral.ref, OFFICERS, scene.moment)  # nobody stands and waits any more
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    verb = Verb.REFERRAL_WITHDRAWN if choice is Fallback.STOP else Verb.REFERRAL_CHANGED
    scene.note(verb, (referral.ref,), choice.value)
    if choice is not Fallback.STOP:
        tell_holders(scene, referral, Kind.CARD_CHANGED)
    return referral
