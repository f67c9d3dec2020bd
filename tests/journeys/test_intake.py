"""Scenario 7 (d), played: the time of an intake reminds and ends, and the officer hears one line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, RESPONDER, staged

LINE = "Our part goes its own way from here. We can't share anything about any person."


def test_the_time_of_an_intake_reminds_and_ends_and_the_officer_hears_one_line(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.refer_arrest(stage, canaries)
        officer, manager = stage.person(OFFICER), stage.person(MANAGER)
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        steps.act(stage, RESPONDER, "I have it")
        steps.act(stage, RESPONDER, "We met")
        officer.wait_dm(lambda dm: f"{ref}: met" in dm.text)
        for days in (8, 6, 2):
            stage.move_clock(timedelta(days=days))
            steps.wait_settled(stage)
        manager.wait_dm(lambda dm: f"{ref}: the intake's time ends on" in dm.text)
        manager.wait_dm(lambda dm: f"{ref}: the intake's time has ended" in dm.text)
        officer.wait_dm(lambda dm: dm.text == f"{ref}: {LINE}")
        assert officer.command(f"/lead status {ref}").text.startswith(f"{ref}: Met at")
        assert not [dm for dm in officer.dms() if "intake" in dm.text]
        assert_sealed(stage, canaries, readers={RESPONDER})
