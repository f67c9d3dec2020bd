"""What a button of the queue carries: the reference and the version that was on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.queue.facts import Capacity, Seen
from models.schema import ReferralRef
from tests.handlers.queue.lining import LOAD


@given(st.from_regex(r"R-[0-9A-Z]{5}", fullmatch=True), st.integers(0, 10_000))
def test_a_button_carries_reference_and_version_there_and_back(ref: str, version: int) -> None:
    seen = Seen(ReferralRef(ref), version)
    assert Seen.from_value(seen.value) == seen


@pytest.mark.parametrize("value", ["", ".", "R-7KQ2M", "R-7KQ2M.x", "R-7KQ2M.-1", "x" * 5_000])
def test_what_is_no_such_value_is_a_version_that_nobody_has(value: str) -> None:
    seen = Seen.from_value(value)
    assert seen.version == 0
    assert len(seen.ref) <= 8


def test_a_load_has_room_down_to_none() -> None:
    assert LOAD.room == 0
    assert not Capacity(20.0, 20, (), ()).amber
    assert Capacity(20.1, 20, (), ()).amber
