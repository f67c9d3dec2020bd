"""The unit of work and the write lock: rolls back unless told, in line, plain about what was not kept."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from models.database import Database, FairLock
from models.errors import StorageUnavailable
from models.replay import Replay, once
from tests import databases
from tests.factories import NOON


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Replay) as fresh:
        yield fresh


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Database]:
    with databases.fresh("sqlite", tmp_path, Replay) as fresh:
        yield fresh


def put(database: Database, key: str, answer: str = "") -> None:
    with database.work() as work:
        work.session.add(Replay(key=key, at=NOON, answer=answer))
        work.commit()


def keys(database: Database) -> list[str]:
    with database.look() as work:
        return list(work.session.scalars(select(Replay.key).order_by(Replay.key)))


def test_what_is_committed_stays_and_what_is_not_does_not(database: Database) -> None:
    put(database, "kept")
    with database.work() as work:
        work.session.add(Replay(key="left", at=NOON, answer=""))
        work.session.flush()
    assert keys(database) == ["kept"]


def test_an_error_in_the_middle_keeps_nothing(database: Database) -> None:
    def half() -> None:
        with database.work() as work:
            work.session.add(Replay(key="half", at=NOON, answer=""))
            work.session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        half()
    assert keys(database) == []
    put(database, "next")
    assert keys(database) == ["next"], "the lock was given back"


def test_calls_after_the_commit_run_once_and_only_if_it_was_kept(database: Database) -> None:
    rung: list[str] = []
    with database.work() as work:
        work.after_commit.append(lambda: rung.append("never"))
    with database.work() as work:
        work.session.add(Replay(key="one", at=NOON, answer=""))
        work.after_commit.append(lambda: rung.append("".join(keys(database))))
        work.commit()
        work.commit()
    assert rung == ["one"]


def test_a_unique_key_doing_its_work_is_told_as_it_is(database: Database) -> None:
    put(database, "same")
    with pytest.raises(IntegrityError):
        put(database, "same")


def test_plain_rows_are_kept_or_lost_with_the_rest_and_a_twin_is_told_as_it_is(database: Database) -> None:
    rows = [{"key": name, "at": NOON, "answer": name} for name in ("one", "two")]
    with database.work() as work:
        work.insert(Replay, rows)
    with database.work() as work:
        work.insert(Replay, [])
        work.insert(Replay, rows)
        work.commit()
    with database.look() as work:
        assert {row.key: row.at for row in work.session.scalars(select(Replay))} == {"one": NOON, "two": NOON}
    with pytest.raises(IntegrityError), database.work() as work:
        work.insert(Replay, rows[:1])


def test_ten_threads_that_read_and_then_write_lose_nothing(database: Database) -> None:
    put(database, "count", "0")
    troubles: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(5):
                with database.work() as work:
                    row = work.session.scalars(
                        select(Replay).where(Replay.key == "count").with_for_update()
                    ).one()
                    row.answer = str(int(row.answer) + 1)
                    work.session.flush()
                    work.commit()
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=count_up) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert troubles == []
    with database.look() as work:
        assert work.session.get_one(Replay, "count").answer == "50"


def test_readers_are_not_held_up_by_a_writer(database: Database) -> None:
    put(database, "before")
    with database.work() as work:
        work.session.add(Replay(key="during", at=NOON, answer=""))
        work.session.flush()
        assert keys(database) == ["before"]
        work.commit()
    assert keys(database) == ["before", "during"]


def test_the_lock_is_given_first_come_first_served() -> None:
    lock, order = FairLock(), []
    assert lock.acquire(0)

    def wait_in_line(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    threads = []
    for number in range(10):
        threads.append(threading.Thread(target=wait_in_line, args=(number,)))
        threads[-1].start()
        while len(lock._queue) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join(5)
    assert order == list(range(10))


def test_who_gave_up_waiting_is_not_in_the_way_of_the_next() -> None:
    lock = FairLock()
    assert lock.acquire(0)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0)
    lock.release()


def test_a_sqlite_file_that_another_process_holds_is_told_as_unavailable(lone: Database) -> None:
    with lone.engine.connect() as connection:  # the pool hands this very connection out again
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(str(lone.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable):
        put(lone, "kept out")
    other.execute("ROLLBACK")
    put(lone, "let in")
    assert keys(lone) == ["let in"]


def test_a_writer_whose_turn_does_not_come_is_told_before_slack_stops_waiting(lone: Database) -> None:
    told: list[type[BaseException]] = []

    def too_late() -> None:
        try:
            put(lone, "late")
        except StorageUnavailable as trouble:
            told.append(type(trouble))

    with lone.work():
        waiting = threading.Thread(target=too_late)
        waiting.start()
        waiting.join(2.9)  # Slack waits 3 seconds for an answer
        assert not waiting.is_alive()
    assert told == [StorageUnavailable]
    assert keys(lone) == []


def test_a_full_disk_keeps_nothing_and_says_so(lone: Database) -> None:
    put(lone, "small")
    with lone.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageUnavailable):
        put(lone, "large", "x" * 100_000)
    assert keys(lone) == ["small"]
    put(lone, "tiny")
    assert keys(lone) == ["small", "tiny"]


def test_when_every_connection_is_taken_it_is_told_as_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'few.db'}", pool_size=1)
    database.engine.pool._timeout = 0.02  # type: ignore[attr-defined]  # of the queue pool
    held = [database.engine.connect() for _ in range(5)]
    with pytest.raises(StorageUnavailable), database.look() as work:
        work.session.execute(text("SELECT 1"))
    for connection in held:
        connection.close()
    database.close()


def test_a_table_that_is_not_there_is_told_as_unavailable(database: Database) -> None:
    with pytest.raises(StorageUnavailable) as told, database.work() as work:
        work.session.execute(text("SELECT * FROM nowhere"))
    assert "nowhere" not in str(told.value)


def test_errors_show_no_parameters(database: Database) -> None:
    put(database, "same", "Zebulon Testperson")
    with pytest.raises(IntegrityError) as told:
        put(database, "same", "Zebulon Testperson")
    assert "parameters hidden" in str(told.value)
    assert "Zebulon" not in str(told.value)


def test_sqlite_wipes_what_it_deletes_and_survives_a_power_cut(lone: Database) -> None:
    with lone.look() as work:
        said = {
            name: work.session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "temp_store",
                "busy_timeout",
            )
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 2000,  # another process is waited for so long; Slack waits three seconds
    }


def test_the_lock_is_free_again_after_every_unit_of_work(lone: Database) -> None:

    for number in range(50):
        once(lone, f"key-{number}", NOON + timedelta(seconds=number), lambda work: "done")
    assert len(keys(lone)) == 50
