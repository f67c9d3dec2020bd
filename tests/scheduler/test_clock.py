"""The clock: beats go on whatever happens, a wake-up is heard at once, and being stuck can be seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from models.database import Database
from models.errors import StorageUnavailable
from scheduler.clock import Clock, Deliverer
from scheduler.upkeep import Tick
from tests import databases
from tests.scheduler.postoffice import TABLES, Office, Tally

SOON = timedelta(seconds=0.05)


class Rounds:
    """A deliverer that counts its turns and sleeps on a real event."""

    def __init__(self, turn: Callable[[], float] = lambda: 5.0) -> None:
        self.turns = 0
        self.closed: list[float] = []
        self._turn = turn
        self._bell = threading.Event()

    def deliver_turn(self) -> float:
        self.turns += 1
        return self._turn()

    def deliver_due(self) -> int:
        self.turns += 1
        return 0

    def sleep(self, seconds: float) -> None:
        self._bell.wait(seconds)
        self._bell.clear()

    def wake(self) -> None:
        self._bell.set()

    def close(self, seconds: float) -> None:
        self.closed.append(seconds)


@contextmanager
def running(deliverer: Deliverer, *ticks: Tick, tally: Tally | None = None) -> Iterator[Clock]:
    clock = Clock(deliverer, ticks, meter=tally or Tally())
    clock.start()
    try:
        yield clock
    finally:
        clock.stop(2)


def until(true: Callable[[], bool], seconds: float = 3) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return true()


def test_a_tick_beats_again_and_again() -> None:
    beats: list[float] = []
    with running(Rounds(), Tick("checkpoint", SOON, lambda: beats.append(time.monotonic()))):
        assert until(lambda: len(beats) >= 3)


def test_a_tick_that_raises_is_counted_and_lives_on(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()

    def trip() -> None:
        raise RuntimeError("Zebulon Testperson, 555-0100")

    with running(Rounds(), Tick("checkpoint", SOON, trip), tally=tally):
        assert until(lambda: tally.ticks.count(("checkpoint", True)) >= 3)
    said = capsys.readouterr()
    assert "Zebulon" not in said.out + said.err


def test_one_tick_that_hangs_does_not_keep_another_from_beating() -> None:
    door, beats = threading.Event(), Tally()

    def hang() -> None:
        door.wait(5)

    hanging = Tick("checkpoint", SOON, hang)
    lively = Tick("upkeep", SOON, lambda: beats.tick_ran("upkeep", raised=False))
    with running(Rounds(), hanging, lively):
        assert until(lambda: len(beats.ticks) >= 3)
        door.set()


def test_a_slow_tick_never_runs_twice_at_once() -> None:
    now, most = 0, 0

    def slow() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        time.sleep(0.15)
        now -= 1

    with running(Rounds(), Tick("checkpoint", SOON, slow)):
        time.sleep(0.5)
    assert most == 1


def test_waking_ends_the_sleep_of_the_delivery_at_once() -> None:
    rounds = Rounds()
    with running(rounds) as clock:
        assert until(lambda: rounds.turns == 1)
        began = time.monotonic()
        clock.wake()
        assert until(lambda: rounds.turns >= 2)
        assert time.monotonic() - began < 0.5


def test_a_delivery_turn_that_raises_pauses_and_goes_on() -> None:
    tally = Tally()

    def trip() -> float:
        raise StorageUnavailable

    rounds = Rounds(trip)
    with running(rounds, tally=tally) as clock:
        assert until(lambda: rounds.turns >= 1)
        clock.wake()
        assert until(lambda: rounds.turns >= 2)
    assert ("deliver", True) in tally.ticks


def test_what_is_alive_is_not_stuck_and_what_hangs_is_named() -> None:
    moment = 0.0
    door = threading.Event()
    rounds = Rounds(lambda: 5.0 if door.wait(5) else 0.0)
    clock = Clock(
        rounds,
        [Tick("checkpoint", timedelta(minutes=15), lambda: None)],
        meter=Tally(),
        seconds=lambda: moment,
    )
    clock.start()
    assert clock.stuck() == []
    moment = 30.0
    assert clock.stuck() == ["deliver", "heartbeat"]
    moment = 3000.0
    assert "checkpoint" in clock.stuck()
    door.set()
    assert until(lambda: "deliver" not in clock.stuck())
    clock.stop(2)


def test_stopping_closes_the_deliverer_and_ends_every_beat() -> None:
    tally, rounds = Tally(), Rounds()
    with running(rounds, Tick("checkpoint", SOON, lambda: None), tally=tally):
        assert until(lambda: len(tally.ticks) > 2)
    time.sleep(0.1)
    count = len(tally.ticks)
    time.sleep(0.2)
    assert len(tally.ticks) == count
    assert len(rounds.closed) == 1


def test_a_deliverer_that_hangs_is_not_closed_beside_itself() -> None:
    door = threading.Event()
    rounds = Rounds(lambda: 5.0 if door.wait(10) else 0.0)
    clock = Clock(rounds, [], meter=Tally())
    clock.start()
    assert until(lambda: rounds.turns == 1)
    clock.stop(0.2)
    assert rounds.closed == []
    door.set()


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, *TABLES) as fresh:
        yield fresh


def test_what_is_posted_while_the_clock_runs_arrives_and_stopping_settles_it(database: Database) -> None:
    office = Office(database)
    postman = office.postman()
    with running(postman) as clock:
        for number in range(20):
            office.put(f"n{number}")
            clock.wake()
        assert until(lambda: len(office.carrier.tried) == 20)
    assert set(office.outcomes().values()) == {"sent"}


def test_what_another_process_posted_is_seen_without_a_wake_up(database: Database) -> None:
    office = Office(database)
    with running(office.postman()):
        office.put("from-elsewhere")
        assert until(lambda: office.outcomes() == {"from-elsewhere": "sent"})


def test_a_told_past_beats_only_what_is_named_and_delivers_before_the_clock_starts() -> None:
    rounds = Rounds()
    beats: list[str] = []
    ticks = [Tick(name, timedelta(hours=1), partial(beats.append, name)) for name in ("due", "rota")]
    Clock(rounds, ticks, meter=Tally()).beat_once(["due"])
    assert (beats, rounds.turns) == (["due"], 1)
