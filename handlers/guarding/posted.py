"""What Slack says was written in a channel, read without keeping any of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.schema import SlackUserId

_EDIT, _GONE = "message_changed", "message_deleted"


@dataclass(frozen=True)
class Posted:
    """One message of a private channel. `texts` are what was typed: looked at, never kept or logged.

    `user` is empty when an app wrote it; `before` is what stood there before an edit; `changed_at` is Slack's
    stamp of the edit, empty for a new message. `pictures`: one hangs on it; none is ever fetched.
    """

    channel: str
    ts: str
    thread_ts: str
    user: SlackUserId
    bot_id: str
    changed_at: str
    texts: tuple[str, ...] = field(repr=False)
    before: tuple[str, ...] = field(repr=False)
    pictures: bool = False


def read_posted(event: Mapping[str, Any]) -> Posted | None:
    """The message behind an event of a private channel; None when there is nothing to look at.

    Shapes: https://docs.slack.dev/reference/events/message
    """
    subtype = event.get("subtype")
    if event.get("channel_type") != "group" or subtype == _GONE:
        return None
    edited = subtype == _EDIT
    message = event.get("message") or {} if edited else event
    before = event.get("previous_message") or {} if edited else {}
    if message.get("subtype") == "tombstone" or not message.get("ts"):
        return None
    by_app = message.get("bot_id") or ""
    return Posted(
        channel=str(event.get("channel", "")),
        ts=str(message["ts"]),
        thread_ts=str(message.get("thread_ts") or ""),
        user=SlackUserId("" if by_app else str(message.get("user") or "")),
        bot_id=str(by_app),
        changed_at=str(event.get("event_ts") or event.get("ts") or "") if edited else "",
        texts=tuple(_texts(message)),
        before=tuple(_texts(before)),
        pictures=any(
            str(file.get("mimetype") or "").startswith("image/") for file in message.get("files") or ()
        ),
    )


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    """The text, its files' names and first lines, and what was forwarded from elsewhere in Slack."""
    yield str(message.get("text") or "")
    for file in message.get("files") or ():
        yield from (str(file.get(name) or "") for name in ("name", "title", "preview"))
    for forwarded in message.get("attachments") or ():
        if forwarded.get("is_share") or forwarded.get("is_msg_unfurl"):
            yield str(forwarded.get("text") or forwarded.get("fallback") or "")
