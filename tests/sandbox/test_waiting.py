"""What waits for each of the cast is counted as the side bar counts it, and told to every window."""

import json

from slack_sdk import WebClient
from websockets.sync.client import connect

from sandbox.server import PracticeServer
from sandbox.waiting import MOST, waiting
from tests.sandbox.test_ui_api import get, news, post

OFFICER, RESPONDER, SERGEANT, CHANNEL = "UQUILL001", "ULARKSP01", "UOXLIP001", "C0OWG0001"


def test_it_is_the_sum_of_what_the_side_bar_shows(server: PracticeServer, client: WebClient) -> None:
    assert waiting(server.workspace)["waiting"] == {}
    client.chat_postMessage(channel=OFFICER, text="One")
    client.chat_postMessage(channel=OFFICER, text="Two")
    post(server, "send", user=OFFICER, channel=CHANNEL, text="To all")
    found = get(server, "waiting")["waiting"]
    for user in (OFFICER, RESPONDER, SERGEANT):
        state = get(server, "state", user=user)
        assert found.get(user, 0) == sum(place["unread"] for place in (*state["channels"], *state["dms"]))
    assert found[OFFICER] == 2, "their own words do not wait for them"
    assert found[SERGEANT] == 1


def test_what_was_read_waits_no_more_and_what_another_alone_sees_does_not_count(
    server: PracticeServer, client: WebClient
) -> None:
    dm = client.chat_postMessage(channel=OFFICER, text="One")["channel"]
    client.chat_postEphemeral(channel=CHANNEL, user=SERGEANT, text="For you alone")
    assert waiting(server.workspace)["waiting"] == {OFFICER: 1, SERGEANT: 1}
    get(server, "messages", user=OFFICER, channel=dm)
    assert waiting(server.workspace)["waiting"] == {SERGEANT: 1}


def test_more_than_a_hundred_are_not_told_apart(server: PracticeServer) -> None:
    for number in range(MOST + 20):
        server.acts.say(OFFICER, CHANNEL, f"No {number}")
    assert waiting(server.workspace)["waiting"][SERGEANT] == MOST


def test_a_window_hears_that_something_waits_for_somebody_else(
    server: PracticeServer, client: WebClient
) -> None:
    live = server.url.replace("http", "ws") + "ui/live?user="
    with connect(f"{live}{RESPONDER}") as other:
        dm = client.chat_postMessage(channel=OFFICER, text="A sealed item")["channel"]
        assert news(other, "waiting") == {"type": "waiting"}
        get(server, "messages", user=OFFICER, channel=dm)
        assert news(other, "waiting") == {"type": "waiting"}, "it was read"
        assert "A sealed item" not in json.dumps(get(server, "waiting"))
