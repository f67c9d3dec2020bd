"""Scenario 3: a guest refers through the one door that is hers, and hears the same whatever was found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from handlers.referrals.doors import COMMUNITY
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, SUPERVISOR, Stage, staged

WAYS = [("socket", "sqlite"), ("http", "sqlite")]
THANKS = "Our team has been out. Thank you. We can't share anything about any person."


def _heard(stage: Stage, ref: str) -> list[str]:
    """What the guest was told, command answers included, the reference taken out."""
    return [dm.text.replace(ref, "REF") for dm in stage.person(NEIGHBOR).dms() if dm.user != NEIGHBOR]


def _go_and(stage: Stage, canaries: Canaries, number: int, ends_with: str) -> None:
    """Screened, sent out, and met or not."""
    shown = steps.open_card(stage, MANAGER, steps.wait_cards(stage, MANAGER, number))
    assert all(canary.text in shown.words for canary in canaries.texts.values())
    steps.act(stage, MANAGER, "I have it")
    steps.act(stage, MANAGER, "Send outreach")
    stage.person(MANAGER).close()
    shown = steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, number))
    assert all(canary.text in shown.words for canary in canaries.texts.values())
    steps.act(stage, RESPONDER, "I have it")
    steps.act(stage, RESPONDER, ends_with)
    stage.person(RESPONDER).close()
    steps.wait_settled(stage)


def _status(stage: Stage, ref: str) -> str:
    return stage.person(NEIGHBOR).command(f"/lead status {ref}").text.replace(ref, "REF")


def _home(stage: Stage, ref: str) -> str:
    neighbor = stage.person(NEIGHBOR)
    neighbor.open_home()
    return neighbor.wait_home(lambda view: ref in view.words).words.replace(ref, "REF")


@pytest.mark.parametrize(("way", "database"), WAYS, ids=lambda value: value)
def test_met_or_not_the_guest_is_told_the_same(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], way: str, database: str
) -> None:
    said = {}
    for world, ends_with in (("one", "We met"), ("other", "No meeting")):
        canaries = Canaries()
        folder = tmp_path / world
        folder.mkdir()
        with staged(folder, socket_mode=way == "socket", database=database) as stage:
            ref = steps.refer_community(stage, canaries)
            stage.person(NEIGHBOR).wait_dm(lambda dm: dm.text.endswith(": received. Thank you."))
            _go_and(stage, canaries, 1, ends_with)
            said[world] = [_status(stage, ref), _home(stage, ref), *_heard(stage, ref)]
            for police in (OFFICER, QUAY_OFFICER, SUPERVISOR):
                assert stage.person(police).dms() == []
            printed = "".join(capfd.readouterr())
            seen = assert_sealed(stage, canaries, readers={MANAGER, RESPONDER}, printed=printed)
            assert seen.came_in == seen.shown[MANAGER] == seen.shown[RESPONDER] == set(canaries.texts)
        assert_files_sealed(folder, canaries)
    assert said["one"] == said["other"]
    assert said["one"].count(THANKS) == 1
    assert "Met" not in said["one"][1]


def test_not_met_and_met_later_is_said_once(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        steps.refer_community(stage, canaries)
        _go_and(stage, canaries, 1, "No meeting")
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        steps.act(stage, RESPONDER, "We met")
        steps.wait_settled(stage)
        assert [dm.text for dm in stage.person(NEIGHBOR).dms()].count(THANKS) == 1


def test_danger_now_stops_the_form_and_keeps_nothing(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        neighbor = stage.person(NEIGHBOR)
        neighbor.command("/lead refer")
        view = neighbor.wait_view(callback_id="community")
        assert "Arrest" not in view.words, "the guest is offered no other door"
        neighbor.fill(canaries.answers(COMMUNITY, danger="yes"))
        errors = neighbor.submit()
        assert errors == {
            "community.danger": "Please call 911 now. This is not an emergency line.",
        }
        assert steps.referral_count(stage) == 0
        assert neighbor.dms() == stage.person(MANAGER).dms() == []
        assert_sealed(stage, canaries, readers=())


def test_where_nobody_could_go_the_guest_hears_the_same_after_the_outreach_hours(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.refer_community(stage, canaries)
        neighbor = stage.person(NEIGHBOR)
        neighbor.wait_dm(lambda dm: dm.text.endswith(": received. Thank you."))
        stage.move_clock(timedelta(hours=73))
        neighbor.wait_dm(lambda dm: dm.text == THANKS)
        assert _heard(stage, ref) == ["REF: received. Thank you.", THANKS]
        for police in (OFFICER, QUAY_OFFICER, SUPERVISOR):
            assert stage.person(police).dms() == []
        assert_sealed(stage, canaries, readers=())
