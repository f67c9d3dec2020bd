"""Slack's rates: bursts, refills, waits that are long enough and no longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rates import RateKeeper, Rates
from sandbox.wire import RateLimited


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


def test_a_channel_takes_a_small_burst_and_then_one_a_second() -> None:
    hand = Hand()
    keeper = RateKeeper(Rates(channel_burst=3), hand)
    for _ in range(3):
        keeper.posting("C1")
    with pytest.raises(RateLimited) as caught:
        keeper.posting("C1")
    assert caught.value.retry_after == 1
    keeper.posting("C2")
    hand.moment += 1
    keeper.posting("C1")
    with pytest.raises(RateLimited):
        keeper.posting("C1")


def test_the_workspace_has_a_limit_of_its_own() -> None:
    hand = Hand()
    keeper = RateKeeper(Rates(workspace_burst=30), hand)
    for number in range(30):
        keeper.posting(f"C{number}")
    with pytest.raises(RateLimited):
        keeper.posting("C99")
    hand.moment += 0.2
    keeper.posting("C99")


def test_a_tier_counts_back_one_minute() -> None:
    hand = Hand()
    keeper = RateKeeper(Rates(), hand)
    for _ in range(20):
        keeper.calling("users.list", 2)
    with pytest.raises(RateLimited) as caught:
        keeper.calling("users.list", 2)
    assert caught.value.retry_after == 60
    keeper.calling("other.list", 2)
    hand.moment += 60
    keeper.calling("users.list", 2)


def test_practice_time_that_is_set_back_locks_nobody_out() -> None:
    hand = Hand()
    keeper = RateKeeper(Rates(workspace_burst=1), hand)
    for _ in range(20):
        keeper.calling("users.list", 2)
    keeper.posting("C1")
    hand.moment -= 86_400
    keeper.calling("users.list", 2)
    with pytest.raises(RateLimited) as caught:
        keeper.posting("C1")
    assert caught.value.retry_after == 1
    hand.moment += 1
    keeper.posting("C1")


@given(st.lists(st.floats(0, 3), max_size=40), st.integers(1, 5))
def test_waiting_as_told_is_always_enough(gaps: list[float], burst: int) -> None:
    hand = Hand()
    keeper = RateKeeper(Rates(channel_burst=burst, workspace_per_minute=90, workspace_burst=burst), hand)
    for gap in gaps:
        hand.moment += gap
        try:
            keeper.posting("C1")
        except RateLimited as early:
            hand.moment += early.retry_after
            keeper.posting("C1")
