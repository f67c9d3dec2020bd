"""How often the Golden Rule's guard stopped a text, as one number a month: no row, no moment, no author."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base


class StopsOfMonth(Base):
    """The total of one month of the whole site."""

    __tablename__ = "golden_rule_months"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    stops: Mapped[int] = mapped_column(Integer)


def count_stop(work: UnitOfWork, day: date) -> None:
    """One more in the month of this day."""
    month = day.strftime("%Y-%m")
    if work.session.get(StopsOfMonth, month) is None:
        work.insert(StopsOfMonth, [{"month": month, "stops": 0}])
    row = StopsOfMonth.month == month
    work.session.execute(
        update(StopsOfMonth).where(row).values(stops=StopsOfMonth.stops + 1),
        execution_options={"synchronize_session": False},
    )


def stops_before(work: UnitOfWork, day: date) -> list[tuple[str, int]]:
    """The months that are over on this day, the latest first: a running month would show single stops."""
    query = select(StopsOfMonth.month, StopsOfMonth.stops).where(StopsOfMonth.month < day.strftime("%Y-%m"))
    found = work.session.execute(query.order_by(StopsOfMonth.month.desc()))
    return [(month, stops) for month, stops in found]
