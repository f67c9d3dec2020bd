"""The disclosure log: who was shown which class of detail about whom, when, and by what authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.classes import Basis, Category, Purpose
from models.consent import Consent, Release
from models.database import UnitOfWork
from models.participant import Participant
from models.people import Member, Role
from models.schema import Base, ParticipantRef, RowSeal, SlackUserId, UtcMoment


class Disclosure(Base):
    """One opening by somebody other than its author (42 CFR 2.25; 45 CFR 164.528). No word of content."""

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    about: Mapped[str] = mapped_column(String(8))
    item: Mapped[str] = mapped_column(String(8))
    reader: Mapped[SlackUserId] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(32))
    categories: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(16))
    authority: Mapped[str] = mapped_column(
        String(32), default=""
    )  # the consent's id, where that is the basis
    at: Mapped[datetime] = mapped_column(UtcMoment)

    __table_args__ = (Index("ix_disclosures_about", "about", "at"),)


@dataclass(frozen=True)
class Disclosed:
    """One line of the log. `categories` and `role` are codes; `authority` consent ids, dotted, or empty."""

    at: datetime
    item: str
    reader: SlackUserId
    agency: str
    role: str
    categories: tuple[str, ...]
    purpose: str
    basis: str
    authority: str


def disclosed_about(work: UnitOfWork, refs: Sequence[str]) -> list[Disclosed]:
    """All that was disclosed about these references, the newest first."""
    query = select(Disclosure).where(Disclosure.about.in_(refs))
    return [
        Disclosed(
            at=row.at,
            item=row.item,
            reader=row.reader,
            agency=row.agency,
            role=row.role,
            categories=tuple(row.categories.split(".")),
            purpose=row.purpose,
            basis=row.basis,
            authority=row.authority,
        )
        for row in work.session.scalars(query.order_by(Disclosure.at.desc(), Disclosure.id.desc()))
    ]


@dataclass(frozen=True)
class Account:
    """One line of a participant's account of disclosures.

    `reader` is the roster's name, empty where the roster does not say. `signed_on`: the days of the releases
    it was disclosed under, where consent was the basis.
    """

    at: datetime
    item: str
    agency: str
    role: Role | None
    reader: str
    categories: tuple[Category, ...]
    purpose: Purpose
    basis: Basis
    signed_on: tuple[date, ...]


def account_of(work: UnitOfWork, seal: RowSeal, ref: ParticipantRef) -> list[Account]:
    """All that was disclosed about a participant, and about the referral they came from; the newest first."""
    referral = work.session.scalar(select(Participant.referral).where(Participant.ref == ref))
    lines = disclosed_about(work, [ref, *([referral] if referral else [])])
    readers = {line.reader for line in lines}
    members = work.session.scalars(select(Member).where(Member.slack_user_id.in_(readers)))
    names = {row.slack_user_id: row.display_name for row in members if seal.row_holds(row)}
    signed = _signing_days(work, ref)
    return [
        Account(
            at=line.at,
            item=line.item,
            agency=line.agency,
            role=Role(line.role) if line.role else None,
            reader=names.get(line.reader, ""),
            categories=tuple(Category(code) for code in line.categories if code in set(Category)),
            purpose=Purpose(line.purpose),
            basis=Basis(line.basis),
            signed_on=tuple(sorted({signed[one] for one in line.authority.split(".") if one in signed})),
        )
        for line in lines
    ]


def _signing_days(work: UnitOfWork, ref: ParticipantRef) -> dict[str, date]:
    """Consent id -> the day on which its release was signed."""
    query = select(Consent.id, Release.signed_on).join(Release, Release.id == Consent.release_id)
    return {row.id: row.signed_on for row in work.session.execute(query.where(Consent.participant == ref))}
