"""How many people each case manager works with, and that nobody is ever given one too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select

from models.acts.paging import cards
from models.audit import Verb
from models.classes import Basis
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NoRoom, NotAllowed
from models.notice import Kind, post
from models.participant import Assignment, Participant
from models.people import Actor, Role, active_with, find_actor, hold_seat
from models.referral import OVER, Referral, locked
from models.scene import Scene, the_actor
from models.schema import ReferralRef, RowSeal, SlackUserId
from models.site import SiteRules
from models.vault import Seat


@dataclass(frozen=True)
class Caseload:
    """One case manager's load: people who are active, people who are not just now, and referrals given."""

    member: SlackUserId
    active: int
    inactive: int
    referrals: int

    @property
    def counted(self) -> int:
        """What the ceiling is held against."""
        return self.active + self.referrals


def caseload_of(work: UnitOfWork, member: SlackUserId) -> Caseload:
    """The load of one person now."""
    return _loads(work, [member])[0]


def caseloads(work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime) -> list[Caseload]:
    """Everybody who holds the role today, the least burdened first."""
    people = active_with(work, seal, Role.CASE_MANAGER, rules.today(moment))
    loads = _loads(work, [one.user for one in people])
    return sorted(loads, key=lambda load: (load.counted, load.member))


def _loads(work: UnitOfWork, members: Collection[SlackUserId]) -> list[Caseload]:
    """Two questions, however many are asked about; the second looks at open referrals only."""
    rests = Participant.inactive_since.is_not(None)
    mine = (
        # Somebody who is on a team twice over is one person all the same.
        select(Assignment.member, rests, func.count(Participant.ref.distinct()))
        .join(Participant, Participant.ref == Assignment.participant)
        .where(
            Assignment.member.in_(members),
            Assignment.role == Role.CASE_MANAGER.value,
            Assignment.ended_at.is_(None),
            Participant.closed_at.is_(None),
        )
        .group_by(Assignment.member, rests)
    )
    people = {(member, bool(resting)): int(count) for member, resting, count in work.session.execute(mine)}
    # An expression instead of the column keeps SQLite on the index of what is open: the column's own index
    # grows with the years.
    holder = func.coalesce(Referral.case_manager, "")
    given = select(holder, func.count()).where(_is_given(), holder.in_(members)).group_by(holder)
    referrals = Counter({member: int(count) for member, count in work.session.execute(given)})
    return [
        Caseload(one, people.get((one, False), 0), people.get((one, True), 0), referrals[one])
        for one in members
    ]


def _is_given() -> ColumnElement[bool]:
    """Open, and nobody has begun with the person yet: from then on the participant is counted instead."""
    begun = exists().where(Participant.referral == Referral.ref)
    return and_(Referral.closed_at.is_(None), ~begun)


def average(loads: Collection[Caseload]) -> float:
    """People and referrals for each case manager; 0 where there is none."""
    return sum(load.counted for load in loads) / len(loads) if loads else 0.0


def require_room(scene: Scene, member: SlackUserId) -> None:
    """Hold the seat and see that one more fits under the ceiling, also against somebody else's same moment.

    Raises:
        NoRoom: the ceiling is reached.
    """
    hold_seat(scene.work, member)
    if caseload_of(scene.work, member).counted >= scene.rules.capacity.ceiling:
        raise NoRoom


def assign(scene: Scene, ref: ReferralRef, member: SlackUserId, *, seen: int | None = None) -> Referral:
    """A project manager gives a referral to a case manager.

    `seen`: the version the giver had on the screen.

    Raises:
        NotAllowed: the giver is no project manager of the region; else as `give_to`.
        AlreadyChanged: somebody else changed it meanwhile; nothing was overwritten.
        NoRoom, NotOnRoster, UnknownReference, Unsafe: as they say.
    """
    giver = the_actor(scene)
    referral = locked(scene.work, ref)
    may = giver.holds(Role.PROJECT_MANAGER) and giver.serves(referral.region)
    if not may or not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    give_to(scene, referral, member)
    return referral


def give_to(scene: Scene, referral: Referral, member: SlackUserId) -> None:
    """Assign an open referral (locked by the caller) to a case manager, who gets a card.

    Whoever had it before keeps nothing of it, unless they are the one who was sent to the person.

    Raises:
        NoRoom: the ceiling is reached.
        NotAllowed: not a case manager who serves the region, or it is over or nobody was sent yet.
        NotOnRoster: no seat now.
        Unsafe: what was sealed cannot be handed on.
    """
    actor = find_actor(scene.work, scene.vault.rows, member, scene.rules.today(scene.moment))
    if not _can_take(actor, referral):
        raise NotAllowed
    if referral.case_manager == member:
        return
    require_room(scene, member)
    _take_from(scene, referral)
    referral.case_manager = member
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    seat = Seat(member, Role.CASE_MANAGER, Basis.REFERRAL)
    handles = scene.vault.sealer.share(scene.work, referral, [seat], scene.moment)
    digest = scene.note(Verb.REFERRAL_ASSIGNED, (referral.ref, member))
    post(scene.work, scene.moment, cards(referral, handles, Kind.CARD_TODAY, scene.audit.receipt(digest)))


def _can_take(actor: Actor, referral: Referral) -> bool:
    """Before somebody was sent there is nothing that a case manager could open."""
    open_ = referral.state not in OVER and referral.dispatched_at is not None
    return open_ and actor.holds(Role.CASE_MANAGER) and actor.serves(referral.region)


def _take_from(scene: Scene, referral: Referral) -> None:
    """The row that named the one before decides nothing any more, and their card opens nothing."""
    before = referral.case_manager
    if before is None:
        return
    scene.vault.revoker.overtake(scene.work, referral, scene.moment)
    if before in {referral.responder, referral.acknowledged_by}:
        return
    query = select(SealedItem.handle).where(
        SealedItem.subject == referral.ref,
        SealedItem.recipient == before,
        SealedItem.role == Role.CASE_MANAGER.value,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    scene.vault.revoker.withdraw(scene.work, list(scene.work.session.scalars(query)), scene.moment)
    scene.note(Verb.REFERRAL_CHANGED, (referral.ref, before), "given_on")
