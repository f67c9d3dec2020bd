"""Scenario 9 with a coordination: withdrawn by word of mouth between the card and its opening."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.consent import Ended
from models.ping import Ping
from models.schema import PingRef
from sandbox.faces import SeenView
from tests.canary_places import assert_sealed
from tests.journeys import forging, steps
from tests.journeys.coordination import (
    CASE_MANAGER,
    CLINICAL,
    COLLEAGUE,
    COUNTY,
    POLICE,
    PROSECUTOR,
    Played,
    begun,
    consent_of,
    tuesday,
)
from tests.stage import MANAGER, OFFICER, SUPERVISOR, staged

NEVER_SAID = ("revoke", "withdr", "consent")
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Played]:
    with staged(tmp_path, database=request.param) as stage:
        yield begun(stage)


def releases(played: Played) -> str:
    """The case manager has the releases before them; answers which block is the county's."""
    keeper = played.stage.person(CASE_MANAGER)
    keeper.command(f"/lead consent {played.ref}")
    view = keeper.wait_view(callback_id="opened", title="Releases")
    consent = consent_of(played, COUNTY).id
    block = next(block for block in view.blocks if block.get("accessory", {}).get("value") == consent)
    return str(block["block_id"])


def withdraw(played: Played, block: str = "") -> SeenView:
    """The case manager's taps, and what they answer."""
    keeper = played.stage.person(CASE_MANAGER)
    keeper.click(block or releases(played))
    keeper.wait_view(callback_id="release_withdraw")
    keeper.fill({"release_withdraw.how": "spoken", "release_withdraw.whom": "this"})
    assert keeper.submit() == {}
    return keeper.wait_view(callback_id="release_done")


def test_withdrawn_between_card_and_opening_nothing_opens_and_nothing_more_leaves(played: Played) -> None:
    stage = played.stage
    begin = tuesday(stage, 10, 5)
    played.go(begin)
    ref = played.ask(begin + timedelta(days=2))
    card = played.card(PROSECUTOR, ref)
    before = {user: stage.person(user).dms() for user in (PROSECUTOR, COLLEAGUE, SUPERVISOR, OFFICER)}
    played.go(begin + 15 * MINUTE)
    block = releases(played)
    began = time.monotonic()
    answer = withdraw(played, block)
    assert f"Withdrawn before it was opened: {ref}." in answer.words
    assert "Please ask for the written form." in answer.words
    stage.person(CASE_MANAGER).close(clear=True)
    stage.person(PROSECUTOR).click("Open", message=card)
    shown = stage.person(PROSECUTOR).wait_view(callback_id="unavailable")
    assert time.monotonic() - began < 5.0, "effective within five seconds of the first tap"
    assert "isn't available" in shown.words
    stage.person(PROSECUTOR).close(clear=True)
    handle = str(card.button("Open").value)
    same = {
        forging.view_shown_for(stage, forging.click_on_card(stage, PROSECUTOR, one))
        for one in (handle, "0" * 32)
    }
    assert len(same) == 1, "withdrawn, and never there: the same bytes"
    stage.person(CLINICAL).wait_dm(lambda dm: dm.text == f"{played.ref}: a release has changed. Please look.")

    for minutes in (31, 61, 91):  # what would have been asked again asks nobody
        played.go(begin + minutes * MINUTE)
    after = {user: stage.person(user).dms() for user in before}
    assert after == before, "no message came, none was edited"
    assert stage.person(PROSECUTOR).command(f"/lead status {ref}").text.startswith(f"{ref}: Waiting")
    assert consent_of(played, COUNTY).revoked_how == Ended.SPOKEN.value
    assert consent_of(played, POLICE).revoked_at is None, "the police's release stays"
    for user in (PROSECUTOR, COLLEAGUE, SUPERVISOR, MANAGER, OFFICER, CASE_MANAGER, CLINICAL):
        heard = "\n".join(dm.words for dm in stage.person(user).dms() if dm.user != user).lower()
        assert not any(word in heard for word in NEVER_SAID)
    assert set(played.heard(MANAGER, ref)) <= {"due, not answered."}
    assert_sealed(stage, played.canaries, readers=set())


def test_opened_in_reliance_is_said_and_the_open_view_goes_blank(played: Played) -> None:
    stage = played.stage
    played.go(tuesday(stage, 10, 5))
    ref = played.ask(None, "filing")
    played.open(PROSECUTOR, ref)
    answer = withdraw(played)
    assert f"Opened before, in reliance on the release: {ref}." in answer.words
    stage.person(PROSECUTOR).wait_view(predicate=lambda view: "closed itself" in view.words)
    with stage.bot.floor.ground.database.look() as work:
        assert work.session.get_one(Ping, PingRef(ref)).decision == ""
    assert_sealed(stage, played.canaries, readers={PROSECUTOR})


def test_a_form_that_stood_open_answers_nothing_after_it(played: Played) -> None:
    stage = played.stage
    played.go(tuesday(stage, 10, 5))
    ref = played.ask(None, "filing")
    played.open(PROSECUTOR, ref)
    lawyer = stage.person(PROSECUTOR)
    lawyer.click("Mine to decide")
    lawyer.wait_view(callback_id="ping_decision")
    withdraw(played)
    lawyer.fill({"ping_decision.decision": "dismiss"})
    lawyer.submit()
    lawyer.wait_view(predicate=lambda view: "isn't available" in view.words)
    with stage.bot.floor.ground.database.look() as work:
        assert work.session.get_one(Ping, PingRef(ref)).decision == ""
    steps.wait_settled(stage, jump=True)
    assert not [text for text in played.heard(CASE_MANAGER, ref) if "answered. Open" in text]
