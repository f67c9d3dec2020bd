"""A group's meeting: when, run by whom, what stood on its agenda in which order, and who was there."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, SlackUserId, UtcMoment


class MeetingState(StrEnum):
    """Where it stands. Whatever was not dealt with stands on the next agenda of the group again."""

    PLANNED = "planned"
    BEGUN = "begun"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_HELD = "not_held"


class Section(StrEnum):
    """The parts of an agenda, in their order."""

    GROUND_RULES = "ground_rules"
    REFERRALS = "referrals"  # new and waiting: suppressed counts only
    CLOCKS = "clocks"
    CONFERENCES = "conferences"
    SITUATIONS = "situations"
    COURT = "court"  # the legal calendar: suppressed counts only
    ISSUES = "issues"
    PROPOSALS = "proposals"
    ACTIONS = "actions"  # carried over, and decisions that were not passed on yet
    OTHER = "other"  # what somebody put there


class ItemState(StrEnum):
    """What became of an item in this meeting."""

    WAITS = "waits"
    DONE = "done"
    DEFERRED = "deferred"


class Meeting(Base):
    """One meeting of one group. `special`: called for an impasse, by one tap; it has no schedule.

    `anchor`: the handle of the agenda's line in the group's channel. `item`, `item_since`: what is being
    talked about, since when.
    """

    __tablename__ = "meetings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32))
    schedule: Mapped[str] = mapped_column(String(32), default="")
    day: Mapped[date] = mapped_column(Date)  # the service date, before any gap shift
    starts_at: Mapped[datetime] = mapped_column(UtcMoment)
    minutes: Mapped[int] = mapped_column(Integer)
    facilitator: Mapped[SlackUserId] = mapped_column(String(32))
    special: Mapped[int] = mapped_column(Integer, default=0)
    called_for: Mapped[str] = mapped_column(String(32), default="")  # the item's id that made it special
    state: Mapped[str] = mapped_column(String(10))
    anchor: Mapped[str] = mapped_column(String(32), default="")
    item: Mapped[str] = mapped_column(String(32), default="")
    item_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    begun_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (
        Index("ix_meetings_group", "group_code", "starts_at"),
        Index("ix_meetings_schedule", "schedule", "day"),
    )


class AgendaItem(Base):
    """One item of one agenda. `subject`: a reference (K, S, A), or empty for a part that is counts.

    `meeting` None: it waits for the next agenda of its group. `words`: guarded open text of what somebody put
    there by hand; of a part that is counts the code of a band. One subject stands on one agenda once.
    """

    __tablename__ = "agenda_items"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    meeting: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    group: Mapped[str] = mapped_column("group_code", String(32))
    section: Mapped[str] = mapped_column(String(12))
    place: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    put_by: Mapped[SlackUserId] = mapped_column(String(32), default="")
    minutes: Mapped[int] = mapped_column(Integer, default=5)
    state: Mapped[str] = mapped_column(String(8))
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("meeting", "section", "subject", "words"),
        Index(
            "ix_agenda_items_waiting",
            "group_code",
            sqlite_where=text("meeting IS NULL"),
            postgresql_where=text("meeting IS NULL"),
        ),
    )


class Attendance(Base):
    """Somebody tapped that they are there."""

    __tablename__ = "attendances"

    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    agency: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcMoment)


def locked_meeting(work: UnitOfWork, meeting: str) -> Meeting:
    """The meeting, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Meeting).where(Meeting.id == meeting).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row


def next_meeting(work: UnitOfWork, group: str, moment: datetime) -> Meeting | None:
    """The group's next regular meeting whose agenda stands already; None: none is posted yet."""
    query = select(Meeting).where(
        Meeting.group == group,
        Meeting.special == 0,
        Meeting.state == MeetingState.PLANNED.value,
        Meeting.starts_at > moment,
    )
    return work.session.scalar(query.order_by(Meeting.starts_at, Meeting.id).limit(1))
