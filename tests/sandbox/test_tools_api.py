"""The addresses of the tools beside the chat, as the page asks them, on a running workspace."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect

from sandbox.passing_time import ALONE
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import WORKSPACE, TinyApp
from tests.sandbox.test_ui_api import get, news, post

OFFICER = "UQUILL001"


@pytest.fixture
def timed(manifest: Path, tmp_path: Path) -> Iterator[PracticeServer]:
    """A workspace whose time can be moved, with a bot that says what comes next."""
    said = {
        "seen": time.time() + 1e6,
        "due": None,
        "roll_call": None,
        "reminder": {"at": time.time() + 900, "words": "a screening"},
        "database": "",
    }
    (tmp_path / "moments.json").write_text(json.dumps(said))
    with PracticeServer(
        WORKSPACE,
        manifest,
        rates=Rates.unlimited(),
        clock=tmp_path / "clock",
        moments=tmp_path / "moments.json",
    ) as running:
        yield running


def until(fits: Any) -> None:
    end = time.monotonic() + 10
    while not fits():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_time_passes_and_every_window_hears_of_it(timed: PracticeServer) -> None:
    clock = get(timed, "clock", user=OFFICER)
    assert clock["ahead"] == 0
    assert set(clock["goals"]) == {"hour", "day", "reminder", "clock_change"}
    assert clock["goals"]["reminder"]["words"] == "a screening"
    with connect(timed.url.replace("http", "ws") + "ui/live?user=UOXLIP001") as window:
        assert post(timed, "clock", to="reminder", user=OFFICER)["ok"]
        assert news(window, "clock")["going_to"] is not None
        while news(window, "clock")["going_to"] is not None:
            pass
        assert news(window, "state") == {"type": "state"}
    assert 895 < get(timed, "clock", user=OFFICER)["ahead"] < 910
    assert get(timed, "state", user=OFFICER)["now"] > time.time() + 890


def test_a_goal_is_asked_for_by_name_and_nothing_else_moves_time(timed: PracticeServer) -> None:
    assert post(timed, "clock", to="last year", user=OFFICER)["error"] == "no_moment"
    assert post(timed, "clock", user=OFFICER)["error"] == "bad_request"
    assert get(timed, "clock")["ahead"] == 0


def test_a_workspace_alone_says_why_time_does_not_move(server: PracticeServer) -> None:
    assert get(server, "clock", user=OFFICER)["goals"] == {}
    assert post(server, "clock", to="hour", user=OFFICER)["message"] == ALONE


def test_trouble_is_ordered_happens_and_is_told_of(server: PracticeServer, client: WebClient) -> None:
    assert [one["code"] for one in get(server, "trouble")["lessons"]][:2] == ["slow", "too_many"]
    ordered = post(server, "trouble", code="stumbles")
    assert ordered["to_come"] == [{"title": "Slack stumbles", "times": 2}]
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=OFFICER, text="A sealed item")
    assert get(server, "trouble")["held"] == 1
    assert post(server, "trouble", code="")["to_come"] == [], "the rest was called off"
    client.chat_postMessage(channel=OFFICER, text="A sealed item")
    after = get(server, "trouble")
    assert after["held"] == 0
    ours = [line["sort"] for line in after["log"] if "sending a message" in line["words"]]
    assert ours == ["over", "hit"]
    assert post(server, "trouble", code="flood")["message"] == "There is no such trouble."


def test_a_line_that_is_cut_comes_back_by_itself(server: PracticeServer, over_sockets: TinyApp) -> None:
    assert post(server, "trouble", code="cut")["log"][0]["words"].endswith("was cut.")
    until(lambda: "dialled again" in get(server, "trouble")["log"][0]["words"])
    server.person(OFFICER).command("/lead help")


def test_the_bytes_of_a_call_are_told_without_its_token(server: PracticeServer, client: WebClient) -> None:
    client.chat_postMessage(channel=OFFICER, text="A sealed item, für Öl")
    [call] = server.calls("chat.postMessage")
    found = get(server, "bytes", n=call.n)
    assert found["request"]["text"] == call.raw_request
    assert found["request"]["length"] == len(call.raw_request.encode())
    assert json.loads(found["response"]["text"])["ok"] is True
    assert server.bot_token not in json.dumps(found)
    for wrong in (0, -1, 10_000):
        assert get(server, "bytes", n=wrong)["error"] == "no_call"
    assert get(server, "bytes", n="first")["error"] == "bad_request"


def test_without_a_database_the_evidence_says_so(server: PracticeServer, client: WebClient) -> None:
    client.chat_postMessage(channel=OFFICER, text="A sealed item")
    assert get(server, "evidence", word="Pump house")["error"] == "no_database"
    assert get(server, "came_of", n=1)["error"] == "no_database"
    assert get(server, "evidence")["error"] == "bad_request"
