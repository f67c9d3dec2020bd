"""What Slack accepts of buttons, selects and fields, as one table.

Source: https://docs.slack.dev/reference/block-kit/block-elements and .../composition-objects.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.shapes import (
    Check,
    both,
    choice,
    exactly_one,
    flag,
    items,
    kinds,
    matching,
    plain,
    problem,
    string,
    text,
    thing,
    whole,
)

ACTION_ID = string(255, 1)
DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date like 2026-01-31")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time like 23:59")
NUMBER = matching(r"-?\d+(\.\d+)?", "a number")
CONFIRM = thing(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
DISPATCH = thing(
    {}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), most=2)}
)


def option(*text_kinds: str, url: bool = False) -> Check:
    """One option of a select, overflow, checkbox or radio group."""
    optional = {"description": text(75, *text_kinds)} | ({"url": string(3000, 1)} if url else {})
    return thing({"text": text(75, *text_kinds), "value": string(150, 1)}, optional)


PLAIN_OPTION = option("plain_text")
RICH_OPTION = option("plain_text", "mrkdwn")
GROUP = thing({"label": plain(75), "options": items(PLAIN_OPTION, most=100)})
CHOICES: Mapping[str, Check] = {
    "options": items(PLAIN_OPTION, most=100),
    "option_groups": items(GROUP, most=100),
}


def element(required: Mapping[str, Check], optional: Mapping[str, Check], *more: Check) -> Check:
    """An element with a type and an optional action_id beside its own keys."""
    return both(thing({"type": string(50), **required}, {"action_id": ACTION_ID, **optional}), *more)


def picker(required: Mapping[str, Check], optional: Mapping[str, Check], *more: Check) -> Check:
    """An element with placeholder, confirm and focus, too."""
    shared = {"placeholder": plain(150), "confirm": CONFIRM, "focus_on_load": flag}
    return element(required, {**shared, **optional}, *more)


def field(optional: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Check:
    """A typed field, which has no confirm dialog."""
    shared = {"placeholder": plain(150), "focus_on_load": flag, "dispatch_action_config": DISPATCH}
    return element(required or {}, {**shared, **optional})


def all_options(value: Mapping[str, Any]) -> Iterator[Any]:
    """Every option of an element, grouped or not."""
    yield from value.get("options") or ()
    for group in value.get("option_groups") or ():
        yield from group.get("options") or ()


def initial_is_offered(value: Any, pointer: str, problems: list[str]) -> None:
    """An initial option must be one of the options, to the letter."""
    offered = list(all_options(value))
    chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
    if any(one not in offered for one in chosen):
        problems.append(problem("initial option must exactly match a provided option", pointer))


def values_differ(value: Any, pointer: str, problems: list[str]) -> None:
    """Two options with one value cannot be told apart."""
    values = [one.get("value") for one in all_options(value) if isinstance(one, Mapping)]
    if len(set(map(str, values))) != len(values):
        problems.append(problem("option values must be unique", pointer))


ONE_OF_MANY = (exactly_one("options", "option_groups"), initial_is_offered, values_differ)
ID = string(50, 1)
IDS = items(ID, most=100)
MOST_SELECTED = {"max_selected_items": whole(1, 100)}

TEXT_FIELDS: Mapping[str, Check] = {
    "plain_text_input": field(
        {
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        }
    ),
    "email_text_input": field({"initial_value": string(3000)}),
    "url_text_input": field({"initial_value": string(3000)}),
    "number_input": field(
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER}, {"is_decimal_allowed": flag}
    ),
}
SELECTS: Mapping[str, Check] = {
    "static_select": picker({}, {**CHOICES, "initial_option": PLAIN_OPTION}, *ONE_OF_MANY),
    "multi_static_select": picker(
        {}, {**CHOICES, **MOST_SELECTED, "initial_options": items(PLAIN_OPTION, 100)}, *ONE_OF_MANY
    ),
    "users_select": picker({}, {"initial_user": ID}),
    "multi_users_select": picker({}, {**MOST_SELECTED, "initial_users": IDS}),
    "channels_select": picker({}, {"initial_channel": ID}),
    "conversations_select": picker({}, {"initial_conversation": ID}),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": picker({}, {"initial_date": DATE}),
    "timepicker": picker({}, {"initial_time": TIME, "timezone": string(100)}),
}
MOMENT: Mapping[str, Check] = {
    "datetimepicker": element(
        {},
        {"initial_date_time": whole(1_000_000_000, 9_999_999_999), "confirm": CONFIRM, "focus_on_load": flag},
    ),
}
TICKS: Mapping[str, Check] = {
    "checkboxes": element(
        {"options": items(RICH_OPTION, most=10)},
        {"initial_options": items(RICH_OPTION, 10), "confirm": CONFIRM, "focus_on_load": flag},
        initial_is_offered,
        values_differ,
    ),
    "radio_buttons": element(
        {"options": items(RICH_OPTION, most=10)},
        {"initial_option": RICH_OPTION, "confirm": CONFIRM, "focus_on_load": flag},
        initial_is_offered,
        values_differ,
    ),
}
BUTTONS: Mapping[str, Check] = {
    "button": element(
        {"text": plain(75)},
        {
            "url": string(3000, 1),
            "value": string(2000, 1),
            "style": choice("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "overflow": element(
        {"options": items(option("plain_text", url=True), most=5)}, {"confirm": CONFIRM}, values_differ
    ),
}
IMAGE: Mapping[str, Check] = {
    "image": thing({"type": string(50), "image_url": string(3000, 1), "alt_text": string(2000, 1)}),
}

ACCESSORY = kinds({**BUTTONS, **SELECTS, **PICKERS, **TICKS, **IMAGE})
ACTION = kinds({**BUTTONS, **SELECTS, **PICKERS, **MOMENT, **TICKS})
INPUT = kinds({**TEXT_FIELDS, **SELECTS, **PICKERS, **MOMENT, **TICKS})
