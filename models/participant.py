"""A participant: a random reference, a rung of the consent ladder, and the team that works with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.consent import ConsentFacts, consents_of
from models.database import UnitOfWork
from models.people import Actor, Role
from models.schema import (
    Base,
    ParticipantRef,
    ReferralRef,
    RowSeal,
    SlackUserId,
    UtcMoment,
    new_reference,
    rfc3339,
)


class Rung(StrEnum):
    """The consent ladder: what has been agreed so far."""

    NONE = "none"
    OUTREACH = "outreach"
    ENROLLED = "enrolled"


class Participant(Base):
    """One participant. No name stands here: the folder holds it, sealed."""

    __tablename__ = "participants"

    ref: Mapped[ParticipantRef] = mapped_column(String(8), primary_key=True)
    agency: Mapped[str] = mapped_column(String(120))  # the case-management agency whose team it is
    region: Mapped[str] = mapped_column(String(32))
    rung: Mapped[str] = mapped_column(String(10))
    referral: Mapped[ReferralRef | None] = mapped_column(String(8), index=True)
    begun_by: Mapped[SlackUserId] = mapped_column(String(32))
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)
    inactive_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint(f"rung IN ({', '.join(repr(rung.value) for rung in Rung)})", name="rung"),
        Index("ix_participants_agency", "agency"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.agency,
            self.region,
            self.rung,
            self.referral or "",
            rfc3339(self.begun_at),
            rfc3339(self.closed_at),
            # Only where it is set: rows from before there was such a thing hold as they were signed.
            *((rfc3339(self.inactive_since),) if self.inactive_since else ()),
        )


class Assignment(Base):
    """Somebody works with a participant, in a role, until it ends."""

    __tablename__ = "assignments"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    participant: Mapped[ParticipantRef] = mapped_column(String(8))
    member: Mapped[SlackUserId] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(32))
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_assignments_participant", "participant"),
        Index("ix_assignments_member", "member"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.participant,
            self.member,
            self.role,
            rfc3339(self.begun_at),
            rfc3339(self.ended_at),
        )


@dataclass(frozen=True)
class Circle:
    """Who stands around a participant now: the team, and the consents that nobody revoked."""

    ref: ParticipantRef
    agency: str
    region: str
    rung: Rung
    closed: bool
    referral: ReferralRef | None
    team: frozenset[tuple[SlackUserId, Role]]
    consents: tuple[ConsentFacts, ...]
    active: bool = True

    def has(self, actor: Actor, role: Role | None) -> bool:
        """On the care team in this role: assigned, or the clinical supervisor of the team's agency.

        Either way only while they work for that agency.
        """
        if self.closed or role is None or actor.agency != self.agency:
            return False
        return (actor.user, role) in self.team or (
            role is Role.CLINICAL_SUPERVISOR and actor.holds(Role.CLINICAL_SUPERVISOR)
        )


def circle_of(work: UnitOfWork, seal: RowSeal, ref: ParticipantRef) -> Circle | None:
    """The circle as the rows that hold say it; None for no such participant, or a row somebody altered."""
    row = work.session.get(Participant, ref, populate_existing=True)
    if row is None or not seal.row_holds(row):
        return None
    query = select(Assignment).where(Assignment.participant == ref, Assignment.ended_at.is_(None))
    assigned = work.session.scalars(query.execution_options(populate_existing=True))
    return Circle(
        ref=ref,
        agency=row.agency,
        region=row.region,
        rung=Rung(row.rung),
        closed=row.closed_at is not None,
        referral=row.referral,
        team=frozenset((one.member, Role(one.role)) for one in assigned if seal.row_holds(one)),
        consents=consents_of(work, seal, ref),
        active=row.inactive_since is None,
    )


def reserve_participant(work: UnitOfWork) -> ParticipantRef:
    """A reference that nobody has had."""
    while True:
        ref = ParticipantRef(new_reference("C"))
        if work.session.get(Participant, ref) is None:
            return ref
