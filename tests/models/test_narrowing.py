"""Taking away: what is left is what both sides grant, and never a seat for all regions by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.narrowing import in_common, rules_in_common
from models.people import Account
from models.roster_file import Seating
from models.schema import SlackUserId
from models.site_file import read_site_file
from tests.factories import SITE

DAY = date(2026, 9, 15)
DAYS = st.none() | st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))
CODES = ["north", "quay", "mill"]
SEATS = st.builds(
    lambda agency, roles, regions, account, begins, ends: Seating(
        SlackUserId("UTEST0001"),
        "Fictional",
        agency,
        tuple(sorted(roles)),
        tuple(sorted(regions)),
        account,
        begins,
        ends,
    ),
    st.sampled_from(["police:North", "police:Quay"]),
    st.sets(st.sampled_from(["officer", "police_supervisor", "executive"]), min_size=1),
    st.sets(st.sampled_from(CODES)),
    st.sampled_from(Account),
    DAYS,
    DAYS,
)


def grants(seat: Seating | None) -> set[tuple[str, str, str, date]]:
    """Every (agency, role, region, day) that a seat gives within two weeks."""
    if seat is None:
        return set()
    days = [DAY + timedelta(days=n) for n in range(-3, 11)]
    return {
        (seat.agency, role, region, day)
        for role in seat.roles
        for region in (seat.regions or [*CODES, "elsewhere"])
        for day in days
        if (seat.active_from or day) <= day <= (seat.active_until or day)
    }


@given(SEATS, SEATS)
def test_what_is_left_is_exactly_what_both_grant(now: Seating, wanted: Seating) -> None:
    assert grants(in_common(now, wanted)) == grants(now) & grants(wanted)


@given(SEATS, SEATS)
def test_taking_away_twice_takes_away_no_more(now: Seating, wanted: Seating) -> None:
    left = in_common(now, wanted)
    if left is not None:
        assert in_common(left, wanted) == left


@given(SEATS)
def test_the_same_seat_loses_nothing(seat: Seating) -> None:
    if grants(seat):
        assert in_common(seat, seat) == seat


def test_another_name_is_taken_over_and_another_kind_of_account_waits() -> None:
    now = Seating(SlackUserId("U1"), "A", "police:X", ("officer",), (), Account.MEMBER, None, None)
    left = in_common(now, replace(now, display_name="B", account=Account.GUEST))
    assert left == replace(now, display_name="B")
    anybody = replace(now, account=Account.ANY)
    assert in_common(anybody, now) == now


def test_only_a_shorter_time_for_viewing_is_taken_from_the_rules() -> None:
    rules = read_site_file(SITE / "site.toml")
    shorter = rules.clocks.model_copy(update={"view_hours": 24, "handoff_minutes": 5})
    wanted = rules.model_copy(update={"clocks": shorter, "on_call": ()})
    left = rules_in_common(rules, wanted)
    assert left.clocks.view_hours == 24
    assert left.clocks.handoff_minutes == rules.clocks.handoff_minutes
    assert left.on_call == rules.on_call
    assert rules_in_common(wanted, rules) == wanted
