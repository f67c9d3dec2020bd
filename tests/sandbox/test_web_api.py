"""The Web API as slack_sdk's own client meets it: tokens, scopes, membership, rates, views, faults."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import MANIFEST, WORKSPACE, modal, plain


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def trigger(server: PracticeServer, user: str = "UQUILL001") -> str:
    with server.workspace.lock:
        return server.workspace.triggers.new_trigger(user)


def test_the_app_learns_who_it_is(server: PracticeServer, client: WebClient) -> None:
    me = client.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == ("T0LANTERN1", "UBOTLEAD1", "B0LEADBOT")
    assert client.bots_info(bot="B0LEADBOT")["bot"]["app_id"] == "A0LEADBOT"
    assert code_of(lambda: client.bots_info(bot="B0OTHER")) == "bot_not_found"
    assert "chat:write" in me.headers["x-oauth-scopes"]


def test_tokens_are_checked(server: PracticeServer) -> None:
    def using(token: str | None) -> WebClient:
        return WebClient(token, base_url=server.api_url, retry_handlers=[])

    assert code_of(lambda: using(None).auth_test()) == "not_authed"
    assert code_of(lambda: using("xoxb-somebody-else").auth_test()) == "invalid_auth"
    assert code_of(lambda: using(server.app_token).auth_test()) == "not_allowed_token_type"
    opening = using(None)
    assert (
        code_of(lambda: opening.apps_connections_open(app_token=server.bot_token)) == "not_allowed_token_type"
    )
    assert opening.apps_connections_open(app_token=server.app_token)["url"].startswith("ws://127.0.0.1:")


def test_scopes_come_from_the_manifest() -> None:
    with PracticeServer(WORKSPACE, MANIFEST) as strict:
        client = WebClient(strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError) as caught:
            client.conversations_info(
                channel="DQUILL001" if client.conversations_open(users="UQUILL001") else ""
            )
        answer = caught.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", "im:read")
        assert "chat:write" in answer["provided"]


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    assert code_of(lambda: client.api_call("chat.shout")) == "unknown_method"
    assert (
        code_of(lambda: client.reactions_add(channel="C0OWG0001", name="x", timestamp="1"))
        == "unknown_method"
    )


def test_broken_bodies_are_refused(server: PracticeServer) -> None:
    def post(body: bytes, content_type: str) -> Any:
        headers = {"Authorization": f"Bearer {server.bot_token}", "Content-Type": content_type}
        request = urllib.request.Request(f"{server.api_url}chat.postMessage", body, headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["error"]

    assert post(b"{", "application/json") == "invalid_json"
    assert post(b"[]", "application/json") == "json_not_object"
    form = "application/x-www-form-urlencoded"
    assert post(b"channel=C0OWG0001&text=x&blocks=%5B", form) == "invalid_blocks_format"
    assert post(b"text=x", form) == "invalid_arguments"


def test_a_form_is_read_like_a_json_body(server: PracticeServer) -> None:
    blocks = "%5B%7B%22type%22%3A%22divider%22%7D%5D"
    headers = {
        "Authorization": f"Bearer {server.bot_token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = f"channel=C0OWG0001&text=x&blocks={blocks}".encode()
    with urllib.request.urlopen(
        urllib.request.Request(f"{server.api_url}chat.postMessage", body, headers)
    ) as answer:
        assert json.load(answer)["message"]["blocks"][0]["type"] == "divider"


def test_people_are_told_as_slack_tells_them(client: WebClient) -> None:
    assert client.users_info(user="USTOOP001")["user"]["is_restricted"] is True
    stranger = client.users_info(user="USTRANGE1")["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0ELSEWHER")
    assert code_of(lambda: client.users_info(user="UNOBODY01")) == "user_not_found"
    seen = [member["id"] for one in client.users_list(limit=5) for member in one["members"]]
    assert len(seen) == len(set(seen)) == 17
    assert code_of(lambda: client.users_list(limit=5000)) == "invalid_limit"
    assert code_of(lambda: client.users_list(cursor="dXNlcg")) == "invalid_cursor"


def test_channels_are_told_as_slack_tells_them(client: WebClient) -> None:
    owg = client.conversations_info(channel="C0OWG0001")["channel"]
    assert (owg["is_private"], owg["is_member"], owg["name"]) == (True, True, "owg")
    members = [
        user
        for page in client.conversations_members(channel="C0OWG0001", limit=4)
        for user in page["members"]
    ]
    assert "UQUILL001" in members
    assert "UUNROST01" not in members
    assert code_of(lambda: client.conversations_info(channel="C0NOWHERE")) == "channel_not_found"


def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    server: PracticeServer, client: WebClient
) -> None:
    with server.workspace.lock:
        owg = server.workspace.conversations.find("C0OWG0001")
        assert owg is not None
        owg.members.remove("UBOTLEAD1")
    assert code_of(lambda: client.chat_postMessage(channel="C0OWG0001", text="x")) == "channel_not_found"
    with server.workspace.lock:
        owg.is_private = False
    assert code_of(lambda: client.chat_postMessage(channel="C0OWG0001", text="x")) == "not_in_channel"


def test_a_direct_message_opens_by_user_id(server: PracticeServer, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="UQUILL001", text="A sealed item")
    assert posted["channel"] == client.conversations_open(users="UQUILL001")["channel"]["id"]
    assert code_of(lambda: client.chat_postMessage(channel="UNOBODY01", text="x")) == "channel_not_found"
    assert code_of(lambda: client.conversations_open(users="UNOBODY01")) == "user_not_found"
    assert code_of(lambda: client.conversations_open(users="")) == "users_list_not_supplied"
    server.person("UQUILL001").deactivate()
    assert code_of(lambda: client.conversations_open(users="UQUILL001")) == "user_disabled"
    assert code_of(lambda: client.chat_postMessage(channel="UQUILL001", text="x")) == "channel_not_found"


def test_messages_are_edited_deleted_and_threaded(server: PracticeServer, client: WebClient) -> None:
    first = client.chat_postMessage(channel="C0OWG0001", text="First")["ts"]
    reply = client.chat_postMessage(channel="C0OWG0001", text="Reply", thread_ts=first)["ts"]
    client.chat_update(channel="C0OWG0001", ts=first, text="First, edited")
    history = client.conversations_history(channel="C0OWG0001")["messages"]
    assert [(one["text"], one["reply_count"]) for one in history] == [("First, edited", 1)]
    assert history[0]["edited"]["user"] == "UBOTLEAD1"
    thread = client.conversations_replies(channel="C0OWG0001", ts=first)["messages"]
    assert [one["text"] for one in thread] == ["First, edited", "Reply"]
    client.chat_delete(channel="C0OWG0001", ts=reply)
    assert code_of(lambda: client.chat_delete(channel="C0OWG0001", ts=reply)) == "message_not_found"
    theirs = server.person("UQUILL001").type("C0OWG0001", "mine")
    assert (
        code_of(lambda: client.chat_update(channel="C0OWG0001", ts=theirs, text="x")) == "cant_update_message"
    )
    assert code_of(lambda: client.chat_delete(channel="C0OWG0001", ts=theirs)) == "cant_delete_message"
    lost: dict[str, Any] = {"channel": "C0OWG0001", "text": "x", "thread_ts": "1.000000"}
    assert code_of(lambda: client.chat_postMessage(**lost)) == "thread_not_found"
    assert (
        code_of(lambda: client.conversations_replies(channel="C0OWG0001", ts="1.000000"))
        == "thread_not_found"
    )


def test_an_edit_by_text_takes_the_blocks_away_and_marks_the_message(client: WebClient) -> None:
    divider = [{"type": "divider"}]
    posted = client.chat_postMessage(channel="UQUILL001", text="x", blocks=divider)
    where: dict[str, Any] = {"channel": posted["channel"], "ts": posted["ts"]}
    by_blocks = client.chat_update(**where, text="y", blocks=divider * 2)["message"]
    assert len(by_blocks["blocks"]) == 2
    assert "edited" not in by_blocks
    by_text = client.chat_update(**where, text="z")["message"]
    assert "blocks" not in by_text
    assert by_text["edited"]["user"] == "UBOTLEAD1"
    by_user = {**where, "channel": "UQUILL001"}
    assert code_of(lambda: client.chat_update(**by_user, text="z")) == "channel_not_found"


def test_history_pages_and_looks_between_two_moments(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="UQUILL001", text=f"{n}")["ts"] for n in range(5)]
    dm = client.conversations_open(users="UQUILL001")["channel"]["id"]
    pages = [
        [one["text"] for one in page["messages"]]
        for page in client.conversations_history(channel=dm, limit=2)
    ]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    between = client.conversations_history(channel=dm, oldest=stamps[1], latest=stamps[3])["messages"]
    assert [one["text"] for one in between] == ["2"]
    exact = client.conversations_history(channel=dm, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [one["text"] for one in exact["messages"]] == ["3", "2", "1"]


def test_metadata_comes_back_only_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "notice", "event_payload": {"key": "k1"}}
    dm = client.chat_postMessage(channel="UQUILL001", text="x", metadata=metadata)["channel"]
    assert "metadata" not in client.conversations_history(channel=dm)["messages"][0]
    full = client.conversations_history(channel=dm, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata
    bad: dict[str, Any] = {"channel": "UQUILL001", "text": "x", "metadata": {"event_type": "notice"}}
    assert code_of(lambda: client.chat_postMessage(**bad)) == "invalid_metadata_format"


def test_ephemeral_messages_reach_one_member_and_no_history(
    server: PracticeServer, client: WebClient
) -> None:
    client.chat_postEphemeral(channel="C0OWG0001", user="UQUILL001", text="Only you")
    assert [one.text for one in server.person("UQUILL001").ephemerals("C0OWG0001")] == ["Only you"]
    assert client.conversations_history(channel="C0OWG0001")["messages"] == []
    outside: dict[str, Any] = {"channel": "C0OWG0001", "user": "UUNROST01", "text": "x"}
    assert code_of(lambda: client.chat_postEphemeral(**outside)) == "user_not_in_channel"


def test_triggers_work_once_and_three_seconds(server: PracticeServer, client: WebClient) -> None:
    spent = trigger(server)
    client.views_open(trigger_id=spent, view=modal())
    assert code_of(lambda: client.views_open(trigger_id=spent, view=modal())) == "exchanged_trigger_id"
    assert code_of(lambda: client.views_open(trigger_id="1.2.abc", view=modal())) == "invalid_trigger_id"
    late = trigger(server)
    with server.workspace.lock:
        server.workspace.triggers._triggers[late].made -= 3.1
    assert code_of(lambda: client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


def test_a_push_needs_something_to_lie_on(server: PracticeServer, client: WebClient) -> None:
    assert code_of(lambda: client.views_push(trigger_id=trigger(server), view=modal())) == "not_found"


def test_a_view_is_updated_under_its_hash(server: PracticeServer, client: WebClient) -> None:
    first = client.views_open(trigger_id=trigger(server), view=modal(external_id="mine"))["view"]
    second = client.views_update(view_id=first["id"], hash=first["hash"], view=modal("Second"))["view"]
    assert second["id"] == first["id"]
    stale: dict[str, Any] = {"view_id": first["id"], "hash": first["hash"], "view": modal()}
    assert code_of(lambda: client.views_update(**stale)) == "hash_conflict"
    assert code_of(lambda: client.views_update(view_id="V0NOWHERE", view=modal())) == "not_found"
    assert code_of(lambda: client.views_update(external_id="mine", view=modal())) == "not_found"
    server.person("UQUILL001").close()
    assert code_of(lambda: client.views_update(view_id=first["id"], view=modal())) == "not_found"


def test_an_external_id_names_one_view(server: PracticeServer, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(server), view=modal(external_id="mine"))
    again: dict[str, Any] = {"trigger_id": trigger(server, "UMARROW01"), "view": modal(external_id="mine")}
    assert code_of(lambda: client.views_open(**again)) == "duplicate_external_id"
    updated = client.views_update(external_id="mine", view=modal("Second", external_id="mine"))
    assert updated["view"]["title"]["text"] == "Second"


def test_an_impossible_view_says_where(server: PracticeServer, client: WebClient) -> None:
    view = modal("A title that is far too long for Slack")
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger(server), view=view)
    assert caught.value.response["error"] == "invalid_arguments"
    lines = caught.value.response["response_metadata"]["messages"]
    assert lines == ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"]


def test_a_home_is_published_under_its_hash(client: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Home")}]}
    first = client.views_publish(user_id="UQUILL001", view=home)["view"]
    second = client.views_publish(user_id="UQUILL001", view=home, hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    stale: dict[str, Any] = {"user_id": "UQUILL001", "view": home, "hash": first["hash"]}
    assert code_of(lambda: client.views_publish(**stale)) == "hash_conflict"


def test_posting_too_fast_is_answered_with_429_and_a_wait(manifest: Path) -> None:
    with PracticeServer(WORKSPACE, manifest, rates=Rates(channel_burst=2)) as strict:
        client = WebClient(strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        for _ in range(2):
            client.chat_postMessage(channel="UQUILL001", text="x")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="UQUILL001", text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "1"
        client.chat_postMessage(channel="UMARROW01", text="x")


def test_ordered_faults_happen_once_and_are_recorded(server: PracticeServer, client: WebClient) -> None:
    server.faults.add("chat.postMessage", "ratelimited", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="UQUILL001", text="x")
    assert caught.value.response.headers["Retry-After"] == "7"
    server.faults.add("*", "server_error")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="UQUILL001", text="x")
    assert caught.value.response.status_code == 500
    server.faults.add("chat.postMessage", "slow", seconds=0.2)
    started = time.perf_counter()
    client.chat_postMessage(channel="UQUILL001", text="x")
    assert time.perf_counter() - started >= 0.2
    assert [call.status for call in server.calls()] == ["ratelimited", "server_error", "ok"]


def test_a_cut_after_storing_stores_and_a_timeout_does_not(server: PracticeServer, client: WebClient) -> None:
    for kind in ("cut_after_store", "timeout"):
        server.faults.add("chat.postMessage", kind, seconds=0.05)
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            client.chat_postMessage(channel="UQUILL001", text=kind)
    assert [one.text for one in server.person("UQUILL001").dms()] == ["cut_after_store"]
    assert [call.status for call in server.calls()] == ["cut_after_store", "timeout"]


def test_a_foreign_host_or_page_is_not_answered(server: PracticeServer) -> None:
    for name, value in (("Host", "practice.example.org"), ("Origin", "https://practice.example.org")):
        request = urllib.request.Request(f"{server.url}ui/state?user=UQUILL001", headers={name: value})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == 403
        caught.value.close()
