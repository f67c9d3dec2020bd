"""Posting into the outbox: what a row holds, and that the same thing is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.database import Database
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.schema import SlackUserId
from tests import databases

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
ZEBULON = SlackUserId("UZEBULON1")


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Notice) as fresh:
        yield fresh


def posted(database: Database, *notices: NewNotice) -> list[Notice]:
    with database.work() as work:
        post(work, NOON, notices)
        work.commit()
    with database.look() as work:
        return list(work.session.scalars(select(Notice).order_by(Notice.id)))


def test_a_new_notice_is_due_now_in_its_recipients_lane_and_untried(database: Database) -> None:
    (row,) = posted(database, NewNotice(Kind.RECEIVED, ZEBULON, "received:R-1", subject="R-00001"))
    assert (row.due_at, row.created_at, row.lane) == (NOON, NOON, ZEBULON)
    assert (row.attempts, row.first_tried_at, row.lease_token, row.settled_at) == (0, None, None, None)
    assert not row.may_have_arrived


def test_the_same_dedupe_key_is_the_same_notice(database: Database) -> None:
    first = NewNotice(Kind.RECEIVED, ZEBULON, "received:R-1", subject="R-00001")
    posted(database, first)
    (row,) = posted(database, NewNotice(Kind.MET, ZEBULON, "received:R-1", subject="R-00002"))
    assert (row.kind, row.subject) == (Kind.RECEIVED, "R-00001")


def test_a_due_moment_a_lane_and_an_urgency_are_kept(database: Database) -> None:
    later = NOON + timedelta(minutes=5)
    (row,) = posted(
        database,
        NewNotice(
            Kind.CARD_TODAY, ZEBULON, "k", due_at=later, lane="R-00001", urgency=Urgency.ROUTINE, receipt="12"
        ),
    )
    assert (row.due_at, row.lane, row.urgency, row.receipt) == (later, "R-00001", Urgency.ROUTINE, "12")


def test_posting_nothing_writes_nothing(database: Database) -> None:
    assert posted(database) == []


def test_an_act_that_does_not_commit_tells_nobody(database: Database) -> None:
    with database.work() as work:
        post(work, NOON, [NewNotice(Kind.MET, ZEBULON, "met")])
    with database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Notice)) == 0


def test_a_notice_in_a_traceback_shows_its_class_only() -> None:
    assert repr(Notice(recipient=ZEBULON, subject="R-00001")) == "<Notice>"
