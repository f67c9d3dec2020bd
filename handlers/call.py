"""One thing that came in from Slack, read once: who, where, under which key; and how it is answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from models.schema import Handle, SlackUserId


@dataclass(frozen=True)
class Call:
    """A delivery of Slack's. `body` may hold what a person typed: it is read, never kept and never logged."""

    user: SlackUserId
    key: str
    body: Mapping[str, Any] = field(repr=False)
    client: WebClient = field(repr=False)
    ack: Ack = field(repr=False)

    @property
    def trigger_id(self) -> str:
        """What opens a modal: 3 s, once."""
        return str(self.body.get("trigger_id", ""))

    @property
    def view(self) -> Mapping[str, Any]:
        """The view it came from; empty when it came from elsewhere."""
        return self.body.get("view") or {}

    @property
    def in_modal(self) -> bool:
        """Whether it came from a modal."""
        return self.view.get("type") == "modal"

    @property
    def on_third(self) -> bool:
        """Whether it came from the third view of a stack: Slack takes no fourth (`push_limit_reached`)."""
        below = self.view.get("previous_view_id")
        return bool(below) and below != self.view.get("root_view_id")

    @property
    def form_key(self) -> str:
        """The form as it stood when it was sent: sent twice (two taps, a late answer) it acts once.

        Mistakes leave it as it stands; what takes its place has another hash.
        """
        view_id = str(self.view.get("id") or "")
        return f"form:{view_id}:{self.view.get('hash', '')}" if view_id else self.key

    @property
    def handle(self) -> Handle:
        """The sealed item it is about: the button's value, else what the view carries."""
        action = self.action
        return Handle(str(action.get("value") or self.view.get("private_metadata") or ""))

    @property
    def action(self) -> Mapping[str, Any]:
        """The one action of a click."""
        actions = self.body.get("actions") or [{}]
        first: Mapping[str, Any] = actions[0]
        return first

    @property
    def chosen(self) -> str:
        """The value chosen in a select."""
        return str((self.action.get("selected_option") or {}).get("value", ""))

    @property
    def values(self) -> Mapping[str, Any]:
        """What a submitted form holds."""
        state: Mapping[str, Any] = (self.view.get("state") or {}).get("values") or {}
        return state


Handler = Callable[[Call], None]


@dataclass(frozen=True)
class Tables:
    """Triggers by their id: keyword, shortcut, action, submitted view, event; a feature's, or all."""

    keywords: Mapping[str, Handler] = field(default_factory=dict)
    shortcuts: Mapping[str, Handler] = field(default_factory=dict)
    actions: Mapping[str, Handler] = field(default_factory=dict)
    submissions: Mapping[str, Handler] = field(default_factory=dict)
    events: Mapping[str, Handler] = field(default_factory=dict)


def read_call(body: Mapping[str, Any], client: WebClient, ack: Ack) -> Call:
    """The call behind a payload; `key` tells a repeated delivery from a second act."""
    event = body.get("event") or {}
    changed = event.get("user")  # an event about an account carries the whole of it: only its id is read here
    subject = changed.get("id") if isinstance(changed, Mapping) else changed
    user = subject or body.get("user_id") or (body.get("user") or {}).get("id") or ""
    # Without an id of its own a delivery is like no other: nobody may get somebody else's stored answer.
    key = body.get("event_id") or body.get("trigger_id") or secrets.token_hex(16)
    return Call(SlackUserId(str(user)), str(key), body, client, ack)
