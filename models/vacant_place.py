"""The openings board: beds, slots and clinic hours that providers have free, until when; no person in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, SlackUserId, UtcMoment


class PlaceKind(StrEnum):
    """What is free."""

    BED = "bed"
    SLOT = "slot"
    CLINIC_HOURS = "clinic_hours"
    OTHER = "other"


class VacantPlace(Base):
    """One posting: so many places of a kind, until it expires. `words`: guarded open text (hours, terms)."""

    __tablename__ = "vacant_places"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    region: Mapped[str] = mapped_column(String(32), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    agency: Mapped[str] = mapped_column(String(120))
    posted_by: Mapped[SlackUserId] = mapped_column(String(32))
    places: Mapped[int] = mapped_column(Integer)
    posted_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (Index("ix_vacant_places_expires_at", "expires_at"),)


class Claim(Base):
    """A case manager claimed one of its places; for whom is between the two."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[str] = mapped_column(String(32), index=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(String(120))
    claimed_at: Mapped[datetime] = mapped_column(UtcMoment)
    given_back_at: Mapped[datetime | None] = mapped_column(UtcMoment)


def locked_place(work: UnitOfWork, place: str) -> VacantPlace:
    """The posting, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(VacantPlace).where(VacantPlace.id == place).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
