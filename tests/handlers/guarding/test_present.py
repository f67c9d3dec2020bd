"""Who reads along without a seat: a count a day for the managers, never who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.guarding.channels import Room
from handlers.guarding.present import Present, off_roster
from models.notice import Kind
from models.schema import SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, RESPONDER, STRANGER, Harbor, lay

MORNING = datetime(2026, 9, 15, 10, 10, tzinfo=UTC)  # 03:10 in Lantern Harbor
BOT = SlackUserId("UBOTLEAD1")


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


class Asked:
    """Slack, asked for the guarded channels; None = it does not answer."""

    def __init__(self, rooms: Sequence[Room] | None) -> None:
        self.rooms = rooms
        self.times = 0

    def __call__(self) -> Sequence[Room] | None:
        self.times += 1
        return self.rooms


def room(*people: str, channel: str = "C0OWG0001") -> Room:
    return Room(channel, "owg", frozenset(SlackUserId(one) for one in (BOT, *people)))


def test_the_managers_hear_a_count_once_a_day_for_each_channel_with_somebody(harbor: Harbor) -> None:
    harbor.time.moment = MORNING
    present = Present(harbor.ground, BOT)
    slack = Asked([room(OFFICER, STRANGER, "UNOBODY77"), room(OFFICER, channel="C0QUAY001")])
    for _ in range(3):
        present.round(slack)
        harbor.time.go(timedelta(minutes=5))
    [notice] = harbor.notices(Kind.GUARD_STRANGERS)
    assert (notice.recipient, notice.target, slack.times) == (MANAGER, "C0OWG0001 2", 1)
    harbor.time.go(timedelta(days=1))
    present.round(slack)
    assert len(harbor.notices(Kind.GUARD_STRANGERS)) == 2


def test_an_unanswered_question_is_asked_again_at_the_next_beat(harbor: Harbor) -> None:
    harbor.time.moment = MORNING
    present, slack = Present(harbor.ground, BOT), Asked(None)
    present.round(slack)
    slack.rooms = [room(STRANGER)]
    present.round(slack)
    assert [notice.target for notice in harbor.notices(Kind.GUARD_STRANGERS)] == ["C0OWG0001 1"]


def test_a_suspended_member_counts_and_the_bot_does_not(harbor: Harbor) -> None:
    harbor.suspend(RESPONDER)
    ground = harbor.ground
    with ground.database.look() as work:
        rules = ground.book.current(work)
        found = off_roster(work, ground.vault.rows, rules, room(OFFICER, RESPONDER), BOT, ground.now())
    assert found == [RESPONDER]
