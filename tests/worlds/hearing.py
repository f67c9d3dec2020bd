"""What people hear and see of the bot: every call is brought to the person it is meant for, in order."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web import SlackResponse

from tests.handlers.wing import Json, RememberingSlack

OWG = "C0OWG0001"
_BANDS = (
    (0.1, "at once"),
    (0.5, "after the one wait"),
    (5.0, "within seconds"),
    (30.0, "within half a minute"),
    (300.0, "within five minutes"),
    (3600.0, "within the hour"),
    (86400.0, "within the day"),
)
_SHOWN = ("views.open", "views.push", "views.update", "views.publish")


def band_of(seconds: float) -> str:
    """The coarse band of a delay."""
    place = bisect_left([limit for limit, _ in _BANDS], seconds)
    return _BANDS[place][1] if place < len(_BANDS) else "days later"


@dataclass(frozen=True)
class Heard:
    """One thing that reached one person. `step` is the script's last act; `body` may hold details."""

    step: str
    way: str
    band: str
    body: Any = field(repr=False)


class AddressedSlack(RememberingSlack):
    """Knows whose each message and view is. `hears(receiver, way, body)`; a channel is its own receiver.

    Whoever acts at the moment (`acting`) is whose modals are opened. What runs beside the listener waits for
    `answered`, so that an answer and what follows it come in one order.
    """

    def __init__(self, hears: Callable[[str, str, Json], None]) -> None:
        super().__init__()
        self.acting = ""
        self.answered = threading.Event()
        self._hears = hears
        self._owners: dict[str, str] = {}
        self._stamps: dict[str, int] = {}

    def api_call(self, api_method: str, **kwargs: Any) -> SlackResponse:
        if threading.current_thread().name.startswith("opening"):
            assert self.answered.wait(10), "the listener never answered"
        answer = super().api_call(api_method, **kwargs)
        method, sent = self.asked[-1]
        for receiver in self._meant_for(method, sent, answer):
            self._hears(receiver, method, as_seen(sent, answer))
        return answer

    def _answer_to(self, method: str, sent: Json) -> Json:
        if method == "chat.postMessage":
            where = str(sent["channel"])
            channel = f"D{where}" if where.startswith("U") else where
            return {"channel": channel, "ts": self._stamp(channel)}
        if method == "chat.postEphemeral":
            return {"message_ts": self._stamp(f"{sent['channel']}:{sent['user']}")}
        if method == "conversations.info":
            return {"channel": {"id": sent["channel"], "name": "owg"}}
        return super()._answer_to(method, sent)

    def _stamp(self, channel: str) -> str:
        self._stamps[channel] = self._stamps.get(channel, 0) + 1
        return f"1789498800.{self._stamps[channel]:06d}"

    def _meant_for(self, method: str, sent: Json, answer: SlackResponse) -> list[str]:
        if method == "chat.postMessage":
            return [str(answer["channel"]).removeprefix("D")]
        if method in {"chat.postEphemeral", "views.publish"}:
            return [str(sent.get("user") or sent["user_id"])]
        if method in {"views.open", "views.push"}:
            self._owners[answer["view"]["id"]] = self.acting
        if method in _SHOWN:
            return [self._owners.get(str(answer["view"]["id"]), self.acting)]
        assert method in {"users.info", "conversations.info"}, f"whose is {method}?"
        return []


def as_seen(sent: Json, answer: SlackResponse | Json) -> Json:
    """What was sent, with the name that Slack gave it; trigger and hash are between bot and Slack."""
    kept = {name: value for name, value in sent.items() if name not in {"trigger_id", "hash"}}
    stamp = answer.get("ts") or answer.get("message_ts")
    if stamp:
        return {**kept, "ts": stamp}
    return {**kept, "view_id": answer["view"]["id"]}
