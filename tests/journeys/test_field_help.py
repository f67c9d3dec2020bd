"""Field help: one tap and a place, somebody comes, and what it became is said afterwards or never."""

from __future__ import annotations

from pathlib import Path

from handlers.referrals.doors import FIELD_HELP
from models.referral import Door, Referral, State
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, RESPONDER, Stage, staged, wait_until


def _call(stage: Stage, canaries: Canaries) -> str:
    officer = stage.person(OFFICER)
    officer.command("/lead refer")
    shown = officer.wait_view(callback_id="choose_door")
    first = next(block for block in shown.blocks if block["type"] == "actions")
    assert first["elements"][0]["text"]["text"] == "Field help", "what cannot wait stands first"
    officer.click("Field help")
    officer.wait_view(callback_id="field_help")
    officer.fill(canaries.answers(FIELD_HELP))
    assert officer.submit() == {}
    ref = steps.reference_in(officer.wait_view(callback_id="receipt").words)
    officer.close(clear=True)
    return ref


def _own_item(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    officer.open_home()
    officer.wait_home(lambda home: "What I wrote" in home.words)
    officer.click("What I wrote", in_home=True)
    officer.wait_view(callback_id="opened")


def _referral(stage: Stage, ref: str) -> Referral:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.get_one(Referral, ref)


def test_somebody_comes_and_it_became_an_arrest_diversion(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        officer = stage.person(OFFICER)
        ref = _call(stage, canaries)
        officer.wait_dm(lambda dm: f"{ref}: received. You hear here" in dm.text)
        shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        assert all(canary.text in shown.words for canary in canaries.texts.values())
        steps.act(stage, RESPONDER, "estimate", "20 minutes")
        officer.wait_dm(lambda dm: f"{ref}: help is on the way" in dm.text)
        steps.act(stage, RESPONDER, "We met")
        officer.wait_dm(lambda dm: f"{ref}: met" in dm.text)
        _own_item(stage)
        officer.click("Arrest diversion")
        officer.wait_view(callback_id="arrest_rest")
        wait_until(lambda: _referral(stage, ref).door == Door.ARREST_DIVERSION, "it is one now")
        assert _referral(stage, ref).filing_ends_at is not None
        officer.close(clear=True)
        _own_item(stage)
        assert "What did it become?" not in officer.wait_view(callback_id="opened").words
        steps.wait_settled(stage)
        assert stage.person(MANAGER).dms() == []
        assert_sealed(stage, canaries, readers={RESPONDER, OFFICER})
    assert_files_sealed(tmp_path, canaries)


def test_neither_stops_whoever_is_on_the_way_and_says_no_reason(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
        ref = _call(stage, canaries)
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        steps.act(stage, RESPONDER, "I have it")
        officer.wait_dm(lambda dm: f"{ref}: a responder has it" in dm.text)
        _own_item(stage)
        officer.click("Neither")
        said = officer.wait_view(predicate=lambda view: "Thank you for calling us" in view.words)
        assert "reason" not in said.words
        wait_until(lambda: _referral(stage, ref).state == State.WITHDRAWN, "it is closed")
        wait_until(lambda: any("go out for this" in dm.text for dm in responder.dms()), "the responder hears")
        steps.wait_settled(stage)
        assert stage.person(MANAGER).dms() == []
