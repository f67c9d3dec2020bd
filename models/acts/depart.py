"""A member is gone: access ends, what they had open goes on with others, and people are told by reference."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from models.acts import conference_keep
from models.acts.action_hands import owner_gone
from models.acts.hand_on import hand_on
from models.acts.issue_dates import owner_left
from models.acts.paging import project_managers
from models.acts.situation_reviews import hand_over as hand_over_situations
from models.acts.suspend import blank_open_views, suspend
from models.acts.vacancy import tell_access_ended, tell_empty_seats
from models.audit import AuditTrail, Verb, audit_events
from models.classes import Basis
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import Member, Role, hold_seat
from models.referral import Referral, State
from models.scene import Scene
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
    left_on: date | None = None,
) -> Departure:
    """Suspend, hand on what was open, tell who must know. Twice changes nothing more.

    `left_on`: the last day of the seat, for somebody who does not come back.

    Raises:
        NotOnRoster: there is no such seat.
    """
    hold_seat(work, user)
    open_ones = _open_ones(work, user)
    held = _held(work, rules, user, moment)
    taken_back = suspend(work, vault, audit, user, moment, by, left_on)
    scene = Scene(work, vault, audit, rules, SlackUserId(by), moment)
    conference_keep.left(scene, user)
    _settle_theirs(scene, user)
    hand_over_situations(scene, user)
    owner_left(scene, user)
    _hand_all_on(scene, user, open_ones)
    owner_gone(scene, user)
    tell_access_ended(scene, user, Kind.ACCESS_ENDED)
    tell_empty_seats(scene, user, *held)
    return Departure(taken_back, tuple(referral.ref for referral in open_ones))


def give_back(scene: Scene, user: SlackUserId, roles: Collection[Role]) -> Departure:
    """Take back what somebody was handed in roles that they hold no longer, and hand on what was open."""
    handed = select(SealedItem.subject).where(
        SealedItem.recipient == user,
        SealedItem.role.in_(sorted(role.value for role in roles)),
        SealedItem.withdrawn_at.is_(None),
    )
    subjects = set(scene.work.session.scalars(handed))
    open_ones = [
        referral
        for referral in _open_ones(scene.work, user)
        if referral.ref in subjects and referral.referrer != user
    ]
    handles = scene.vault.revoker.withdraw_from(
        scene.work, user, by=scene.user, moment=scene.moment, roles={role.value for role in roles}
    )
    conference_keep.left(scene, user, roles)
    blank_open_views(scene.work, user, scene.moment)
    _hand_all_on(scene, user, open_ones)
    return Departure(len(handles), tuple(referral.ref for referral in open_ones))


def set_aside(scene: Scene, user: SlackUserId) -> Departure:
    """Hand on what somebody has open who is away. What they were handed is theirs again afterwards."""
    open_ones = _open_ones(scene.work, user)
    blank_open_views(scene.work, user, scene.moment)
    _hand_all_on(scene, user, open_ones)
    return Departure(0, tuple(referral.ref for referral in open_ones))


def _held(
    work: UnitOfWork, rules: SiteRules, user: SlackUserId, moment: datetime
) -> tuple[str, frozenset[Role]]:
    """Agency and roles of a seat that stands until now; no roles where it does not."""
    member = work.session.get(Member, user, populate_existing=True)
    if member is None:
        raise NotOnRoster
    today = rules.today(moment)
    return member.agency, member.roles_on(today) if member.active_on(today) else frozenset()


def _hand_all_on(scene: Scene, user: SlackUserId, referrals: Sequence[Referral]) -> None:
    for referral in referrals:
        hand_on(scene, user, referral)
    _tell_managers(scene, user, [referral.ref for referral in referrals])


def opened_lately(work: UnitOfWork, user: SlackUserId, moment: datetime) -> tuple[ReferralRef, ...]:
    """The references of what somebody opened in the last 90 days, in their order, from the audit log."""
    columns = audit_events.c
    query = select(columns.objects).where(
        columns.verb == Verb.OPEN_GRANTED.value,
        columns.actor == user,
        columns.at >= rfc3339(moment - OPENED_WITHIN),
    )
    # The item stands first; behind it stand what it is about and the consents it was opened under.
    return tuple(sorted({ReferralRef(objects.split(" ")[0]) for objects in work.session.scalars(query)}))


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


def _settle_theirs(scene: Scene, user: SlackUserId) -> None:
    """What waits to be told to them is told to nobody; views still go blank."""
    theirs = (
        Notice.recipient == user,
        Notice.settled_at.is_(None),
        Notice.kind != Kind.BLANK_VIEW.value,
    )
    done = scene.work.session.execute(
        update(Notice).where(*theirs).values(settled_at=scene.moment, outcome="never:departed"),
        execution_options={"synchronize_session": False},
    )
    count = int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
    if count:
        scene.note(Verb.NOTICE_NEVER, (user,), f"departed:{count}")


def _tell_managers(scene: Scene, user: SlackUserId, refs: Sequence[ReferralRef]) -> None:
    member = scene.work.session.get(Member, user)
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
                f"{kind.value}:{ref}:{user}:{member.version}:{manager}",
                subject=ref,
                urgency=Urgency.ROUTINE,
            )
            for manager in project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
            for ref in refs
        ],
    )
