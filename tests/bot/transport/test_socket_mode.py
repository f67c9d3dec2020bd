"""Socket Mode against the practice workspace: refreshes, cuts, silences, and an answer for everything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.transport import SocketModeRunner
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from sandbox.wire import SlackSays
from tests.bot.transport.tunnel import tunnel_to

ROOT = Path(__file__).parents[3]
OFFICER = "UQUILL001"


class Listening:
    """A Bolt app that answers `/lead`, slowly where asked."""

    def __init__(self, server: PracticeServer) -> None:
        client = WebClient(server.bot_token, base_url=server.api_url)
        self.app = App(client=client, signing_secret=server.signing_secret, process_before_response=True)
        self.app.command("/lead")(self.answer)
        self.app.error(self.note)
        self.heard: list[str] = []
        self.raised: list[str] = []

    def answer(self, ack: Ack, command: dict[str, str]) -> None:
        self.heard.append(command["text"])
        if command["text"] == "raise":
            raise RuntimeError("Zebulon Testperson")
        if command["text"] == "slow":
            time.sleep(0.8)
        ack(f"heard {command['text']}")

    def note(self, error: Exception) -> None:
        self.raised.append(type(error).__name__)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text((ROOT / "manifest.yml").read_text())
    definition = ROOT / "sandbox" / "lantern_harbor.toml"
    with PracticeServer(definition, manifest, rates=Rates.unlimited(), time_scale=0.01) as running:
        yield running


@pytest.fixture
def listening(server: PracticeServer) -> Listening:
    return Listening(server)


@contextmanager
def connected(
    server: PracticeServer,
    listening: Listening,
    *,
    base_url: str = "",
    states: list[bool] | None = None,
    answered: list[int] | None = None,
) -> Iterator[SocketModeRunner]:
    runner = SocketModeRunner(
        listening.app,
        server.app_token,
        base_url=base_url or server.api_url,
        ping_interval=0.5,
        patience=1.5,
        on_connected=(states if states is not None else []).append,
        on_answered=lambda body, status, seconds: (answered if answered is not None else []).append(status),
    )
    runner.start()
    try:
        assert runner.wait_connected(5)
        server.wait_connected(1)
        yield runner
    finally:
        runner.stop(3)


def ask(server: PracticeServer, text: str) -> str:
    return server.person(OFFICER).command(f"/lead {text}").text


def until(true: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_command_is_answered_and_counted(server: PracticeServer, listening: Listening) -> None:
    answered: list[int] = []
    with connected(server, listening, answered=answered) as runner:
        assert ask(server, "help") == "heard help"
        assert runner.state().connected
        assert until(lambda: answered == [200])


def test_the_address_is_asked_for_at_the_given_host(server: PracticeServer, listening: Listening) -> None:
    with connected(server, listening):
        assert len(server.calls("apps.connections.open")) == 1


def test_sixteen_slow_answers_run_at_once(server: PracticeServer, listening: Listening) -> None:
    with connected(server, listening), ThreadPoolExecutor(16) as crowd:
        began = time.monotonic()
        answers = list(crowd.map(lambda _: ask(server, "slow"), range(16)))
        assert answers == ["heard slow"] * 16
        assert time.monotonic() - began < 2.5


def test_a_listener_that_raises_leaves_the_others_answered(
    server: PracticeServer, listening: Listening
) -> None:
    with connected(server, listening), ThreadPoolExecutor(2) as crowd:
        broken = crowd.submit(ask, server, "raise")
        assert ask(server, "help") == "heard help"
        with pytest.raises(SlackSays):
            broken.result(5)
    assert listening.raised == ["RuntimeError"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_at_a_refresh_nothing_stays_unanswered(
    server: PracticeServer, listening: Listening, reason: str
) -> None:
    states: list[bool] = []
    with connected(server, listening, states=states), ThreadPoolExecutor(2) as crowd:
        under_way = crowd.submit(ask, server, "slow")
        assert until(lambda: listening.heard == ["slow"])
        server.sockets.disconnect(reason)
        assert until(lambda: len(server.calls("apps.connections.open")) == 2)
        server.wait_connected(1)
        assert ask(server, "after") == "heard after"
        assert under_way.result(5) == "heard slow"
        time.sleep(0.3)
        assert states == [True], "the bot never stood without a connection"


def test_a_stream_of_commands_survives_three_refreshes(server: PracticeServer, listening: Listening) -> None:
    stop = threading.Event()
    answers: list[str] = []
    refused: list[str] = []

    def keep_asking() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                answers.append(ask(server, str(number)))
            except SlackSays as said:
                refused.append(type(said).__name__)

    with connected(server, listening):
        asking = threading.Thread(target=keep_asking)
        asking.start()
        for _ in range(3):
            time.sleep(0.4)
            server.sockets.disconnect("warning")
        time.sleep(0.6)
        stop.set()
        asking.join()
    assert refused == []
    assert len(answers) > 20


def test_a_cut_is_noticed_shown_and_mended(server: PracticeServer, listening: Listening) -> None:
    states: list[bool] = []
    with connected(server, listening, states=states):
        server.sockets.cut_all()
        assert until(lambda: len(states) == 3)
        server.wait_connected(1)
        assert ask(server, "help") == "heard help"
        assert states == [True, False, True]


def test_a_line_that_falls_silent_is_replaced(server: PracticeServer, listening: Listening) -> None:
    states: list[bool] = []
    with tunnel_to(server.url) as tunnel:
        server.url = tunnel.url  # where the practice workspace says its sockets are
        with connected(server, listening, states=states):
            tunnel.fall_silent()
            began = time.monotonic()
            assert until(lambda: states == [True, False, True], 8)
            assert time.monotonic() - began < 5
            # The workspace still believes in the dead line, and tries both in turn.
            assert until(lambda: answers(server), 15)


def test_an_address_used_up_in_vain_is_not_tried_for_ever(
    server: PracticeServer, listening: Listening
) -> None:
    with tunnel_to(server.url) as tunnel:
        tunnel.swallow_answers = True
        server.url = tunnel.url
        runner = SocketModeRunner(
            listening.app, server.app_token, base_url=server.api_url, ping_interval=0.3, patience=1.0
        )
        runner.start()
        assert until(lambda: answers(server), 8)
        runner.stop(3)
        assert len(server.calls("apps.connections.open")) == 2


def answers(server: PracticeServer) -> bool:
    try:
        return ask(server, "help") == "heard help"
    except SlackSays:
        return False


def test_while_slack_is_away_the_state_says_so(server: PracticeServer, listening: Listening) -> None:
    with connected(server, listening) as runner:
        server.stop()
        assert until(lambda: not runner.state().connected)
        assert runner.state().seconds < 5


def test_socket_mode_switched_off_does_not_make_it_race(server: PracticeServer, listening: Listening) -> None:
    with connected(server, listening):
        server.sockets.disconnect("link_disabled")
        time.sleep(2.5)
        assert 1 < len(server.calls("apps.connections.open")) < 8


def test_stopping_answers_what_was_taken_and_leaves(server: PracticeServer, listening: Listening) -> None:
    with connected(server, listening) as runner, ThreadPoolExecutor(1) as crowd:
        under_way = crowd.submit(ask, server, "slow")
        assert until(lambda: listening.heard == ["slow"])
        runner.stop(3)
        assert under_way.result(5) == "heard slow"
        assert not runner.state().connected
        assert until(lambda: server.sockets.connected() == 0)
