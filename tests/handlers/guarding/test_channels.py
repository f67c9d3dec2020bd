"""Channels as Slack tells of them: page by page, and only what is private and ours alone."""

from __future__ import annotations

import ssl

import pytest

from handlers.guarding.channels import guarded_rooms, ours_alone
from handlers.slack_client import new_asking_client
from sandbox.server import PracticeServer
from tests.stage import MANIFEST, WORKSPACE


def test_rooms_come_with_everybody_in_them_however_many_pages() -> None:
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST) as server:
        client = new_asking_client(server.bot_token, server.api_url, ssl.create_default_context())
        [whole] = guarded_rooms(client) or []
        assert guarded_rooms(client, page=4) == [whole]
        place = server.workspace.conversations.find("C0OWG0001")
        assert place is not None
        assert (whole.name, whole.people) == ("owg", frozenset(place.members))
        server.faults.add("conversations.members", "server_error", times=9)
        assert guarded_rooms(client) is None


@pytest.mark.parametrize("mark", ["is_ext_shared", "is_pending_ext_shared", "is_shared"])
def test_a_channel_that_another_workspace_has_a_part_in_is_not_ours_alone(mark: str) -> None:
    assert ours_alone({"is_private": True, mark: False})
    assert not ours_alone({"is_private": True, mark: True})


def test_a_public_channel_is_not_ours_alone() -> None:
    assert not ours_alone({"is_private": False})
    assert not ours_alone({})
