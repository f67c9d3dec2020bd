"""The rota's looks: phones that sleep, cards for whoever is new, and gaps said by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.rota.facts import Quiet
from handlers.rota.look import RotaLook
from handlers.rota.quiet import read_quiet
from models.notice import Kind
from models.referral import Door
from models.rota import is_silent
from models.schema import SlackUserId
from models.test_card import TestCard, never_tapped
from tests.handlers.harbor import BACKUP, CLINICAL, MANAGER, RESPONDER, Harbor

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Asked = Callable[[SlackUserId, datetime], Quiet | None]


def asleep(*users: SlackUserId) -> Asked:
    return lambda user, now: Quiet(now - HOUR, now + HOUR) if user in users else Quiet()


def look(harbor: Harbor, ask: Asked) -> None:
    RotaLook(harbor.ground, ask).look()


def silent(harbor: Harbor, user: SlackUserId) -> bool:
    with harbor.ground.database.look() as work:
        return is_silent(work, user, harbor.time())


def paged(harbor: Harbor) -> list[SlackUserId]:
    return [notice.recipient for notice in harbor.notices(Kind.CARD_NOW)]


def test_where_the_first_one_sleeps_the_backup_is_paged_at_once_too(harbor: Harbor) -> None:
    look(harbor, asleep(RESPONDER))
    harbor.refer(door=Door.FIELD_HELP)
    assert sorted(paged(harbor)) == sorted([RESPONDER, BACKUP])


def test_whoever_wakes_is_paged_alone_again(harbor: Harbor) -> None:
    look(harbor, asleep(RESPONDER))
    look(harbor, asleep())
    assert not silent(harbor, RESPONDER)
    harbor.refer(door=Door.FIELD_HELP)
    assert paged(harbor) == [RESPONDER]


def test_a_slack_that_does_not_answer_changes_nothing(harbor: Harbor) -> None:
    look(harbor, asleep(RESPONDER))
    look(harbor, lambda user, now: None)
    assert silent(harbor, RESPONDER)


def test_only_whoever_is_asked_first_is_looked_up_each_minute(harbor: Harbor) -> None:
    look(harbor, asleep())  # the day's look asks for everybody once
    asked: list[SlackUserId] = []

    def remember(user: SlackUserId, now: datetime) -> Quiet:
        asked.append(user)
        return Quiet()

    look(harbor, remember)
    assert asked == [RESPONDER]


def test_sleeping_on_call_is_said_once_a_day_to_the_sleeper_and_to_the_owners(harbor: Harbor) -> None:
    look(harbor, asleep(BACKUP))
    look(harbor, asleep(BACKUP))
    told = {notice.recipient: notice.target for notice in harbor.notices(Kind.ROTA_SILENT)}
    assert told == {BACKUP: "you", MANAGER: "1", CLINICAL: "1"}


def test_a_gap_is_said_by_day(harbor: Harbor) -> None:
    look(harbor, asleep())
    assert harbor.notices(Kind.ROTA_GAP) == []
    harbor.change_rules(on_call=[])
    look(harbor, asleep())
    assert harbor.notices(Kind.ROTA_GAP) == [], "today's look was made"
    harbor.time.moment += timedelta(days=1)
    look(harbor, asleep())
    assert sorted(notice.recipient for notice in harbor.notices(Kind.ROTA_GAP)) == sorted([MANAGER, CLINICAL])


def test_everybody_new_gets_one_test_card_and_it_is_known_who_never_tapped(harbor: Harbor) -> None:
    look(harbor, asleep())
    assert harbor.notices(Kind.TEST_CARD) == [], "Lantern Harbor's people have tapped theirs"
    new = harbor.seat("UNEW00001", "police:Lantern Harbor PD")
    for _ in range(2):
        look(harbor, asleep())
    assert [notice.recipient for notice in harbor.notices(Kind.TEST_CARD)] == [new]
    with harbor.ground.database.look() as work:
        card = work.session.scalars(select(TestCard).where(TestCard.member == new)).one()
        assert card.seen_at is None
        assert never_tapped(work, harbor.ground.vault.rows, harbor.rules(), harbor.time()) == [new]


def stamp(hours: float) -> float:
    return (NOW + timedelta(hours=hours)).timestamp()


@pytest.mark.parametrize(
    ("said", "quiet"),
    [
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, Quiet()),
        (
            {"dnd_enabled": True, "next_dnd_start_ts": stamp(14), "next_dnd_end_ts": stamp(24)},
            Quiet(NOW + 14 * HOUR, NOW + 24 * HOUR),
        ),
        ({"dnd_enabled": True, "next_dnd_start_ts": stamp(30), "next_dnd_end_ts": stamp(40)}, Quiet()),
        (
            {"dnd_enabled": False, "snooze_enabled": True, "snooze_endtime": stamp(1)},
            Quiet(NOW, NOW + HOUR),
        ),
        ({"snooze_enabled": True, "snooze_endtime": stamp(-1)}, Quiet()),
        ({}, Quiet()),
    ],
)
def test_what_slack_says_of_do_not_disturb_is_read(said: dict[str, object], quiet: Quiet) -> None:
    assert read_quiet(said, NOW) == quiet
