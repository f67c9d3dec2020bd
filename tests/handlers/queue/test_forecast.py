"""The forecast: a range that holds as often as it says, and what may be told on."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.queue.facts import Capacity
from handlers.queue.forecast import ForecastFacts, forecast_facts, poisson_range, weeks_until_full
from models.referral import Door, Referral, State
from models.schema import SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, QUAY_OFFICER, Harbor
from tests.handlers.queue.lining import LOAD


@pytest.mark.parametrize(
    # From tables of the chi-squared distribution: half the 10 % point at 2n, half the 90 % point at 2n + 2.
    ("count", "low", "high"),
    [
        (0, 0.0, 2.3026),
        (1, 0.1054, 3.8897),
        (5, 2.4326, 9.2747),
        (10, 6.2213, 15.4066),
        (20, 14.5253, 27.0451),
    ],
)
def test_the_range_is_the_tables(count: int, low: float, high: float) -> None:
    assert poisson_range(count) == pytest.approx((low, high), abs=2e-4)


RANGES = [poisson_range(count) for count in range(100)]


@given(st.floats(0.5, 40))
def test_the_range_holds_at_least_eight_times_in_ten(mean: float) -> None:
    held = sum(
        math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        for count, (low, high) in enumerate(RANGES)
        if low <= mean <= high
    )
    assert held >= 0.8 - 1e-6


def test_the_approximation_for_many_meets_the_exact_one() -> None:
    assert poisson_range(101) == pytest.approx((88.3, 115.3), abs=0.2)
    assert poisson_range(101)[0] > poisson_range(100)[0]


@given(st.integers(0, 5_000))
def test_the_range_lies_around_what_was_seen(count: int) -> None:
    low, high = poisson_range(count)
    assert 0 <= low <= count < high


def test_weeks_go_from_the_soonest_to_the_latest() -> None:
    assert weeks_until_full(10, (1.0, 2.0)) == (5.0, 10.0)
    assert weeks_until_full(10, (0.0, 2.0)) == (5.0, None)
    assert weeks_until_full(10, (0.0, 0.0)) is None
    assert weeks_until_full(0, (1.0, 2.0)) == (0, 0)


def facts(harbor: Harbor, *, free: int = 1) -> ForecastFacts:
    loads = (LOAD,) if free == 0 else (LOAD.__class__(SlackUserId("U1"), "A", 25 - free, 0, 0, 25),)
    with harbor.ground.database.look() as work:
        return forecast_facts(harbor.ground.scene(work, MANAGER), Capacity(1.0, 20, loads, ()))


def decline(harbor: Harbor, number: int, reason: str = "capacity") -> None:
    ref = harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form=f"VD{number}").ref
    with harbor.ground.database.work() as work:
        row = work.session.get_one(Referral, ref)
        row.state, row.reason, row.closed_at = State.DECLINED.value, reason, harbor.time()
        work.commit()


def test_referrals_are_counted_by_door_over_twelve_weeks_only(harbor: Harbor) -> None:
    harbor.refer(OFFICER, form="VOLD")
    harbor.time.go(timedelta(weeks=12, minutes=1))
    harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form="V1")
    harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form="V2")
    seen = facts(harbor)
    assert dict(seen.by_door) == {
        Door.ARREST_DIVERSION: 0,
        Door.SOCIAL_CONTACT: 2,
        Door.COMMUNITY: 0,
        Door.FIELD_HELP: 0,
    }
    assert seen.rate == pytest.approx(tuple(end / 12 for end in poisson_range(2)))
    assert seen.weeks is not None


def test_the_oldest_trouble_stands_first(harbor: Harbor) -> None:
    harbor.refer(OFFICER, form="V1")
    harbor.time.go(timedelta(hours=2))
    harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form="V2")
    assert [(state, count) for state, count, _ in facts(harbor).oldest] == [
        (State.DISPATCHED, 1),
        (State.SUBMITTED, 1),
    ]


def test_declines_for_room_are_counted_and_small_counts_are_not_told_on(harbor: Harbor) -> None:
    seen = facts(harbor)
    assert (seen.declined, seen.shared_declined) == (0, 0)
    decline(harbor, 0, "outside_area")
    for number in range(1, 11):
        decline(harbor, number)
    seen = facts(harbor)
    assert (seen.declined, seen.shared_declined) == (10, None)
    decline(harbor, 11)
    seen = facts(harbor)
    assert (seen.declined, seen.shared_declined) == (11, 11)
