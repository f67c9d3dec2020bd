"""When an open referral is due: by working days, local mornings, elapsed time; a waitlist is never late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.queue.clocks import due_at, urge_of
from handlers.queue.facts import Urge
from models.referral import OVER, Door, Referral, State
from models.schema import ReferralRef
from models.site import SiteRules
from models.site_file import read_site_file
from tests.factories import OFFICER, SITE

RULES: SiteRules = read_site_file(SITE / "site.toml")
ZONE = ZoneInfo("America/Los_Angeles")
FRIDAY = datetime(2026, 10, 23, 10, tzinfo=ZONE)


def referral(state: State, door: Door = Door.SOCIAL_CONTACT, **columns: Any) -> Referral:
    made = Referral.open(
        ref=ReferralRef("R-7KQ2M"),
        door=door,
        region="quay",
        priority=3,
        referrer=OFFICER,
        agency="police:Lantern Harbor PD",
        view_id=None,
        moment=FRIDAY,
        hand_off=timedelta(minutes=30),
    )
    made.state = state.value
    for name, value in columns.items():
        setattr(made, name, value)
    return made


def local(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_screening_is_due_on_the_next_working_day() -> None:
    for state in (State.SUBMITTED, State.NEEDS_INFO):
        assert due_at(referral(state), RULES, FRIDAY) == local(10, 26, 17)


def test_a_hand_off_is_due_with_its_own_clock_and_outreach_after_the_sites_hours() -> None:
    urgent = referral(State.DISPATCHED, Door.ARREST_DIVERSION)
    assert due_at(urgent, RULES, FRIDAY) == FRIDAY + timedelta(minutes=30)
    hours = timedelta(hours=RULES.clocks.outreach_hours)
    sent = referral(State.DISPATCHED, dispatched_at=FRIDAY + timedelta(hours=1))
    assert due_at(sent, RULES, FRIDAY) == FRIDAY + timedelta(hours=1) + hours
    missed = referral(State.NOT_MET, not_met_at=FRIDAY + timedelta(days=2))
    assert due_at(missed, RULES, FRIDAY) == FRIDAY + timedelta(days=2) + hours


def test_an_intake_is_due_at_its_own_end() -> None:
    ends = local(11, 6, 23)
    assert due_at(referral(State.MET, intake_ends_at=ends), RULES, FRIDAY) == ends


@pytest.mark.parametrize("state", sorted(OVER | {State.INTAKE_DONE}))
def test_where_no_clock_runs_there_is_none(state: State) -> None:
    row = referral(state)
    assert due_at(row, RULES, FRIDAY) is None
    assert urge_of(row, RULES, FRIDAY) is Urge.WAITS


def test_a_review_comes_every_week_in_the_local_morning_also_past_the_change_of_clocks() -> None:
    row = referral(State.WAITLISTED, waitlisted_at=FRIDAY)
    assert due_at(row, RULES, FRIDAY) == local(10, 30, 9)
    assert due_at(row, RULES, local(10, 31, 0)) == local(11, 6, 9)
    assert local(11, 6, 9).astimezone(UTC).hour == 17  # standard time since the first of November


@given(st.integers(0, 24 * 120))
def test_a_waitlisted_referral_is_due_on_its_days_and_never_late(hours: int) -> None:
    row = referral(State.WAITLISTED, waitlisted_at=FRIDAY)
    moment = FRIDAY + timedelta(hours=hours)
    days = (moment.astimezone(ZONE).date() - date(2026, 10, 23)).days
    assert urge_of(row, RULES, moment) is (Urge.DUE if days and days % 7 == 0 else Urge.WAITS)


@given(st.integers(-10_000, 10_000))
def test_what_has_a_clock_is_late_after_it_and_due_on_its_last_day(minutes: int) -> None:
    ends = FRIDAY + timedelta(days=20)
    row = referral(State.MET, intake_ends_at=ends)
    moment = ends + timedelta(minutes=minutes)
    expected = Urge.LATE if minutes > 0 else Urge.DUE if minutes >= -24 * 60 else Urge.WAITS
    assert urge_of(row, RULES, moment) is expected
