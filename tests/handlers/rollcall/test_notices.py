"""The sentences of signs: numbers as people say them."""

from __future__ import annotations

import pytest

from handlers.rollcall.notices import days_ago, signal_words
from models.acts.drift import Sign, Signal


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "1 day ago"), (31, "31 days ago")])
def test_days_are_counted_as_people_say_it(days: int, words: str) -> None:
    assert days_ago(days) == words


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        (Signal(Sign.QUIET_WEEKS, "Quay day", 3), "Quay day: 3 quiet weeks in a row."),
        (Signal(Sign.NO_DIVERSION, "Quay", 31), "Quay: last arrest diversion 31 days ago."),
        (
            Signal(Sign.NO_DIVERSION, "Quay", 40, never=True),
            "Quay: no arrest diversion yet, 40 days since the site began.",
        ),
        (Signal(Sign.EMPTY_SEAT, "A seat", 14), "A seat: the seat has been empty for 14 days."),
    ],
)
def test_a_sign_says_where_and_how_long(signal: Signal, words: str) -> None:
    assert signal_words(signal) == words
