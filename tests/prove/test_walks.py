"""Random walks over every button and role: nothing illegal, nothing ownerless, no clock forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.referral import State
from tests.handlers.harbor import Harbor, lay
from tests.prove.walking import Seen, walk_many

FEW, MANY, HANDS = 200, 10_000, 4


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    """A Lantern Harbor of this test's own."""
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def expect_enough(seen: Seen) -> None:
    """The walks must have been somewhere: a proof over refusals alone would prove nothing."""
    assert {"acknowledge", "met", "not_met", "waitlist", "send_outreach", "decline", "wait"} <= set(seen.done)
    assert {State.DISPATCHED, State.MET, State.WAITLISTED, State.CLOSED} <= set(seen.states)
    assert {"not_allowed", "not_available", "already_changed"} <= set(seen.refused)


def test_two_hundred_walks_end_nowhere_illegal(harbor: Harbor) -> None:
    expect_enough(walk_many(harbor, FEW, seed=7))


@pytest.mark.prove
@pytest.mark.parametrize("hand", range(HANDS))
def test_ten_thousand_walks_end_nowhere_illegal(harbor: Harbor, hand: int) -> None:
    seen = walk_many(harbor, MANY // HANDS, seed=100 + hand)
    expect_enough(seen)
    often = {"choose_stop", "intake_done", "merge", "give", "answered", "other_services", "close"}
    assert {told for told in often if seen.done[told] < 10} == set()
    assert set(seen.states) == set(State)
