"""Manifest and code ask for the same things; and only our own workspace's signed payloads get through."""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

import bot
import handlers
from handlers import words
from handlers.call import Tables
from handlers.dispatch import Dispatch
from handlers.ids import COMMAND, Event, Shortcut
from handlers.registry import SCOPES, build_app, is_ours
from handlers.slack_client import Home
from handlers.telling import Teller
from models.notice import Kind
from models.referral import Referral
from sandbox import methods_chat, methods_conversations, methods_people, methods_views
from sandbox.manifest import Manifest, read_manifest
from tests.handlers.harbor import OFFICER, TEAM
from tests.handlers.wing import APP, FIRST, HOME, Wing
from tests.stage import MANIFEST

SECRET = "an-invented-signing-secret"
# Slack's page of each method names the scope it needs (for the conversation kinds that the bot uses).
SCOPE_OF = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "users_conversations": "groups:read",
    "conversations_members": "groups:read",
    "conversations_history": "im:history",
    "conversations_replies": "im:history",
    "conversations_open": "im:write",
    "conversations_info": "groups:read",
    "users_info": "users:read",
    "users_list": "users:read",
    "bots_info": "users:read",
    "dnd_info": "dnd:read",
}
WITHOUT_SCOPE = {
    "auth_test",
    "apps_connections_open",
    "views_open",
    "views_push",
    "views_update",
    "views_publish",
}
BY_BEING_LISTENED_TO = {"commands", "groups:history"}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(MANIFEST)


def calls_in(folder: Path) -> Iterator[str]:
    """Every Web API method that a source file calls by slack_sdk's name for it."""
    families = ("chat_", "views_", "conversations_", "users_", "bots_", "dnd_", "auth_", "apps_", "files_")
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if named and node.func.attr.startswith(families):  # type: ignore[attr-defined]  # seen above
                yield node.func.attr  # type: ignore[attr-defined]  # seen above


def all_calls() -> set[str]:
    return {name for package in (handlers, bot) for name in calls_in(Path(str(package.__file__)).parent)}


def test_each_scope_is_needed_by_a_call_and_each_calls_scope_is_asked_for() -> None:
    needed = {SCOPE_OF[name] for name in all_calls() - WITHOUT_SCOPE}
    assert needed | BY_BEING_LISTENED_TO == set(SCOPES)


def test_every_call_the_bot_makes_is_known_here() -> None:
    assert all_calls() - WITHOUT_SCOPE == set(SCOPE_OF)


def test_the_practice_workspace_asks_for_the_same_scopes() -> None:
    methods = {
        name.replace(".", "_"): method.scope
        for module in (methods_chat, methods_conversations, methods_people, methods_views)
        for name, method in module.METHODS.items()
    }
    for name, scope in SCOPE_OF.items():
        assert methods[name] in {scope, None}  # None: it depends on the kind of conversation


def test_the_manifest_asks_for_exactly_the_scopes_of_the_code(manifest: Manifest) -> None:
    assert manifest.scopes == set(SCOPES)
    assert all(SCOPES.values()), "every scope says why"


def test_the_manifest_has_exactly_the_command_and_shortcuts(manifest: Manifest) -> None:
    assert [row["command"] for row in manifest.commands] == [COMMAND]
    assert {row["callback_id"] for row in manifest.shortcuts} == set(Shortcut)
    kinds = {row["callback_id"]: row["type"] for row in manifest.shortcuts}
    assert kinds == {Shortcut.REFER.value: "global", Shortcut.MOVE.value: "message"}
    assert not manifest.commands[0].get("should_escape"), "what is typed is never turned into ids"


def test_the_manifest_has_exactly_the_events(manifest: Manifest) -> None:
    of_each = {
        Event.HOME_OPENED: {"app_home_opened"},
        Event.MESSAGE: {"message.groups", "message.im"},
        Event.USER_CHANGED: {"user_change"},
    }
    assert of_each.keys() == set(Event)
    assert manifest.events == {name for names in of_each.values() for name in names}


def test_the_manifest_switches_on_what_the_bot_needs(manifest: Manifest) -> None:
    assert manifest.socket_mode
    assert manifest.interactivity
    assert manifest.home_tab
    assert manifest.messages_tab_read_only


@pytest.fixture
def app(wing: Wing) -> App:
    return app_on(wing)


def app_on(wing: Wing, logged: list[str] | None = None) -> App:
    errors = [] if logged is None else logged

    def log(note: str, error: Exception) -> None:
        errors.append(f"{note} {type(error).__name__}")

    return build_app(wing.slack, "xoxb-fictional", SECRET, HOME, wing.dispatch, wing.teller, log)


def posted(body: str, content_type: str, *, at: float = 0, secret: str = SECRET) -> BoltRequest:
    timestamp = str(int(time.time() + at))
    headers: dict[str, str | Sequence[str]] = {
        "content-type": content_type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        or "",
    }
    return BoltRequest(body=body, headers=headers)


def command(text: str, **changes: Any) -> BoltRequest:
    fields = {
        "command": "/lead",
        "text": text,
        "user_id": OFFICER,
        "team_id": TEAM,
        "api_app_id": APP,
        "trigger_id": "1.2",
    }
    return posted(urlencode(fields | changes), "application/x-www-form-urlencoded")


def submission(**changes: Any) -> str:
    view = {
        "id": "VFORM1",
        "hash": "h",
        "type": "modal",
        "callback_id": "arrest_first",
        "app_installed_team_id": TEAM,
        "blocks": [],
        "state": {"values": FIRST},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": OFFICER, "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": "7.7",
        "view": view,
    }
    return urlencode({"payload": json.dumps(payload | changes)})


FORM = "application/x-www-form-urlencoded"


def test_a_command_of_ours_is_answered_in_the_same_response(app: App) -> None:
    answer = app.dispatch(command("help"))
    assert answer.status == 200
    assert json.loads(answer.body)["text"] == words.HELP_LINES[0][1]


def test_a_forged_signature_gets_nothing(wing: Wing, app: App) -> None:
    answer = app.dispatch(posted(submission(), FORM, secret="another-secret"))
    assert answer.status == 401
    assert wing.harbor.count(Referral) == 0


@pytest.mark.parametrize("at", [-301, 301], ids=["old", "from the future"])
def test_a_payload_whose_time_is_five_minutes_off_gets_nothing(wing: Wing, app: App, at: int) -> None:
    assert app.dispatch(posted(submission(), FORM, at=at)).status == 401
    assert wing.harbor.count(Referral) == 0


def test_a_payload_of_ours_is_taken_in_once_however_often_it_is_delivered(wing: Wing, app: App) -> None:
    answers = {app.dispatch(posted(submission(), FORM)).body for _ in range(3)}
    assert len(answers) == 1
    assert "arrest_rest" in answers.pop()
    assert wing.harbor.count(Referral) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"api_app_id": "A0OTHER"},
        {"team": {"id": "T0OTHER"}, "view": {"type": "modal"}},
        {"user": {"id": OFFICER, "team_id": "T0ELSEWHER"}},
        {"view": {"type": "modal", "app_installed_team_id": "T0OTHER", "callback_id": "arrest_first"}},
    ],
    ids=["app", "team", "person", "view"],
)
def test_a_signed_payload_of_another_app_or_team_gets_nothing(
    wing: Wing, app: App, changes: dict[str, Any]
) -> None:
    answer = app.dispatch(posted(submission(**changes), FORM))
    assert (answer.status, answer.body) == (401, "")
    assert wing.slack.asked == []
    assert wing.harbor.notices() == []


def test_a_command_from_another_team_gets_nothing(app: App) -> None:
    assert app.dispatch(command("help", team_id="T0OTHER")).status == 401


@pytest.mark.parametrize(
    ("body", "ours"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T1", "api_app_id": "A1"}, True),
        ({"team_id": "T2"}, False),
        ({"team": None, "enterprise": {"id": "E1"}}, True),
        ({"team": None, "enterprise_id": "E1"}, True),
        ({"team": None, "enterprise": {"id": "E2"}}, False),
        ({"team": None}, False),
        ({}, False),
        ({"team": {"id": "T2"}, "view": {"app_installed_team_id": "T1"}}, True),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, False),
        ({"team": {"id": "T1"}, "user": "U1"}, True),
    ],
)
def test_ours_is_what_names_our_team_or_our_enterprise(body: dict[str, Any], ours: bool) -> None:
    assert is_ours(body, Home("T1", "E1", "A1", "UBOT", "B1")) is ours


def test_without_an_enterprise_a_payload_without_a_team_is_not_ours() -> None:
    assert not is_ours({"team": None, "enterprise": {"id": ""}}, HOME)


def breaks(_call: object) -> None:
    raise ZeroDivisionError("Zebulon Testperson")


@pytest.fixture
def broken(wing: Wing) -> tuple[App, list[str]]:
    """An app whose listeners all have a mistake of ours in them."""
    listed = Tables(
        keywords={"help": breaks},
        submissions={"arrest_first": breaks},
        actions={"open_item": breaks},
    )
    logged: list[str] = []

    def log(note: str, error: Exception) -> None:
        logged.append(f"{note} {type(error).__name__}")

    dispatch = Dispatch(listed, wing.teller)
    return build_app(wing.slack, "xoxb-fictional", SECRET, HOME, dispatch, wing.teller, log), logged


def test_a_mistake_of_ours_is_told_with_a_note_that_finds_the_log_line(
    broken: tuple[App, list[str]],
) -> None:
    app, logged = broken
    said = json.loads(app.dispatch(command("help")).body)
    [line] = logged
    note = line.split()[0]
    assert f"(note {note})" in said["text"]
    assert said["response_type"] == "ephemeral"
    assert line == f"{note} ZeroDivisionError"
    assert "Zebulon" not in str(said)


def test_a_mistake_of_ours_leaves_what_was_typed_in_the_form(broken: tuple[App, list[str]]) -> None:
    view = {
        "type": "modal",
        "callback_id": "arrest_first",
        "app_installed_team_id": TEAM,
        "blocks": [{"type": "input", "block_id": "arrest_first.place"}],
    }
    said = json.loads(broken[0].dispatch(posted(submission(view=view), FORM)).body)
    assert said["response_action"] == "errors"
    assert list(said["errors"]) == ["arrest_first.place"]


def test_a_mistake_of_ours_in_a_view_without_fields_is_told_in_its_place(
    broken: tuple[App, list[str]],
) -> None:
    said = json.loads(broken[0].dispatch(posted(submission(), FORM)).body)
    assert said["response_action"] == "update"
    assert "Something on our side went wrong" in str(said["view"])


def test_a_message_in_the_bots_dm_reaches_its_listener(wing: Wing, app: App) -> None:
    event = {"type": "message", "user": OFFICER, "channel_type": "im", "text": "Zebulon Testperson"}
    envelope = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "event_id": "Ev1",
        "event": event,
    }
    assert app.dispatch(posted(json.dumps(envelope), "application/json")).status == 200
    assert wing.harbor.told(OFFICER) == [Kind.READ_ONLY_TAB]


def test_the_teller_of_an_error_needs_no_database(wing: Wing) -> None:
    assert isinstance(wing.teller, Teller)
    wing.harbor.ground.database.close()
    (wing.harbor.folder / "data").rename(wing.harbor.folder / "gone")
    said = json.loads(app_on(wing).dispatch(command("refer")).body)
    assert "could not be saved" in said["text"]
