"""The waits between tries, and when trying has gone on long enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.notice import Again, Kind, Never, Notice, Sent
from models.schema import SlackUserId
from scheduler.retries import Patience, next_step, wait_before

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
chances = st.floats(min_value=0, max_value=1, exclude_max=True)
attempts = st.integers(min_value=1, max_value=10_000)


def a_notice(kind: Kind = Kind.RECEIVED, tried: int = 1) -> Notice:
    return Notice(kind=kind, recipient=SlackUserId("UZEBULON1"), due_at=NOON, attempts=tried)


def highest() -> float:
    return 0.999999


@given(attempts, chances)
def test_a_wait_is_never_under_half_a_second_nor_over_ten_minutes(attempt: int, chance: float) -> None:
    wait = wait_before(attempt, None, lambda: chance)
    assert timedelta(seconds=0.5) <= wait <= timedelta(minutes=10)


@given(attempts, chances)
def test_the_same_draw_never_waits_less_after_more_tries(attempt: int, chance: float) -> None:
    assert wait_before(attempt, None, lambda: chance) <= wait_before(attempt + 1, None, lambda: chance)


@given(attempts, chances, st.integers(min_value=1, max_value=86_400))
def test_what_slack_asked_for_wins(attempt: int, chance: float, seconds: int) -> None:
    asked = timedelta(seconds=seconds)
    assert wait_before(attempt, asked, lambda: chance) == asked


def test_the_ceiling_doubles_with_each_try() -> None:
    waits = [round(wait_before(n, None, highest).total_seconds()) for n in range(1, 6)]
    assert waits == [2, 4, 8, 16, 32]


def test_the_whole_range_below_the_ceiling_is_drawn_from() -> None:
    assert wait_before(6, None, lambda: 0.5) == timedelta(seconds=32)


@pytest.mark.parametrize(
    ("tries", "hours", "over"), [(12, 24, True), (11, 24, False), (12, 23, False), (200, 1, False)]
)
def test_patience_ends_with_both_the_tries_and_the_age(tries: int, hours: int, over: bool) -> None:
    assert Patience(12, timedelta(hours=24)).is_over(tries, timedelta(hours=hours)) is over


@pytest.mark.parametrize("outcome", [Sent("D0ZEBULON", "1.2"), Never("not_in_slack")])
def test_what_is_final_stays_as_it_is(outcome: Sent | Never) -> None:
    assert next_step(a_notice(), outcome, NOON, highest) is outcome


@given(attempts, chances, st.booleans())
def test_being_rate_limited_uses_up_no_patience(tried: int, chance: float, unknown: bool) -> None:
    asked = Again(timedelta(seconds=17), unknown=unknown, rate_limited=True)
    step = next_step(a_notice(tried=tried), asked, NOON + timedelta(days=3), lambda: chance)
    assert step == asked


def test_a_try_without_an_answer_stays_unknown() -> None:
    step = next_step(a_notice(), Again(timedelta(0), unknown=True), NOON, highest)
    assert isinstance(step, Again)
    assert step.unknown


def test_the_messengers_longer_wait_is_kept() -> None:
    step = next_step(a_notice(), Again(timedelta(minutes=3)), NOON, highest)
    assert step == Again(timedelta(minutes=3))


def test_an_ordinary_notice_is_given_up_after_a_day() -> None:
    late = NOON + timedelta(hours=24)
    assert next_step(a_notice(tried=12), Again(timedelta(0)), late, highest) == Never("gave_up")
    assert isinstance(next_step(a_notice(tried=11), Again(timedelta(0)), late, highest), Again)


def test_a_hand_off_page_is_given_up_within_minutes_and_tried_often_until_then() -> None:
    page = a_notice(Kind.CARD_NOW, tried=9)
    step = next_step(page, Again(timedelta(0)), NOON + timedelta(minutes=5), highest)
    assert isinstance(step, Again)
    assert step.after <= timedelta(seconds=30)
    assert next_step(page, Again(timedelta(0)), NOON + timedelta(minutes=6), highest) == Never("gave_up")
