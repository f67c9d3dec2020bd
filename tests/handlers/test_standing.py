"""Where a referral stands: one sentence, in the region's own time, that judges nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.standing import ReferralFacts, facts_of, local_time, state_line
from models.referral import Door, State
from models.schema import ReferralRef
from tests.handlers.harbor import Harbor

HARBOR = ZoneInfo("America/Los_Angeles")
AT = datetime(2031, 5, 6, 9, 31, tzinfo=UTC)
FACTS = ReferralFacts(
    ref=ReferralRef("R-7KQ2M"),
    door=Door.ARREST_DIVERSION,
    region="North",
    zone=HARBOR,
    state=State.DISPATCHED,
    submitted_at=AT,
    clock_ends_at=AT + timedelta(minutes=30),
    completed=False,
    acknowledged_at=None,
    eta_at=None,
    met_at=None,
    not_met_at=None,
    dispatched_at=AT,
    responder=None,
)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Waiting for a responder since 02:31 PDT. The hand-off clock ends at 03:01 PDT."),
        ({"acknowledged_at": AT}, "A responder has had it since 02:31 PDT."),
        ({"acknowledged_at": AT, "eta_at": AT}, "On the way, expected about 02:31 PDT."),
        ({"state": State.MET, "met_at": AT, "eta_at": AT}, "Met at 02:31 PDT."),
        (
            {"state": State.NOT_MET, "not_met_at": AT, "eta_at": AT},
            "No meeting this time. It can still become one.",
        ),
        ({"clock_ends_at": None}, "Outreach was asked to go at 02:31 PDT."),
        ({"state": State.SUBMITTED}, "Received, waiting to be looked at."),
        ({"state": State.SUBMITTED, "acknowledged_at": AT}, "Being looked at."),
    ],
)
def test_each_state_has_its_own_sentence(changes: dict[str, Any], line: str) -> None:
    assert state_line(replace(FACTS, **changes)) == line


def test_the_two_half_past_ones_of_autumn_are_told_apart() -> None:
    first = datetime(2031, 11, 2, 8, 30, tzinfo=UTC)
    told = local_time(first, HARBOR), local_time(first + timedelta(hours=1), HARBOR)
    assert told == ("01:30 PDT", "01:30 PST")


def test_a_moment_that_is_not_known_yet_is_soon() -> None:
    assert local_time(None, HARBOR) == "soon"


def test_the_facts_of_a_row_hold_the_regions_name_and_zone(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    facts = facts_of(harbor.referral(ref), harbor.rules())
    assert (facts.ref, facts.region, facts.zone) == (ref, "North", HARBOR)
    assert facts.state is State.DISPATCHED
    assert facts.clock_ends_at == harbor.time.moment + timedelta(minutes=30)
    assert not facts.completed


def test_days_later_the_day_of_a_meeting_is_said_by_the_regions_clock() -> None:
    met = replace(FACTS, state=State.MET, met_at=AT, eta_at=AT)
    local = AT.astimezone(FACTS.zone)
    assert state_line(met, days_later=True) == f"Met on {local:%a} {local.day} {local:%b}."
    assert state_line(FACTS, days_later=True) == state_line(FACTS)
