"""The filing hold: what the prosecutor's office may see and move of it, under a release that names it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from models.acts.closed_loop import circles_of, names
from models.audit import Verb
from models.classes import RELEASABLE, Basis, Category
from models.consent import Consent
from models.deadlines import local_moment
from models.disclosure import Disclosure
from models.errors import AlreadyChanged, NotAllowed, UnknownReference
from models.participant import Participant
from models.people import Actor, Role
from models.referral import Referral, locked
from models.scene import Scene, the_actor
from models.schema import ReferralRef

_ROLE = Role.LIAISON_PROSECUTOR
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Held:
    """One held charge, by reference. `until`: an aware moment; `complete`: the assessment is."""

    ref: ReferralRef
    until: datetime
    complete: bool
    version: int


def held_charges(scene: Scene) -> list[Held]:
    """What is held and may be named to this prosecutor today, the next to end first.

    Raises:
        NotAllowed: not a liaison prosecutor.
        NotOnRoster: no seat now.
    """
    actor = _prosecutor(scene)
    query = (
        select(Referral)
        .join(Participant, Participant.referral == Referral.ref)
        .join(Consent, Consent.participant == Participant.ref)
        .where(
            Consent.agency == actor.agency,
            Consent.role == _ROLE.value,
            Consent.revoked_at.is_(None),
            Participant.closed_at.is_(None),
            Referral.filing_ends_at.is_not(None),
        )
        .distinct()
    )
    found = [_held(row) for row in scene.work.session.scalars(query) if _may_know(scene, actor, row)]
    return sorted(found, key=lambda held: (held.until, held.ref))


def show_holds(scene: Scene) -> list[Held]:
    """As `held_charges`, for a screen: written into the log, and into the account of whoever it is about.

    The caller commits before anything is shown.

    Raises:
        NotAllowed, NotOnRoster: not a liaison prosecutor.
    """
    actor = _prosecutor(scene)
    held = held_charges(scene)
    lines = [line for one in held for line in _account(scene, actor, one.ref)]
    if lines:
        scene.work.insert(Disclosure, lines)
    scene.note(Verb.OPEN_GRANTED, tuple(one.ref for one in held), "holds")
    return held


def extend_filing(scene: Scene, ref: ReferralRef, until: date, *, seen: int | None = None) -> Held:
    """Hold filing to the end of a later local day; the intake's own clock is not theirs to move.

    `seen`: the version the prosecutor had on the screen.

    Raises:
        UnknownReference: no such reference, or no release that runs today names the office: not told apart.
        AlreadyChanged: it is held as long already, or somebody changed it meanwhile.
        NotAllowed, NotOnRoster: not a liaison prosecutor.
    """
    actor = _prosecutor(scene)
    if scene.work.session.get(Referral, ref) is None:
        raise UnknownReference
    referral = locked(scene.work, ref)
    if not _may_know(scene, actor, referral):
        raise UnknownReference
    ends = local_moment(until, _LAST_SECOND, scene.rules.zone_of())
    stale = seen is not None and referral.version != seen
    if stale or referral.filing_ends_at is None or ends <= referral.filing_ends_at:
        raise AlreadyChanged(referral.state)
    referral.filing_ends_at = ends
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.note(Verb.INTAKE_EXTENDED, (ref,), "filing")
    return _held(referral)


def _prosecutor(scene: Scene) -> Actor:
    actor = the_actor(scene)
    if not actor.holds(_ROLE):
        raise NotAllowed
    return actor


def _may_know(scene: Scene, actor: Actor, referral: Referral) -> bool:
    if referral.filing_ends_at is None or not scene.vault.rows.row_holds(referral):
        return False
    today = scene.rules.today(scene.moment)
    circles = circles_of(scene.work, scene.vault.rows, referral.ref)
    return any(names(circle, actor, _ROLE, today) for circle in circles)


def _account(scene: Scene, actor: Actor, ref: ReferralRef) -> Iterator[dict[str, object]]:
    """A line for each participant whose release lets this be told, with the release it stands on."""
    today = scene.rules.today(scene.moment)
    for circle in circles_of(scene.work, scene.vault.rows, ref):
        covering = (
            (consent, purpose)
            for consent in circle.consents
            for purpose in RELEASABLE
            if consent.covers(actor, _ROLE, Category.ENGAGEMENT, purpose, today)
        )
        for consent, purpose in itertools.islice(covering, 1):
            yield {
                "about": circle.ref,
                "item": ref,
                "reader": actor.user,
                "agency": actor.agency,
                "role": _ROLE.value,
                "categories": Category.ENGAGEMENT.value,
                "purpose": purpose.value,
                "basis": Basis.CONSENT.value,
                "authority": consent.id,
                "at": scene.moment,
            }


def _held(referral: Referral) -> Held:
    assert referral.filing_ends_at is not None  # noqa: S101 - asked for by every caller
    return Held(referral.ref, referral.filing_ends_at, referral.intake_done_at is not None, referral.version)
