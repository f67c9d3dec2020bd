"""A Slack account ends while its owner has a hand-off in hand: access ends, the hand-off goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.people import Member
from models.schema import SlackUserId
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.stage import BACKUP, MANAGER, OFFICER, RESPONDER, Stage, staged, wait_until

WAITS = "This waits for somebody again. Please open it."


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as stage:
        yield stage


def _suspended(stage: Stage, user: str) -> bool:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.get_one(Member, SlackUserId(user)).suspended_at is not None


def test_a_deactivated_responders_hand_off_goes_to_the_backup(stage: Stage) -> None:
    canaries = Canaries()
    ref = steps.refer_arrest(stage, canaries)
    card = steps.wait_cards(stage, RESPONDER, 1)
    steps.ask_backup(stage)
    steps.open_card(stage, RESPONDER, card)
    steps.act(stage, RESPONDER, "I have it")
    steps.wait_settled(stage)

    stage.person(RESPONDER).deactivate()
    stage.person(BACKUP).wait_dm(lambda dm: dm.text.startswith(WAITS))
    stage.person(OFFICER).wait_dm(lambda dm: dm.text.startswith(f"{ref}: waiting for a responder again."))
    stage.person(MANAGER).wait_dm(lambda dm: "Their access has ended." in dm.text)
    stage.person(MANAGER).wait_dm(lambda dm: dm.text.startswith(f"{ref}: somebody who had a part"))
    stage.person(RESPONDER).wait_view(predicate=lambda view: "closed itself" in view.words)

    stage.person(RESPONDER).reactivate()
    stage.person(RESPONDER).click("Open", message=steps.cards(stage, RESPONDER)[0])
    refused = stage.person(RESPONDER).wait_view(callback_id="unavailable")
    assert not canaries.hits("screen", refused.words.encode())
    assert _suspended(stage, RESPONDER)

    steps.open_card(stage, BACKUP, steps.cards(stage, BACKUP)[0])
    steps.act(stage, BACKUP, "I have it")
    steps.wait_settled(stage)
    heard = [text for text in steps.heard(stage, OFFICER, ref) if text.startswith("REF: a responder has it")]
    assert len(heard) == 2, "the officer hears of the second responder as of the first"
    assert_sealed(stage, canaries, readers={RESPONDER, BACKUP})


def test_a_changed_profile_of_anybody_changes_nothing(stage: Stage) -> None:
    stage.person(RESPONDER).rename("Zebulon Testperson")
    stage.person(OFFICER).become_guest()
    wait_until(lambda: len(stage.server.deliveries("user_change")) == 2, "both events are through")
    assert not _suspended(stage, RESPONDER)
    assert not _suspended(stage, OFFICER), "the roster expects no kind of account of theirs"
    assert "Zebulon" not in stage.log.getvalue()
