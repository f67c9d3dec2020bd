"""When a rule comes true: by hand, by properties, and against a library that stands on nothing of ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.recurrence import Every, Rule, dates_from, moment_of, next_dates
from tests.icalendar.independent import ZONES, Case, expanded, last_day, random_case
from tests.slack_types.check import NoNode

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
EVERY_DAY = tuple(range(7))
_AT_ONCE = 25  # one answer of Node's is then a few megabytes

seeds = st.integers(0, 10**6)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


# Scenario 7 (a) to (c), word by word.
def test_a_skipped_hour_fires_once_at_the_first_valid_minute() -> None:
    assert moment_of(SPRING, time(2, 30), LOS_ANGELES) == utc(2026, 3, 8, 10, 0)
    local = moment_of(SPRING, time(2, 30), LOS_ANGELES).astimezone(LOS_ANGELES)
    assert local.strftime("%H:%M %Z") == "03:00 PDT"


def test_a_repeated_hour_fires_at_the_first() -> None:
    assert moment_of(AUTUMN, time(1, 30), LOS_ANGELES) == utc(2026, 11, 1, 8, 30)


@pytest.mark.parametrize(("around", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_ten_at_night_stays_ten_at_night(around: date, hours: int) -> None:
    before, after = (moment_of(day, time(22), LOS_ANGELES) for day in (around - timedelta(days=1), around))
    assert after - before == timedelta(hours=hours)
    assert {moment.astimezone(LOS_ANGELES).hour for moment in (before, after)} == {22}


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "America/Phoenix"])
@pytest.mark.parametrize("around", [SPRING, AUTUMN])
def test_where_there_is_no_change_every_day_has_24_hours(zone: str, around: date) -> None:
    days = [around + timedelta(days=ahead) for ahead in range(-2, 3)]
    moments = [moment_of(day, time(2, 30), ZoneInfo(zone)) for day in days]
    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(days=1)}


def test_the_week_of_an_interval_begins_on_monday_and_counts_from_the_first() -> None:
    rule = Rule(date(2026, 9, 16), (0, 2), interval=2)  # a Wednesday
    assert next_dates(rule, date(2026, 9, 1), 4) == [
        date(2026, 9, 16),
        date(2026, 9, 28),
        date(2026, 9, 30),
        date(2026, 10, 12),
    ]


def test_the_last_friday_of_a_month_is_the_last() -> None:
    rule = Rule(date(2026, 1, 1), (4,), Every.MONTH, nth=-1)
    assert next_dates(rule, date(2026, 1, 30), 3) == [
        date(2026, 1, 30),
        date(2026, 2, 27),
        date(2026, 3, 27),
    ]


def test_a_rotation_counts_days_whatever_weekday_they_are() -> None:
    rule = Rule(date(2026, 9, 14), on=4, off=3)
    found = next_dates(rule, date(2026, 9, 15), 5)
    assert [day.day for day in found] == [15, 16, 17, 21, 22]


def test_it_ends_and_leaves_out() -> None:
    rule = Rule(SPRING, EVERY_DAY, ends=SPRING + timedelta(days=4), left_out=frozenset({SPRING}))
    found = list(dates_from(rule, date(2020, 1, 1), besides=[SPRING + timedelta(days=2)]))
    assert found == [SPRING + timedelta(days=ahead) for ahead in (1, 3, 4)]


@pytest.mark.parametrize("begins", [date.max, date(2100, 1, 1)])
def test_a_first_day_beyond_every_calendar_has_no_dates(begins: date) -> None:
    for rule in (Rule(begins, (0,)), Rule(begins, on=4, off=3), Rule(begins, (0,), Every.MONTH, nth=-1)):
        assert next_dates(rule, date(2026, 11, 22), 10) == []
        assert list(dates_from(rule, begins)) == []


def test_a_rule_that_has_no_date_soon_is_not_looked_for_for_ever() -> None:
    never = frozenset(SPRING + timedelta(days=ahead) for ahead in range(3000))
    assert next_dates(Rule(SPRING, EVERY_DAY, left_out=never), SPRING, 1) == []


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("days", {}),
        ("days", {"days": (7,)}),
        ("days", {"days": (-1, 2)}),
        ("interval", {"days": (0,), "interval": 0}),
        ("interval", {"days": (0,), "interval": 53}),
        ("nth", {"days": (0,), "nth": 2}),
        ("nth", {"days": (0,), "every": Every.MONTH}),
        ("nth", {"days": (0,), "every": Every.MONTH, "nth": 5}),
        ("rotation", {"on": 4}),
        ("rotation", {"off": 4}),
        ("rotation", {"on": 53, "off": 1}),
        ("ends", {"days": (0,), "ends": SPRING - timedelta(days=1)}),
    ],
)
def test_what_could_never_come_true_is_refused_by_name(code: str, columns: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        Rule(begins=SPRING, **columns)  # type: ignore[arg-type]  # columns of any kind


@given(seeds, st.integers(-500, 4000))
def test_wherever_one_begins_to_look_the_dates_are_the_same(seed: int, ahead: int) -> None:
    """The rule is wound forward by whole intervals: that must not shift it."""
    rule = random_case(seed).rule
    first = rule.begins + timedelta(days=ahead)
    until = first + timedelta(days=200)
    whole = [day for day in _until(rule, rule.begins, until) if day >= first]
    assert _until(rule, first, until) == whole


@given(seeds)
def test_dates_ascend_and_no_two_moments_are_the_same(seed: int) -> None:
    case = random_case(seed)
    days = list(islice(dates_from(case.rule, case.rule.begins), 60))
    assert days == sorted(set(days))
    for name in ZONES:
        found = [moment_of(day, case.at, ZoneInfo(name)) for day in days]
        assert found == sorted(set(found))


def _until(rule: Rule, first: date, last: date) -> list[date]:
    found = []
    for day in dates_from(rule, first):
        if day > last:
            break
        found.append(day)
    return found


def hold_against_ical(cases: list[Case]) -> tuple[int, int, int]:
    """Equal everywhere, but for the two rules of ours; answers how many moments, gaps and folds were seen."""
    last = max(last_day(case) for case in cases)
    seen = [0, 0, 0]
    for case, by_zone in zip(cases, expanded(cases, last), strict=True):
        days = _until(case.rule, case.rule.begins, last)
        for name, theirs in zip(ZONES, by_zone, strict=True):
            assert len(days) == len(theirs), case
            zone = ZoneInfo(name)
            for day, reading in zip(days, theirs, strict=True):
                ours = moment_of(day, case.at, zone)
                seen[_kind(case, day, zone, ours, reading)] += 1
    return seen[0], seen[1], seen[2]


def _kind(case: Case, day: date, zone: ZoneInfo, ours: datetime, reading: int | list[int]) -> int:
    minute = ours.timestamp() / 60
    if isinstance(reading, int):
        assert minute == reading, (case, day, zone)
        return 0
    if reading:  # twice: the first of the two
        assert minute == min(reading), (case, day, zone)
        return 2
    wall = datetime.combine(day, case.at)
    at, before = (
        moment.astimezone(zone).replace(tzinfo=None) for moment in (ours, ours - timedelta(minutes=1))
    )
    assert before < wall < at, (case, day, zone)  # never: the first minute behind the gap
    return 1


@pytest.mark.node
def test_an_independent_calendar_library_finds_the_same_dates_and_moments() -> None:
    try:
        seen = hold_against_ical([random_case(seed) for seed in range(6)])
    except NoNode:
        pytest.skip("node or npm is not installed: recurrence was not held against ical.js")
    assert all(seen), seen


@pytest.mark.node
@pytest.mark.prove
@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_a_thousand_rules_in_six_zones_over_ten_years(first: int) -> None:
    total = [0, 0, 0]
    for begin in range(first, first + 250, _AT_ONCE):
        seen = hold_against_ical([random_case(1000 + seed) for seed in range(begin, begin + _AT_ONCE)])
        total = [one + more for one, more in zip(total, seen, strict=True)]
    print(f"\n{total[0]} moments, {total[1]} in a gap, {total[2]} in a fold: equal")
    assert min(total) > 200
