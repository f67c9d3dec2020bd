"""A member is gone: access ends, what they had open goes on with others, and people are told by reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from models.access import Basis
from models.acts.hand_on import Scene, hand_on
from models.acts.paging import project_managers
from models.acts.suspend import suspend
from models.audit import AuditTrail, Verb, audit_events
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import Member, hold_seat
from models.referral import Referral, State
from models.schema import ReferralRef, SlackUserId, rfc3339
from models.site import SiteRules
from models.vault import Vault

OPENED_WITHIN = timedelta(days=90)
_OPEN = (State.SUBMITTED.value, State.DISPATCHED.value)


@dataclass(frozen=True)
class Departure:
    """What was taken back (a count of sealed items), and which referrals they had a part in, still open."""

    taken_back: int
    still_open: tuple[ReferralRef, ...]


def depart(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    rules: SiteRules,
    user: SlackUserId,
    moment: datetime,
    by: str,
) -> Departure:
    """Suspend, hand on what was open, tell who must know. Twice changes nothing more.

    Raises:
        NotOnRoster: there is no such seat.
    """
    hold_seat(work, user)
    open_ones = _open_ones(work, user)
    taken_back = suspend(work, vault, audit, user, moment, by)
    scene = Scene(work, vault, audit, rules, user, moment, by)
    _settle_theirs(scene)
    for referral in open_ones:
        hand_on(scene, referral)
    _tell_managers(scene, [referral.ref for referral in open_ones])
    return Departure(taken_back, tuple(referral.ref for referral in open_ones))


def opened_lately(work: UnitOfWork, user: SlackUserId, moment: datetime) -> tuple[ReferralRef, ...]:
    """The references of what somebody opened in the last 90 days, in their order, from the audit log."""
    columns = audit_events.c
    query = select(columns.objects).where(
        columns.verb == Verb.OPEN_GRANTED.value,
        columns.actor == user,
        columns.at >= rfc3339(moment - OPENED_WITHIN),
    )
    return tuple(sorted({ReferralRef(objects) for objects in work.session.scalars(query)}))


def _open_ones(work: UnitOfWork, user: SlackUserId) -> Sequence[Referral]:
    """Open referrals they made, have in hand, or were handed while nobody has them in hand; locked."""
    handed = select(SealedItem.subject).where(
        SealedItem.recipient == user,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    theirs: ColumnElement[bool] = or_(
        Referral.referrer == user,
        Referral.acknowledged_by == user,
        Referral.responder == user,
        and_(Referral.acknowledged_at.is_(None), Referral.ref.in_(handed)),
    )
    query = select(Referral).where(Referral.state.in_(_OPEN), theirs).order_by(Referral.ref)
    return work.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _settle_theirs(scene: Scene) -> None:
    """What waits to be told to them is told to nobody; views still go blank."""
    theirs = (
        Notice.recipient == scene.user,
        Notice.settled_at.is_(None),
        Notice.kind != Kind.BLANK_VIEW.value,
    )
    done = scene.work.session.execute(
        update(Notice).where(*theirs).values(settled_at=scene.moment, outcome="never:departed"),
        execution_options={"synchronize_session": False},
    )
    count = int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
    if count:
        scene.audit.append(
            scene.work,
            moment=scene.moment,
            actor=scene.by,
            verb=Verb.NOTICE_NEVER,
            objects=(scene.user,),
            decision=f"departed:{count}",
        )


def _tell_managers(scene: Scene, refs: Sequence[ReferralRef]) -> None:
    member = scene.work.session.get(Member, scene.user)
    if member is None:
        raise NotOnRoster
    kind = Kind.OPEN_WORK
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                manager,
                f"{kind.value}:{ref}:{scene.user}:{member.version}:{manager}",
                subject=ref,
                urgency=Urgency.ROUTINE,
            )
            for manager in project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
            for ref in refs
        ],
    )
