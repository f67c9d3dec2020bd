"""Two processes on one PostgreSQL: one delivers at a time, nothing twice, and the other takes over."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from models.referral import Door
from tests.prove.night import Night, night
from tests.prove.play import Play, Promise
from tests.prove.processes import BotProcess
from tests.prove.referring import close_all, fill_first, fill_rest, open_form, went_through
from tests.stage import wait_until

pytestmark = pytest.mark.prove
DOORS = (Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT, Door.COMMUNITY)
_TAKEN_OVER_SECONDS = 13.0  # the seat's lease, and one look
_BUSY_SECONDS = 10.0  # patience with a machine that does other things beside
_numbers = count(1)


@pytest.fixture(params=[True, False], ids=["socket", "http"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Play]:
    with night(tmp_path / "night", database="postgresql", socket_mode=request.param) as laid:
        yield Play(laid)


def refer(play: Play, door: Door) -> None:
    """Refer through a door, both screens; every step goes through."""
    person = play.night.referrer(door)
    promise = Promise(door, f"Dock {next(_numbers)}", open_form(person, door))
    play.promises.append(promise)
    fill_first(person, door, promise.mark)
    promise.acked = went_through(person)
    assert promise.acked
    if door is Door.ARREST_DIVERSION:
        fill_rest(person)
        promise.completed = went_through(person)
        assert promise.completed
    close_all(person)


def holder(laid: Night) -> int:
    """The number of the process that has the seat; 0 while nobody does."""
    parts = laid.ledger.seat_holder().split(":")
    return int(parts[1]) if len(parts) > 1 else 0


def moment_of_holding(laid: Night, bot: BotProcess) -> float:
    """Wait until the process has the seat; when that was seen, by the test's monotonic clock."""
    wait_until(lambda: holder(laid) == bot.pid, "the other has the seat", 60)
    return time.monotonic()


def connect_alternately(laid: Night, bots: list[BotProcess]) -> Callable[[], None]:
    """Both take part: Slack spreads payloads over sockets; over HTTP a balancer does, here by turns."""
    if laid.socket_mode:
        laid.server.wait_connected(len(bots))
        return lambda: None
    turns = count()

    def turn() -> None:
        laid.server.events_url = bots[next(turns) % len(bots)].events_url

    return turn


def test_one_process_listens_and_another_delivers(play: Play) -> None:
    laid = play.night
    clock, listeners = laid.wake_bot("clock"), laid.wake_bot("listeners")
    laid.connect(listeners)
    for door in DOORS:
        refer(play, door)
    play.look_again()
    assert holder(laid) == clock.pid
    clock.kill()
    for door in DOORS:  # the listeners go on taking referrals in
        refer(play, door)
    assert laid.ledger.waiting(laid.now())
    laid.let_leases_end()
    again = laid.wake_bot("clock")
    play.look_again()
    assert holder(laid) == again.pid
    listeners.kill()
    laid.server.events_url = None
    wait_until(lambda: laid.server.sockets.connected() == 0, "the dead listeners' sockets are gone")
    laid.connect(laid.wake_bot("listeners"))
    refer(play, Door.SOCIAL_CONTACT)
    play.look_again()
    play.find_everybody()
    play.open_everything()


def test_two_whole_processes_deliver_once_and_the_second_takes_the_seat_over(play: Play) -> None:
    laid = play.night
    bots = [laid.wake_bot(), laid.wake_bot()]
    turn = connect_alternately(laid, bots)
    for door in DOORS * 2:
        turn()
        refer(play, door)
    play.look_again()
    answered = Counter(one.pid for one in bots if holder(laid) == one.pid)
    assert sum(answered.values()) == 1
    first = next(one for one in bots if one.pid == holder(laid))
    other = next(one for one in bots if one is not first)
    first.kill()
    killed = time.monotonic()
    wait_until(lambda: laid.server.sockets.connected() == laid.socket_mode, "one socket is left")
    laid.server.events_url = None if laid.socket_mode else other.events_url
    laid.let_leases_end()
    taken_over = laid.acts.submit(moment_of_holding, laid, other)
    for door in DOORS:
        refer(play, door)
    play.look_again()
    assert holder(laid) == other.pid
    assert taken_over.result(0) - killed < _TAKEN_OVER_SECONDS + _BUSY_SECONDS
    play.find_everybody()
    play.open_everything()


def test_a_second_process_that_starts_while_the_first_delivers_waits_for_the_seat(play: Play) -> None:
    laid = play.night
    first = laid.wake_bot()
    laid.connect(first)
    wait_until(lambda: holder(laid) == first.pid, "the first has the seat")
    second = laid.wake_bot()
    connect_alternately(laid, [first, second])()
    for door in DOORS:
        refer(play, door)
        assert holder(laid) == first.pid
    play.look_again()
    assert first.stop() == 0  # an orderly end frees the seat at once
    wait_until(lambda: holder(laid) == second.pid, "the second has the seat", 6)
    laid.server.events_url = None if laid.socket_mode else second.events_url
    refer(play, Door.COMMUNITY)
    play.look_again()
