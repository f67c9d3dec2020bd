"""When something recurs, as the site file says it: whatever the file may say comes true, or is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.recurrence import next_dates
from models.recurring_rules import Recurring

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
