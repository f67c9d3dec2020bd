"""What a work group sends up: proposals to the policy group, soundings before, decisions passed on after."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, IssueRef, SlackUserId, UtcMoment


class PolicyState(StrEnum):
    """Where a proposal stands."""

    SOUNDING = "sounding"  # everybody is asked before the meeting
    BEFORE_GROUP = "before_group"  # on the policy group's agenda
    CONSENSUS = "consensus"
    DEFERRED = "deferred"
    NEEDS_MORE = "needs_more"
    WITHDRAWN = "withdrawn"  # its issue ended before the group had answered


ANSWERS = (PolicyState.CONSENSUS, PolicyState.DEFERRED, PolicyState.NEEDS_MORE)


class Touches(StrEnum):
    """Which part of the site's rules a proposal would change."""

    NOTHING = "nothing"
    CRITERIA = "criteria"
    PRIORITY = "priority"
    CLOCK = "clock"
    OFFICER_CARD = "officer_card"
    GUARD_LIST = "guard_list"


class Stance(StrEnum):
    """What somebody says before the meeting. Told to the project manager only, and never counted."""

    SUPPORT = "support"
    LIVE_WITH = "live_with"
    NEED_A_CHANGE = "need_a_change"
    CANNOT = "cannot"


class PolicyProposal(Base):
    """One proposal, made of an administrative issue. All words are guarded open text."""

    __tablename__ = "policy_proposals"

    issue: Mapped[IssueRef] = mapped_column(ForeignKey("admin_issues.ref"), primary_key=True)
    group: Mapped[str] = mapped_column("group_code", String(32))  # the policy group
    background: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text)
    touches: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(Text, default="")
    effective: Mapped[date | None] = mapped_column(Date)
    site_version: Mapped[int] = mapped_column(Integer, default=0)  # the version of the rules that carries it
    made_by: Mapped[SlackUserId] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (Index("ix_policy_proposals_group", "group_code", "state"),)


class Sounding(Base):
    """What one person says of a proposal beforehand; the project manager reads it, nobody counts it."""

    __tablename__ = "soundings"

    issue: Mapped[IssueRef] = mapped_column(ForeignKey("policy_proposals.issue"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    stance: Mapped[str] = mapped_column(String(16), default="")  # empty = asked, not said
    words: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    said_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class PassingOn(Base):
    """One named person of one agency passes a decision on in their house, and says when that is done."""

    __tablename__ = "passings_on"

    issue: Mapped[IssueRef] = mapped_column(ForeignKey("policy_proposals.issue"), primary_key=True)
    agency: Mapped[str] = mapped_column(String(120), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    passed_on_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class RuleReading(Base):
    """Somebody confirmed that they read a new version of the site's rules."""

    __tablename__ = "rule_readings"

    site_version: Mapped[int] = mapped_column(Integer, primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class CriticalCall(Base):
    """A critical incident: the site's agreed call list is run. No person and no word of what happened."""

    __tablename__ = "critical_calls"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    begun_by: Mapped[SlackUserId] = mapped_column(String(32))
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Called(Base):
    """Somebody on that list, and when they said that they know."""

    __tablename__ = "called"

    call: Mapped[str] = mapped_column(ForeignKey("critical_calls.id"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer)
    knows_at: Mapped[datetime | None] = mapped_column(UtcMoment)


def locked_policy(work: UnitOfWork, issue: IssueRef) -> PolicyProposal:
    """The proposal made of an issue, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(PolicyProposal).where(PolicyProposal.issue == issue).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
