"""Which type of Slack's each thing that the practice workspace said must satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.recorder import Call
from tests.slack_types.shapes import TELLING, Literal, literal

# Texts beside `type` that a type of `sent.mts` or of Slack's names to the letter.
_TELLING = TELLING | {"subtype", "tab", "channel_type", "reason", "is_enterprise_install", "mode"}
_FRAMES = {"hello": "Hello", "disconnect": "Disconnect"}
_ENVELOPES = {
    "slash_commands": "CommandEnvelope",
    "interactive": "InteractiveEnvelope",
    "events_api": "EventEnvelope",
}
_PAYLOADS = {
    "view_submission": "Submission",
    "view_closed": "Closed",
    "shortcut": "Shortcut",
    "message_action": "MessageAction",
}
_EVENTS = {"app_home_opened": "HomeOpened", "user_change": "PersonChanged"}
_MESSAGES = {
    None: "Said",
    "file_share": "Shared",
    "thread_broadcast": "Broadcast",
    "message_changed": "Edited",
    "message_deleted": "Deleted",
}
_NO_METHOD = ("unknown_method",)  # answered to a name that no type knows
_HEAD = (
    "import type * as api from '@slack/web-api';",
    "import type * as sent from './sent.mjs';",
    "",
)


def of_frames(frames: Iterable[Mapping[str, Any]]) -> set[Literal]:
    """Every distinct shape that crossed a socket: the frame, and the payload in it."""
    return {shape for frame in frames for shape in _of_frame(frame)}


def of_answers(calls: Iterable[Call]) -> set[Literal]:
    """Every distinct answer of the Web API."""
    return {Literal(answer_type(call), literal(call.response, _TELLING)) for call in calls if call.response}


def answer_type(call: Call) -> str:
    """The type of an answer: with a yes every key that Slack always gives, with a no a code."""
    if call.status in _NO_METHOD:
        return "sent.Unknown"
    if call.response["ok"]:
        return f"sent.Answers['{call.method}']"
    words = call.method.split(".")
    return f"sent.Refused<api.{''.join(word[:1].upper() + word[1:] for word in words)}Response>"


def payload_type(kind: str, payload: Mapping[str, Any]) -> str:
    """The type in `sent.mts` of what an envelope of that kind holds."""
    if kind == "slash_commands":
        return "sent.Command"
    if kind == "events_api":
        event = payload["event"]
        named = _MESSAGES[event.get("subtype")] if event["type"] == "message" else _EVENTS[event["type"]]
        return f"sent.{named}"
    if payload["type"] == "block_actions":
        return "sent.ViewClick" if "view" in payload else "sent.MessageClick"
    return f"sent.{_PAYLOADS[payload['type']]}"


def as_typescript(shapes: Iterable[Literal]) -> str:
    """The file, a statement a shape."""
    return "\n".join([*_HEAD, *sorted(map(str, shapes)), ""])


def _of_frame(frame: Mapping[str, Any]) -> Iterator[Literal]:
    kind = frame["type"]
    if kind in _FRAMES:
        yield Literal(f"sent.{_FRAMES[kind]}", literal(frame, _TELLING))
        return
    payload = frame["payload"]
    yield Literal(f"sent.{_ENVELOPES[kind]}", literal({**frame, "payload": {}}, _TELLING))
    yield Literal(payload_type(kind, payload), literal(payload, _TELLING))
