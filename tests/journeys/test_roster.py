"""Scenario 12: somebody leaves, said in Slack; what they had goes on, and a successor needs two people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.people import Member
from models.schema import SlackUserId
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.stage import BACKUP, MANAGER, OFFICER, RESPONDER, SUPERVISOR, Stage, staged, wait_until

CLINICIAN, SUCCESSOR = "UHOLLY001", "UUNROST01"
OUTREACH = "case_management:Harbor Bridge Outreach"
ENDED = "Your access to the LEAD work group has ended."
WAITS = "This waits for somebody again. Please open it."
SECOND = "A change to the roster waits for a second person. /lead roster shows it."


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as stage:
        yield stage


def _seat(stage: Stage, owner: str, name: str) -> None:
    """Open the roster and the seat of somebody in it."""
    person = stage.person(owner)
    person.command("/lead roster")
    seen = person.wait_view(callback_id="roster")
    block = next(one for one in seen.blocks if (one.get("text") or {}).get("text", "").startswith(f"{name}:"))
    person.click(block["block_id"])
    person.wait_view(callback_id="seat")


def _say(stage: Stage, owner: str, button: str) -> str:
    """Open the roster and say a word on what waits; what the roster answers."""
    person = stage.person(owner)
    person.command("/lead roster")
    before = person.wait_view(callback_id="roster")
    person.click(button)
    after = person.wait_view(
        callback_id="roster", predicate=lambda view: view.body["hash"] != before.body["hash"]
    )
    person.close(clear=True)
    return after.words


def _appoint(stage: Stage, owner: str) -> None:
    person = stage.person(owner)
    person.command("/lead roster")
    person.wait_view(callback_id="roster")
    person.click("Appoint")
    person.wait_view(callback_id="appoint")
    person.fill(
        {
            "Slack account": SUCCESSOR,
            "Name shown": "Clover Nobodyknows",
            "Agency": OUTREACH,
            "Roles": ["outreach_responder"],
            "Kind of Slack account": "any",
        }
    )
    assert person.submit() == {}
    person.wait_view(callback_id="roster_receipt")
    person.close(clear=True)


def _is_member(stage: Stage, user: str) -> bool:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.get(Member, SlackUserId(user)) is not None


def test_a_member_leaves_and_the_hand_off_goes_on(stage: Stage) -> None:
    canaries = Canaries()
    ref = steps.refer_arrest(stage, canaries)
    card = steps.wait_cards(stage, RESPONDER, 1)
    steps.ask_backup(stage)
    steps.open_card(stage, RESPONDER, card)
    steps.act(stage, RESPONDER, "I have it")
    steps.wait_settled(stage)

    _seat(stage, CLINICIAN, "Pim Larkspur")
    stage.person(CLINICIAN).click("Depart")
    receipt = stage.person(CLINICIAN).wait_view(callback_id="roster_receipt")
    assert f"Open, with a part of theirs: {ref}." in receipt.words
    assert f"Opened by them in the last 90 days: {ref}." in receipt.words
    stage.person(CLINICIAN).close(clear=True)

    stage.person(RESPONDER).wait_dm(lambda dm: dm.text.startswith(ENDED))
    stage.person(BACKUP).wait_dm(lambda dm: dm.text.startswith(WAITS))
    stage.person(OFFICER).wait_dm(lambda dm: dm.text.startswith(f"{ref}: waiting for a responder again."))
    stage.person(RESPONDER).wait_view(predicate=lambda view: "closed itself" in view.words)
    stage.person(RESPONDER).close(clear=True)

    # Neither the card nor a Slack account that was switched on again lets anybody in.
    stage.person(RESPONDER).deactivate()
    stage.person(RESPONDER).reactivate()
    stage.person(RESPONDER).click("Open", message=steps.cards(stage, RESPONDER)[0])
    refused = stage.person(RESPONDER).wait_view(callback_id="unavailable")
    assert not canaries.hits("screen", refused.words.encode())
    stage.person(RESPONDER).close(clear=True)
    assert "for members of the LEAD work group" in stage.person(RESPONDER).command("/lead refer").text

    steps.open_card(stage, BACKUP, steps.cards(stage, BACKUP)[0])
    steps.act(stage, BACKUP, "I have it")
    steps.wait_settled(stage)
    stage.person(BACKUP).close(clear=True)
    assert_sealed(stage, canaries, readers={RESPONDER, BACKUP})


def test_a_successor_is_appointed_by_two_people_and_only_then_is_handed_anything(stage: Stage) -> None:
    canaries = Canaries()
    for name in ("Pim Larkspur", "Sorrel Mothwick"):
        _seat(stage, CLINICIAN, name)
        stage.person(CLINICIAN).click("Depart")
        stage.person(CLINICIAN).wait_view(callback_id="roster_receipt")
        stage.person(CLINICIAN).close(clear=True)
    stage.person(MANAGER).wait_dm(lambda dm: dm.text.startswith("A seat is empty: outreach responder @"))

    _appoint(stage, CLINICIAN)
    stage.person(MANAGER).wait_dm(lambda dm: dm.text == SECOND)
    stage.person(SUPERVISOR).wait_dm(lambda dm: dm.text == SECOND)
    assert not _is_member(stage, SUCCESSOR), "one person lets nobody in"
    assert "for members of the LEAD work group" in stage.person(SUCCESSOR).command("/lead refer").text
    assert "does not include this" in stage.person(OFFICER).command("/lead roster").text

    assert "Done. It is in force now." in _say(stage, MANAGER, "Confirm")
    wait_until(lambda: _is_member(stage, SUCCESSOR), "the successor has a seat")

    steps.refer_arrest(stage, canaries)
    for other in ("UBRAMBL01", CLINICIAN):
        assert steps.cards(stage, other) == [], "the most fitting role is asked first"
    card = steps.wait_cards(stage, SUCCESSOR, 1)
    steps.open_card(stage, SUCCESSOR, card)
    steps.act(stage, SUCCESSOR, "I have it")
    steps.wait_settled(stage)
    assert_sealed(stage, canaries, readers={SUCCESSOR})


def test_a_change_that_is_declined_changes_nothing(stage: Stage) -> None:
    _appoint(stage, CLINICIAN)
    assert "Declined. Nothing was changed." in _say(stage, SUPERVISOR, "Decline")
    assert "Confirm" not in _roster_words(stage, MANAGER)
    assert not _is_member(stage, SUCCESSOR)


def _roster_words(stage: Stage, owner: str) -> str:
    person = stage.person(owner)
    person.command("/lead roster")
    words = person.wait_view(callback_id="roster").words
    person.close(clear=True)
    return words
