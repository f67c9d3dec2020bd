"""What a person sees, for tests: messages, buttons and views with short names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.elements import all_options
from sandbox.fields import VALUE_KEYS, elements_of
from sandbox.wire import Json


def words_in(value: Any) -> Iterator[str]:
    """Every text of blocks, in reading order."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for name, inner in value.items():
            if name != "text" or not isinstance(inner, str):
                yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)


def find_element(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """A block and an element in it, by action_id, block_id, or the words on a button; raises KeyError."""
    for block, part in elements_of(blocks):
        if name in (part["action_id"], block["block_id"], part.get("text", {}).get("text")):
            return block, part
    raise KeyError(f"nothing called {name!r} here")


@dataclass(frozen=True)
class Button:
    """A button on a message or view."""

    action_id: str
    block_id: str
    text: str
    value: str | None


def button_in(blocks: list[Json], name: str) -> Button:
    """A button by its words or action_id; raises KeyError."""
    block, part = find_element(blocks, name)
    return Button(
        part["action_id"], block["block_id"], part.get("text", {}).get("text", ""), part.get("value")
    )


@dataclass(frozen=True)
class SeenMessage:
    """A message as a person sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    ephemeral: bool
    silenced: bool

    @property
    def words(self) -> str:
        """Its text and every text in its blocks, one a line."""
        return "\n".join([self.text, *words_in(self.blocks)])

    def button(self, name: str) -> Button:
        """A button by its words or action_id; raises KeyError."""
        return button_in(self.blocks, name)


@dataclass(frozen=True)
class SeenView:
    """A modal or home as a person sees it; `body` is Slack's view object."""

    body: Json

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.body["id"])

    @property
    def callback_id(self) -> str:
        """The view's callback id."""
        return str(self.body["callback_id"])

    @property
    def title(self) -> str:
        """The words at the top; a home has none."""
        return "" if self.body.get("type") == "home" else str((self.body.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """The blocks as the app sent them, with ids."""
        return list(self.body["blocks"])

    @property
    def values(self) -> Json:
        """`state.values` as typed so far."""
        return dict(self.body["state"]["values"])

    @property
    def words(self) -> str:
        """Every text on it, one a line."""
        return "\n".join([self.title, *words_in(self.blocks)])

    @property
    def labels(self) -> list[str]:
        """The labels of its fields, in order."""
        return [block["label"]["text"] for block in self.blocks if block["type"] == "input"]

    def button(self, name: str) -> Button:
        """A button by its words or action_id; raises KeyError."""
        return button_in(self.blocks, name)

    def field(self, name: str) -> tuple[Json, Json]:
        """A field's block and element by label, block_id or action_id; raises KeyError."""
        for block in self.blocks:
            if block["type"] == "input" and block["label"]["text"] == name:
                return block, block["element"]
        return find_element(self.blocks, name)


def typed_value(element: Json, value: Any) -> Json:
    """What `state.values` holds for an element after a person entered `value`.

    Options are named by value or words, several as a list; dates and times as text, moments as epoch seconds.
    Raises KeyError for an option that is not offered.
    """
    kind = element["type"]
    if kind == "button":
        return {}
    key = "selected_option" if kind == "overflow" else VALUE_KEYS[kind][0]
    if key == "selected_option":
        return {key: None if value is None else _option(element, value)}
    if key == "selected_options":
        return {key: [_option(element, one) for one in value]}
    if key == "value":
        return {key: None if value is None else str(value)}
    return {key: value}


def _option(element: Json, name: str) -> Json:
    for one in all_options(element):
        if name in (one["value"], one["text"]["text"]):
            return dict(one)
    raise KeyError(f"{name!r} is not among the options")
