"""Every button, select and field that Slack may send back, each once: in a form, on a card, in a home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.sandbox.conftest import plain

OPTIONS = [{"text": plain(word.upper()), "value": word} for word in ("a", "b", "c")]
ELEMENTS: Mapping[str, dict[str, Any]] = {
    "words": {"type": "plain_text_input", "max_length": 20},
    "mail": {"type": "email_text_input"},
    "page": {"type": "url_text_input"},
    "number": {"type": "number_input", "is_decimal_allowed": False},
    "one": {"type": "static_select", "options": OPTIONS, "placeholder": plain("Choose")},
    "some": {"type": "multi_static_select", "options": OPTIONS},
    "person": {"type": "users_select"},
    "people": {"type": "multi_users_select"},
    "channel": {"type": "channels_select"},
    "place": {"type": "conversations_select"},
    "day": {"type": "datepicker"},
    "hour": {"type": "timepicker"},
    "moment": {"type": "datetimepicker"},
    "ticks": {"type": "checkboxes", "options": OPTIONS},
    "radio": {"type": "radio_buttons", "options": OPTIONS},
}
# What a person enters into each, by name.
FILLED: Mapping[str, Any] = {
    "words": "ten o'clock",
    "mail": "zebulon@example.org",
    "page": "https://example.org/",
    "number": "7",
    "one": "a",
    "some": ["a", "b"],
    "person": "UMARROW01",
    "people": ["UMARROW01", "UOXLIP001"],
    "channel": "C0PIER001",
    "place": "C0OWG0001",
    "day": "2026-01-31",
    "hour": "23:59",
    "moment": 1_800_000_000,
    "ticks": ["c"],
    "radio": "b",
}
_ONLY_IN_FIELDS = ("words", "mail", "page", "number")
PRESS: dict[str, Any] = {"type": "button", "text": plain("Press"), "value": "v"}
MORE: dict[str, Any] = {"type": "overflow", "options": OPTIONS}


def _input(name: str) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name.title()),
        "optional": True,
        "dispatch_action": True,
        "element": {**ELEMENTS[name], "action_id": name},
    }


def _actions(prefix: str) -> dict[str, Any]:
    named = {"press": PRESS, "more": MORE} | {
        name: element for name, element in ELEMENTS.items() if name not in _ONLY_IN_FIELDS
    }
    elements = [{**element, "action_id": f"{prefix}{name}"} for name, element in named.items()]
    return {"type": "actions", "elements": elements}


EVERY_INPUT = [
    *map(_input, ELEMENTS),
    {"type": "actions", "block_id": "buttons", "elements": [{**PRESS, "action_id": "press"}]},
]
_SPOKEN: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "*spoken*"}}
_BESIDE: dict[str, Any] = {"type": "context", "elements": [plain("beside")]}
MESSAGE = [
    {"type": "header", "text": plain("Card")},
    _SPOKEN,
    {"type": "divider"},
    _actions("message."),
    _BESIDE,
]
HOME = {"type": "home", "callback_id": "home", "blocks": [_SPOKEN, _actions("home."), *map(_input, ELEMENTS)]}


def form(callback_id: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A modal that tells when it is closed."""
    head = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "close": plain("Back")}
    return {**head, "callback_id": callback_id, "notify_on_close": True, "blocks": blocks}
