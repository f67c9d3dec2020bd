"""Turns recorded calls into one TypeScript file: each distinct shape once, with the type Slack gives it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sandbox.recorder import Call

# These texts decide which type of Slack's a literal must have; every other text is only a text.
TELLING = frozenset({"type", "style", "response_type", "response_action", "parse"})
_NUMBERS = frozenset({"limit"})  # the types speak of values before they are written as a form
_FLAGS = frozenset({"exclude_archived"})  # slack_sdk writes them as 1 and 0
_OF_THE_CLIENT = frozenset({"team_id", "token"})
_ANSWERS = {"slash_commands": "CommandAnswer", "view_submission": "SubmissionAnswer"}
_HEAD = (
    "import type * as api from '@slack/web-api';",
    "import type { HomeView, KnownBlock, ModalView } from '@slack/types';",
    "import type { CommandAnswer, NoAnswer, SubmissionAnswer } from './answers.mjs';",
    "",
)


@dataclass(frozen=True)
class Literal:
    """A value in TypeScript and the type it must satisfy. Free text is taken out: only its kind matters."""

    type: str
    text: str

    def __str__(self) -> str:
        """One statement."""
        return f"({self.text}) satisfies {self.type};"


def literals(calls: Iterable[Call]) -> set[Literal]:
    """Every distinct shape among the calls to Slack and among the answers to Slack."""
    found: set[Literal] = set()
    for call in calls:
        found.update(_called(call) if call.direction == "bot->slack" else _answered(call))
    return found


def as_typescript(shapes: Iterable[Literal]) -> str:
    """The file."""
    return "\n".join([*_HEAD, *sorted(str(shape) for shape in shapes), ""])


def arguments_type(method: str) -> str:
    """The name under which `@slack/web-api` publishes a method's arguments."""
    words = method.split(".")
    return "api." + "".join(word[:1].upper() + word[1:] for word in words) + "Arguments"


def arguments(call: Call) -> Mapping[str, Any]:
    """A call's arguments as the program meant them: a form writes everything as text.

    The client adds its own team to every call (as Slack's client for Node does when told `teamId`); like the
    token it is no argument of the method.
    """
    given = {name: value for name, value in call.request.items() if name not in _OF_THE_CLIENT}
    if call.raw_request.startswith("{"):
        return given
    return {name: _meant(name, value) for name, value in given.items()}


def answer(call: Call) -> Any:
    """What the bot answered to a delivery, whichever way it came; None for nothing."""
    said = call.response
    if isinstance(said, dict) and "envelope_id" in said:
        said = said.get("payload")
    return said or None


def _meant(name: str, value: str) -> Any:
    if value[:1] in {"{", "["}:
        return json.loads(value)
    if value in {"true", "false"}:
        return value == "true"
    if name in _FLAGS and value in {"0", "1"}:
        return value == "1"
    return int(value) if name in _NUMBERS and value.isdigit() else value


def _called(call: Call) -> Iterator[Literal]:
    given = arguments(call)
    yield Literal(arguments_type(call.method), literal(given))
    # Slack's argument types let any block through; a known block must be one.
    if given.get("blocks"):
        yield Literal("KnownBlock[]", literal(given["blocks"]))
    if "view" in given:
        yield from _view(given["view"])


def _view(view: Mapping[str, Any]) -> Iterator[Literal]:
    yield Literal("HomeView" if view.get("type") == "home" else "ModalView", literal(view))
    yield Literal("KnownBlock[]", literal(view.get("blocks")))


def _answered(call: Call) -> Iterator[Literal]:
    said = answer(call)
    if said is None:
        return
    yield Literal(_ANSWERS.get(call.method, "NoAnswer"), literal(said))
    if isinstance(said, dict) and isinstance(said.get("view"), dict):
        yield from _view(said["view"])


def literal(value: Any, telling: AbstractSet[str] = TELLING) -> str:
    """A value in TypeScript without its words; texts under the names in `telling` decide types and stay."""
    return json.dumps(_without_words(value, telling), ensure_ascii=True, sort_keys=True)


def _without_words(value: Any, telling: AbstractSet[str], name: str = "") -> Any:
    """The same value with every free text replaced, and equal neighbours in lists only once."""
    if isinstance(value, Mapping):
        return {key: _without_words(inner, telling, key) for key, inner in value.items()}
    if isinstance(value, list):
        rows = [_without_words(inner, telling) for inner in value]
        return [row for place, row in enumerate(rows) if place == 0 or row != rows[place - 1]]
    if isinstance(value, str) and name not in telling:
        return "x" if value else ""
    return value
