"""What the page asks for and does, over the same addresses it uses."""

import contextlib
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from sandbox.server import PracticeServer
from tests.sandbox.conftest import TinyApp, modal, plain


def get(server: PracticeServer, what: str, **asked: Any) -> Any:
    with urllib.request.urlopen(f"{server.url}ui/{what}?{urlencode(asked)}") as answer:
        return json.load(answer)


def post(server: PracticeServer, what: str, method: str = "POST", **asked: Any) -> Any:
    request = urllib.request.Request(f"{server.url}ui/{what}", json.dumps(asked).encode(), method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def opened(server: PracticeServer, client: WebClient, user: str = "UQUILL001") -> Any:
    with server.workspace.lock:
        trigger_id = server.workspace.triggers.new_trigger(user)
    return client.views_open(trigger_id=trigger_id, view=modal())["view"]


def news(window: ClientConnection, kind: str) -> Any:
    while True:
        change = json.loads(window.recv(timeout=30))
        if change["type"] == kind:
            return change


def test_the_state_shows_the_cast_and_the_commands(server: PracticeServer) -> None:
    state = get(server, "state", user="USTOOP001")
    assert state["team"] == {"id": "T0LANTERN1", "name": "Lantern Harbor LEAD (fictional)"}
    assert state["me"]["is_guest"] is True
    assert state["me"]["initials"] == "MS"
    assert "UBOTLEAD1" not in [person["id"] for person in state["people"]]
    assert len(state["people"]) == 16
    assert state["command_hints"][0]["command"] == "/lead"
    assert state["global_shortcuts"] == [{"callback_id": "refer_to_lead", "name": "Refer to LEAD"}]
    assert [channel["name"] for channel in state["channels"]] == ["owg"]
    assert [dm["name"] for dm in state["dms"]] == ["LEAD"]
    assert state["connected"] is False
    assert get(server, "state", user="UUNROST01")["channels"] == []


def test_unread_counts_end_when_the_messages_are_looked_at(server: PracticeServer, client: WebClient) -> None:
    dm = client.chat_postMessage(channel="UQUILL001", text="A sealed item")["channel"]
    assert get(server, "state", user="UQUILL001")["dms"][0]["unread"] == 1
    shown = get(server, "messages", user="UQUILL001", channel=dm)["messages"]
    assert [(one["text"], one["name"], one["is_bot"]) for one in shown] == [("A sealed item", "LEAD", True)]
    assert get(server, "state", user="UQUILL001")["dms"][0]["unread"] == 0


def test_a_page_of_messages_and_what_stands_before_it(server: PracticeServer) -> None:
    where = {"user": "UOXLIP001", "channel": "C0OWG0001"}
    sent = [
        post(server, "send", user="UQUILL001", channel="C0OWG0001", text=f"No {n}")["ts"] for n in range(5)
    ]
    newest = get(server, "messages", **where, limit=2)
    assert ([one["text"] for one in newest["messages"]], newest["more"]) == (["No 3", "No 4"], True)
    assert newest["read_to"] == ""
    older = get(server, "messages", **where, limit=3, before=sent[3])
    assert ([one["text"] for one in older["messages"]], older["more"]) == (["No 0", "No 1", "No 2"], False)
    assert older["read_to"] == sent[4]
    only = get(server, "messages", **where, only=sent[1])
    assert [one["text"] for one in only["messages"]] == ["No 1"]
    assert get(server, "messages", **where, only="1.000000")["messages"] == []
    assert get(server, "messages", **where, limit="many")["error"] == "bad_request"


def _kinds_until_quiet(window: ClientConnection) -> list[str]:
    kinds = []
    with contextlib.suppress(TimeoutError):
        while True:
            kinds.append(json.loads(window.recv(timeout=0.2))["type"])
    return kinds


def test_reading_in_one_window_is_told_to_the_others_of_that_person_alone(
    server: PracticeServer, client: WebClient
) -> None:
    live = server.url.replace("http://", "ws://") + "ui/live?user="
    dm = client.chat_postMessage(channel="UQUILL001", text="A sealed item")["channel"]
    with connect(f"{live}UQUILL001") as mine, connect(f"{live}UOXLIP001") as other:
        get(server, "messages", user="UQUILL001", channel=dm)
        assert news(mine, "state") == {"type": "state"}
        assert "state" not in _kinds_until_quiet(other)


def test_ones_own_message_is_edited_and_deleted_and_nobody_elses(server: PracticeServer) -> None:
    mine = {"user": "UQUILL001", "channel": "C0OWG0001"}
    ts = post(server, "send", **mine, text="First")["ts"]
    for act, refusal in (("edit", "cant_update_message"), ("delete", "cant_delete_message")):
        said = post(server, act, user="UOXLIP001", channel="C0OWG0001", ts=ts, text="Taken")
        assert said["error"] == refusal
    assert post(server, "edit", **mine, ts=ts, text="Second") == {"ok": True}
    shown = get(server, "messages", **mine)["messages"]
    assert [(one["text"], one["edited"]) for one in shown] == [("Second", True)]
    assert post(server, "delete", **mine, ts=ts) == {"ok": True}
    assert get(server, "messages", **mine)["messages"] == []
    assert post(server, "delete", **mine, ts=ts)["error"] == "message_not_found"


def test_threads_show_apart(server: PracticeServer) -> None:
    first = post(server, "send", user="UQUILL001", channel="C0OWG0001", text="First")["ts"]
    post(server, "send", user="UMARROW01", channel="C0OWG0001", text="Reply", thread_ts=first)
    top = get(server, "messages", user="UOXLIP001", channel="C0OWG0001")["messages"]
    assert [(one["text"], one["reply_count"]) for one in top] == [("First", 1)]
    thread = get(server, "messages", user="UOXLIP001", channel="C0OWG0001", thread_ts=first)["messages"]
    assert [one["text"] for one in thread] == ["First", "Reply"]
    said = post(server, "send", user="UMARROW01", channel="C0OWG0001", text="/lead help", thread_ts=first)
    assert said["error"] == "not_in_thread"


def test_an_ephemeral_note_goes_with_a_reload(server: PracticeServer, over_http: TinyApp) -> None:
    assert post(server, "send", user="UQUILL001", channel="C0OWG0001", text="/lead help") == {"ok": True}
    shown = get(server, "messages", user="UQUILL001", channel="C0OWG0001")["messages"]
    assert [one["ephemeral"] for one in shown] == [True]
    get(server, "state", user="UQUILL001", fresh="1")
    assert get(server, "messages", user="UQUILL001", channel="C0OWG0001")["messages"] == []


def test_a_form_is_shown_refused_and_sent(
    server: PracticeServer, client: WebClient, over_http: TinyApp
) -> None:
    view = opened(server, client)
    assert get(server, "views", user="UQUILL001")["stack"][0]["id"] == view["id"]
    values = {"name": {"name": {"type": "plain_text_input", "value": "wrong"}}}
    answer = post(server, "submit", user="UQUILL001", view_id=view["id"], values=values)
    assert answer == {"ok": False, "errors": {"name": "Another name, please."}}
    state = get(server, "views", user="UQUILL001")["stack"][0]["state"]["values"]
    assert state["name"]["name"]["value"] == "wrong"
    values["name"]["name"]["value"] = "right"
    assert post(server, "submit", user="UQUILL001", view_id=view["id"], values=values) == {"ok": True}
    assert get(server, "views", user="UQUILL001") == {"stack": []}


def test_a_click_in_a_form_carries_what_was_typed(
    server: PracticeServer, client: WebClient, over_http: TinyApp
) -> None:
    view = opened(server, client)
    typed = {"values": {"name": {"name": {"type": "plain_text_input", "value": "half typed"}}}}
    asked: dict[str, Any] = {
        "container": {"type": "view", "view_id": view["id"]},
        "block_id": "buttons",
        "action_id": "more",
    }
    assert post(server, "action", user="UQUILL001", element={}, state=typed, **asked) == {"ok": True}
    sent = over_http.last()
    assert sent["view"]["state"]["values"]["name"]["name"]["value"] == "half typed"
    assert sent["actions"][0]["value"] == "m1"
    post(server, "close", user="UQUILL001", view_id=view["id"], clear=True)
    assert get(server, "views", user="UQUILL001") == {"stack": []}


def test_a_choice_in_a_message_is_told_with_its_value(
    server: PracticeServer, client: WebClient, over_http: TinyApp
) -> None:
    box = {"text": plain("Seen"), "value": "seen"}
    ticks = {"type": "checkboxes", "action_id": "tick", "options": [box]}
    posted = client.chat_postMessage(
        channel="UQUILL001", text="x", blocks=[{"type": "actions", "block_id": "t", "elements": [ticks]}]
    )
    container = {"type": "message", "channel": posted["channel"], "ts": posted["ts"]}
    asked: dict[str, Any] = {"container": container, "block_id": "t", "action_id": "tick"}
    assert post(server, "action", user="UQUILL001", element={"selected_options": [box]}, **asked) == {
        "ok": True
    }
    assert over_http.last()["actions"][0]["selected_options"] == [box]
    assert over_http.last()["state"]["values"]["t"]["tick"]["selected_options"] == [box]
    assert post(server, "action", user="UQUILL001", element={}, **asked)["error"] == "nothing_chosen"
    assert post(server, "action", user="UMARROW01", element={}, **asked)["error"] == "not_in_channel"


def test_the_home_is_asked_for_when_opened(server: PracticeServer, over_http: TinyApp) -> None:
    assert get(server, "home", user="UQUILL001") == {"view": None}
    post(server, "home_opened", user="UQUILL001", tab="home")
    server.person("UQUILL001").wait_home()
    assert get(server, "home", user="UQUILL001")["view"]["type"] == "home"


def test_a_shortcut_from_the_page_opens_a_form(server: PracticeServer, over_http: TinyApp) -> None:
    assert post(server, "shortcut", user="UQUILL001", callback_id="refer_to_lead") == {"ok": True}
    ts = post(server, "send", user="UQUILL001", channel="C0OWG0001", text="A fictional remark")["ts"]
    message = {"channel": "C0OWG0001", "ts": ts}
    asked: dict[str, Any] = {"user": "UQUILL001", "callback_id": "move_to_sealed", "message": message}
    assert post(server, "shortcut", **asked) == {"ok": True}
    assert len(get(server, "views", user="UQUILL001")["stack"]) == 2


def test_do_not_disturb_is_switched(server: PracticeServer) -> None:
    post(server, "dnd", user="ULARKSP01", on=True)
    assert get(server, "state", user="ULARKSP01")["me"]["dnd"] is True


def test_calls_are_listed_with_starred_tokens(server: PracticeServer, client: WebClient) -> None:
    client.auth_test()
    client.api_call("auth.test", params={"token": server.bot_token})
    calls = get(server, "calls", after=0)["calls"]
    assert [(call["direction"], call["method"], call["status"]) for call in calls] == [
        ("bot->slack", "auth.test", "ok")
    ] * 2
    assert get(server, "calls", after=1, limit=1)["calls"] == calls[1:]
    assert server.bot_token not in json.dumps(calls)


def test_faults_are_ordered_listed_and_cleared(server: PracticeServer) -> None:
    rule = {"method": "delivery", "kind": "lost_ack", "times": 2, "seconds": 1.0}
    assert post(server, "faults", rule=rule)["rules"] == [rule]
    assert get(server, "faults")["rules"] == [rule]
    assert post(server, "faults", rule=rule | {"kind": "drop_socket"})["error"] == "bad_request"
    assert post(server, "faults", method="DELETE")["rules"] == []


@pytest.mark.parametrize(
    ("what", "asked", "error"),
    [
        ("send", {"user": "UQUILL001"}, "bad_request"),
        ("send", {"user": "UNOBODY01", "channel": "C0OWG0001", "text": "x"}, "user_not_found"),
        ("send", {"user": "UUNROST01", "channel": "C0OWG0001", "text": "x"}, "not_in_channel"),
        ("send", {"user": "UQUILL001", "channel": "DQUILL001", "text": "x"}, "read_only"),
        ("send", {"user": "UQUILL001", "channel": "C0OWG0001", "text": "/lead x"}, "dispatch_failed"),
        ("submit", {"user": "UQUILL001", "view_id": "V0GONE"}, "view_not_found"),
        ("shortcut", {"user": "UQUILL001", "callback_id": "none"}, "invalid_shortcut"),
        ("dnd", {"user": "UNOBODY01", "on": True}, "user_not_found"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    server: PracticeServer, what: str, asked: dict[str, Any], error: str
) -> None:
    answer = post(server, what, **asked)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert answer["message"].endswith((".", "lead"))


def test_unknown_addresses_are_404(server: PracticeServer) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(server, "nothing")
    assert caught.value.code == 404
    caught.value.close()


def test_windows_hear_what_their_person_may_see(server: PracticeServer, client: WebClient) -> None:
    live = server.url.replace("http", "ws") + "ui/live?user="
    with connect(f"{live}UQUILL001") as officer, connect(f"{live}UUNROST01") as other:
        post(server, "dnd", user="UQUILL001", on=False)
        assert news(officer, "state")
        assert news(other, "state")
        dm = client.chat_postMessage(channel="UQUILL001", text="A sealed item")
        assert news(officer, "message") == {"type": "message", "channel": dm["channel"], "ts": dm["ts"]}
        while (call := news(officer, "call")["call"])["direction"] != "bot->slack":
            assert call["status"] == "dispatch_failed"  # the message's own event: no app is connected here
        assert call["method"] == "chat.postMessage"
        opened(server, client)
        assert news(officer, "views") == {"type": "views"}
        client.views_publish(user_id="UQUILL001", view={"type": "home", "blocks": []})
        assert news(officer, "home") == {"type": "home"}
        kinds = set()
        post(server, "dnd", user="UQUILL001", on=True)
        while (change := json.loads(other.recv(timeout=30)))["type"] != "state":
            kinds.add(change["type"])
        assert kinds == {"call", "waiting"}


def test_the_page_is_served_from_its_folder(server: PracticeServer) -> None:
    with urllib.request.urlopen(server.url) as answer:
        assert answer.status == 200
        assert answer.read()
