"""Scenario 1: an arrest diversion at two in the morning, from the first tap to Met."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stage import BACKUP, OFFICER, RESPONDER, Stage, staged, wait_until

FIRST = {
    "Where should the responder come?": "Dock shelter by the old pump",
    "Your call-back number": "555-0107",
}
REST = {
    "Hand-off at": "The scene",
    "Who is it? Name or description": "Zebulon Testperson, one boot",
    "Offence category": "Possession",
    "Incident number": "LH-26-0042",
    "Eligibility": ["This is within my agency's LEAD criteria, or I am not sure"],
}


def refer(stage: Stage) -> str:
    officer = stage.person(OFFICER)
    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill(FIRST)
    assert officer.submit() == {}
    officer.wait_view(callback_id="arrest_rest")
    officer.fill(REST)
    assert officer.submit() == {}
    shown = officer.wait_view(callback_id="receipt")
    return next(word.strip(".") for word in shown.words.split() if word.startswith("R-"))


@pytest.mark.parametrize("socket_mode", [True, False], ids=["socket", "http"])
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_officer_refers_and_hears_until_met(tmp_path: Path, socket_mode: bool, database: str) -> None:
    with staged(tmp_path, socket_mode=socket_mode, database=database) as stage:
        ref = refer(stage)
        officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
        officer.wait_dm(lambda dm: f"{ref}: received" in dm.text)
        card = responder.wait_dm(lambda dm: "open it now" in dm.text)
        stage.person(BACKUP).wait_dm(lambda dm: "open it now" in dm.text)
        responder.click("Open", message=card)
        view = responder.wait_view(callback_id="opened")
        assert "Dock shelter by the old pump" in view.words
        assert "Zebulon Testperson, one boot" in view.words
        responder.click("I have it")
        officer.wait_dm(lambda dm: f"{ref}: a responder has it" in dm.text)
        responder.wait_view(predicate=lambda v: "Noted" in v.words)
        responder.click("estimate", "20 minutes")
        officer.wait_dm(lambda dm: f"{ref}: help is on the way" in dm.text)
        responder.wait_view(predicate=lambda v: "On the way" in v.words)
        responder.click("We met")
        officer.wait_dm(lambda dm: f"{ref}: met" in dm.text)
        answer = officer.command(f"/lead status {ref}")
        assert answer.text.startswith(f"{ref}: Met at")
        wait_until(
            lambda: any("colleague has this" in dm.text for dm in stage.person(BACKUP).dms()),
            "the backup hears",
        )
