"""What Slack says of the channels the guard looks at: who is in them, and whether they are ours alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from models.schema import SlackUserId

_A_PAGE = 200
_PAGES_AT_MOST = 200
_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_shared")
TROUBLE = (SlackApiError, URLError, TimeoutError, ConnectionError, HTTPException)


@dataclass(frozen=True)
class Room:
    """A private channel with the bot in it, and the ids of everybody in it, apps too."""

    id: str
    name: str
    people: frozenset[SlackUserId]


def ours_alone(channel: Mapping[str, Any]) -> bool:
    """Whether a conversation object tells of a private channel that no other workspace has a part in.

    Source: https://docs.slack.dev/reference/objects/conversation-object.
    """
    return bool(channel.get("is_private")) and not any(channel.get(mark) for mark in _SHARED)


def guarded_rooms(client: WebClient, page: int = _A_PAGE) -> list[Room] | None:
    """Every channel the guard looks at, `page` rows a call; None when Slack did not answer to the end.

    `client` waits out rate limits (`new_asking_client`).
    Sources: https://docs.slack.dev/reference/methods/users.conversations and conversations.members.
    """
    try:
        return [
            Room(str(row["id"]), str(row["name"]), frozenset(_people(client, row["id"], page)))
            for row in _channels(client, page)
        ]
    except TROUBLE:
        return None


def _channels(client: WebClient, page: int) -> Iterator[Mapping[str, Any]]:
    cursor = ""
    for _ in range(_PAGES_AT_MOST):
        answer = client.users_conversations(
            types="private_channel", exclude_archived=True, limit=page, cursor=cursor or None
        )
        yield from answer["channels"]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _people(client: WebClient, channel: str, page: int) -> Iterator[SlackUserId]:
    cursor = ""
    for _ in range(_PAGES_AT_MOST):
        answer = client.conversations_members(channel=channel, limit=page, cursor=cursor or None)
        yield from (SlackUserId(str(user)) for user in answer["members"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
