"""A court matter of a participant: court, office and date under a MAC; number, charge, warrant lie sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, ParticipantRef, SlackUserId, UtcMoment, rfc3339


class Arose(StrEnum):
    """When the case arose, as far as anybody knows."""

    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


class CourtMatter(Base):
    """One case of one participant. `page` is the folder's sealed page; `hearing_at` the next hearing."""

    __tablename__ = "court_matters"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    participant: Mapped[ParticipantRef] = mapped_column(String(8))
    court: Mapped[str] = mapped_column(String(32))
    office: Mapped[str] = mapped_column(String(120))
    arose: Mapped[str] = mapped_column(String(8))
    hearing_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    page: Mapped[str] = mapped_column(String(36))
    entered_by: Mapped[SlackUserId] = mapped_column(String(32))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_court_matters_participant", "participant"),
        Index("ix_court_matters_hearing_at", "hearing_at"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`: whose it is and which office it names decides who may be asked about it."""
        return (
            self.participant,
            self.court,
            self.office,
            self.arose,
            rfc3339(self.hearing_at),
            self.page,
            self.entered_by,
            rfc3339(self.entered_at),
            rfc3339(self.closed_at),
        )


class PossibleHearing(Base):
    """A row of a calendar or jail list that may be theirs: shown to the team, confirmed or dropped.

    `matter` is empty where no case of theirs is known yet. What the row said lies sealed on `page`.
    """

    __tablename__ = "possible_hearings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    participant: Mapped[ParticipantRef] = mapped_column(String(8))
    matter: Mapped[str] = mapped_column(String(32), default="")
    court: Mapped[str] = mapped_column(String(32))
    hearing_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    page: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # keyed: the same row twice is one
    found_at: Mapped[datetime] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_possible_hearings_participant", "participant"),)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.participant,
            self.matter,
            self.court,
            rfc3339(self.hearing_at),
            self.page,
            self.digest,
            rfc3339(self.found_at),
            rfc3339(self.settled_at),
            self.settled_by or "",
        )


def locked_matter(work: UnitOfWork, matter: str) -> CourtMatter:
    """The matter, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(CourtMatter).where(CourtMatter.id == matter).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
