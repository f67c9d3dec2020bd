"""What was already answered: Slack delivers twice when an answer is late, and people tap twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import String, Text, bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Database, UnitOfWork
from models.errors import StorageUnavailable
from models.schema import Base, UtcMoment

KEPT = timedelta(hours=1)  # Slack's last retry comes after five minutes; an hour covers a restart


class Replay(Base):
    """One answered delivery. `answer` holds references and codes, never a detail."""

    __tablename__ = "replays"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    answer: Mapped[str] = mapped_column(Text)


# Made once: putting a statement together costs more than running it.
_KNOWN = select(Replay.answer).where(Replay.key == bindparam("its_key"))


def once(database: Database, key: str, moment: datetime, act: Callable[[UnitOfWork], str]) -> str:
    """Run `act` in one transaction together with its key; a second delivery gets the first one's answer.

    Raises:
        StorageUnavailable: nothing was kept.
        DomainError: whatever `act` refuses; nothing was kept then either.
    """
    for _ in range(2):
        try:
            with database.work() as work:
                known = work.session.connection().scalar(_KNOWN, {"its_key": key})
                if known is not None:
                    return known
                answer = act(work)
                work.session.flush()
                work.insert(Replay, [{"key": key, "at": moment, "answer": answer}])
                work.commit()
                return answer
        except IntegrityError:
            continue  # on PostgreSQL the twin committed first: its answer stands now
    raise StorageUnavailable


def forget_old(work: UnitOfWork, moment: datetime) -> None:
    """Drop what no retry can reach any more."""
    work.session.execute(delete(Replay).where(Replay.at < moment - KEPT))
