"""Where a coordination stands, in words that name no person, court or ask."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.coordination import (
    ASK_WORDS,
    DECISION_WORDS,
    WANTED,
    Standing,
    day_by,
    managers_line,
    standing_line,
    when,
)
from models.ping import OFFERED, Ask, Decision, PingState, Side
from models.schema import PingRef

HARBOR = ZoneInfo("America/Los_Angeles")
BY = datetime(2026, 9, 16, 0, 30, tzinfo=UTC)


def standing(state: PingState) -> Standing:
    return Standing(PingRef("P-7KQ2M"), state, BY, HARBOR)


@pytest.mark.parametrize("state", PingState)
def test_every_state_has_a_line_and_a_time_only_while_an_answer_is_wanted(state: PingState) -> None:
    line = standing_line(standing(state))
    assert line.endswith(".")
    assert ("Wanted by Tue 15 Sep, 17:30 PDT." in line) == (state in WANTED)


def test_a_project_manager_reads_due_or_answered_and_no_state_between() -> None:
    lines = {state: managers_line(standing(state)) for state in PingState}
    assert {lines[state] for state in WANTED} == {"Due Tue 15 Sep, 17:30 PDT, not answered."}
    assert lines[PingState.CLOSED] == "Closed."
    others = set(PingState) - WANTED - {PingState.CLOSED}
    assert {lines[state] for state in others} == {"Answered."}


def test_every_ask_and_answer_has_words() -> None:
    assert set(ASK_WORDS) == set(Ask)
    assert set(DECISION_WORDS) == set(Decision)
    assert list(OFFERED[Side.PROSECUTOR])[-1] is Decision.ORDINARY


@pytest.mark.parametrize(
    ("day", "words"),
    [(14, "today"), (15, "today"), (16, "tomorrow"), (17, "by Thu 17 Sep"), (21, "by Mon 21 Sep")],
)
def test_by_which_day(day: int, words: str) -> None:
    assert day_by(date(2026, 9, day), date(2026, 9, 15)) == words


def test_the_letters_tell_the_two_hours_of_autumn_apart() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))
    assert [when(moment, HARBOR) for moment in (first, second)] == [
        "Sun 01 Nov, 01:30 PDT",
        "Sun 01 Nov, 01:30 PST",
    ]
