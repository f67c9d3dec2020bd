"""Slack's Web API as the bot uses it, asked of a practice workspace."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from http.client import IncompleteRead

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import blocks
from handlers.slack_client import PATIENT_SECONDS, Home, LiveAccounts, LiveScreen, find_home, new_client
from models.people import Account
from models.schema import SlackUserId
from sandbox.server import PracticeServer
from tests.handlers.harbor import NEIGHBOR, OFFICER
from tests.handlers.wing import HOME, RememberingSlack, slack_error
from tests.stage import MANIFEST, WORKSPACE


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST) as running:
        yield running


@pytest.fixture
def client(server: PracticeServer) -> WebClient:
    return new_client(server.bot_token, server.api_url, ssl.create_default_context(), PATIENT_SECONDS)


def holds(client: WebClient, user: str, expected: Account = Account.ANY) -> bool:
    return LiveAccounts(client, HOME).holds(SlackUserId(user), expected)


def test_the_bot_learns_where_it_is(client: WebClient) -> None:
    assert find_home(client) == HOME


def test_a_wrong_token_is_refused(server: PracticeServer) -> None:
    wrong = new_client("xoxb-wrong", server.api_url, ssl.create_default_context(), 5)
    with pytest.raises(SlackApiError):
        find_home(wrong)


def test_a_member_holds_as_a_member_and_not_as_a_guest(client: WebClient) -> None:
    assert holds(client, OFFICER)
    assert holds(client, OFFICER, Account.MEMBER)
    assert not holds(client, OFFICER, Account.GUEST)


def test_a_rostered_guest_holds_as_a_guest_and_not_as_a_member(client: WebClient) -> None:
    assert holds(client, NEIGHBOR)
    assert holds(client, NEIGHBOR, Account.GUEST)
    assert not holds(client, NEIGHBOR, Account.MEMBER)


@pytest.mark.parametrize("user", ["USTRANGE1", "UBOTLEAD1", "UNOBODY99", ""])
def test_a_stranger_a_bot_and_nobody_never_hold(client: WebClient, user: str) -> None:
    assert not holds(client, user)


def test_a_deactivated_account_does_not_hold(server: PracticeServer, client: WebClient) -> None:
    assert holds(client, "UPELL0001")
    server.person("UPELL0001").deactivate()
    assert not holds(client, "UPELL0001")


def test_an_account_of_another_enterprise_does_not_hold() -> None:
    slack = RememberingSlack()
    slack.accounts["UELSEWH01"] = {"team_id": "T0ELSEWHER", "enterprise_user": {"enterprise_id": "E0OTHER"}}
    slack.accounts["UGRID0001"] = {"team_id": "T0ELSEWHER", "enterprise_user": {"enterprise_id": "E0OURS"}}
    on_grid = LiveAccounts(slack, Home(HOME.team_id, "E0OURS", HOME.app_id, HOME.bot_user_id, HOME.bot_id))
    assert on_grid.holds(SlackUserId("UGRID0001"), Account.ANY)
    assert not on_grid.holds(SlackUserId("UELSEWH01"), Account.ANY)
    assert not LiveAccounts(slack, HOME).holds(SlackUserId("UGRID0001"), Account.ANY)


@pytest.mark.parametrize(
    "trouble", [slack_error("user_not_found"), TimeoutError(), ConnectionResetError(), IncompleteRead(b"")]
)
def test_in_doubt_an_account_does_not_hold(trouble: Exception) -> None:
    slack = RememberingSlack()
    slack.trouble["users.info"] = trouble
    assert not holds(slack, OFFICER)


@pytest.mark.parametrize("kind", ["timeout", "cut_after_store", "ratelimited", "server_error"])
def test_a_call_is_never_sent_twice_by_itself(server: PracticeServer, client: WebClient, kind: str) -> None:
    before = len(server.calls("chat.postMessage"))
    server.faults.add("chat.postMessage", kind, seconds=0.01)
    with pytest.raises((SlackApiError, OSError)):
        client.chat_postMessage(channel=OFFICER, text="Fictional")
    assert len(server.calls("chat.postMessage")) == before + 1


def test_a_screen_shows_only_while_the_view_is_as_it_was(server: PracticeServer, client: WebClient) -> None:
    screen = LiveScreen(client)
    first = blocks.modal("one", "One", [blocks.section("one")])
    with server.workspace.lock:
        opened = server.workspace.views.push(OFFICER, first)
    assert screen.show(opened.id, opened.hash, blocks.modal("two", "Two", [blocks.section("two")]))
    assert not screen.show(opened.id, "stale.hash", first)
    assert not screen.show("VNEVERWAS", "h", first)
    seen = server.person(OFFICER).view
    assert seen is not None
    assert seen.callback_id == "two"


def test_a_screen_that_does_not_answer_shows_nothing() -> None:
    slack = RememberingSlack()
    slack.trouble["views.update"] = TimeoutError()
    assert not LiveScreen(slack).show("V1", "h", blocks.modal("one", "One", []))
