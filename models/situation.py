"""A situation: a place or pattern that needs a look, its owner, and a day to look back; no person in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, SituationRef, SlackUserId, UtcMoment, new_reference


class SituationState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    CLOSED = "closed"


class Counted(StrEnum):
    """What an owner may put a number to."""

    CALLS = "calls"
    COMPLAINTS = "complaints"
    VISITS = "visits"
    OTHER = "other"


class Situation(Base):
    """One situation. All of its words are guarded open text: everybody of the group may read them.

    `review_on`: the local day of the look-back; `ended`: what was done about the place, for its raiser.
    """

    __tablename__ = "situations"

    ref: Mapped[SituationRef] = mapped_column(String(8), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32))
    region: Mapped[str] = mapped_column(String(32), default="")
    place: Mapped[str] = mapped_column(Text)
    times: Mapped[str] = mapped_column(Text, default="")
    pattern: Mapped[str] = mapped_column(Text)
    harms: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    raised_by: Mapped[SlackUserId] = mapped_column(String(32))
    came_from: Mapped[str] = mapped_column(String(40), default="")  # a roll-call answer's handle, or empty
    wanted: Mapped[str] = mapped_column(String(16), default="")  # how soon: models.conference.Wanted
    owner: Mapped[SlackUserId] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(8))
    raised_at: Mapped[datetime] = mapped_column(UtcMoment)
    review_on: Mapped[date] = mapped_column(Date)
    looked_back: Mapped[int] = mapped_column(Integer, default=0)  # how often it was renewed
    ended: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    anchor: Mapped[str] = mapped_column(String(32), default="")  # the handle of its line in the channel
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (
        Index("ix_situations_group", "group_code", "state"),
        Index("ix_situations_raised_by", "raised_by"),
        Index("ix_situations_came_from", "came_from"),
    )


class SituationCount(Base):
    """A number that an owner entered about a place: so many calls between two days."""

    __tablename__ = "situation_counts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    situation: Mapped[SituationRef] = mapped_column(ForeignKey("situations.ref"), index=True)
    counted: Mapped[str] = mapped_column(String(12))
    number: Mapped[int] = mapped_column(Integer)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    by: Mapped[SlackUserId] = mapped_column("entered_by", String(32))
    at: Mapped[datetime] = mapped_column(UtcMoment)


def reserve_situation(work: UnitOfWork) -> SituationRef:
    """A reference that nobody has had."""
    while True:
        ref = SituationRef(new_reference("S"))
        if work.session.get(Situation, ref) is None:
            return ref


def locked_situation(work: UnitOfWork, ref: SituationRef) -> Situation:
    """The situation, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Situation).where(Situation.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
