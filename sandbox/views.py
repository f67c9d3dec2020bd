"""Modals and homes: the stack of three, hashes, what was typed, and how Slack writes a view down."""

import secrets
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.fields import initial_state
from sandbox.limits import block_elements, check_view
from sandbox.wire import Json, Refusal

STACK = 3
UNTITLED = "View Title"
MODAL_KEYS = ("title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")


@dataclass
class OpenView:
    """A view as it stands; `given` is what the app sent with missing ids filled in."""

    id: str
    user: str
    kind: str
    given: Json
    values: Json
    hash: str
    root: str
    previous: str | None = None


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with a block_id and action_id wherever the app left one out, as Slack adds them."""
    result = []
    for block in blocks:
        filled = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
        if block["type"] == "actions":
            filled["elements"] = [_named(part) for part in block["elements"]]
        for place in ("accessory", "element"):
            part = block.get(place)
            if part is not None and part["type"] != "image":
                filled[place] = _named(part)
        result.append(filled)
    return result


def _named(part: Json) -> Json:
    return {**part, "action_id": part.get("action_id") or secrets.token_urlsafe(4)}


def _new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


@dataclass
class Views:
    """Every person's open modals and home. The caller holds the workspace's lock."""

    team_id: str
    app_id: str
    bot_id: str
    stacks: dict[str, list[OpenView]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, OpenView] = field(default_factory=dict)

    def push(self, user: str, view: Any) -> OpenView:
        """Put a modal on top of a person's stack; raises `Refusal`, push_limit_reached for a fourth."""
        check_view(view, "modal")
        stack = self.stacks[user]
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        self._external_id_is_free(view, None)
        opened = self._draw(user, "modal", view)
        if stack:
            opened.root, opened.previous = stack[0].id, stack[-1].id
        stack.append(opened)
        return opened

    def update(
        self, view: Any, *, view_id: str | None, external_id: str | None, expected: str | None
    ) -> OpenView:
        """Redraw an open view; raises `Refusal` when it is gone or `expected` is not its hash."""
        held = self.find(view_id) if view_id else self._by_external_id(external_id)
        if held is None:
            raise Refusal("not_found")
        check_view(view, held.kind)
        if expected and expected != held.hash:
            raise Refusal("hash_conflict")
        self._external_id_is_free(view, held)
        self._redraw(held, view)
        return held

    def publish(self, user: str, view: Any, expected: str | None) -> OpenView:
        """Set a person's home."""
        check_view(view, "home")
        held = self.homes.get(user)
        if expected and (held is None or held.hash != expected):
            raise Refusal("hash_conflict")
        if held is None:
            self.homes[user] = held = self._draw(user, "home", view)
        else:
            self._redraw(held, view)
        return held

    def find(self, view_id: str) -> OpenView | None:
        """An open view by its id."""
        every = [*self.homes.values(), *(one for stack in self.stacks.values() for one in stack)]
        return next((one for one in every if one.id == view_id), None)

    def drop(self, view: OpenView) -> None:
        """Take a view off its stack, with whatever lies above it."""
        stack = self.stacks[view.user]
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, user: str) -> None:
        """Close a person's whole stack."""
        self.stacks[user].clear()

    def written(self, view: OpenView) -> Json:
        """The view object as Slack sends it."""
        given = view.given
        written: Json = {
            "id": view.id,
            "team_id": self.team_id,
            "type": view.kind,
            "blocks": given["blocks"],
            "private_metadata": given.get("private_metadata") or "",
            "callback_id": given.get("callback_id") or "",
            "external_id": given.get("external_id") or "",
            "state": {"values": view.values},
            "hash": view.hash,
            "root_view_id": view.root,
            "previous_view_id": view.previous,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }
        # A home has no title of its own; Slack writes these words in its place.
        title = {"type": "plain_text", "text": UNTITLED, "emoji": True}
        defaults = {"title": title, "submit": None, "close": None}
        return written | {key: given.get(key, defaults.get(key, False)) for key in MODAL_KEYS}

    def _draw(self, user: str, kind: str, view: Mapping[str, Any]) -> OpenView:
        given = {**view, "blocks": with_ids(view["blocks"])}
        view_id = f"V0{secrets.token_hex(5).upper()}"
        return OpenView(view_id, user, kind, given, initial_state(given["blocks"]), _new_hash(), view_id)

    @staticmethod
    def _redraw(held: OpenView, view: Mapping[str, Any]) -> None:
        held.given = {**view, "blocks": with_ids(view["blocks"])}
        held.values = initial_state(held.given["blocks"], held.values)
        held.hash = _new_hash()

    def _by_external_id(self, external_id: str | None) -> OpenView | None:
        every = [*self.homes.values(), *(one for stack in self.stacks.values() for one in stack)]
        return next(
            (one for one in every if external_id and one.given.get("external_id") == external_id), None
        )

    def _external_id_is_free(self, view: Mapping[str, Any], held: OpenView | None) -> None:
        other = self._by_external_id(view.get("external_id"))
        if other is not None and other is not held:
            raise Refusal("duplicate_external_id")


def element_in(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element with these ids."""
    for block in blocks:
        if block.get("block_id") == block_id:
            return next((part for part in block_elements(block) if part["action_id"] == action_id), None)
    return None
