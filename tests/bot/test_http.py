"""The HTTP side on a real port with a real Bolt app: signatures first, then everything else."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.http import HttpSide, Probes, is_signed
from bot.metrics import Metrics
from bot.transport import HttpRunner

SECRET = "an-invented-signing-secret"
COMMAND = {"command": "/lead", "text": "help", "user_id": "UZEBULON1", "team_id": "T0LANTERN1"}


@dataclass
class Door:
    """A running server and what can be asked of it."""

    port: int
    metrics: Metrics
    facts: dict[str, bool]
    seen: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def slack(self, body: bytes, **changes: str) -> tuple[int, str]:
        return self.ask("POST", "/slack/events", body, {**signed(body), **changes})


def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0LANTERN1", bot_token="xoxb-invented")


def signed(body: bytes, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    return {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature or "",
        "content-type": "application/x-www-form-urlencoded",
    }


@pytest.fixture(scope="module")
def running() -> Iterator[Door]:
    app = App(
        signing_secret=SECRET,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id="T0LANTERN1", bot_token="xoxb-invented"
        ),
    )
    metrics, facts = Metrics(), {"ticks": True}
    seen: list[str] = []

    @app.command("/lead")
    def lead(ack: Ack, command: dict[str, str]) -> None:
        seen.append(command["text"])
        ack("Here is what I can do.")

    side = HttpSide(app, signing_secret=SECRET, probes=Probes(lambda: facts, lambda: facts), meter=metrics)
    runner = HttpRunner(side, "127.0.0.1", 0)
    runner.start()
    yield Door(runner.port, metrics, facts, seen)
    runner.stop(3)
    side.close()


@pytest.fixture
def door(running: Door) -> Iterator[Door]:
    running.seen.clear()
    yield running
    running.facts.clear()
    running.facts["ticks"] = True


def test_a_signed_command_reaches_bolt_and_its_answer_comes_back(door: Door) -> None:
    assert door.slack(urlencode(COMMAND).encode()) == (200, "Here is what I can do.")
    assert door.seen == ["help"]


def test_what_bolt_does_not_know_is_its_404(door: Door) -> None:
    status, _ = door.slack(urlencode({**COMMAND, "command": "/nothing"}).encode())
    assert status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v0=\xe9"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "noon"},
        {"x-slack-request-timestamp": "1e9"},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-request-timestamp": "\xb2"},
        {"x-slack-request-timestamp": "9" * 400},
        {"x-slack-request-timestamp": "0"},
    ],
)
def test_a_request_that_is_not_properly_signed_is_401(door: Door, change: dict[str, str]) -> None:
    status, text = door.slack(urlencode(COMMAND).encode(), **change)
    assert status == 401
    assert "lead" not in text
    assert door.seen == []


def test_a_request_without_any_signature_is_401(door: Door) -> None:
    assert door.ask("POST", "/slack/events", urlencode(COMMAND).encode())[0] == 401


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_signature_more_than_five_minutes_off_is_401(door: Door, seconds: int) -> None:
    body = urlencode(COMMAND).encode()
    assert door.ask("POST", "/slack/events", body, signed(body, time.time() + seconds))[0] == 401


def test_one_changed_byte_is_401(door: Door) -> None:
    body = urlencode(COMMAND).encode()
    assert door.ask("POST", "/slack/events", body.replace(b"help", b"hell"), signed(body))[0] == 401


@pytest.mark.parametrize("body", [b"{not json", b"\xff\xfe{", b"payload=%7Bnot-json"])
def test_an_unsigned_body_is_refused_before_it_is_parsed(door: Door, body: bytes) -> None:
    assert door.ask("POST", "/slack/events", body, {"content-type": "application/json"})[0] == 401


def test_a_signed_body_that_is_no_json_is_400(door: Door) -> None:
    assert door.slack(b"{not json")[0] == 400


def test_a_header_cannot_steer_bolt_itself(door: Door) -> None:
    headers = {"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": "lead"}
    assert door.slack(urlencode(COMMAND).encode(), **headers) == (200, "Here is what I can do.")


def test_a_body_over_a_megabyte_is_refused(door: Door) -> None:
    assert door.slack(b"a" * (1024 * 1024 + 1))[0] == 413


def test_a_body_of_a_megabyte_is_read(door: Door) -> None:
    assert door.ask("POST", "/slack/events", b"a" * 1024 * 1024)[0] == 401


@pytest.mark.parametrize("announced", ["9" * 30, "-1", "many"])
def test_a_length_that_is_none_is_refused(door: Door, announced: str) -> None:
    assert door.ask("POST", "/slack/events", b"", {"content-length": announced})[0] in {400, 413}


def test_healthz_and_readyz_say_which_fact_does_not_hold(door: Door) -> None:
    assert door.ask("GET", "/healthz") == (200, json.dumps({"ok": True, "ticks": True}))
    door.facts["database"] = False
    for path in ("/healthz", "/readyz"):
        status, text = door.ask("GET", path)
        assert (status, json.loads(text)) == (503, {"ok": False, "ticks": True, "database": False})


def test_metrics_are_shown_to_this_host(door: Door) -> None:
    door.slack(urlencode(COMMAND).encode())
    status, text = door.ask("GET", "/metrics")
    assert status == 200
    assert 'leadbot_requests_total{kind="command",outcome="ok"}' in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_metrics_are_not_shown_through_a_proxy(door: Door, header: str) -> None:
    assert door.ask("GET", "/metrics", headers={header: "127.0.0.1"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/slack/events"), ("POST", "/metrics"), ("GET", "/healthz/"), ("PUT", "/readyz")],
)
def test_anything_else_is_404(door: Door, method: str, path: str) -> None:
    assert door.ask(method, path)[0] == 404


def answer_to(side: HttpSide, path: str, client: tuple[str, int] | None) -> int:
    """The status for a GET from somewhere else, asked of the application itself."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "headers": [], "client": client}
    asyncio.run(side(scope, receive, send))
    return int(sent[0]["status"])


def a_side(ready: Callable[[], dict[str, bool]] = dict) -> HttpSide:
    app = App(signing_secret=SECRET, authorize=authorize)
    probes = Probes(dict, ready)
    return HttpSide(app, signing_secret=SECRET, probes=probes, meter=Metrics(), probe_seconds=0.1)


@pytest.mark.parametrize(
    ("client", "status"),
    [
        (("127.0.0.1", 1), 200),
        (("::1", 1), 200),
        (("203.0.113.9", 1), 404),
        (("somewhere", 1), 404),
        (None, 404),
    ],
)
def test_metrics_are_shown_to_no_other_host(client: tuple[str, int] | None, status: int) -> None:
    assert answer_to(a_side(), "/metrics", client) == status


def test_a_database_that_hangs_makes_the_process_unready_not_silent() -> None:
    door = threading.Event()
    side = a_side(lambda: {"database": door.wait(5)})
    assert answer_to(side, "/readyz", None) == 503
    assert answer_to(side, "/healthz", None) == 200
    door.set()
    side.close()


@given(st.text(max_size=30), st.text(max_size=80), st.binary(max_size=60))
def test_no_header_however_odd_passes_or_raises(timestamp: str, signature: str, raw: bytes) -> None:
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    assert not is_signed(SignatureVerifier(SECRET), raw, headers)
