"""How many people each case manager works with, and that nobody is ever given one too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.acts.paging import cards
from models.audit import Verb
from models.classes import Basis
from models.database import UnitOfWork
from models.errors import NoRoom, NotAllowed
from models.notice import Kind, post
from models.participant import Assignment, Participant
from models.people import Actor, Role, active_with, find_actor, hold_seat
from models.referral import OVER, Referral
from models.scene import Scene
from models.schema import RowSeal, SlackUserId
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
    mine = (
        select(Participant.inactive_since.is_(None), func.count())
        .join(Assignment, Assignment.participant == Participant.ref)
        .where(
            Assignment.member == member,
            Assignment.role == Role.CASE_MANAGER.value,
            Assignment.ended_at.is_(None),
            Participant.closed_at.is_(None),
        )
        .group_by(Participant.inactive_since.is_(None))
    )
    found = {bool(active): int(count) for active, count in work.session.execute(mine)}
    begun = select(Participant.referral).where(Participant.referral.is_not(None))
    given = select(func.count()).where(
        Referral.case_manager == member,
        Referral.closed_at.is_(None),
        Referral.ref.not_in(begun),
    )
    return Caseload(member, found.get(True, 0), found.get(False, 0), int(work.session.scalar(given) or 0))


def caseloads(work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime) -> list[Caseload]:
    """Everybody who holds the role today, the least burdened first."""
    people = active_with(work, seal, Role.CASE_MANAGER, rules.today(moment))
    return sorted(
        (caseload_of(work, one.user) for one in people), key=lambda load: (load.counted, load.member)
    )


def average(loads: list[Caseload]) -> float:
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


def give_to(scene: Scene, referral: Referral, member: SlackUserId) -> None:
    """Assign an open referral (locked by the caller) to a case manager, who gets a card.

    Raises:
        NoRoom: the ceiling is reached.
        NotAllowed: not a case manager who serves the region, or the referral is over.
        NotOnRoster: no seat now.
        Unsafe: what was sealed cannot be handed on.
    """
    actor = find_actor(scene.work, scene.vault.rows, member, scene.rules.today(scene.moment))
    if not _can_take(actor, referral):
        raise NotAllowed
    if referral.case_manager == member:
        return
    require_room(scene, member)
    referral.case_manager = member
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    seat = Seat(member, Role.CASE_MANAGER, Basis.REFERRAL)
    handles = scene.vault.sealer.share(scene.work, referral, [seat], scene.moment)
    digest = scene.note(Verb.REFERRAL_ASSIGNED, (referral.ref, member))
    post(scene.work, scene.moment, cards(referral, handles, Kind.CARD_TODAY, scene.audit.receipt(digest)))


def _can_take(actor: Actor, referral: Referral) -> bool:
    return actor.holds(Role.CASE_MANAGER) and actor.serves(referral.region) and referral.state not in OVER
