"""The log as text: packed into Slack's limits, and never longer than a view can be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.blocks import SECTION_LENGTH
from handlers.consents.facts import OpenLog
from handlers.consents.log_view import authority_words, log_view, packed
from models.classes import Basis, Category, Purpose
from models.disclosure import Account
from models.people import Role
from models.schema import ParticipantRef
from sandbox.limits import check_view

LINE = Account(
    at=datetime(2026, 9, 15, 19, tzinfo=UTC),
    item="M-7KQ2M",
    agency="prosecutor:Lantern County Prosecutor",
    role=Role.LIAISON_PROSECUTOR,
    reader="Cressida Vane-Example",
    categories=(Category.BARRIERS,),
    purpose=Purpose.COURT,
    basis=Basis.CONSENT,
    signed_on=(date(2026, 9, 1), date(2026, 9, 3)),
)


def view(count: int, *, named: bool = True) -> dict[str, object]:
    lines = (LINE,) * count
    return log_view(OpenLog(ParticipantRef("C-7KQ2M"), lines, ZoneInfo("America/Los_Angeles"), named))


@given(st.lists(st.text(min_size=1, max_size=900), max_size=40))
def test_no_line_is_lost_and_no_paragraph_too_long(lines: list[str]) -> None:
    made = list(packed(lines))
    assert "\n\n".join(made) == "\n\n".join(lines)
    assert all(len(text) <= SECTION_LENGTH for text in made)


@pytest.mark.parametrize("count", [0, 1, 500, 5_000])
def test_slack_takes_a_log_of_any_length(count: int) -> None:
    made = view(count)
    check_view(made, "modal")
    assert ("Older lines" in str(made)) is (count == 5_000)
    assert ("Nobody was told anything yet." in str(made)) is (count == 0)


def test_names_stand_in_the_teams_log_only() -> None:
    assert "Cressida" in str(view(1))
    assert "Cressida" not in str(view(1, named=False))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, "release of Sep 1, 2026 and release of Sep 3, 2026"),
        (Account(**{**vars(LINE), "signed_on": ()}), "a release"),
        (Account(**{**vars(LINE), "basis": Basis.CARE_TEAM, "signed_on": ()}), "the care team"),
        (Account(**{**vars(LINE), "basis": Basis.REFERRAL, "signed_on": ()}), "the referral"),
    ],
)
def test_the_authority_in_words(line: Account, words: str) -> None:
    assert authority_words(line) == words
