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
from handlers.errors import said
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.page.reading import fields_of
from models.acts.page import make_link

CONTINUE = (
    "This goes on outside Slack, on the secure page. The link is yours alone, once, for five minutes. "
    "Please pass it on to nobody: whoever opens it is taken for you."
)
MOVED = (
    "Details have moved to the secure page. Nothing that stood in this window was taken. "
    "Please begin again from the message, from Home or with /lead."
)
NOT_SET_UP = "Details belong on the secure page here, and it is not set up yet. Please call {team_line}."
_KEPT = ("action_id", "block_id", "value", "selected_date")
# Windows of constant words or of a state; they ask nothing and show nothing that was sealed.
_STAYS = frozenset({ViewId.UNAVAILABLE, ViewId.TO_PAGE, ViewId.CARD_SEEN, ViewId.REFRESHER, ViewId.HELP})


def may_stand_in_slack(view: Mapping[str, Any]) -> bool:
    """Whether a view holds no detail, and has no place for one."""
    asks = any(block.get("type") == "input" for block in view.get("blocks", [])) or bool(
        fields_of(dict(view))
    )
    return view.get("callback_id") in _STAYS and not asks


class _NoViews:
    """The client that a listener is handed in Slack: a view of details leads to the page."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def views_open(self, *, trigger_id: str, view: View) -> Mapping[str, Any]:
        """Never in Slack, unless it holds nothing."""
        return _mapping(self._client.views_open(trigger_id=trigger_id, view=_checked(view)))

    def views_push(self, *, trigger_id: str, view: View) -> Mapping[str, Any]:
        """The same."""
        return _mapping(self._client.views_push(trigger_id=trigger_id, view=_checked(view)))

    def views_update(self, *, view_id: str, view: View, hash: str = "") -> Mapping[str, Any]:  # noqa: A002 - Slack's name
        """The same."""
        return _mapping(self._client.views_update(view_id=view_id, view=_checked(view), hash=hash or None))

    def views_publish(self, *, user_id: str, view: View, hash: str = "") -> Mapping[str, Any]:  # noqa: A002 - Slack's name
        """Home holds cards, states and buttons; it has no fields."""
        if fields_of(view):
            raise OnThePage
        return _mapping(self._client.views_publish(user_id=user_id, view=view, hash=hash or None))


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

    def turn_away(self, call: Call) -> bool:
        """Answer what comes from a window that stood in Slack before details moved; nothing of it is read."""
        if not call.in_modal or call.view.get("callback_id") in _STAYS:
            return False
        if call.body.get("type") == "view_submission":
            call.ack(response_action="update", view=said(MOVED))
        else:
            call.client.views_update(view_id=call.view["id"], view=said(MOVED))
            call.ack()
        return True

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
            token = make_link(scene, trigger_of(call.body, call.key)) if self._address else ""
            contacts = scene.rules.contacts
            work.commit()
        view = (
            continue_view(f"{self._address}/p/{token}")
            if token
            else said(NOT_SET_UP.format(team_line=contacts.team_line))
        )
        if call.in_modal:
            call.client.views_update(view_id=call.view["id"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()


def trigger_of(body: Mapping[str, Any], key: str = "") -> str:
    """Which button, keyword or shortcut it was: ids, handles and keywords only, as JSON.

    `key`: the delivery's. What the button did before it asked for a view is done, and is not done again.
    """
    if "command" in body:
        kept: dict[str, Any] = {"kind": "command", "text": str(body.get("text") or "")}
    elif actions_ := body.get("actions"):
        action = {name: actions_[0][name] for name in _KEPT if name in actions_[0]}
        if chosen := actions_[0].get("selected_option"):
            action["selected_option"] = {"value": chosen["value"]}
        kept = {"kind": "action", "action": action}
    else:
        kept = {"kind": "shortcut", "callback_id": str(body.get("callback_id") or "")}
    return json.dumps({**kept, "key": key}, sort_keys=True)


def _checked(view: View) -> View:
    if not may_stand_in_slack(view):
        raise OnThePage
    return view


def _mapping(answer: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", answer)  # slack_sdk's answer reads like one


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
