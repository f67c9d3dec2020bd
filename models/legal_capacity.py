"""Whether a legal services agency takes referrals just now: what they say of themselves, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, SlackUserId, UtcMoment


class LegalCapacity(Base):
    """One agency's word. It decides nothing: a referral is taken and answered all the same."""

    __tablename__ = "legal_capacities"

    agency: Mapped[str] = mapped_column(String(120), primary_key=True)
    not_until: Mapped[date | None] = mapped_column(Date)  # None = taking referrals
    said_by: Mapped[SlackUserId] = mapped_column(String(32))
    said_at: Mapped[datetime] = mapped_column(UtcMoment)


def capacities(work: UnitOfWork, today: date) -> Mapping[str, date | None]:
    """Agency -> the day before which it takes none; None once that day has come, or when it takes them."""
    rows = work.session.scalars(select(LegalCapacity).order_by(LegalCapacity.agency))
    return {row.agency: row.not_until if row.not_until and row.not_until > today else None for row in rows}
