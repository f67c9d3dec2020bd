"""The outbox row: who is to be told, of what kind, about which reference; never a word of content."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, and_, exists, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.database import UnitOfWork
from models.schema import Base, Handle, SlackUserId, UtcMoment


class Kind(StrEnum):
    """Every kind of thing the bot tells; the messenger renders each from open facts."""

    CARD_NOW = "card.now"
    CARD_TODAY = "card.today"
    CARD_MORE = "card.more"
    CARD_TAKEN = "card.taken"
    RECEIVED = "referral.received"
    LOOKING = "referral.looking"
    ON_THE_WAY = "referral.on_the_way"
    ACKNOWLEDGED = "referral.acknowledged"
    ESTIMATED = "referral.estimated"
    MET = "referral.met"
    NOT_MET = "referral.not_met"
    NOBODY_ON_CALL = "referral.nobody_on_call"
    NOT_REACHED = "notice.not_reached"
    SLACK_WAS_SLOW = "notice.slack_was_slow"
    READ_ONLY_TAB = "notice.read_only_tab"
    BLANK_VIEW = "view.blank"


class Urgency(IntEnum):
    """Alerts leave before routine messages when Slack's rate leaves room for one."""

    ALERT = 0
    ROUTINE = 5


@dataclass(frozen=True)
class Sent:
    """It arrived: the DM channel (`D...`; empty for a view) and Slack's timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Again:
    """Try once more after this long. `unknown` = Slack may have it already: look before sending."""

    after: timedelta
    unknown: bool = False
    rate_limited: bool = False


@dataclass(frozen=True)
class Never:
    """It cannot arrive; `why` is a short code that names no person and no content."""

    why: str


Outcome = Sent | Again | Never


class Notice(Base):
    """One thing to tell one person, once.

    `lane` orders deliveries: of two due notices in one lane the older goes first, and nothing overtakes.
    `lease_until` is the end of a claim, or the earliest moment of the next try.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(16), default="")
    recipient: Mapped[SlackUserId] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(64))
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    handle: Mapped[Handle | None] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(64), default="")
    receipt: Mapped[str] = mapped_column(String(20), default="")
    urgency: Mapped[int] = mapped_column(Integer, default=Urgency.ALERT)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))

    # Only what waits is indexed, so that a poll costs the same after a hundred thousand deliveries.
    __table_args__ = (
        Index(
            "ix_notices_waiting",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_notices_lane_waiting",
            "lane",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_notices_handle", "handle"),
    )


@dataclass(frozen=True)
class NewNotice:
    """What `post` needs. `due_at` None = now; `lane` empty = the recipient's own."""

    kind: Kind
    recipient: SlackUserId
    dedupe_key: str
    subject: str = ""
    handle: Handle | None = None
    target: str = ""
    receipt: str = ""
    due_at: datetime | None = None
    lane: str = ""
    urgency: Urgency = Urgency.ALERT


def post(work: UnitOfWork, moment: datetime, notices: Sequence[NewNotice]) -> None:
    """Write the rows; one whose `dedupe_key` already stands is the same notice and is left as it is."""
    if not notices:
        return
    rows = [_row(notice, moment) for notice in notices]
    make = postgresql.insert if work.dialect == "postgresql" else sqlite.insert
    work.session.execute(make(Notice).on_conflict_do_nothing(index_elements=["dedupe_key"]), rows)


def _row(notice: NewNotice, moment: datetime) -> dict[str, Any]:
    return {
        "kind": notice.kind.value,
        "subject": notice.subject,
        "recipient": notice.recipient,
        "lane": notice.lane or notice.recipient,
        "dedupe_key": notice.dedupe_key,
        "handle": notice.handle,
        "target": notice.target,
        "receipt": notice.receipt,
        "urgency": int(notice.urgency),
        "created_at": moment,
        "due_at": notice.due_at or moment,
        "attempts": 0,
    }


def claim(work: UnitOfWork, moment: datetime, *, lease: timedelta, limit: int) -> list[Notice]:
    """Lease up to `limit` due notices, the most urgent first, at most one a lane.

    The caller commits before it sends: a process that dies afterwards leaves `attempts` above zero, and
    whoever claims the row next knows that Slack may have it already.
    """
    found = work.session.scalars(_claimable(work, moment).limit(limit)).all()
    token = secrets.token_hex(16)
    if not found:
        return []
    ids = [notice.id for notice in found]
    work.session.execute(
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(lease_until=moment + lease, lease_token=token, attempts=Notice.attempts + 1),
        execution_options={"synchronize_session": False},
    )
    work.session.execute(
        update(Notice)
        .where(Notice.id.in_(ids), Notice.first_tried_at.is_(None))
        .values(first_tried_at=moment),
        execution_options={"synchronize_session": False},
    )
    for notice in found:  # what the caller holds says what the row now says
        work.session.refresh(notice)
        work.session.expunge(notice)
    return list(found)


def _claimable(work: UnitOfWork, moment: datetime) -> Any:
    earlier = aliased(Notice)
    before = or_(
        earlier.due_at < Notice.due_at, and_(earlier.due_at == Notice.due_at, earlier.id < Notice.id)
    )
    query = (
        select(Notice)
        .where(
            Notice.settled_at.is_(None),
            Notice.due_at <= moment,
            or_(Notice.lease_until.is_(None), Notice.lease_until <= moment),
            ~exists().where(earlier.lane == Notice.lane, earlier.settled_at.is_(None), before),
        )
        .order_by(Notice.urgency, Notice.due_at, Notice.id)
    )
    return query.with_for_update(skip_locked=True) if work.dialect == "postgresql" else query


def settle(work: UnitOfWork, notice: Notice, outcome: Outcome, moment: datetime) -> bool:
    """Write what became of a claimed notice; False when the lease had passed to somebody else meanwhile."""
    match outcome:
        case Sent(channel, ts):
            values: dict[str, Any] = {"settled_at": moment, "outcome": "sent", "channel": channel, "ts": ts}
        case Never(why):
            values = {"settled_at": moment, "outcome": f"never:{why}"[:40]}
        case Again(after, unknown):
            values = {"lease_until": moment + after, "lease_token": None}
            if not unknown:  # Slack said no, so nothing is out there to look for
                values["first_tried_at"] = None
    mine = and_(Notice.id == notice.id, Notice.lease_token == notice.lease_token, Notice.settled_at.is_(None))
    done = work.session.execute(
        update(Notice).where(mine).values(**values), execution_options={"synchronize_session": False}
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult


def next_due(work: UnitOfWork) -> datetime | None:
    """The earliest moment at which anything waiting could be claimed; None when nothing waits."""
    ready = select(Notice.due_at, Notice.lease_until).where(Notice.settled_at.is_(None))
    first = work.session.execute(ready.order_by(Notice.due_at, Notice.id).limit(50)).all()
    return min((max(due, lease) if lease else due for due, lease in first), default=None)


def waiting(work: UnitOfWork, moment: datetime) -> tuple[int, datetime | None]:
    """How many notices are due and unsettled, and since when the oldest waits: for the health endpoint."""
    overdue = select(Notice.due_at).where(Notice.settled_at.is_(None), Notice.due_at <= moment)
    rows = work.session.scalars(overdue.order_by(Notice.due_at).limit(1000)).all()
    return len(rows), (rows[0] if rows else None)
