"""Two references that may be one person: never a name, only which two, how alike, and what people said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.likeness import Likeness
from models.schema import Base, ReferralRef, SlackUserId, UtcMoment, rfc3339


class PairState(StrEnum):
    """What people have said about it so far."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DIFFERENT = "different"
    MERGED = "merged"


class Pair(Base):
    """`newer` may be merged into `other`, which is an older referral's reference or a participant's."""

    __tablename__ = "pairs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    newer: Mapped[ReferralRef] = mapped_column(String(8))
    other: Mapped[str] = mapped_column(String(8))
    likeness: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    found_at: Mapped[datetime] = mapped_column(UtcMoment)
    judged_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    judged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    merged_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    merged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("newer", "other"),
        CheckConstraint(f"state IN ({', '.join(repr(state.value) for state in PairState)})", name="state"),
        CheckConstraint(f"likeness IN ({', '.join(repr(one.value) for one in Likeness)})", name="likeness"),
        Index("ix_pairs_state", "state", "found_at"),
        Index("ix_pairs_other", "other"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`: a pair lets its judge see both sides, and a confirmed one lets them be merged."""
        return (
            self.newer,
            self.other,
            self.likeness,
            self.state,
            rfc3339(self.found_at),
            self.judged_by or "",
            rfc3339(self.judged_at),
            self.merged_by or "",
            rfc3339(self.merged_at),
        )


def locked_pair(work: UnitOfWork, pair_id: str) -> Pair:
    """The pair, locked for change until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Pair).where(Pair.id == pair_id).with_for_update()
    found = work.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise UnknownReference
    return found
