"""Every account, page by page; an answer that is not whole is no answer."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from handlers.members.accounts import every_account
from handlers.slack_client import find_home, new_asking_client
from sandbox.server import PracticeServer
from tests.handlers.harbor import OFFICER, RESPONDER
from tests.handlers.wing import HOME, RememberingSlack, slack_error
from tests.stage import MANIFEST, WORKSPACE


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST) as server:
        yield server


def test_everybody_is_listed_with_those_whose_account_ended(server: PracticeServer) -> None:
    server.person(OFFICER).deactivate()
    client = new_asking_client(server.bot_token, server.api_url, ssl.create_default_context())
    found = every_account(client, find_home(client))
    assert found is not None
    assert found.keys() == server.workspace.people.keys()
    assert found[OFFICER].ended
    assert not found[RESPONDER].ended


def test_a_rate_limit_is_waited_out(server: PracticeServer) -> None:
    server.faults.add("users.list", "ratelimited", seconds=1.0)
    client = new_asking_client(server.bot_token, server.api_url, ssl.create_default_context())
    assert every_account(client, find_home(client))


class Pages(RememberingSlack):
    """Answers `users.list` with these pages, then with trouble."""

    def __init__(self, *pages: tuple[str, str]) -> None:
        super().__init__()
        self.pages = list(pages)

    def _answer_to(self, method: str, sent: dict[str, object]) -> dict[str, object]:
        if not self.pages:
            raise slack_error("internal_error")
        user, cursor = self.pages.pop(0)
        members = [{"id": user, "team_id": HOME.team_id}] if user else []
        return {"members": members, "response_metadata": {"next_cursor": cursor}}


def test_pages_are_followed_to_the_end() -> None:
    found = every_account(Pages(("U1", "next"), ("U2", "")), HOME)
    assert found is not None
    assert list(found) == ["U1", "U2"]


@pytest.mark.parametrize("pages", [[], [("U1", "next")], [("", "")]], ids=["none", "broken off", "empty"])
def test_an_answer_that_is_not_whole_is_none(pages: list[tuple[str, str]]) -> None:
    assert every_account(Pages(*pages), HOME) is None
