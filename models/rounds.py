"""Rounds that are made once a day: which day is due, and a row for each day that is done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Date, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, UtcMoment


class Round(Base):
    """A round that was made. The pair of name and service date is its key: a day is done once."""

    __tablename__ = "rounds"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcMoment)


def due_day(moment: datetime, zone: ZoneInfo, at: time) -> date:
    """The newest service date whose local `at` has come; however long nothing ran, that one is due."""
    local = moment.astimezone(zone)
    return local.date() if local.time() >= at else local.date() - timedelta(days=1)


def is_done(work: UnitOfWork, name: str, day: date) -> bool:
    """Whether the round of this day was made."""
    query = select(Round.name).where(Round.name == name, Round.day == day)
    return work.session.scalar(query) is not None


def write_done(work: UnitOfWork, name: str, day: date, moment: datetime) -> bool:
    """Write that it was made; False when somebody had written it before."""
    make = postgresql.insert if work.dialect == "postgresql" else sqlite.insert
    row = make(Round).values(name=name, day=day, done_at=moment)
    fresh = row.on_conflict_do_nothing(index_elements=["name", "day"]).returning(Round.name)
    return work.session.execute(fresh).first() is not None
