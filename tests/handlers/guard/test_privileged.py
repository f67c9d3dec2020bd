"""What a client told counsel is stopped; dates, rides and remedies are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.guard import is_privileged

_SET = Path(__file__).parent.parent / "privileged_set"
STOPS = (_SET / "stops.txt").read_text().splitlines()
PASSES = (_SET / "passes.txt").read_text().splitlines()


def test_the_set_is_large_enough_and_says_nothing_twice() -> None:
    assert min(len(STOPS), len(PASSES)) >= 55
    assert len(STOPS) + len(PASSES) == len({*STOPS, *PASSES})


@pytest.mark.parametrize("line", STOPS)
def test_what_a_client_told_counsel_is_stopped(line: str) -> None:
    assert is_privileged(line)


@pytest.mark.parametrize("line", PASSES)
def test_dates_and_help_pass(line: str) -> None:
    assert not is_privileged(line)


@given(st.sampled_from(STOPS), st.sampled_from(PASSES))
def test_one_line_that_is_stopped_stops_the_whole_text(stop: str, passes: str) -> None:
    assert is_privileged(f"{passes}\n{stop}")
    assert is_privileged(f"{stop} {passes}".upper())


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert is_privileged(text) in {True, False}
