"""Whether a shift's channel is a private one of ours with the bot in it: asked of Slack."""

from __future__ import annotations

from enum import StrEnum

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack_client import TROUBLE


class Room(StrEnum):
    """What Slack says of a channel."""

    OURS = "ours"
    NOT_IN = "not_in"  # there is none, or the bot is not in it
    OPEN = "open"  # public, or another workspace has a part in it
    UNKNOWN = "unknown"  # Slack does not answer


_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_shared")


class Rooms:
    """Asks `conversations.info` (https://docs.slack.dev/reference/methods/conversations.info)."""

    def __init__(self, client: WebClient) -> None:
        """`client` carries a token and answers within the time that a listener has."""
        self._client = client

    def look(self, channel: str) -> Room:
        """What it is now."""
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
        except SlackApiError as refused:
            return _refused(str(refused.response.get("error", "")))
        except TROUBLE:
            return Room.UNKNOWN
        if not found.get("is_private") or any(found.get(mark) for mark in _SHARED):
            return Room.OPEN
        return Room.OURS if found.get("is_member") else Room.NOT_IN


def _refused(code: str) -> Room:
    """Of a public channel Slack says that a scope is missing: the bot reads of private ones only."""
    known = {"missing_scope": Room.OPEN, "channel_not_found": Room.NOT_IN}
    return known.get(code, Room.UNKNOWN)
