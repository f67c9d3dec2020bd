"""What stands before each person: the modals, the Home tab, the messages; people act on nothing else."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.handlers.wing import Json, texts

_REFERENCE = re.compile(r"\b[A-Z]-[0-9A-HJKMNP-TV-Z]{5}\b")


class Screens:
    """Of everybody, by id."""

    def __init__(self) -> None:
        self.homes: dict[str, Json] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self._modals: dict[str, list[Json]] = defaultdict(list)

    def show(self, person: str, way: str, body: Json) -> None:
        """Something arrived."""
        if way in {"chat.postMessage", "chat.postEphemeral"}:
            self.messages[person].append(body)
        elif way == "views.publish":
            self.homes[person] = {"id": body["view_id"], "hash": "h1", **body["view"]}
        elif way.startswith("views."):
            self._put(
                person, {"id": body["view_id"], "hash": "h1", **body["view"]}, opened=way == "views.open"
            )

    def answered(self, person: str, said: Json) -> None:
        """A submission was answered: with another view, with marks beside fields, or with nothing."""
        if "view" in said:
            self._modals[person][-1] |= said["view"]
        elif "errors" not in said:
            self._modals[person].pop()

    def top(self, person: str) -> Json:
        """The modal on top."""
        return self._modals[person][-1]

    def close_all(self, person: str) -> None:
        """Close every modal."""
        self._modals[person].clear()

    def cards(self, person: str) -> list[Json]:
        """Their sealed cards, oldest first."""
        return [one for one in self.messages[person] if one["text"].startswith("You have a sealed item")]

    def reference(self, person: str) -> str:
        """The last reference they were told in a message."""
        found: list[str] = [
            ref for one in self.messages[person] for ref in _REFERENCE.findall(" ".join(texts(one)))
        ]
        return found[-1]

    def _put(self, person: str, view: Json, *, opened: bool) -> None:
        stack = self._modals[person]
        standing = [place for place, one in enumerate(stack) if one["id"] == view["id"]]
        if standing:
            stack[standing[0]] = view
        else:
            self._modals[person] = [view] if opened else [*stack, view]
