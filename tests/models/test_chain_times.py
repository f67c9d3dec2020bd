"""The chain's moments against a table worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.chain_times import ChainTimes, Quiet, awake_after, chain_times

HARBOR, DESERT = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Phoenix")
MINUTES = (30, 60, 90)
QUIET = Quiet.read("22:00-06:00", HARBOR)


def at(text: str, zone: ZoneInfo = HARBOR, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


# asked, hearing -> again, backup, manager, answer by, last call; local wall-clock times of the court.
BY_HAND = {
    "tomorrow at nine, asked at 15:40 (scenario 8)": (
        "2026-09-15 15:40",
        "2026-09-16 09:00",
        ("2026-09-15 16:10", "2026-09-15 16:40", "2026-09-15 17:10", "2026-09-15 17:30", "2026-09-16 08:15"),
    ),
    "in twenty minutes": (
        "2026-09-15 08:40",
        "2026-09-15 09:00",
        ("2026-09-15 08:43:20", "2026-09-15 08:46:40", "2026-09-15 08:50", "2026-09-15 08:53:20", None),
    ),
    "in two hours": (
        "2026-09-15 08:00",
        "2026-09-15 10:00",
        ("2026-09-15 08:20", "2026-09-15 08:40", "2026-09-15 09:00", "2026-09-15 09:20", None),
    ),
    "over a weekend, asked late on Friday: the night counts, and the answer is wanted on Monday": (
        "2026-09-18 21:15",
        "2026-09-22 09:00",
        ("2026-09-18 21:45", "2026-09-19 06:15", "2026-09-19 06:45", "2026-09-21 17:30", "2026-09-22 08:15"),
    ),
    "in the night before: quiet hours do not hold it up": (
        "2026-09-15 23:30",
        "2026-09-16 09:00",
        ("2026-09-16 00:00", "2026-09-16 00:30", "2026-09-16 01:00", "2026-09-16 05:50", "2026-09-16 08:15"),
    ),
    "two nights before, asked in the night: it waits for the morning": (
        "2026-09-15 01:00",
        "2026-09-17 09:00",
        ("2026-09-15 06:30", "2026-09-15 07:00", "2026-09-15 07:30", "2026-09-15 17:30", "2026-09-17 08:15"),
    ),
    "across the spring change": (
        "2026-03-07 21:50",
        "2026-03-09 09:00",
        # 34 h 10 min are left; in the last 24 hours (from 8 March 09:00 on) the night would not count.
        (
            "2026-03-08 06:20",
            "2026-03-08 06:50",
            "2026-03-08 07:20",
            "2026-03-08 21:36:40",
            "2026-03-09 08:15",
        ),
    ),
    "across the autumn change, asked twenty minutes before quiet": (
        "2026-10-31 21:40",
        "2026-11-03 09:00",
        ("2026-11-01 06:10", "2026-11-01 06:40", "2026-11-01 07:10", "2026-11-02 17:30", "2026-11-03 08:15"),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_chain_is_as_counted_by_hand(name: str) -> None:
    asked, hearing, expected = BY_HAND[name]
    got = chain_times(at(asked), at(hearing), MINUTES, QUIET)
    last = expected[4]
    assert got == ChainTimes(
        at(expected[0]), at(expected[1]), at(expected[2]), at(expected[3]), at(last) if last else None
    )


def test_a_court_elsewhere_counts_by_its_own_nights() -> None:
    quiet = Quiet.read("22:00-06:00", DESERT)
    # 21:50 in Phoenix is 21:50 in Los Angeles in September: both stand at UTC-7. In January they differ.
    got = chain_times(at("2026-01-12 21:50", DESERT), at("2026-01-15 09:00", DESERT), MINUTES, quiet)
    assert got.again == at("2026-01-13 06:20", DESERT)
    assert got.answer_by == at("2026-01-13 17:30", DESERT)


def test_without_a_hearing_the_sites_minutes_count() -> None:
    got = chain_times(at("2026-09-15 10:00"), None, MINUTES, QUIET)
    assert (got.again, got.manager, got.last_call) == (at("2026-09-15 10:30"), at("2026-09-15 11:30"), None)
    assert got.answer_by == at("2026-09-15 17:30")


def test_a_hearing_in_the_past_is_no_ping() -> None:
    with pytest.raises(ValueError, match="past"):
        chain_times(at("2026-09-15 10:00"), at("2026-09-15 10:00"), MINUTES, QUIET)


def test_no_quiet_hours_are_no_pause() -> None:
    never = Quiet.read("06:00-06:00", HARBOR)
    begun = at("2026-09-15 01:00")
    assert awake_after(begun, timedelta(minutes=30), never, None) == begun + timedelta(minutes=30)


@given(
    asked=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - the zone is set below
    left=st.timedeltas(timedelta(minutes=1), timedelta(days=40)),
)
def test_no_step_comes_after_half_the_time_that_is_left_or_out_of_order(
    asked: datetime, left: timedelta
) -> None:
    begun = asked.replace(tzinfo=HARBOR).astimezone(ZoneInfo("UTC"))
    times = chain_times(begun, begun + left, MINUTES, QUIET)
    assert begun < times.again <= times.backup <= times.manager < begun + left
    assert begun < times.answer_by < begun + left
    if left <= timedelta(hours=24):
        assert times.manager <= begun + left / 2
    if times.last_call is not None:
        assert times.answer_by < times.last_call < begun + left
