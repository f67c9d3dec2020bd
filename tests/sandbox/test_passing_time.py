"""Time passes stop by stop, forwards only, and the bot does at each what is due."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.moments import Moments, Said
from sandbox.passing_time import ALONE, GONE, NOT_YET, UNDER_WAY, PassingTime, next_stop
from sandbox.practice_clock import PracticeClock
from sandbox.wire import NotPossible

ZONE = "America/Los_Angeles"


class Bot:
    """Looks at the clock as the real one does, does what is due, and says what comes next."""

    def __init__(self, folder: Path, due: list[float]) -> None:
        self.file, self.clock = folder / "moments.json", PracticeClock(folder / "clock")
        self.due, self.done = sorted(due), list[tuple[float, float]]()
        self.over = threading.Event()
        self.say()

    def say(self) -> None:
        now = self.clock.now()
        while self.due and self.due[0] <= now:
            self.done.append((self.due.pop(0), now))
        first = self.due[0] if self.due else None
        said = {
            "seen": now,
            "due": first,
            "roll_call": first and {"at": first, "words": "Night shift"},
            "reminder": None,
            "database": "",
        }
        half = self.file.with_suffix(".half")
        half.write_text(json.dumps(said))
        half.replace(self.file)

    def run(self) -> None:
        while not self.over.wait(0.005):
            self.say()


def passed(folder: Path, due: list[float], goal: str) -> tuple[Bot, PassingTime, list[float]]:
    bot, stops = Bot(folder, due), list[float]()
    thread = threading.Thread(target=bot.run)
    thread.start()
    clock = PracticeClock(folder / "clock")
    passing = PassingTime(clock, Moments(bot.file), lambda: stops.append(clock.now()))
    passing.go(goal, ZONE)
    until(lambda: passing.shown(ZONE)["going_to"] is None)
    bot.over.set()
    thread.join()
    return bot, passing, stops


def until(fits: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not fits():
        assert time.monotonic() < end, "time does not end to pass"
        time.sleep(0.01)


def test_what_falls_due_on_the_way_is_done_at_its_moment(tmp_path: Path) -> None:
    now = time.time()
    bot, passing, stops = passed(tmp_path, [now + 600, now + 610, now + 3000], "hour")
    assert [due for due, _ in bot.done] == [now + 600, now + 610, now + 3000]
    assert all(0 <= at - due < 1 for due, at in bot.done), "neither early nor an hour late"
    assert abs(passing.shown(ZONE)["ahead"] - 3600) < 2
    assert stops == sorted(stops)


def test_a_day_passes_hour_by_hour(tmp_path: Path) -> None:
    _, passing, stops = passed(tmp_path, [], "day")
    assert abs(passing.shown(ZONE)["ahead"] - 86400) < 3
    assert len(stops) >= 24


def test_time_stops_at_the_next_roll_call(tmp_path: Path) -> None:
    call = time.time() + 5 * 3600 + 17
    bot, passing, _ = passed(tmp_path, [call], "roll_call")
    assert [due for due, _ in bot.done] == [call]
    assert 0 <= passing.shown(ZONE)["now"] - call < 2
    assert "roll_call" not in passing.shown(ZONE)["goals"], "there is none any more"


def test_a_bot_that_says_nothing_new_holds_nobody_up_for_ever(tmp_path: Path) -> None:
    bot = Bot(tmp_path, [])
    moving = [0.0]

    def pause(seconds: float) -> None:
        moving[0] += seconds

    clock = PracticeClock(tmp_path / "clock")
    passing = PassingTime(clock, Moments(bot.file), lambda: None, pause=pause, seconds=lambda: moving[0])
    goal = passing.shown(ZONE)["goals"]["clock_change"]["at"]
    passing.go("clock_change", ZONE)
    until(lambda: passing.shown(ZONE)["going_to"] is None)
    assert moving[0] < 25
    assert 0 <= passing.shown(ZONE)["now"] - goal < 5


def refused(passing: PassingTime, goal: str) -> str:
    with pytest.raises(NotPossible) as caught:
        passing.go(goal, ZONE)
    return caught.value.message


def test_where_time_cannot_pass_it_is_said_plainly(tmp_path: Path) -> None:
    alone = PassingTime(PracticeClock(), Moments(), lambda: None)
    assert refused(alone, "hour") == ALONE
    assert alone.shown(ZONE)["goals"] == {}
    early = PassingTime(PracticeClock(tmp_path / "clock"), Moments(tmp_path / "none.json"), lambda: None)
    assert refused(early, "hour") == NOT_YET
    bot = Bot(tmp_path, [])
    ready = PassingTime(PracticeClock(tmp_path / "clock"), Moments(bot.file), lambda: None)
    assert refused(ready, "reminder") == GONE
    assert refused(ready, "yesterday") == GONE
    ready.go("day", ZONE)
    assert refused(ready, "hour") == UNDER_WAY
    bot.over.set()
    (tmp_path / "clock").unlink()
    (tmp_path / "gone").mkdir()
    lost = PassingTime(PracticeClock(tmp_path / "no folder" / "clock"), Moments(), lambda: None)
    assert "cannot be written" in refused(lost, "hour")
    assert lost.shown(ZONE)["going_to"] is None


def test_the_clock_is_never_set_back(tmp_path: Path) -> None:
    clock = PracticeClock(tmp_path / "clock")
    clock.move_to(time.time() + 5000)
    clock.move_to(time.time() + 100)
    assert abs(clock.ahead - 5000) < 1
    with pytest.raises(OSError, match="no file"):
        PracticeClock().move_to(time.time())


@given(
    now=st.floats(0, 1e9),
    span=st.floats(1, 1e8),
    stride=st.floats(0.5, 1e7),
    due=st.none() | st.floats(-1e9, 2e9),
)
def test_the_next_stop_lies_ahead_and_passes_over_nothing(
    now: float, span: float, stride: float, due: float | None
) -> None:
    stop = next_stop(now, now + span, stride, Said(seen=now, due=due))
    assert now < stop <= now + span
    assert stop <= now + stride
    if due is not None and due >= now:
        assert stop <= due + 0.05 + 1e-6
