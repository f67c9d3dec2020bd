"""The token buckets: never faster than Slack allows, alerts first, slower after a refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rates import DEFAULT_LIMITS, WORKSPACE, Limit, Rates

CHANNEL = "channel:D0ZEBULON"


def rates(rate: float = 5, burst: float = 30, reserve: float = 0) -> Rates:
    limit = Limit(rate, burst, reserve)
    return Rates({WORKSPACE: limit, "channel": Limit(1, 3), "method": limit})


@given(st.lists(st.floats(min_value=0, max_value=2), max_size=60), st.booleans())
def test_no_window_ever_holds_more_than_burst_plus_rate(gaps: list[float], alert: bool) -> None:
    buckets, moment = rates(rate=2, burst=5), 0.0
    taken: list[float] = []
    for gap in gaps:
        moment += gap
        if buckets.take([WORKSPACE], moment, alert=alert) == 0:
            taken.append(moment)
    for first, start in enumerate(taken):
        for last in range(first, len(taken)):
            assert last - first + 1 <= 5 + 2 * (taken[last] - start) + 0.001


@given(st.lists(st.floats(min_value=0, max_value=1), max_size=60))
def test_waiting_as_long_as_told_always_gives_room(gaps: list[float]) -> None:
    buckets, moment = rates(rate=2, burst=4, reserve=1), 0.0
    for gap in gaps:
        moment += gap
        wait = buckets.take([WORKSPACE, CHANNEL], moment, alert=False)
        if wait > 0:
            moment += wait
            assert buckets.take([WORKSPACE, CHANNEL], moment, alert=False) == 0


def test_a_wait_uses_up_nothing_in_any_scope() -> None:
    buckets = rates()
    for _ in range(3):
        assert buckets.take([WORKSPACE, CHANNEL], 0, alert=True) == 0
    for _ in range(50):
        assert buckets.take([WORKSPACE, CHANNEL], 0, alert=True) == pytest.approx(1)
    others = sum(buckets.take([WORKSPACE], 0, alert=True) == 0 for _ in range(50))
    assert others == 27


def test_one_channels_pace_does_not_slow_another() -> None:
    buckets = rates()
    for _ in range(3):
        buckets.take([WORKSPACE, CHANNEL], 0, alert=True)
    assert buckets.take([WORKSPACE, "channel:D0OTHER"], 0, alert=True) == 0


def test_the_reserve_is_left_for_alerts() -> None:
    buckets = rates(burst=10, reserve=3)
    routine = sum(buckets.take([WORKSPACE], 0, alert=False) == 0 for _ in range(50))
    alerts = sum(buckets.take([WORKSPACE], 0, alert=True) == 0 for _ in range(50))
    assert (routine, alerts) == (7, 3)


def test_a_refusal_closes_the_scope_for_as_long_as_slack_said() -> None:
    buckets = rates()
    buckets.refused([WORKSPACE], 0, 20)
    assert buckets.take([WORKSPACE], 19.9, alert=True) > 0
    assert buckets.wait(WORKSPACE, 10, alert=True) >= 10


def test_after_a_refusal_there_is_no_burst_and_half_the_pace() -> None:
    buckets = rates(rate=4)
    buckets.refused([WORKSPACE], 0, 10)
    assert buckets.share(WORKSPACE, 10) == pytest.approx(0.5)
    assert buckets.wait(WORKSPACE, 10, alert=True) == pytest.approx(0.5, rel=0.01)


def test_several_refusals_of_one_pause_halve_once() -> None:
    buckets = rates()
    for _ in range(8):
        buckets.refused([WORKSPACE], 0, 5)
    assert buckets.share(WORKSPACE, 0) == pytest.approx(0.5)


def test_the_pace_grows_back_a_tenth_a_minute() -> None:
    buckets = rates()
    buckets.refused([WORKSPACE], 0, 1)
    assert buckets.share(WORKSPACE, 61) == pytest.approx(0.6)
    assert buckets.share(WORKSPACE, 301) == pytest.approx(1.0)
    assert buckets.share(WORKSPACE, 9999) == 1.0


def test_however_often_slack_refuses_some_pace_is_left() -> None:
    buckets, moment = rates(), 0.0
    for _ in range(100):
        buckets.refused([WORKSPACE], moment, 1)
        moment += 1.1
    assert buckets.share(WORKSPACE, moment) >= 1 / 16


def test_other_scopes_go_on_after_a_refusal() -> None:
    buckets = rates()
    buckets.refused(["method:views.update"], 0, 60)
    assert buckets.take([WORKSPACE], 0, alert=False) == 0


def test_a_thousand_channels_are_forgotten_once_they_rest() -> None:
    buckets = Rates()
    for number in range(5000):
        buckets.take([f"channel:{number}"], number, alert=True)
    assert len(buckets._buckets) < 2100


def test_forgetting_gives_no_channel_more_than_its_share() -> None:
    buckets = rates()
    for _ in range(3):
        buckets.take([CHANNEL], 0, alert=True)
    for number in range(5000):
        buckets.take([f"channel:{number}"], 0, alert=True)
    assert buckets.take([CHANNEL], 0, alert=True) > 0


@pytest.mark.parametrize("limit", [(0, 5, 0), (1, 0.5, 0), (1, 3, 3)])
def test_a_bucket_nothing_could_ever_leave_is_refused(limit: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="burst"):
        Limit(*limit)


def test_five_hundred_messages_take_under_a_tenth_more_than_slacks_own_bound() -> None:
    slack_burst, slack_rate, count = 30, 300 / 60, 500
    buckets, moment, slack, seen = Rates(DEFAULT_LIMITS), 0.0, float(slack_burst), 0.0
    for number in range(count):
        while (wait := buckets.take([WORKSPACE, f"channel:{number}"], moment, alert=False)) > 0:
            moment += wait
        slack = min(slack_burst, slack + (moment - seen) * slack_rate) - 1
        seen = moment
        assert slack >= 0, "Slack would have refused"
    assert moment <= 1.1 * (count - slack_burst) / slack_rate
