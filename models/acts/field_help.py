"""Field help: what a call for help became, in the officer's own words."""

from __future__ import annotations

from enum import StrEnum

from models.acts.chain import settled
from models.acts.fallback import own_referral
from models.acts.hearing import tell_holders
from models.acts.paging import project_managers
from models.acts.review import plan_review
from models.audit import Verb
from models.errors import AlreadyChanged
from models.notice import Kind, NewNotice, Urgency, post
from models.referral import OVER, Door, Referral, State, locked
from models.scene import Scene
from models.schema import Handle


class Became(StrEnum):
    """What an officer says of it afterwards."""

    ARREST_DIVERSION = "arrest_diversion"
    SOCIAL_CONTACT = "social_contact"
    NEITHER = "neither"


def may_say(door: Door, first_door: str, state: State) -> bool:
    """Whether its referrer may still say what it became: once, while it is open."""
    return door is Door.FIELD_HELP and not first_door and state not in OVER


def became(scene: Scene, handle: Handle, what: Became) -> Referral:
    """The officer says what it became. Neither closes it, unless the person was met: then people decide.

    After a meeting it is the person's and the team's, and no word of an officer ends it; the officer reads
    the same either way.

    Raises:
        NotAvailable: not the referrer's own item, or theirs no longer.
        NotOnRoster: no seat now.
        AlreadyChanged: it was said before, or it is over.
    """
    referral = locked(scene.work, own_referral(scene, handle).ref)
    if not may_say(Door(referral.door), referral.first_door, State(referral.state)):
        raise AlreadyChanged(referral.state)
    referral.first_door = referral.door
    referral.version += 1
    if what is Became.NEITHER and referral.met_at is None:
        referral.decide(State.WITHDRAWN, scene.moment, "referrer_withdrew")
    elif what is not Became.NEITHER:
        _through(referral, Door(what.value))
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()  # whoever is told below is judged by the row as it stands now
    scene.note(Verb.REFERRAL_CHANGED, (referral.ref,), what.value)
    _see_to_it(scene, referral, what)
    return referral


def _through(referral: Referral, door: Door) -> None:
    """From now on it is one of that door; whoever is asked to come is asked still."""
    referral.door = door.value
    if door is Door.ARREST_DIVERSION:
        referral.filing_ends_at = referral.intake_ends_at


def _see_to_it(scene: Scene, referral: Referral, what: Became) -> None:
    """What follows: clocks, and whoever has a part in it."""
    if referral.closed_at is not None:
        settled(scene, referral)
        return
    if what is not Became.NEITHER:
        if what is Became.SOCIAL_CONTACT and referral.state == State.NOT_MET:
            plan_review(scene, referral)
        tell_holders(scene, referral, Kind.CARD_CHANGED)
        return
    kind = Kind.REVIEW_DUE
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    told = [
        NewNotice(kind, one, f"neither:{referral.ref}:{one}", subject=referral.ref, urgency=Urgency.ROUTINE)
        for one in managers
    ]
    post(scene.work, scene.moment, told)
