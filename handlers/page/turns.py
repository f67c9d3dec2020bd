"""One tap or submission on the secure page, put to the same listeners as Slack's; and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from slack_bolt import Ack
from slack_sdk import WebClient

from handlers.blocks import View
from handlers.dispatch import Dispatch
from handlers.errors import said
from handlers.ids import COMMAND
from handlers.page.screens import PageClient, Screens, Shown
from models.schema import SlackUserId


@dataclass(repr=False)
class _PageAck:
    """Takes a listener's answer."""

    answer: dict[str, Any] = field(default_factory=dict)

    def __call__(self, **answer: Any) -> None:  # as Bolt's
        self.answer = answer


@dataclass(frozen=True, repr=False)
class Turned:
    """What is on the page now. `view`: its id, empty = all is closed. `errors`: block id -> sentence."""

    view: str
    errors: Mapping[str, str] = field(default_factory=dict)


class Turns:
    """Puts what people do on the page to the dispatch, and keeps the stack of views as Slack would."""

    def __init__(self, dispatch: Dispatch, screens: Screens) -> None:
        self._dispatch = dispatch
        self._screens = screens

    def begin(self, user: SlackUserId, trigger: str, key: str) -> Turned:
        """Go on with the button that led here. `key`: tells a second delivery from a second act."""
        kept = json.loads(trigger)
        body: dict[str, Any] = {"user": {"id": user}, "trigger_id": key}
        client, ack = PageClient(self._screens, user), _PageAck()
        match kept["kind"]:
            case "command":
                told = {"command": COMMAND, "text": kept["text"], "user_id": user}
                self._dispatch.command({**body, **told}, *_pair(client, ack))
            case "shortcut":
                told = {"type": "shortcut", "callback_id": kept["callback_id"]}
                self._dispatch.shortcut({**body, **told}, *_pair(client, ack))
            case _:
                told = {"type": "block_actions", "actions": [kept["action"]]}
                self._dispatch.action({**body, **told}, *_pair(client, ack))
        if not client.opened and ack.answer.get("text"):
            client.views_open(trigger_id=key, view=said(str(ack.answer["text"])))
        return Turned(client.opened)

    def tap(self, shown: Shown, action: Mapping[str, Any], state: Mapping[str, Any], key: str) -> Turned:
        """A button or select in a view."""
        client, ack = PageClient(self._screens, shown.user, shown.id), _PageAck()
        body = {
            "type": "block_actions",
            "user": {"id": shown.user},
            "trigger_id": key,
            "actions": [dict(action)],
            "view": {**shown.as_slack_has_it(), "state": {"values": state}},
        }
        self._dispatch.action(body, *_pair(client, ack))
        return Turned(client.opened or shown.id)

    def submit(self, shown: Shown, state: Mapping[str, Any], key: str) -> Turned:
        """A form."""
        client, ack = PageClient(self._screens, shown.user, shown.id), _PageAck()
        body = {
            "type": "view_submission",
            "user": {"id": shown.user},
            "trigger_id": key,
            "view": {**shown.as_slack_has_it(), "state": {"values": state}},
        }
        self._dispatch.submission(body, *_pair(client, ack))
        return self._answered(shown, ack.answer, client.opened)

    def _answered(self, shown: Shown, answer: Mapping[str, Any], opened: str) -> Turned:
        match answer.get("response_action"):
            case "errors":
                return Turned(shown.id, dict(answer["errors"]))
            case "update":
                self._screens.show(shown.id, "", _view(answer))
                return Turned(shown.id)
            case "push":
                return Turned(self._screens.open(shown.user, _view(answer), shown.id).id)
            case "clear":
                return Turned(self._screens.close(shown.id, whole=True))
            case _:
                return Turned(opened or self._screens.close(shown.id))


def _view(answer: Mapping[str, Any]) -> View:
    return dict(answer["view"])


def _pair(client: PageClient, ack: _PageAck) -> tuple[WebClient, Ack]:
    """Listeners know Slack's types; of the client they call `views.*` only, and of the ack nothing but it."""
    return cast("WebClient", client), cast("Ack", ack)
