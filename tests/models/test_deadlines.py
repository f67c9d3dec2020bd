"""The pure clocks: elapsed minutes and calendar days, over both changes of 2026 and where there is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadlines import (
    after_minutes,
    days_before,
    end_of_local_day,
    local_moment,
    next_working_day,
)

LOS_ANGELES, PHOENIX, HONOLULU = map(ZoneInfo, ("America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu"))
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)

zones = st.sampled_from(
    [
        LOS_ANGELES,
        PHOENIX,
        HONOLULU,
        ZoneInfo("America/New_York"),
        ZoneInfo("Australia/Lord_Howe"),
        ZoneInfo("UTC"),
    ]
)
moments = st.integers(1_764_547_200, 1_801_440_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)  # December 2025 to January 2027
around_a_change = st.builds(
    lambda day, seconds: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds),
    st.sampled_from([SPRING, AUTUMN]),
    st.integers(-20 * 86_400, 3 * 86_400),
)


def test_an_intake_opened_before_the_change_ends_with_its_last_local_day() -> None:
    begun = datetime(2026, 10, 25, 2, 10, tzinfo=LOS_ANGELES)
    ends = end_of_local_day(begun, 14, LOS_ANGELES)
    assert ends == datetime(2026, 11, 9, 7, 59, 59, tzinfo=UTC)  # 8 Nov 23:59:59 PST
    assert ends - begun.astimezone(UTC) == timedelta(days=14, hours=22, minutes=49, seconds=59)


def test_an_intake_over_the_spring_change_ends_with_its_last_local_day_too() -> None:
    ends = end_of_local_day(datetime(2026, 3, 1, 2, 10, tzinfo=LOS_ANGELES), 14, LOS_ANGELES)
    assert ends == datetime(2026, 3, 16, 6, 59, 59, tzinfo=UTC)  # 15 March 23:59:59 PDT


@pytest.mark.parametrize("zone", [PHOENIX, HONOLULU])
@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 10, 25)])
def test_where_no_clock_changes_an_intake_is_as_long_as_the_calendar_says(zone: ZoneInfo, day: date) -> None:
    begun = datetime.combine(day, time(2, 10), tzinfo=zone)
    assert end_of_local_day(begun, 14, zone) - begun == timedelta(days=14, hours=21, minutes=49, seconds=59)


def test_a_hand_off_lasts_thirty_elapsed_minutes_though_the_wall_clock_goes_back() -> None:
    begun = datetime(2026, 11, 1, 1, 50, tzinfo=LOS_ANGELES)
    ends = after_minutes(begun, 30)
    assert ends.astimezone(LOS_ANGELES).strftime("%H:%M %Z") == "01:20 PST"
    assert ends == datetime(2026, 11, 1, 9, 20, tzinfo=UTC)


def test_a_skipped_time_is_the_first_minute_after_it() -> None:
    assert local_moment(SPRING, time(2, 30), LOS_ANGELES) == datetime(2026, 3, 8, 10, tzinfo=UTC)


def test_a_repeated_time_is_the_first_of_the_two() -> None:
    assert local_moment(AUTUMN, time(1, 30), LOS_ANGELES) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_a_reminder_keeps_its_morning_over_the_change() -> None:
    ends = end_of_local_day(datetime(2026, 10, 25, 2, 10, tzinfo=LOS_ANGELES), 14, LOS_ANGELES)
    mornings = [days_before(ends, days, time(9), LOS_ANGELES) for days in (8, 7, 0)]
    assert [one.astimezone(LOS_ANGELES).strftime("%d %H:%M %Z") for one in mornings] == [
        "31 09:00 PDT",
        "01 09:00 PST",
        "08 09:00 PST",
    ]


def test_a_week_ends_on_monday() -> None:
    friday = datetime(2026, 10, 30, 16, tzinfo=LOS_ANGELES)
    assert next_working_day(friday, time(17), LOS_ANGELES) == datetime(2026, 11, 3, 1, tzinfo=UTC)


@given(begun=st.one_of(moments, around_a_change), days=st.integers(0, 40), zone=zones)
def test_a_calendar_clock_always_ends_at_the_last_second_of_the_day_it_names(
    begun: datetime, days: int, zone: ZoneInfo
) -> None:
    ends = end_of_local_day(begun, days, zone).astimezone(zone)
    assert ends.date() == begun.astimezone(zone).date() + timedelta(days=days)
    assert ends.time().replace(microsecond=0) == time(23, 59, 59)
    # One second more is the next day: no hour of the day is left out or counted twice.
    assert (ends.astimezone(UTC) + timedelta(seconds=1)).astimezone(zone).date() > ends.date()


@given(begun=st.one_of(moments, around_a_change), minutes=st.integers(1, 24 * 60), zone=zones)
def test_elapsed_minutes_are_elapsed_minutes_in_every_zone(
    begun: datetime, minutes: int, zone: ZoneInfo
) -> None:
    assert after_minutes(begun.astimezone(zone), minutes) - begun == timedelta(minutes=minutes)


@given(
    day=st.one_of(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from([SPRING, AUTUMN])),
    at=st.times().map(lambda time: time.replace(fold=0)),
    zone=zones,
)
def test_a_wall_clock_time_happens_once_and_never_before_it_is_shown(
    day: date, at: time, zone: ZoneInfo
) -> None:
    shown = local_moment(day, at, zone).astimezone(zone)
    assert shown.date() == day
    assert shown.time() == at or shown.time() > at  # only a time that was skipped moves, and only forward
    assert shown.fold == 0


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), zone=zones)
def test_the_same_time_of_the_next_day_is_always_later(day: date, zone: ZoneInfo) -> None:
    for at in (time(0), time(1, 30), time(2, 30), time(22)):
        assert local_moment(day, at, zone) < local_moment(day + timedelta(days=1), at, zone)


@given(moment=st.one_of(moments, around_a_change), zone=zones)
def test_the_next_working_day_is_later_than_today_and_no_weekend(moment: datetime, zone: ZoneInfo) -> None:
    found = next_working_day(moment, time(9), zone).astimezone(zone)
    assert 0 < (found.date() - moment.astimezone(zone).date()).days <= 3
    assert found.weekday() < 5
    assert found.time() == time(9)
