"""Approval of LEAD intake, by door: it stands beside outreach and gates enrolment only."""

from __future__ import annotations

from models.audit import Verb
from models.errors import AlreadyChanged, NotAllowed, NotApproved
from models.participant import Participant
from models.people import Actor
from models.referral import OVER, Door, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import ReferralRef
from models.site import SiteRules

_NOT = "not:"  # before the one who did not approve; a later approval replaces it


def asks_approval(rules: SiteRules, referral: Referral) -> bool:
    """Whether the site has somebody approve what comes through this door."""
    return rules.door(Door(referral.door)).approver != "automatic"


def is_approved(rules: SiteRules, referral: Referral) -> bool:
    """Whether nothing stands in the way of enrolment."""
    return not asks_approval(rules, referral) or referral.approved_at is not None


def approvers_of(referral: Referral) -> tuple[str, ...]:
    """Who has approved so far."""
    return (
        () if was_not_approved(referral) else tuple(user for user in referral.approved_by.split(";") if user)
    )


def was_not_approved(referral: Referral) -> bool:
    """Whether an approver said no, for now."""
    return referral.approved_by.startswith(_NOT)


def may_approve(rules: SiteRules, actor: Actor, referral: Referral) -> bool:
    """Whether this person's word is asked and has not been given."""
    approver = rules.door(Door(referral.door)).approver
    if approver == "automatic" or not actor.holds(approver) or not actor.serves(referral.region):
        return False
    waits = referral.state not in OVER | {State.NEEDS_INFO} and referral.approved_at is None
    return waits and actor.user not in approvers_of(referral)


def approve(scene: Scene, ref: ReferralRef, *, yes: bool, seen: int | None = None) -> Referral:
    """Approve, or not; where the door asks for two approvals they are two different people's.

    `seen`: the version on the approver's screen.

    Raises:
        NotAllowed: not the door's approver, or nothing waits for their word.
        AlreadyChanged: somebody else changed it meanwhile; nothing was overwritten.
        NotOnRoster, UnknownReference: as they say.
    """
    actor = the_actor(scene)
    referral = locked(scene.work, ref)
    if not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    if not may_approve(scene.rules, actor, referral):
        raise NotAllowed
    if yes:
        stand = (*approvers_of(referral), actor.user)
        referral.approved_by = ";".join(stand)
        if len(stand) >= scene.rules.door(Door(referral.door)).approvals:
            referral.approved_at = scene.moment
    else:
        referral.approved_by = f"{_NOT}{actor.user}"
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.note(Verb.REFERRAL_APPROVED, (referral.ref,), "approved" if yes else "not_approved")
    return referral


def require_approved(scene: Scene, participant: Participant) -> None:
    """Refuse enrolment of somebody whose referral's door asks for an approval that has not been given.

    Raises:
        NotApproved: it has not, or the referral's row does not hold.
    """
    if participant.referral is None:
        return
    referral = scene.work.session.get(Referral, participant.referral, populate_existing=True)
    holds = referral is not None and scene.vault.rows.row_holds(referral)
    if referral is None or not holds or not is_approved(scene.rules, referral):
        raise NotApproved
