"""The outbox at work: claim with a lease, settle by its token, give back; a lane never overtakes itself."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from models.database import UnitOfWork
from models.notice import Again, Never, Notice, Outcome, Sent
from models.schema import UtcMoment


def _blocked() -> ColumnElement[bool]:
    """Something older waits in the same lane.

    LIMIT keeps PostgreSQL from turning this into a join with everything that waits: row by row, by the index
    on the lane, it costs the same however many wait for next month.
    """
    earlier = aliased(Notice)
    before = or_(
        earlier.due_at < Notice.due_at, and_(earlier.due_at == Notice.due_at, earlier.id < Notice.id)
    )
    older = select(earlier.id).where(earlier.lane == Notice.lane, earlier.settled_at.is_(None), before)
    return older.limit(1).correlate(Notice).scalar_subquery().is_not(None)


# Built once: putting these together costs ten times what the database needs to answer, four times a second.
_MOMENT = bindparam("moment", type_=UtcMoment())
_READY = and_(Notice.settled_at.is_(None), ~_blocked())
_CLAIMABLE = (
    select(Notice)
    .where(_READY, Notice.due_at <= _MOMENT)
    .where(or_(Notice.lease_until.is_(None), Notice.lease_until <= _MOMENT))
    .order_by(Notice.urgency, Notice.due_at, Notice.id)
    .limit(bindparam("room", type_=Integer()))
)
_CLAIMABLE_LOCKED = _CLAIMABLE.with_for_update(skip_locked=True)
_NEXT = select(
    select(Notice.due_at)
    .where(_READY, Notice.due_at <= _MOMENT, Notice.lease_until.is_(None))
    .order_by(Notice.due_at, Notice.id)
    .limit(1)
    .scalar_subquery(),
    select(func.min(Notice.lease_until)).where(_READY, Notice.lease_until <= _MOMENT).scalar_subquery(),
)
_MINE = and_(
    Notice.__table__.c.id == bindparam("its_id"),
    Notice.__table__.c.lease_token == bindparam("its_token"),
    Notice.__table__.c.settled_at.is_(None),
)
_GIVE_BACK = (
    update(Notice)
    .where(_MINE)
    .values(
        lease_until=bindparam("its_until"),
        lease_token=None,
        attempts=Notice.attempts - 1,
        first_tried_at=bindparam("its_first"),
    )
)
_SETTLE_SENT = (
    update(Notice)
    .where(_MINE)
    .values({name: bindparam(f"its_{name}") for name in ("settled_at", "outcome", "channel", "ts")})
)


def claim(work: UnitOfWork, moment: datetime, *, lease: timedelta, limit: int) -> list[Notice]:
    """Lease up to `limit` due notices, the most urgent first, at most one a lane.

    The caller commits before it sends: a process that dies afterwards leaves `first_tried_at` behind, and
    whoever claims the row next knows by `may_have_arrived` that Slack may have it already.
    """
    query = _CLAIMABLE_LOCKED if work.dialect == "postgresql" else _CLAIMABLE
    found = work.session.scalars(query, {"moment": moment, "room": limit}).all()
    if not found:
        return []
    token = secrets.token_hex(16)
    work.session.execute(
        update(Notice)
        .where(Notice.id.in_([notice.id for notice in found]))
        .values(
            lease_until=moment + lease,
            lease_token=token,
            attempts=Notice.attempts + 1,
            first_tried_at=func.coalesce(Notice.first_tried_at, moment),
        ),
        execution_options={"synchronize_session": False},
    )
    for notice in found:  # what the caller holds says what the row now says, without asking for it again
        work.session.expunge(notice)
        notice.may_have_arrived = notice.first_tried_at is not None
        notice.lease_until, notice.lease_token = moment + lease, token
        notice.attempts += 1
        notice.first_tried_at = notice.first_tried_at or moment
    return list(found)


def give_back(work: UnitOfWork, without_room: Sequence[tuple[Notice, datetime]]) -> None:
    """Undo these claims, in one statement: Slack's rate has no room for each before its moment.

    Nothing was tried, so nothing is counted.
    """
    rows = [
        {
            "its_id": notice.id,
            "its_token": notice.lease_token,
            "its_until": until,
            "its_first": notice.first_tried_at if notice.may_have_arrived else None,
        }
        for notice, until in without_room
    ]
    if rows:
        work.session.connection().execute(_GIVE_BACK, rows)


def settle(work: UnitOfWork, notice: Notice, outcome: Outcome, moment: datetime) -> bool:
    """Write what became of a claimed notice; False when the lease had passed to somebody else meanwhile."""
    match outcome:
        case Sent(channel, ts):
            values: dict[str, Any] = {"settled_at": moment, "outcome": "sent", "channel": channel, "ts": ts}
        case Never(why):
            values = {"settled_at": moment, "outcome": f"never:{why}"[:40]}
        case Again(after, unknown, rate_limited):
            values = {"lease_until": moment + after, "lease_token": None}
            if rate_limited:  # being asked to wait says nothing about the notice: patience is not used up
                values["attempts"] = Notice.attempts - 1
            if not unknown:  # Slack said no, so nothing new is out there to look for
                values["first_tried_at"] = notice.first_tried_at if notice.may_have_arrived else None
    return _update_mine(work, notice, values)


def settle_sent(work: UnitOfWork, arrived: Sequence[tuple[Notice, Sent]], moment: datetime) -> int:
    """`settle` for many that arrived, in one statement; returns how many were still ours."""
    if not arrived:
        return 0
    rows = [
        {
            "its_id": notice.id,
            "its_token": notice.lease_token,
            "its_settled_at": moment,
            "its_outcome": "sent",
            "its_channel": receipt.channel,
            "its_ts": receipt.ts,
        }
        for notice, receipt in arrived
    ]
    done = work.session.connection().execute(_SETTLE_SENT, rows)
    return int(done.rowcount)


def _update_mine(work: UnitOfWork, notice: Notice, values: dict[str, Any]) -> bool:
    mine = and_(Notice.id == notice.id, Notice.lease_token == notice.lease_token, Notice.settled_at.is_(None))
    done = work.session.execute(
        update(Notice).where(mine).values(**values), execution_options={"synchronize_session": False}
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult


def next_due(work: UnitOfWork, until: datetime) -> datetime | None:
    """The earliest moment, up to `until`, at which anything waiting could be claimed; None = nothing before.

    What stands behind an older one in its lane does not count: a reader who slept until then would find
    nothing to take, again and again. The bound keeps the look small however much waits for next month.
    """
    fresh, again = work.session.execute(_NEXT, {"moment": until}).one()
    return min((moment for moment in (fresh, again) if moment is not None), default=None)


def waiting(work: UnitOfWork, moment: datetime) -> tuple[int, datetime | None]:
    """How many notices are due and unsettled, and since when the oldest waits: for the health endpoint."""
    overdue = select(Notice.due_at).where(Notice.settled_at.is_(None), Notice.due_at <= moment)
    rows = work.session.scalars(overdue.order_by(Notice.due_at).limit(1000)).all()
    return len(rows), (rows[0] if rows else None)
