"""Answers lost, deliveries doubled, Slack away, sockets cut, the bot killed: it arrives once, in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.practice import prepare
from bot.settings import Settings
from handlers.referrals.doors import ARREST_REST
from sandbox.server import PracticeServer
from sandbox.wire import SlackTimeout
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.stage import (
    BACKUP,
    MANIFEST,
    OFFICER,
    RESPONDER,
    ROOT,
    WORKSPACE,
    Stage,
    settings_for,
    staged,
)

PAGED = (
    "REF: received. You hear here as soon as a responder has it. The hand-off time runs until TIME. "
    "Team line: (555) 010-0199."
)
GETTING_READY = "REF: a responder has it and is getting ready."
MET = "REF: met. Thank you."


def _one_card(stage: Stage) -> None:
    steps.wait_settled(stage)
    assert steps.referral_count(stage) == 1
    assert [len(steps.cards(stage, user)) for user in (RESPONDER, BACKUP)] == [1, 0]


@pytest.mark.parametrize("socket_mode", [True, False], ids=["socket", "http"])
def test_who_sends_again_after_a_lost_answer_has_sent_once(tmp_path: Path, socket_mode: bool) -> None:
    canaries = Canaries()
    with staged(tmp_path, socket_mode=socket_mode, patience=3) as stage:
        officer = stage.person(OFFICER)
        steps.begin_arrest(stage, canaries)
        stage.server.faults.add("delivery", "lost_ack")
        with pytest.raises(SlackTimeout):
            officer.submit()
        assert officer.submit() == {}
        officer.wait_view(callback_id="arrest_rest")
        officer.fill(canaries.answers(ARREST_REST))
        stage.server.faults.add("delivery", "lost_ack")
        with pytest.raises(SlackTimeout):
            officer.submit()
        assert officer.submit() == {}
        ref = steps.reference_in(officer.wait_view(callback_id="receipt").words)
        _one_card(stage)
        assert steps.heard(stage, OFFICER, ref) == [PAGED]
        assert_sealed(stage, canaries, readers=())


@pytest.mark.parametrize("socket_mode", [True, False], ids=["socket", "http"])
def test_a_delivery_that_comes_twice_counts_once(tmp_path: Path, socket_mode: bool) -> None:
    with staged(tmp_path, socket_mode=socket_mode, patience=3) as stage:
        steps.begin_arrest(stage, Canaries())
        stage.server.faults.add("delivery", "duplicate_delivery")
        officer = stage.person(OFFICER)
        assert officer.submit() == {}
        officer.wait_view(callback_id="arrest_rest")
        stage.server.faults.add("delivery", "duplicate_delivery")
        ref = steps.reference_in(steps.add_rest(stage, Canaries()).words)
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        stage.server.faults.add("delivery", "duplicate_delivery")
        steps.act(stage, RESPONDER, "I have it")
        _one_card(stage)
        assert steps.heard(stage, OFFICER, ref) == [PAGED, GETTING_READY]
        assert stage.person(RESPONDER).dms()[1].text.startswith("More has been added")
        assert len(stage.person(RESPONDER).dms()) == 2


OUTAGES = {
    "it asks to wait": [("ratelimited", 1)],
    "it stores and does not say so": [("cut_after_store", 3)],
    "all at once": [("cut_after_store", 1), ("server_error", 2), ("timeout", 2)],
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_while_slack_is_away_nothing_is_lost_doubled_or_overtaken(tmp_path: Path, outage: str) -> None:
    canaries = Canaries()
    with staged(tmp_path, patience=3) as stage:
        for kind, times in OUTAGES[outage]:
            stage.server.faults.add("chat.postMessage", kind, times=times, seconds=0.2)
        ref = _page_unheard(stage, canaries)
        steps.wait_settled(stage, jump=True)
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        for kind, _ in OUTAGES[outage]:
            stage.server.faults.add("chat.postMessage", kind, seconds=0.2)
        steps.act(stage, RESPONDER, "I have it")
        steps.act(stage, RESPONDER, "We met")
        steps.wait_settled(stage, jump=True)
        assert stage.server.faults.rules() == [], "every fault was met"
        assert steps.heard(stage, OFFICER, ref) == [PAGED, GETTING_READY, MET]
        assert [len(stage.person(user).dms()) for user in (RESPONDER, BACKUP)] == [1, 0]
        _one_card(stage)
        assert_sealed(stage, canaries, readers={RESPONDER})


def _page_unheard(stage: Stage, canaries: Canaries) -> str:
    """An arrest diversion while the officer hears nothing yet: her Home knows the reference."""
    officer = stage.person(OFFICER)
    steps.begin_arrest(stage, canaries)
    assert officer.submit() == {}
    officer.close()
    officer.open_home()
    return steps.reference_in(officer.wait_home(lambda view: "R-" in view.words).words)


def test_sockets_that_are_cut_or_moved_lose_nothing_that_was_accepted(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path, patience=4) as stage:
        officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
        steps.begin_arrest(stage, canaries)
        stage.server.faults.add("socket", "drop_socket")
        with pytest.raises(SlackTimeout):
            officer.submit()
        stage.server.wait_connected()
        assert officer.submit() == {}, "what was typed still stood in the form"
        stage.server.sockets.cut_all()
        card = steps.wait_cards(stage, RESPONDER, 1)
        stage.server.wait_connected()
        ref = steps.reference_in(steps.add_rest(stage, canaries).words)
        stage.server.sockets.disconnect("refresh_requested")
        stage.server.wait_connected()
        responder.click("Open", message=card)
        shown = responder.wait_view(callback_id="opened")
        assert all(canary.text in shown.words for canary in canaries.texts.values())
        steps.act(stage, RESPONDER, "We met")
        _one_card(stage)
        assert steps.heard(stage, OFFICER, ref) == [PAGED, MET]


class Alone:
    """The bot as a process of its own, on a practice workspace, that can be killed."""

    def __init__(self, server: PracticeServer, settings: Settings, folder: Path) -> None:
        self._server = server
        self._settings = settings
        self._folder = folder

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Start `leadbot run`; at the end it is killed, if it still is there."""
        with (self._folder / "printed").open("ab") as printed:
            child = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self._folder,
                env=self._environment(),
                stdout=printed,
                stderr=printed,
            )
        try:
            self._server.wait_connected()
            yield child
        finally:
            child.kill()
            child.wait(10)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": self._settings.bot_token,
            "SLACK_APP_TOKEN": self._settings.app_token,
            "SLACK_SIGNING_SECRET": self._settings.signing_secret,
            "SLACK_API_URL": self._settings.slack_api_url,
            "LEADBOT_HTTP": "127.0.0.1:0",
            "LEADBOT_DATABASE_URL": self._settings.database_url,
            "LEADBOT_KEYRING": str(self._settings.keyring),
            "LEADBOT_PRACTICE_CLOCK": str(self._settings.practice_clock),
        }


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_a_bot_that_ends_between_submission_and_delivery_delivers_once_when_it_is_back(
    tmp_path: Path, end: signal.Signals
) -> None:
    canaries = Canaries()
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=tmp_path / "clock") as server:
        settings = settings_for(server, tmp_path, f"sqlite:///{tmp_path / 'leadbot.db'}", socket_mode=True)
        bot = prepare(settings)
        stage = Stage(server, bot, settings, tmp_path)
        alone = Alone(server, settings, tmp_path)
        with alone.running() as child:
            # One is stored while its answer never arrives, one never gets through, one waits behind.
            server.faults.add("chat.postMessage", "slow", seconds=2.0)
            server.faults.add("chat.postMessage", "timeout", times=5, seconds=1.0)
            ref = _page_unheard(stage, canaries)
            child.send_signal(end)
            child.wait(15)
        server.faults.clear()
        assert not steps.is_settled(stage), "something was still to be delivered"
        _lapse(settings)
        stage.move_clock(timedelta(seconds=31))
        with alone.running():
            steps.wait_settled(stage, jump=True)
            steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
            _one_card(stage)
            assert steps.heard(stage, OFFICER, ref) == [PAGED]
        bot.floor.ground.database.close()
        assert not canaries.hits("stdout and stderr", (tmp_path / "printed").read_bytes(), with_codes=True)


def _lapse(settings: Settings) -> None:
    """A killed process leaves its seat taken for twelve seconds: they are over."""
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE leases SET until = '2020-01-01 00:00:00.000000'"))
    engine.dispose()
