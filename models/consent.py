"""Releases of information: who may be told which classes of detail, for what, and until when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.classes import Category, Purpose
from models.database import UnitOfWork
from models.people import Actor, Role
from models.schema import Base, ParticipantRef, RowSeal, SlackUserId, UtcMoment, rfc3339


class Signed(StrEnum):
    """How a release was signed (42 CFR 2.31(a)(8) allows an electronic signature)."""

    ON_PAPER = "on_paper"
    ELECTRONICALLY = "electronically"


class Ended(StrEnum):
    """Why a consent is over before its date. Spoken is enough; the written form is asked for afterwards."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    EVENT = "event"
    MISTAKE = "mistake"


class Release(Base):
    """One signed form. Name, signature, expiry event and where the form lies are sealed in the folder."""

    __tablename__ = "releases"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    participant: Mapped[ParticipantRef] = mapped_column(String(8), index=True)
    discloser: Mapped[str] = mapped_column(String(120))
    signed_on: Mapped[date] = mapped_column(Date)
    signed_how: Mapped[str] = mapped_column(String(16))
    expires_on: Mapped[date | None] = mapped_column(Date)
    by_event: Mapped[int] = mapped_column(Integer, default=0)  # 1 = it also ends with the sealed event
    entered_by: Mapped[SlackUserId] = mapped_column(String(32))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        ends = self.expires_on.isoformat() if self.expires_on else ""
        return (
            self.participant,
            self.discloser,
            self.signed_on.isoformat(),
            self.signed_how,
            ends,
            str(self.by_event),
            self.entered_by,
            rfc3339(self.entered_at),
        )


class Consent(Base):
    """One recipient of a release: an agency and a role in it. The lists are sorted and separated by `;`."""

    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    participant: Mapped[ParticipantRef] = mapped_column(String(8))
    agency: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(32))
    regions: Mapped[str] = mapped_column(String(400), default="")
    categories: Mapped[str] = mapped_column(String(200))
    purposes: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    revoked_how: Mapped[str] = mapped_column(String(16), default="")
    written_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_consents_participant", "participant"),
        Index("ix_consents_expires_on", "expires_on"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        ends = self.expires_on.isoformat() if self.expires_on else ""
        return (
            self.release_id,
            self.participant,
            self.agency,
            self.role,
            self.regions,
            self.categories,
            self.purposes,
            self.starts_on.isoformat(),
            ends,
            rfc3339(self.revoked_at),
            self.revoked_how,
        )


@dataclass(frozen=True)
class Recipient:
    """Who is to be told, and what: one line of a release form. No regions = all."""

    agency: str
    role: Role
    categories: frozenset[Category]
    purposes: frozenset[Purpose]
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ConsentFacts:
    """A consent whose row holds and which nobody revoked; whether it runs today is for `covers` to say."""

    id: str
    release_id: str
    agency: str
    role: Role
    regions: frozenset[str]
    categories: frozenset[Category]
    purposes: frozenset[Purpose]
    starts_on: date
    expires_on: date | None

    def covers(
        self, actor: Actor, role: Role | None, category: Category, purpose: Purpose, today: date
    ) -> bool:
        """Whether it names this reader's agency and role, this class and this purpose, today."""
        runs = self.starts_on <= today and (self.expires_on is None or today <= self.expires_on)
        named = self.agency == actor.agency and self.role is role
        here = not self.regions or not actor.regions or not self.regions.isdisjoint(actor.regions)
        return runs and named and here and category in self.categories and purpose in self.purposes


def consents_of(work: UnitOfWork, seal: RowSeal, participant: ParticipantRef) -> tuple[ConsentFacts, ...]:
    """Every consent of a participant that nobody revoked and nobody altered, in the order of their ids."""
    query = select(Consent).where(Consent.participant == participant, Consent.revoked_at.is_(None))
    rows = work.session.scalars(query.order_by(Consent.id).execution_options(populate_existing=True))
    return tuple(_facts(row) for row in rows if seal.row_holds(row))


def new_id() -> str:
    """128 random bits in hex."""
    return uuid.uuid4().hex


def consent_row(release: Release, recipient: Recipient) -> Consent:
    """The row of one recipient, not signed yet."""
    columns: dict[str, Any] = {
        "regions": ";".join(sorted(recipient.regions)),
        "categories": ";".join(sorted(recipient.categories)),
        "purposes": ";".join(sorted(recipient.purposes)),
    }
    return Consent(
        id=new_id(),
        release_id=release.id,
        participant=release.participant,
        agency=recipient.agency,
        role=recipient.role.value,
        starts_on=release.signed_on,
        expires_on=release.expires_on,
        revoked_how="",
        version=1,
        mac=b"",
        **columns,
    )


def _facts(row: Consent) -> ConsentFacts:
    return ConsentFacts(
        id=row.id,
        release_id=row.release_id,
        agency=row.agency,
        role=Role(row.role),
        regions=frozenset(region for region in row.regions.split(";") if region),
        categories=frozenset(Category(one) for one in row.categories.split(";")),
        purposes=frozenset(Purpose(one) for one in row.purposes.split(";")),
        starts_on=row.starts_on,
        expires_on=row.expires_on,
    )
