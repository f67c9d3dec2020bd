"""Scenario 2: a social contact, screened by the project manager, handed to outreach; nothing leaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER, RESPONDER, SUPERVISOR, Stage, staged

# The other way in and the second database, again: `make prove`. The first journey plays both every time.
WAYS = [pytest.param("socket", "postgresql", marks=pytest.mark.prove), ("http", "sqlite")]


def _screen(stage: Stage, canaries: Canaries, ref: str) -> None:
    """The project manager opens it, says so, and sends outreach."""
    officer = stage.person(QUAY_OFFICER)
    card = steps.wait_cards(stage, MANAGER, 1)
    assert "Please open it today" in card.text
    shown = steps.open_card(stage, MANAGER, card)
    assert all(canary.text in shown.words for canary in canaries.texts.values())
    assert "Asked and interested" in shown.words
    assert "We met" not in shown.words
    assert officer.command(f"/lead status {ref}").text == f"{ref}: Received, waiting to be looked at."
    steps.act(stage, MANAGER, "I have it")
    officer.wait_dm(lambda dm: dm.text == f"{ref}: being looked at.")
    assert officer.command(f"/lead status {ref}").text == f"{ref}: Being looked at."
    steps.act(stage, MANAGER, "Send outreach")
    officer.wait_dm(lambda dm: dm.text == f"{ref}: outreach has been asked to go.")
    assert "Outreach was asked to go at" in officer.command(f"/lead status {ref}").text


@pytest.mark.parametrize(("way", "database"), WAYS, ids=lambda value: value)
def test_a_social_contact_is_screened_sent_out_and_met(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], way: str, database: str
) -> None:
    canaries = Canaries()
    with staged(tmp_path, socket_mode=way == "socket", database=database) as stage:
        ref = steps.refer_social(stage, canaries)
        officer = stage.person(QUAY_OFFICER)
        officer.wait_dm(lambda dm: f"{ref}: received" in dm.text)
        assert not steps.cards(stage, RESPONDER), "nobody is sent before somebody has looked"
        _screen(stage, canaries, ref)
        shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        assert all(canary.text in shown.words for canary in canaries.texts.values())
        assert "Send outreach" not in shown.words
        steps.act(stage, RESPONDER, "I have it")
        steps.act(stage, RESPONDER, "No meeting")
        officer.wait_dm(lambda dm: f"{ref}: no meeting this time" in dm.text)
        steps.act(stage, RESPONDER, "We met")
        officer.wait_dm(lambda dm: dm.text == f"{ref}: met. Thank you.")
        steps.wait_settled(stage)
        assert [dm.text for dm in officer.dms() if not dm.ephemeral] == [
            f"{ref}: received. We will tell you when it is looked at.",
            f"{ref}: being looked at.",
            f"{ref}: outreach has been asked to go.",
            f"{ref}: a responder has it and is getting ready.",
            f"{ref}: no meeting this time. Thank you for trying.",
            f"{ref}: met. Thank you.",
        ]
        assert stage.person(OFFICER).dms() == stage.person(SUPERVISOR).dms() == []
        printed = "".join(capfd.readouterr())
        seen = assert_sealed(stage, canaries, readers={MANAGER, RESPONDER}, printed=printed)
        assert seen.came_in == seen.shown[MANAGER] == seen.shown[RESPONDER] == set(canaries.texts)
        assert set(seen.shown) == {MANAGER, RESPONDER}
    assert_files_sealed(tmp_path, canaries)
