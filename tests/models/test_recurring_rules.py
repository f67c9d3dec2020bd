"""When something recurs, as the site file says it: whatever the file may say comes true, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.meeting_rules import MeetingRule
from models.recurrence import Every, Rule, next_dates
from models.recurring_rules import Recurring
from models.rollcall_rules import RollCallRule

BEGINS = date(2026, 10, 6)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def recurring(**said: object) -> Recurring:
    whole = {"code": "tables", "name": "Common table", "at": "10:00", "begins": BEGINS}
    return Recurring.model_validate(whole | said)


@given(
    days=st.lists(st.sampled_from(NAMES), max_size=8),
    every=st.integers(-1, 54),
    nth=st.integers(-3, 6),
    on=st.integers(-1, 3),
    off=st.integers(-1, 3),
)
def test_whatever_is_accepted_falls_on_its_own_days_and_everything_else_says_why(
    days: list[str], every: int, nth: int, on: int, off: int
) -> None:
    rule = recurring(days=days, every=every, week_of_month=nth, on_days=on, off_days=off)
    try:
        rule.see_that_it_comes_true()
    except ValueError as refused:
        said = str(refused)
    else:
        said = ""
    if said:
        # A sentence for whoever wrote the file, never a code.
        assert " " in said
        return
    for day in next_dates(rule.rule(), BEGINS, 5):
        assert day >= BEGINS
        assert on or NAMES[day.weekday()] in days


@pytest.mark.parametrize("at", ["00:00", "09:59", "23:59"])
def test_a_time_of_day_is_kept_as_it_was_written(at: str) -> None:
    assert recurring(at=at).at == at


def test_the_same_day_twice_is_one_day_and_the_order_is_that_of_the_week() -> None:
    assert recurring(days=["fri", "mon", "fri"]).rule().days == (0, 4)


def test_everything_that_is_wrong_with_a_rule_is_said_at_once() -> None:
    wrong = recurring(every=0, week_of_month=7, ends=date(2026, 10, 5))
    with pytest.raises(ValueError, match="days") as refused:
        wrong.see_that_it_comes_true()
    said = str(refused.value)
    assert len(said.split("; ")) == 4
    assert "every is between 1 and 52" in said
    assert "ends lies before begins" in said


MEETING = {"code": "tables", "name": "Common table", "group": "owg", "at": "10:00", "begins": BEGINS}
ROLL_CALL = {
    "code": "north-night",
    "name": "North night",
    "region": "north",
    "at": "01:30",
    "begins": BEGINS,
    "leader": "UOXLIP001",
}
TABLES: list[tuple[type[Recurring], dict[str, object]]] = [(MeetingRule, MEETING), (RollCallRule, ROLL_CALL)]


@pytest.fixture(params=TABLES, ids=["meeting", "roll call"])
def entry(request: pytest.FixtureRequest) -> Callable[..., Recurring]:
    """An entry of either table on Tuesdays, unless said otherwise."""
    table, whole = request.param

    def made(**said: object) -> Recurring:
        rule = table.model_validate(whole | {"days": ["tue"]} | said)
        assert isinstance(rule, Recurring)
        return rule

    return made


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Rule(BEGINS, (1,))),
        ({"days": ["wed", "mon", "mon"]}, Rule(BEGINS, (0, 2))),
        ({"every": 2}, Rule(BEGINS, (1,), interval=2)),
        ({"week_of_month": 1}, Rule(BEGINS, (1,), Every.MONTH, nth=1)),
        ({"week_of_month": -1, "days": ["fri"]}, Rule(BEGINS, (4,), Every.MONTH, nth=-1)),
        ({"days": [], "on_days": 4, "off_days": 3}, Rule(BEGINS, on=4, off=3)),
        ({"ends": date(2026, 12, 24)}, Rule(BEGINS, (1,), ends=date(2026, 12, 24))),
    ],
)
def test_weeks_every_other_week_a_weekday_of_the_month_and_a_rotation_are_rules(
    entry: Callable[..., Recurring], said: dict[str, object], expected: Rule
) -> None:
    assert entry(**said).rule() == expected


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"days": []}, "name one of days"),
        ({"days": ["someday"]}, "days"),
        ({"every": 0}, "between 1 and 52"),
        ({"every": 53}, "between 1 and 52"),
        ({"week_of_month": 5}, "week_of_month is"),
        ({"week_of_month": -2}, "week_of_month is"),
        ({"on_days": 4}, "belong together"),
        ({"off_days": 3}, "belong together"),
        ({"ends": date(2026, 10, 5)}, "ends lies before begins"),
        ({"at": "24:00"}, "at"),
        ({"at": "6:45"}, "at"),
        ({"holidays": "XX"}, "holidays is no country"),
        ({"holidays": "US-XX"}, "holidays is no country"),
        ({"holidays": "us"}, "holidays is no country"),
        ({"loudness": 11}, "loudness"),
        ({"holidays": "XX", "every": 0}, "US-WA; every is between 1 and 52"),  # all at once
    ],
)
def test_a_time_that_cannot_be_is_refused_with_its_reason(
    entry: Callable[..., Recurring], said: dict[str, object], reason: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        entry(**said)
    assert reason in str(refused.value)
