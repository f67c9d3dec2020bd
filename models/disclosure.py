"""The disclosure log: who was shown which class of detail about whom, when, and by what authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, SlackUserId, UtcMoment


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
