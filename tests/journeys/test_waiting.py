"""Scenario 1 with a moved clock: nobody acknowledges, the officer has options, a restart loses no page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.assembly import build
from bot.practice import prepare
from models.referral import Referral
from models.schema import ReferralRef
from sandbox.server import PracticeServer
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.databases import BOTH, fresh_url
from tests.journeys import steps
from tests.stage import (
    BACKUP,
    MANAGER,
    MANIFEST,
    OFFICER,
    RESPONDER,
    WORKSPACE,
    Stage,
    running,
    settings_for,
    staged,
    wait_until,
)

CLINICAL = "UHOLLY001"
AGAIN = "This still waits for an answer. Please open it now."


def again(stage: Stage, user: str) -> int:
    """How many cards of the second asking somebody has."""
    return sum(dm.text.startswith(AGAIN) for dm in stage.person(user).dms())


def pages(stage: Stage) -> dict[str, int]:
    """Who has how many pages of any kind."""
    return {
        user: len(steps.cards(stage, user)) + again(stage, user) for user in (RESPONDER, BACKUP, CLINICAL)
    }


def to_officer(stage: Stage, ref: str, words: str) -> int:
    return sum(words in text for text in steps.heard(stage, OFFICER, ref))


def test_nobody_acknowledges_and_the_officer_decides(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.refer_arrest(stage, canaries)
        steps.wait_cards(stage, RESPONDER, 1)
        steps.pass_minutes(stage, 4)
        assert pages(stage) == {RESPONDER: 1, BACKUP: 0, CLINICAL: 0}
        steps.pass_minutes(stage, 1)
        assert pages(stage) == {RESPONDER: 2, BACKUP: 0, CLINICAL: 0}
        steps.pass_minutes(stage, 3)
        assert pages(stage) == {RESPONDER: 2, BACKUP: 1, CLINICAL: 0}
        assert to_officer(stage, ref, "no responder yet") == 0
        steps.pass_minutes(stage, 4)
        assert pages(stage) == {RESPONDER: 2, BACKUP: 1, CLINICAL: 1}
        assert to_officer(stage, ref, "no responder yet") == 1
        steps.pass_minutes(stage, 8)
        assert to_officer(stage, ref, "You need not wait for it") == 1
        _goes_to_the_station(stage, ref)
        steps.pass_minutes(stage, 10)
        assert to_officer(stage, ref, "it is nobody's doing") == 1
        assert pages(stage) == {RESPONDER: 2, BACKUP: 1, CLINICAL: 1}
        with stage.bot.floor.ground.database.look() as work:
            referral = work.session.get_one(Referral, ReferralRef(ref))
            assert referral.missed_at is not None
        assert stage.person(MANAGER).messages("C0OWG0001") == [], "no channel hears of it"
        assert_sealed(stage, canaries, readers={BACKUP})


def _goes_to_the_station(stage: Stage, ref: str) -> None:
    officer, backup = stage.person(OFFICER), stage.person(BACKUP)
    offered = officer.wait_dm(lambda dm: "You need not wait for it" in dm.text)
    officer.click("To the station", message=offered)
    officer.wait_view(predicate=lambda view: "you go on at the station" in view.words)
    officer.close()
    backup.wait_dm(lambda dm: "The plan has changed" in dm.text)
    shown = steps.open_card(stage, BACKUP, steps.cards(stage, BACKUP)[0])
    assert "Please meet there." in shown.words
    backup.close()
    assert ref in offered.text


def test_whoever_stops_it_late_reads_where_it_stands(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        ref = steps.refer_arrest(stage, canaries)
        steps.pass_minutes(stage, 12)
        officer = stage.person(OFFICER)
        told = officer.wait_dm(lambda dm: "no responder yet" in dm.text)
        steps.open_card(stage, RESPONDER, steps.cards(stage, RESPONDER)[0])
        steps.act(stage, RESPONDER, "We met")
        officer.wait_dm(lambda dm: f"{ref}: met" in dm.text)
        officer.click("Stop", message=told)
        officer.wait_view(predicate=lambda view: "Met at" in view.words)
        officer.close()
        steps.pass_minutes(stage, 20)
        assert to_officer(stage, ref, "it is nobody's doing") == 0
        assert_sealed(stage, canaries, readers={RESPONDER})


@contextmanager
def _bot(stage: Stage) -> Iterator[None]:
    """A new process on what the last one left."""
    stage.bot = build(stage.settings)
    with running(stage.bot):
        stage.server.events_url = f"http://127.0.0.1:{stage.bot.process.http.port}/slack/events"
        yield


@pytest.mark.parametrize("database", BOTH)
def test_every_page_is_sent_once_though_the_bot_restarts_inside_its_minute(
    tmp_path: Path, database: str
) -> None:
    canaries = Canaries()
    with (
        fresh_url(database, tmp_path) as url,
        PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=tmp_path / "clock") as server,
    ):
        settings = settings_for(server, tmp_path, url, socket_mode=False)
        first = prepare(settings)
        stage = Stage(server, first, settings, tmp_path)
        with running(first):
            server.events_url = f"http://127.0.0.1:{first.process.http.port}/slack/events"
            ref = steps.refer_arrest(stage, canaries)
            steps.wait_cards(stage, RESPONDER, 1)
        for minute in (5, 8, 12, 20, 30):
            _let_pass(stage, minute)
            for _ in range(2):  # twice inside the minute
                with _bot(stage):
                    wait_until(lambda: steps.due_now(stage) == 0, "what fell due was taken")
                    steps.wait_settled(stage)
        with _bot(stage):
            steps.wait_settled(stage)
            assert pages(stage) == {RESPONDER: 2, BACKUP: 1, CLINICAL: 1}
            for words in ("no responder yet", "You need not wait for it", "it is nobody's doing"):
                assert to_officer(stage, ref, words) == 1, words


def _let_pass(stage: Stage, minute: int) -> None:
    """Practice time stands at this minute after the referral, while no bot runs."""
    clock = stage.settings.practice_clock
    assert clock is not None
    clock.write_text(str(minute * 60 + 1))
