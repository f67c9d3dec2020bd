"""An administrative issue: something in the way of the work, with an owner and an end; no person in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, IssueRef, SlackUserId, UtcMoment, new_reference


class IssueState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    SETTLED = "settled"
    NOT_NOW = "not_now"


class AdminIssue(Base):
    """One issue. `words` and `ended` are guarded open text.

    `came_from`: what it was made of (a firing with its `theme`, an answer's handle, a visit's id), once each;
    `schedule`: whose shift hears how it ended.
    """

    __tablename__ = "admin_issues"

    ref: Mapped[IssueRef] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[SlackUserId] = mapped_column(String(32))
    came_from: Mapped[str] = mapped_column(String(40), default="")
    theme: Mapped[str] = mapped_column(String(16), default="")
    schedule: Mapped[str] = mapped_column(String(32), default="")
    owner: Mapped[SlackUserId] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    raised_at: Mapped[datetime] = mapped_column(UtcMoment)
    group: Mapped[str] = mapped_column(
        "group_code", String(32), default=""
    )  # on whose agenda; empty = the first's
    due_on: Mapped[date | None] = mapped_column(Date)
    ended: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (
        Index("ix_admin_issues_state", "state", "raised_at"),
        Index("ix_admin_issues_raised_by", "raised_by"),
        Index("ix_admin_issues_came_from", "came_from"),
    )


def reserve_issue(work: UnitOfWork) -> IssueRef:
    """A reference that nobody has had."""
    while True:
        ref = IssueRef(new_reference("A"))
        if work.session.get(AdminIssue, ref) is None:
            return ref


def locked_issue(work: UnitOfWork, ref: IssueRef) -> AdminIssue:
    """The issue, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(AdminIssue).where(AdminIssue.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
