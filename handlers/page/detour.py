"""Where details may not touch Slack: whatever would open a view there leads to the secure page instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from slack_sdk import WebClient

from handlers.blocks import View, actions, modal, section
from handlers.call import Call
from handlers.deps import Ground
from handlers.dispatch import OnThePage
from handlers.ids import Action
from handlers.ids import View as ViewId
from models.acts.page import make_link

CONTINUE = "This goes on outside Slack, on the secure page. The link is yours alone, once, for five minutes."
_KEPT = ("action_id", "value", "selected_option", "selected_date")


class _NoViews:
    """The client that a listener is handed in Slack: the first view it asks for leads to the page."""

    def views_open(self, **_: object) -> Mapping[str, Any]:
        """Never in Slack."""
        raise OnThePage

    views_push = views_update = views_open

    def __init__(self, client: WebClient) -> None:
        self.views_publish = client.views_publish  # Home holds cards, states and buttons only


class Detour:
    """Asked by the dispatch for everything that comes in from Slack."""

    def __init__(self, ground: Ground, address: str) -> None:
        """`address`: where the page is reached, without a slash at its end; empty = there is none."""
        self._ground = ground
        self._address = address

    def is_on(self) -> bool:
        """Whether this site keeps details out of Slack."""
        with self._ground.database.look() as work:
            return self._ground.book.current(work).slack.details == "page"

    def without_views(self, call: Call) -> Call:
        """The same call, unable to open anything in Slack."""
        return replace(call, client=cast("WebClient", _NoViews(call.client)))

    def send(self, call: Call) -> None:
        """Offer the link, to this person only.

        Raises:
            NotOnRoster: no seat now.
            SlackApiError, URLError, TimeoutError: Slack did not open it.
        """
        with self._ground.database.work() as work:
            scene = self._ground.scene(work, call.user, call.key)
            token = make_link(scene, trigger_of(call.body))
            work.commit()
        view = continue_view(f"{self._address}/p/{token}")
        if call.in_modal:
            call.client.views_update(view_id=call.view["id"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()


def trigger_of(body: Mapping[str, Any]) -> str:
    """Which button, keyword or shortcut it was: ids, handles and keywords only, as JSON."""
    if "command" in body:
        kept: dict[str, Any] = {"kind": "command", "text": str(body.get("text") or "")}
    elif actions_ := body.get("actions"):
        kept = {"kind": "action", "action": {key: actions_[0][key] for key in _KEPT if key in actions_[0]}}
    else:
        kept = {"kind": "shortcut", "callback_id": str(body.get("callback_id") or "")}
    return json.dumps(kept, sort_keys=True)


def continue_view(address: str) -> View:
    """All that a modal says where details may not touch Slack."""
    to_page = {
        "type": "button",
        "action_id": Action.TO_PAGE.value,
        "text": {"type": "plain_text", "text": "Continue on the secure page", "emoji": False},
        "url": address,
        "style": "primary",
    }
    return modal(ViewId.TO_PAGE.value, "Secure page", [section(CONTINUE), actions("page.way", [to_page])])
