"""A form as a browser posts it, turned into the state that Slack would report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.blocks import Block, View

SEPARATOR = "|"
_ONE = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "external_select": "selected_option",
}
_SEVERAL = {"multi_static_select": "selected_options", "checkboxes": "selected_options"}
_PLAIN = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
}
_PEOPLE = {"multi_users_select": "selected_users"}
_LISTED = {"users_select", "conversations_select", *_PEOPLE}
_NAMING = ("<@", "<#")


def name_of(block: Block, element: Block) -> str:
    """Under which name a browser sends an element's value."""
    return f"{block.get('block_id', '')}{SEPARATOR}{element['action_id']}"


def fields_of(view: View) -> list[tuple[Block, Block]]:
    """(block, element) of everything in a view that has a value."""
    found: list[tuple[Block, Block]] = []
    for block in view.get("blocks", []):
        elements = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        found += [(block, one) for one in elements if isinstance(one, dict) and has_value(one)]
    return found


def names_somebody(view: View) -> bool:
    """Whether a view names a person or a channel by its id, or lets one be chosen that Slack would list."""
    chosen = any(element["type"] in _LISTED for _, element in fields_of(view))
    return chosen or any(mark in text for text in _texts_in(view) for mark in _NAMING)


def _texts_in(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Mapping():
            for one in part.values():
                yield from _texts_in(one)
        case list() | tuple():
            for one in part:
                yield from _texts_in(one)


def names_of(view: View) -> list[str]:
    """Under which names a browser sends what a view asks."""
    return [name_of(block, element) for block, element in fields_of(view)]


def state_of(view: View, posted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """`view.state.values`; only what the view declares is read, whatever was posted."""
    state: dict[str, dict[str, Any]] = {}
    for block, element in fields_of(view):
        values = [value for value in posted.get(name_of(block, element), ()) if value != ""]
        state.setdefault(str(block.get("block_id", "")), {})[element["action_id"]] = _value(element, values)
    return state


def action_of(view: View, tapped: str) -> Mapping[str, Any] | None:
    """The button that was tapped (`block|action|value`), as Slack reports it; None = the view has none."""
    for block in view.get("blocks", []):
        for element in (block.get("accessory"), *block.get("elements", [])):
            if isinstance(element, dict) and element.get("type") == "button":
                named = SEPARATOR.join((name_of(block, element), str(element.get("value", ""))))
                if named == tapped:
                    value = {"value": element["value"]} if "value" in element else {}
                    return {"type": "button", "block_id": block.get("block_id", ""),
                            "action_id": element["action_id"], **value}  # fmt: skip
    return None


def choice_of(view: View, name: str, posted: Mapping[str, Sequence[str]]) -> Mapping[str, Any] | None:
    """A select outside an input block that was sent by its own button; as Slack reports a choice."""
    for block, element in fields_of(view):
        if name_of(block, element) == name and block.get("type") != "input":
            values = [value for value in posted.get(name, ()) if value]
            return {
                "block_id": block.get("block_id", ""),
                "action_id": element["action_id"],
                **_value(element, values),
            }
    return None


def has_value(element: Block) -> bool:
    """Whether an element is one that has a value."""
    return element.get("type") in {*_ONE, *_SEVERAL, *_PLAIN, *_PEOPLE}


def _value(element: Block, values: Sequence[str]) -> dict[str, Any]:
    kind = str(element["type"])
    if kind in _PLAIN:
        return {"type": kind, _PLAIN[kind]: values[0].replace("\r\n", "\n") if values else None}
    if kind in _PEOPLE:
        return {"type": kind, _PEOPLE[kind]: list(dict.fromkeys(values))}
    chosen = [option for option in options_of(element) if option["value"] in values]
    if kind in _SEVERAL:
        return {"type": kind, _SEVERAL[kind]: chosen}
    return {"type": kind, _ONE[kind]: chosen[0] if chosen else None}


def options_of(element: Block) -> list[Block]:
    """Its options, out of their groups."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(one for group in groups for one in group.get("options", []))]
