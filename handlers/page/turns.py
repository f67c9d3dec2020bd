"""One tap or submission on the secure page, put to the same listeners as Slack's; and what came of it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, cast

from slack_bolt import Ack
from slack_sdk import WebClient

from handlers.blocks import View
from handlers.curtain import asking_view
from handlers.dispatch import Dispatch
from handlers.errors import said
from handlers.ids import COMMAND
from handlers.page import reading
from handlers.page.drafts import Drafts, Posted, about
from handlers.page.screens import PageClient, Screens, Shown
from models.schema import SlackUserId
from models.second_factor import PasskeyWanted

_MOST_REMEMBERED = 4_000
_LINK = "link"


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

    def __init__(
        self,
        dispatch: Dispatch,
        screens: Screens,
        drafts: Drafts,
        standing: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        """`standing`: within it, openings are asked for from this session (by its hash)."""
        self._dispatch = dispatch
        self._screens = screens
        self._drafts = drafts
        self._standing = standing
        self._lock = threading.Lock()
        self._taken: OrderedDict[str, str] = OrderedDict()  # what was sent -> where it led; ids only

    def begun(self, user: SlackUserId, key: str) -> Turned | None:
        """Where a link led that this person spent before: a double tap, the way back, a reload."""
        return self.taken(user, _LINK, key)

    def begin(self, user: SlackUserId, trigger: str, key: str, session: str = "", noted: str = "") -> Turned:
        """Go on with the button that led here. `key`: tells a second delivery from a second act.

        `session`: the hash of theirs. `noted`: the id of a view that is written down already.

        What the button did in Slack before it asked for a view was done under the key that the link keeps:
        under the same key it is done once.
        """
        client = PageClient(self._screens, user, session=session, noted=noted)
        try:
            with self._standing(session):
                turned = self._begin(user, trigger, key, client)
        except PasskeyWanted:
            turned = _asked(client)
        self._remember(_sent(user, _LINK, key), turned.view)
        return turned

    def _begin(self, user: SlackUserId, trigger: str, key: str, client: PageClient) -> Turned:
        kept = json.loads(trigger)
        key = str(kept.get("key") or key)
        body: dict[str, Any] = {"user": {"id": user}, "trigger_id": key}
        ack = _PageAck()
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

    def taken(self, user: SlackUserId, view: str, secret: str) -> Turned | None:
        """Where the same page led that was sent before: a double tap, or "Send again?" of a browser."""
        with self._lock:
            led = self._taken.get(_sent(user, view, secret))
        return None if led is None else Turned(led)

    def typed(self, shown: Shown) -> Posted | None:
        """What stands in the fields of a view that was sent from and is open still; None = as it was made."""
        return self._drafts.unseal(shown.user, shown.id, shown.typed) if shown.typed else None

    def has_draft(self, shown: Shown) -> bool:
        """Whether its owner typed into such a form before their session or the view was lost."""
        return bool(reading.fields_of(shown.view)) and self._drafts.waits(shown.user, about(shown.view))

    def take_draft(self, shown: Shown) -> Posted | None:
        """That, once; from now on it stands in this view's fields, should the answer get lost on its way."""
        kept = self._drafts.take(shown.user, about(shown.view))
        if kept is None:
            return None
        typed = _typed(set(reading.names_of(shown.view)), kept)
        shown.typed = self._drafts.seal(shown.user, shown.id, typed)
        return typed

    def rescue(self, user: SlackUserId, posted: Posted) -> bool:
        """Keep what was sent from a lost view, or without a session; False: nothing was typed."""
        form = _one(posted, "about")
        typed = {name: values for name, values in posted.items() if reading.SEPARATOR in name}
        return (
            bool(form)
            and any(any(values) for values in typed.values())
            and (self._drafts.keep(user, form, typed))
        )

    def take(self, shown: Shown, posted: Posted) -> Turned:
        """What was sent from a view, once; a page that shows what stands no more sends nothing."""
        secret, stood = _one(posted, "secret"), _one(posted, "hash")
        with shown.turn:
            if before := self.taken(shown.user, shown.id, secret):
                return before
            if shown.closed or stood != shown.hash:
                return Turned(shown.id)
            sent, asked = _sent(shown.user, shown.id, secret), set(reading.names_of(shown.view))
            client = PageClient(self._screens, shown.user, shown.id, shown.session)
            try:
                with self._standing(shown.session):
                    turned = self._carry_out(shown, posted, f"page:{sent[:32]}", client)
            except PasskeyWanted:
                turned = _asked(client)
            # What stands on under its name (a mistake, another view on top) stays as typed, as in Slack.
            stays = asked & set(reading.names_of(shown.view)) if not shown.closed else set()
            shown.typed = self._drafts.seal(shown.user, shown.id, _typed(stays, posted)) if stays else b""
            if not turned.errors:
                self._remember(sent, turned.view)
            return turned

    def _carry_out(self, shown: Shown, posted: Posted, key: str, client: PageClient) -> Turned:
        tapped = _one(posted, "tap")
        if tapped == "close":
            return Turned(self._screens.close(shown.id))
        state = reading.state_of(shown.view, posted)
        if tapped == "submit":
            return self.submit(shown, state, key, client)
        if tapped.startswith("="):
            action = reading.choice_of(shown.view, tapped[1:], posted)
        else:
            action = reading.action_of(shown.view, tapped)
        return Turned(shown.id) if action is None else self.tap(shown, action, state, key, client)

    def _remember(self, sent: str, led: str) -> None:
        with self._lock:
            self._taken[sent] = led
            while len(self._taken) > _MOST_REMEMBERED:
                self._taken.popitem(last=False)

    def tap(
        self,
        shown: Shown,
        action: Mapping[str, Any],
        state: Mapping[str, Any],
        key: str,
        client: PageClient,
    ) -> Turned:
        """A button or select in a view."""
        ack = _PageAck()
        body = {
            "type": "block_actions",
            "user": {"id": shown.user},
            "trigger_id": key,
            "actions": [dict(action)],
            "view": {**shown.as_slack_has_it(), "state": {"values": state}},
        }
        self._dispatch.action(body, *_pair(client, ack))
        return Turned(client.opened or shown.id)

    def submit(self, shown: Shown, state: Mapping[str, Any], key: str, client: PageClient) -> Turned:
        """A form."""
        ack = _PageAck()
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
                return Turned(self._screens.open(shown.user, _view(answer), shown.id, shown.session).id)
            case "clear":
                return Turned(self._screens.close(shown.id, whole=True))
            case _:
                below = self._screens.close(shown.id)
                return Turned(below if opened in {"", shown.id} else opened)


def _asked(client: PageClient) -> Turned:
    """Nothing was done yet: the passkey is asked for on top, and then the same is done again."""
    client.views_push(trigger_id="", view=asking_view())
    return Turned(client.opened)


def _view(answer: Mapping[str, Any]) -> View:
    return dict(answer["view"])


def _typed(asked: Collection[str], posted: Posted) -> Posted:
    """Only what was asked; a box that was unticked stays unticked."""
    return {name: posted.get(name, ()) for name in asked}


def _one(posted: Posted, name: str) -> str:
    return (posted.get(name) or [""])[0]


def _sent(user: SlackUserId, view: str, secret: str) -> str:
    """Bound to the person and the view: nobody comes by another's answer with a secret of their choice."""
    return hashlib.sha256(f"{user}\n{view}\n{secret}".encode()).hexdigest()


def _pair(client: PageClient, ack: _PageAck) -> tuple[WebClient, Ack]:
    """Listeners know Slack's types; of the client they call `views.*` only, and of the ack nothing but it."""
    return cast("WebClient", client), cast("Ack", ack)
