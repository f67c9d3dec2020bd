"""Deliveries: retries of events, none of clicks, signatures, ordered faults, the record."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from sandbox.server import PracticeServer
from sandbox.wire import DispatchFailed, SlackTimeout
from tests.sandbox.conftest import WORKSPACE, TinyApp


class Listener(ThreadingHTTPServer):
    """An app that answers with whatever status it was told, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.status = [200]
        self.came: list[tuple[dict[str, str], str]] = []


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Listener)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        server.came.append((dict(self.headers.items()), body))
        self.send_response(server.status.pop(0) if len(server.status) > 1 else server.status[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def listener(server: PracticeServer) -> Iterator[Listener]:
    running = Listener()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    server.events_url = f"http://127.0.0.1:{running.server_port}/slack/events"
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def wait_deliveries(server: PracticeServer, name: str, number: int) -> list[Any]:
    with server.workspace.changed:
        assert server.workspace.changed.wait_for(lambda: len(server.deliveries(name)) >= number, 5)
    return server.deliveries(name)


def test_deliveries_carry_a_signature_that_slack_sdk_accepts(
    server: PracticeServer, listener: Listener
) -> None:
    server.person("UQUILL001").command("/lead héllo & <more>")
    headers, body = listener.came[0]
    assert SignatureVerifier(server.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("another secret").is_valid_request(body, headers)


def test_an_event_nobody_takes_comes_three_more_times(server: PracticeServer, listener: Listener) -> None:
    listener.status = [500, 500, 500, 500]
    server.person("UQUILL001").open_home()
    calls = wait_deliveries(server, "app_home_opened", 4)
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in listener.came]
    assert numbers == [None, "1", "2", "3"]
    assert {headers.get("X-Slack-Retry-Reason") for headers, _ in listener.came[1:]} == {"http_error"}
    assert len({json.loads(body)["event_id"] for _, body in listener.came}) == 1
    assert [call.status for call in calls] == ["dispatch_failed"] * 4


def test_an_event_taken_at_the_second_try_does_not_come_again(
    server: PracticeServer, listener: Listener
) -> None:
    listener.status = [500, 200]
    server.person("UQUILL001").open_home()
    wait_deliveries(server, "app_home_opened", 2)
    server.person("UMARROW01").open_home()
    wait_deliveries(server, "app_home_opened", 3)
    assert len(listener.came) == 3


def test_commands_are_not_sent_again(server: PracticeServer, listener: Listener) -> None:
    listener.status = [500]
    with pytest.raises(DispatchFailed, match="HTTP 500"):
        server.person("UQUILL001").command("/lead help")
    assert len(listener.came) == 1


def test_ordered_delivery_faults_reach_person_and_app(server: PracticeServer, listener: Listener) -> None:
    officer = server.person("UQUILL001")
    for kind, error, came in (
        ("timeout", SlackTimeout, 0),
        ("server_error", DispatchFailed, 0),
        ("lost_ack", SlackTimeout, 1),
    ):
        server.faults.add("delivery", kind)
        before = len(listener.came)
        with pytest.raises(error):
            officer.command("/lead help")
        assert len(listener.came) - before == came
    server.faults.add("delivery", "duplicate_delivery")
    officer.command("/lead help")
    assert listener.came[-1][1] == listener.came[-2][1]
    server.faults.add("delivery", "duplicate_delivery")
    officer.open_home()
    wait_deliveries(server, "app_home_opened", 2)
    assert [headers.get("X-Slack-Retry-Num") for headers, _ in listener.came[-2:]] == [None, "1"]


def test_only_subscribed_events_are_told(
    listener: Listener, server: PracticeServer, client: WebClient
) -> None:
    server.person("UQUILL001").type("C0OWG0001", "A fictional remark")
    event = wait_deliveries(server, "message", 1)[0].request["event"]
    assert (event["channel_type"], event["user"]) == ("group", "UQUILL001")
    client.chat_postMessage(channel="UQUILL001", text="A sealed item")
    own = wait_deliveries(server, "message", 2)[1].request
    assert own["event"]["bot_id"] == "B0LEADBOT"
    assert own["authorizations"][0]["is_bot"] is True


def test_an_app_without_interactivity_gets_no_clicks(manifest: Path) -> None:
    manifest.write_text(manifest.read_text().replace("is_enabled: true", "is_enabled: false"))
    with (
        PracticeServer(WORKSPACE, manifest, events_url="http://127.0.0.1:1/") as server,
        pytest.raises(DispatchFailed, match="not set up"),
    ):
        server.person("UQUILL001").shortcut("refer_to_lead")


def test_the_record_holds_both_directions_and_no_token(tmp_path: Path, manifest: Path) -> None:
    record = tmp_path / "calls.jsonl"
    with PracticeServer(WORKSPACE, manifest, record=record) as server:
        tiny = TinyApp(server)
        tiny.app.client.api_call("auth.test", params={"token": server.bot_token, "word": "sprocket"})
        with pytest.raises(DispatchFailed):
            server.person("UQUILL001").command("/lead help")
        token = server.bot_token
    rows = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    assert [row["direction"] for row in rows] == ["bot->slack"] * len(rows[:-1]) + ["slack->bot"]
    assert "sprocket" in record.read_text(encoding="utf-8")
    assert token not in record.read_text(encoding="utf-8")
    assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
