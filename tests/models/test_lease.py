"""The site-wide lease: one holder at a time, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import lease
from models.database import Database
from models.lease import Lease
from tests import databases

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
TEN = timedelta(seconds=10)


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Lease) as fresh:
        yield fresh


def hold(database: Database, holder: str, moment: datetime) -> bool:
    with database.work() as work:
        held = lease.hold(work, "postman", holder, moment, TEN)
        work.commit()
    return held


def test_the_first_to_ask_holds_it_and_the_second_does_not(database: Database) -> None:
    assert hold(database, "one", NOON)
    assert not hold(database, "two", NOON + timedelta(seconds=9))


def test_the_holder_may_renew_as_often_as_it_likes(database: Database) -> None:
    for seconds in (0, 5, 10, 15):
        assert hold(database, "one", NOON + timedelta(seconds=seconds))
    assert not hold(database, "two", NOON + timedelta(seconds=24))


def test_a_lease_that_lapsed_passes_to_the_next_and_not_back(database: Database) -> None:
    hold(database, "one", NOON)
    assert hold(database, "two", NOON + TEN)
    assert not hold(database, "one", NOON + TEN)


def test_letting_go_frees_it_at_once_but_only_for_the_holder(database: Database) -> None:
    hold(database, "one", NOON)
    with database.work() as work:
        lease.let_go(work, "postman", "two")
        work.commit()
    assert not hold(database, "two", NOON)
    with database.work() as work:
        lease.let_go(work, "postman", "one")
        work.commit()
    assert hold(database, "two", NOON)


def test_two_names_are_two_leases(database: Database) -> None:
    hold(database, "one", NOON)
    with database.work() as work:
        assert lease.hold(work, "another", "two", NOON, TEN)


def test_of_eight_that_ask_at_once_one_gets_it(database: Database) -> None:
    start = threading.Barrier(8)
    answers: list[bool] = []

    def ask(number: int) -> None:
        start.wait()
        answers.append(hold(database, f"holder-{number}", NOON))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 7 + [True]
