"""A delivery that comes twice is answered once: with the first answer, and nothing done again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import Database, UnitOfWork
from models.errors import NotAllowed, StorageUnavailable
from models.lease import Lease
from models.replay import KEPT, Replay, forget_old, once
from tests import databases
from tests.factories import NOON


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Replay, Lease) as fresh:
        yield fresh


class Act:
    """Leaves a row, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0
        self._turn = threading.Lock()

    def __call__(self, work: UnitOfWork) -> str:
        with self._turn:
            self.times += 1
            name = f"act-{self.times}"
        work.session.add(Lease(name=name, holder="somebody", until=NOON))
        work.session.flush()
        return name


def done(database: Database) -> list[str]:
    with database.look() as work:
        return list(work.session.scalars(select(Lease.name)))


def test_the_second_delivery_gets_the_first_answer_and_does_nothing(database: Database) -> None:
    act = Act()
    answers = [once(database, "trigger-1", NOON, act) for _ in range(3)]
    assert answers == ["act-1"] * 3
    assert act.times == 1


def test_another_key_is_another_delivery(database: Database) -> None:
    act = Act()
    assert [once(database, key, NOON, act) for key in ("one", "two")] == ["act-1", "act-2"]
    assert done(database) == ["act-1", "act-2"]


def test_deliveries_at_the_same_moment_act_once(database: Database) -> None:
    act, answers, ready = Act(), [], threading.Barrier(6)

    def deliver() -> None:
        ready.wait(5)
        answers.append(once(database, "trigger-1", NOON, act))

    threads = [threading.Thread(target=deliver) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert done(database) == [answers[0]], "whatever else was begun was not kept"


def test_a_refused_act_keeps_nothing_and_may_be_tried_again(database: Database) -> None:
    def refuse(work: UnitOfWork) -> str:
        work.session.add(Lease(name="half", holder="somebody", until=NOON))
        work.session.flush()
        raise NotAllowed

    with pytest.raises(NotAllowed):
        once(database, "trigger-1", NOON, refuse)
    assert done(database) == []
    assert once(database, "trigger-1", NOON, Act()) == "act-1"


def test_an_act_that_meets_its_twin_is_tried_once_more_and_then_given_up(database: Database) -> None:
    tries: list[int] = []

    def collide(work: UnitOfWork) -> str:
        tries.append(1)
        for _ in range(2):
            work.session.execute(Lease.__table__.insert().values(name="taken", holder="x", until=NOON))  # type: ignore[attr-defined]
        return "never"

    with pytest.raises(StorageUnavailable):
        once(database, "trigger-1", NOON, collide)
    assert len(tries) == 2
    assert done(database) == []


def test_old_answers_are_dropped_and_those_a_retry_can_reach_are_kept(database: Database) -> None:
    for name, age in (("old", KEPT + timedelta(seconds=1)), ("edge", KEPT), ("new", timedelta(0))):
        once(database, name, NOON - age, lambda work: "answer")
    with database.work() as work:
        forget_old(work, NOON)
        work.commit()
    with database.look() as work:
        assert sorted(work.session.scalars(select(Replay.key))) == ["edge", "new"]
