"""Scenario 1: an arrest diversion at two in the morning, from the first tap to Met, and nothing leaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.referrals.doors import ARREST_REST
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    Stage,
    staged,
    wait_until,
)

WAYS = [("socket", "sqlite"), ("http", "postgresql")]


def _arrive_and_meet(stage: Stage, canaries: Canaries, ref: str) -> None:
    """From the card to Met, and what each of them hears."""
    officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
    shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
    for canary in canaries.texts.values():
        assert canary.text in shown.words
    assert {"The diversion center", "Possession"} <= set(shown.words.split("\n"))
    steps.act(stage, RESPONDER, "I have it")
    officer.wait_dm(lambda dm: f"{ref}: a responder has it" in dm.text)
    steps.act(stage, RESPONDER, "estimate", "20 minutes")
    officer.wait_dm(lambda dm: f"{ref}: help is on the way" in dm.text)
    steps.act(stage, RESPONDER, "We met")
    officer.wait_dm(lambda dm: f"{ref}: met" in dm.text)
    assert "I have it" not in responder.wait_view().words, "what is done is not offered again"


@pytest.mark.parametrize(("way", "database"), WAYS, ids=lambda value: value)
def test_an_officer_refers_and_hears_until_met(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], way: str, database: str
) -> None:
    canaries = Canaries()
    with staged(tmp_path, socket_mode=way == "socket", database=database) as stage:
        ref = steps.refer_arrest(stage, canaries)
        stage.person(OFFICER).wait_dm(lambda dm: f"{ref}: received" in dm.text)
        steps.ask_backup(stage)
        _arrive_and_meet(stage, canaries, ref)
        answer = stage.person(OFFICER).command(f"/lead status {ref}")
        assert answer.text.startswith(f"{ref}: Met at")
        backup = stage.person(BACKUP)
        wait_until(lambda: any("colleague has this" in dm.text for dm in backup.dms()), "the backup hears")
        steps.wait_settled(stage)
        assert [len(steps.cards(stage, user)) for user in (RESPONDER, BACKUP, MANAGER)] == [1, 1, 0]
        for nobody in (MANAGER, QUAY_OFFICER, NEIGHBOR):
            assert stage.person(nobody).dms() == []
        printed = "".join(capfd.readouterr())
        seen = assert_sealed(stage, canaries, readers={RESPONDER}, printed=printed)
        assert seen.came_in == seen.shown[RESPONDER] == set(canaries.texts)
        assert set(seen.shown) == {RESPONDER}
        assert stage.person(OFFICER).messages("C0OWG0001") == [], "no channel hears of an arrest diversion"
    assert_files_sealed(tmp_path, canaries)


def test_a_second_screen_that_is_never_sent_costs_nobody_anything(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.page(stage, canaries)
        stage.person(OFFICER).close()
        shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        for canary in canaries.texts.values():
            assert canary.text in shown.words
        steps.act(stage, RESPONDER, "I have it")
        stage.person(OFFICER).wait_dm(lambda dm: f"{ref}: a responder has it" in dm.text)
        steps.act(stage, RESPONDER, "We met")
        stage.person(OFFICER).wait_dm(lambda dm: f"{ref}: met" in dm.text)
        seen = assert_sealed(stage, canaries, readers={RESPONDER})
        assert set(seen.shown[RESPONDER]) == {"arrest_first.place", "arrest_first.callback"}


def test_the_second_screen_can_come_later_from_home(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.page(stage, canaries)
        officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
        officer.close()
        card = steps.wait_cards(stage, RESPONDER, 1)
        steps.open_card(stage, RESPONDER, card)
        responder.close()
        officer.open_home()
        home = officer.wait_home(lambda view: "Add the rest" in view.words)
        assert ref in home.words
        officer.click("Add the rest", in_home=True)
        officer.wait_view(callback_id="arrest_rest")
        assert ref in steps.add_rest(stage, canaries).words
        officer.close()
        more = responder.wait_dm(lambda dm: "More has been added" in dm.text)
        assert more.thread_ts == card.ts, "it stands under the card it belongs to"
        officer.wait_home(lambda view: "Add the rest" not in view.words)
        _arrive_and_meet(stage, canaries, ref)
        officer.wait_home(lambda view: "Met at" in view.words)
        assert len(stage.server.deliveries("app_home_opened")) == 1, "what they do and hear stands there"
        drawn = {call.request["user_id"] for call in stage.server.calls("views.publish")}
        assert drawn == {OFFICER}, "nobody else has looked"
        officer.click("What I wrote", in_home=True)
        own = officer.wait_view(callback_id="opened")
        assert all(canary.text in own.words for canary in canaries.texts.values())
        assert "I have it" not in own.words
        seen = assert_sealed(stage, canaries, readers={RESPONDER, OFFICER})
        assert seen.shown[RESPONDER] == seen.shown[OFFICER] == set(canaries.texts)


def test_the_rest_is_added_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        steps.page(stage, canaries)
        officer = stage.person(OFFICER)
        officer.open_home()
        before = officer.wait_home(lambda view: "Add the rest" in view.words)
        steps.add_rest(stage, canaries)
        officer.close()
        officer.wait_home(lambda view: "Add the rest" not in view.words)
        _on_an_old_device(stage, OFFICER, before)
        officer.click("Add the rest", in_home=True)
        officer.wait_view(callback_id="arrest_rest")
        others = Canaries()
        officer.fill(others.answers(ARREST_REST))
        assert officer.submit() == {}
        said = officer.wait_view(callback_id="unavailable")
        assert "Nothing was changed" in said.words
        shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        assert canaries.texts["arrest_rest.person"].text in shown.words
        assert others.texts["arrest_rest.person"].text not in shown.words
        assert_sealed(stage, others, readers=())


def _on_an_old_device(stage: Stage, user: str, home: SeenView) -> None:
    """Where their Home still shows what stood before."""
    workspace = stage.server.workspace
    with workspace.lock:
        workspace.views.publish(user, {"type": "home", "blocks": home.blocks}, None)
