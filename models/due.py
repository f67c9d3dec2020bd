"""What is to be done at a moment: rows under a unique key, done once in the transaction of the act itself."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import BigInteger, Index, Insert, Integer, String, Table, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, UtcMoment

# A step that cannot be taken is tried again: soon at first, then less often, for about a day.
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900))
_TRIES = 96


class Step(StrEnum):
    """Everything that can fall due. What it does, `models.acts` knows."""

    HANDOFF_REPAGE = "handoff.repage"
    HANDOFF_BACKUP = "handoff.backup"
    HANDOFF_SUPERVISOR = "handoff.supervisor"
    HANDOFF_CHOICES = "handoff.choices"
    HANDOFF_OVER = "handoff.over"
    UNHEARD = "page.unheard"
    SCREENING_DUE = "screening.due"
    OUTREACH_DUE = "outreach.due"
    WAITLIST_REVIEW = "waitlist.review"
    INTAKE_REMINDER = "intake.reminder"
    INTAKE_OVER = "intake.over"
    FIXED_LINE = "referrer.fixed_line"
    PAIRS_LOOK = "pairs.look"
    HEARING_REMINDER = "hearing.reminder"
    HEARING_OVER = "hearing.over"
    PING_AGAIN = "ping.again"
    PING_BACKUP = "ping.backup"
    PING_MANAGER = "ping.manager"
    PING_ANSWER_DUE = "ping.answer_due"
    PING_LAST_CALL = "ping.last_call"
    PING_OVER = "ping.over"
    PING_HOLD_REMINDER = "ping.hold_reminder"
    PING_HOLD_OVER = "ping.hold_over"
    ROLLCALL_FIRE = "rollcall.fire"
    ROLLCALL_NUDGE = "rollcall.nudge"
    ROLLCALL_CLOSE = "rollcall.close"
    MEETING_OVER = "meeting.over"
    CONFERENCE_OPEN = "conference.open"
    CONFERENCE_BEGIN = "conference.begin"
    CONFERENCE_OVER = "conference.over"
    CONFERENCE_LOOK = "conference.look"
    SITUATION_REVIEW = "situation.review"
    QUESTION_LOOK = "question.look"
    QUESTION_OVER = "question.over"
    ACTION_REMINDER = "action.reminder"
    ACTION_DUE = "action.due"
    ISSUE_DUE = "issue.due"
    POLICY_BACK = "policy.back"
    PASS_ON_AGAIN = "pass_on.again"  # noqa: S105 - no password: a decision is passed on
    RULES_IN_FORCE = "rules.in_force"
    CRITICAL_AGAIN = "critical.again"

    PLACE_ENDS = "place.ends"
    PLACE_OVER = "place.over"


# What reads too long to be taken inside one writing transaction: it has a beat of its own.
BESIDE = frozenset({Step.PAIRS_LOOK, Step.CONFERENCE_LOOK, Step.QUESTION_LOOK})


class DueStep(Base):
    """One step. `key` says which moment of what it is: planned twice, it is the same step."""

    __tablename__ = "due_steps"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    step: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    planned_for: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str] = mapped_column(String(32), default="")

    __table_args__ = (
        Index(
            "ix_due_steps_waiting",
            "due_at",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_due_steps_subject", "subject", "step"),
    )


@dataclass(frozen=True)
class Planned:
    """What `plan` needs: which step, of what, when, and the key that makes it one of a kind."""

    step: Step
    subject: str
    due_at: datetime
    key: str


def plan(work: UnitOfWork, steps: Sequence[Planned]) -> None:
    """Write the steps; one whose key stands already is left as it is."""
    if not steps:
        return
    rows = [
        {
            "step": one.step.value,
            "subject": one.subject,
            "key": one.key,
            "planned_for": one.due_at,
            "due_at": one.due_at,
            "tries": 0,
            "outcome": "",
        }
        for one in steps
    ]
    work.session.connection().execute(_insert_new(work.dialect), rows)


@functools.cache
def _insert_new(dialect: str) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(cast("Table", DueStep.__table__)).on_conflict_do_nothing(index_elements=["key"])


def call_off(
    work: UnitOfWork, subject: str, steps: Sequence[Step], moment: datetime, besides: str = ""
) -> None:
    """These steps of the subject are not needed any more; the one with the key `besides` is left as it is."""
    work.session.execute(
        update(DueStep)
        .where(
            DueStep.subject == subject,
            DueStep.step.in_([step.value for step in steps]),
            DueStep.done_at.is_(None),
            DueStep.key != besides,
        )
        .values(done_at=moment, outcome="called_off"),
        execution_options={"synchronize_session": False},
    )


def is_any_due(work: UnitOfWork, moment: datetime) -> bool:
    """Whether `take` would find a step now; this only reads."""
    query = select(DueStep.id).where(
        DueStep.done_at.is_(None),
        DueStep.due_at <= moment,
        DueStep.step.not_in([step.value for step in BESIDE]),
    )
    return work.session.scalar(query.limit(1)) is not None


def take(work: UnitOfWork, moment: datetime) -> DueStep | None:
    """The oldest due step, held by this unit of work until it ends; None when nothing (more) is due.

    On PostgreSQL what another process holds is passed over; SQLite has one writer.
    """
    query = (
        select(DueStep)
        .where(
            DueStep.done_at.is_(None),
            DueStep.due_at <= moment,
            DueStep.step.not_in([step.value for step in BESIDE]),
        )
        .order_by(DueStep.due_at, DueStep.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return work.session.scalar(query)


def waiting_beside(work: UnitOfWork, step: Step, moment: datetime, most: int) -> list[DueStep]:
    """The oldest due steps of a kind in `BESIDE`, as they are read; nobody holds them."""
    query = select(DueStep).where(
        DueStep.done_at.is_(None), DueStep.due_at <= moment, DueStep.step == step.value
    )
    return list(work.session.scalars(query.order_by(DueStep.due_at, DueStep.id).limit(most)))


def hold(work: UnitOfWork, step_ids: Sequence[int]) -> list[DueStep]:
    """Those of the steps that nobody has taken meanwhile, held by this unit of work until it ends."""
    query = select(DueStep).where(DueStep.id.in_(step_ids), DueStep.done_at.is_(None))
    return list(work.session.scalars(query.order_by(DueStep.id).with_for_update(skip_locked=True)))


def finish(step: DueStep, outcome: str, moment: datetime) -> None:
    """It was taken; `outcome` is a short code."""
    step.done_at = moment
    step.outcome = outcome[:32]


def put_off(work: UnitOfWork, step_id: int, moment: datetime) -> bool:
    """It could not be taken now: later again. False when it has been tried for a day and is given up."""
    step = work.session.get_one(DueStep, step_id)
    step.tries += 1
    if step.tries >= _TRIES:
        finish(step, "given_up", moment)
        return False
    step.due_at = moment + _PAUSES[min(step.tries, len(_PAUSES)) - 1]
    return True


def next_before(work: UnitOfWork, moment: datetime, end: datetime) -> datetime | None:
    """When the first step behind `moment` and before `end` is due that `take` would take; None: none is."""
    query = select(func.min(DueStep.due_at)).where(
        DueStep.done_at.is_(None),
        DueStep.due_at > moment,
        DueStep.due_at < end,
        DueStep.step.not_in([step.value for step in BESIDE]),
    )
    return work.session.scalar(query)


def overdue(work: UnitOfWork, moment: datetime, by: timedelta) -> int:
    """How many steps wait longer than they should, for the health endpoint.

    One that raises and is put off counts from when it was planned for. The first condition keeps the look
    within the index: no step is put off by more than the longest pause.
    """
    query = select(func.count()).where(
        DueStep.done_at.is_(None),
        DueStep.due_at <= moment + _PAUSES[-1],
        DueStep.planned_for < moment - by,
    )
    return int(work.session.scalar(query) or 0)
