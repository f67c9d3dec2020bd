"""Site-wide leases: of all processes of one site, the holder of the row does the work, until it lapses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, UtcMoment


class Lease(Base):
    """Who holds what, and until when (real time, never practice time: two processes must agree on it)."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(UtcMoment)


def hold(work: UnitOfWork, name: str, holder: str, moment: datetime, length: timedelta) -> bool:
    """Take, renew or take over the lease until `moment + length`; False while somebody else holds it.

    The caller commits; between two processes the database decides who was first.
    """
    make = postgresql.insert if work.dialect == "postgresql" else sqlite.insert
    fresh = make(Lease).values(name=name, holder=holder, until=moment + length)
    taken = fresh.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "until": moment + length},
        where=or_(Lease.holder == holder, Lease.until <= moment),
    )
    # Asked by RETURNING: psycopg's row count says -1 for an insert that may turn into an update.
    return work.session.execute(taken.returning(Lease.name)).first() is not None


def let_go(work: UnitOfWork, name: str, holder: str) -> None:
    """Free the lease for the next, if it is still this holder's: a restart need not wait for its end."""
    mine = delete(Lease).where(Lease.name == name, Lease.holder == holder)
    work.session.execute(mine, execution_options={"synchronize_session": False})
