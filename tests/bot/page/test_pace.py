"""Rates: a burst fits, then a steady flow; waits are told in whole seconds; memory has a bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page import pace
from bot.page.pace import Meter, Rate, network_of
from tests.bot.page.plain_page import Ticks


def test_a_burst_fits_and_what_is_beyond_it_waits() -> None:
    clock = Ticks()
    meter = Meter(Rate(10, 60), clock)
    assert [meter.take("a") for _ in range(10)] == [0] * 10
    assert meter.take("a") == 6
    assert meter.take("b") == 0
    clock.now += 6
    assert meter.take("a") == 0
    assert meter.take("a") == 6


def test_who_waited_long_has_the_whole_burst_again() -> None:
    clock = Ticks()
    meter = Meter(Rate(10, 60), clock)
    for _ in range(10):
        meter.take("a")
    clock.now += 60
    assert [meter.take("a") for _ in range(11)] == [0] * 10 + [6]


def test_looking_counts_nothing() -> None:
    meter = Meter(Rate(1, 60), Ticks())
    assert [meter.wait("a") for _ in range(5)] == [0] * 5
    assert meter.take("a") == 0
    assert meter.wait("a") == 60


def test_asking_while_one_waits_makes_the_wait_no_longer() -> None:
    meter = Meter(Rate(2, 60), Ticks())
    assert [meter.take("a") for _ in range(6)] == [0, 0, 30, 30, 30, 30]


def test_very_many_addresses_do_not_fill_the_memory() -> None:
    meter = Meter(Rate(5, 60), Ticks())
    for number in range(pace._MOST_KEPT + 500):
        meter.take(f"a{number}")
    assert len(meter._full_until) == pace._MOST_KEPT


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 20), st.floats(1, 120))
def test_never_more_than_two_bursts_in_any_window(pauses: list[float], count: int, seconds: float) -> None:
    clock = Ticks()
    meter = Meter(Rate(count, seconds), clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if meter.take("a") == 0:
            taken.append(clock.now)
    for first in taken:
        assert sum(first <= at < first + seconds for at in taken) <= 2 * count


@given(st.lists(st.floats(0, 30), max_size=100))
def test_who_waits_as_long_as_they_were_told_is_let_in(pauses: list[float]) -> None:
    clock = Ticks()
    meter = Meter(Rate(3, 10), clock)
    for pause in pauses:
        clock.now += pause
        if told := meter.take("a"):
            clock.now += told
            assert meter.take("a") == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("x" * 900, "x" * 64),
    ],
)
def test_an_ipv6_address_is_counted_with_its_network(address: str, counted: str) -> None:
    assert network_of(address) == counted
