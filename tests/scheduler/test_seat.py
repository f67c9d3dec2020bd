"""Which process delivers: one, and another as soon as that one is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from models.errors import StorageUnavailable
from models.lease import Lease
from scheduler.seat import Seat
from tests import databases
from tests.scheduler.postoffice import SetTime


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with databases.fresh("sqlite", tmp_path, Lease) as fresh:
        yield fresh


def test_one_seat_one_holder_until_it_leaves(database: Database) -> None:
    time = SetTime()
    first, second = Seat(database, "first", time), Seat(database, "second", time)
    assert first.keep()
    assert not second.keep()
    first.leave()
    time.go(4)
    assert second.keep()
    assert not first.keep()


def test_a_holder_that_keeps_asking_keeps_the_seat(database: Database) -> None:
    time = SetTime()
    first, second = Seat(database, "first", time), Seat(database, "second", time)
    for _ in range(30):
        assert first.keep()
        assert not second.keep()
        time.go(3)


def test_a_holder_that_fell_silent_loses_the_seat_without_being_told(database: Database) -> None:
    time = SetTime()
    first, second = Seat(database, "first", time), Seat(database, "second", time)
    first.keep()
    time.go(12)
    assert second.keep()
    assert not first.keep()


def test_the_database_is_asked_only_every_third_of_the_lease(database: Database) -> None:
    time = SetTime()
    seat = Seat(database, "first", time)
    assert seat.keep()
    Lease.metadata.drop_all(database.engine, tables=[Lease.__table__])  # type: ignore[list-item]  # a Table
    time.go(3.9)
    assert seat.keep()
    time.go(0.2)
    with pytest.raises(StorageUnavailable):
        seat.keep()
