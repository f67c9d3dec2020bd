"""Roll calls: when a shift is asked, each time it was, what was answered. No row holds a word on a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, Handle, SlackUserId, UtcMoment

_FOR_SHIFT = "shift "


class Asked(StrEnum):
    """What a schedule asks for."""

    ROLL_CALL = "roll_call"  # officers of a shift, by direct message
    VISIT = "visit"  # somebody of the work group is reminded to go and listen
    MEETING = "meeting"  # a group meets; its agenda is posted `lead_days` before. `shift` is the group's code


class FiringState(StrEnum):
    """What became of one moment."""

    SENT = "sent"
    NOT_SENT = "not_sent"  # not while it was open, or a visit nobody could make: no officer's silence
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a week does not count."""

    CALL_OUT = "call_out"
    COURT = "court"
    LEAVE = "leave"
    OTHER = "other"


class Schedule(Base):
    """When a group is asked. `days`: numbers from Monday = 0 with `;` between; `at`: local `HH:MM`.

    `holidays`: a country, or country and region, of the holiday library (`US-WA`); empty = none.
    Times are those of the region's zone, else the site's. `lead_days`: a visitor is told so many days ahead.
    `anchor`: the handle of the notice that began the shift's thread in its private `channel`.
    """

    __tablename__ = "schedules"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asks: Mapped[str] = mapped_column(String(12))
    region: Mapped[str] = mapped_column(String(32))
    shift: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    begins: Mapped[date] = mapped_column(Date)
    ends: Mapped[date | None] = mapped_column(Date)
    every: Mapped[str] = mapped_column(String(6))
    interval: Mapped[int] = mapped_column(Integer, default=1)
    days: Mapped[str] = mapped_column(String(13), default="")
    nth: Mapped[int] = mapped_column(Integer, default=0)
    on_days: Mapped[int] = mapped_column(Integer, default=0)
    off_days: Mapped[int] = mapped_column(Integer, default=0)
    holidays: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[str] = mapped_column(String(5))
    nudge_minutes: Mapped[int] = mapped_column(Integer, default=30)
    close_minutes: Mapped[int] = mapped_column(Integer, default=60)
    lead_days: Mapped[int] = mapped_column(Integer, default=0)
    leader: Mapped[SlackUserId] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32), default="")
    anchor: Mapped[str] = mapped_column(String(32), default="")
    from_file: Mapped[int] = mapped_column(Integer, default=0)  # 1 = it stands in the site file
    paused_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    made_by: Mapped[SlackUserId] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (Index("ix_schedules_region", "region", "shift"),)


class ScheduleSeat(Base):
    """Somebody who is asked, or who visits in turn. None: every officer who serves the region is asked."""

    __tablename__ = "schedule_seats"

    schedule: Mapped[str] = mapped_column(ForeignKey("schedules.id"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, default=0)


class ScheduleChange(Base):
    """One service date that is skipped, or moved to another day or hour."""

    __tablename__ = "schedule_changes"

    schedule: Mapped[str] = mapped_column(ForeignKey("schedules.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    to_day: Mapped[date | None] = mapped_column(Date)  # None = skipped
    to_at: Mapped[str] = mapped_column(String(5), default="")
    reason: Mapped[str] = mapped_column(String(12), default="")
    made_by: Mapped[SlackUserId] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class Firing(Base):
    """One moment of one schedule. The pair of schedule and service date is its key: a date is asked once."""

    __tablename__ = "firings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    schedule: Mapped[str] = mapped_column(ForeignKey("schedules.id"))
    day: Mapped[date] = mapped_column(Date)
    slot: Mapped[str] = mapped_column(String(12), default="")
    state: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime] = mapped_column(UtcMoment)
    closes_at: Mapped[datetime] = mapped_column(UtcMoment)
    asked: Mapped[int] = mapped_column(Integer, default=0)
    not_delivered: Mapped[int] = mapped_column(Integer, default=0)  # of those: Slack would not take it
    visitor: Mapped[SlackUserId] = mapped_column(String(32), default="")
    reason: Mapped[str] = mapped_column(String(12), default="")

    __table_args__ = (UniqueConstraint("schedule", "day", "slot"), Index("ix_firings_due_at", "due_at"))


class ShiftAnswer(Base):
    """What one officer answered to one firing: guarded open text, changed at will, late or not.

    `in_the_way` and `wants`: codes with `;` between. `for_shift`: 1 = the leader answered for the shift,
    beside what they say of their own: `member` is then that of `for_the_shift`.
    `handle` names the answer in buttons: it says neither whose nor what it is.
    """

    __tablename__ = "shift_answers"

    firing: Mapped[str] = mapped_column(ForeignKey("firings.id"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    handle: Mapped[Handle] = mapped_column(String(32), unique=True)
    in_the_way: Mapped[str] = mapped_column(String(80), default="")
    blocker: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    wants: Mapped[str] = mapped_column(String(60), default="")
    for_shift: Mapped[int] = mapped_column(Integer, default=0)
    answered_at: Mapped[datetime] = mapped_column(UtcMoment)
    changed_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (Index("ix_shift_answers_member", "member", "answered_at"),)

    @property
    def said_by(self) -> SlackUserId:
        """Who said it, of their own or for the shift."""
        return SlackUserId(self.member.removeprefix(_FOR_SHIFT))


def for_the_shift(user: SlackUserId) -> SlackUserId:
    """As whose a leader's answer for the shift is kept."""
    return SlackUserId(f"{_FOR_SHIFT}{user}")


class InPerson(Base):
    """Somebody was there: how many came, what was in the way (codes, `;` between), what came up, guarded."""

    __tablename__ = "in_person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    schedule: Mapped[str] = mapped_column(ForeignKey("schedules.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    visitor: Mapped[SlackUserId] = mapped_column(String(32))
    heads: Mapped[int] = mapped_column(Integer)
    in_the_way: Mapped[str] = mapped_column(String(80), default="")
    came_up: Mapped[str] = mapped_column(Text, default="")
    logged_at: Mapped[datetime] = mapped_column(UtcMoment)


def locked_schedule(work: UnitOfWork, schedule: str) -> Schedule:
    """The schedule, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Schedule).where(Schedule.id == schedule).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row


def changes_of(work: UnitOfWork, schedule: str) -> dict[date, ScheduleChange]:
    """Its changed service dates."""
    rows = work.session.scalars(select(ScheduleChange).where(ScheduleChange.schedule == schedule))
    return {row.day: row for row in rows}


def seats_of(work: UnitOfWork, schedule: str) -> Sequence[SlackUserId]:
    """Who was named, in turn."""
    query = select(ScheduleSeat.member).where(ScheduleSeat.schedule == schedule)
    return work.session.scalars(query.order_by(ScheduleSeat.turn, ScheduleSeat.member)).all()
