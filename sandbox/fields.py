"""What the fields of a form hold: initial state, what was typed, and what a client checks before it sends."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.elements import all_options
from sandbox.limits import block_elements
from sandbox.wire import Json

# element type -> (key of its value in view.state.values, key of its initial value in the block)
VALUE_KEYS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
LISTS = ("selected_options", "selected_users")


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        for part in block_elements(block):
            yield block, part


def initial_state(blocks: list[Json], before: Json | None = None) -> Json:
    """`state.values` of a form just drawn; what `before` holds under the same ids and type is kept."""
    values: Json = {}
    for block, part in elements_of(blocks):
        kind = part["type"]
        if kind not in VALUE_KEYS:
            continue
        key, initial = VALUE_KEYS[kind]
        fresh = {"type": kind, key: part.get(initial, [] if key in LISTS else None)}
        old = (before or {}).get(block["block_id"], {}).get(part["action_id"])
        kept = old if old and old["type"] == kind else fresh
        values.setdefault(block["block_id"], {})[part["action_id"]] = kept
    return values


def typed(state: Json, values: Json) -> Json:
    """The state with what a person typed laid over it; ids the form does not have are ignored."""
    result: Json = {block_id: dict(actions) for block_id, actions in state.items()}
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            held = result.get(block_id, {}).get(action_id)
            if held is not None:
                key = VALUE_KEYS[held["type"]][0]
                result[block_id][action_id] = {"type": held["type"], key: value.get(key) or _empty(key)}
    return result


def _empty(key: str) -> Any:
    return [] if key in LISTS else None


def refused_by_client(blocks: list[Json], state: Json) -> dict[str, str]:
    """What a client tells a person at a field before anything is sent: block_id to a sentence."""
    errors: dict[str, str] = {}
    for block, part in elements_of(blocks):
        if block["type"] != "input" or part["type"] not in VALUE_KEYS:
            continue
        value = state[block["block_id"]][part["action_id"]][VALUE_KEYS[part["type"]][0]]
        said = _required(block) if value in (None, "", []) else _shape_refused(part, value)
        if said:
            errors[block["block_id"]] = said
    return errors


def _required(block: Json) -> str | None:
    return None if block.get("optional") else "Please complete this required field."


def _shape_refused(part: Json, value: Any) -> str | None:
    kind = part["type"]
    if kind == "plain_text_input":
        return _length_refused(part, value)
    if kind == "number_input":
        return _number_refused(part, value)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter an email address."
    if kind == "url_text_input" and not re.match(r"https?://\S", value):
        return "Please enter a web address."
    if "option" in VALUE_KEYS[kind][0]:
        chosen = value if isinstance(value, list) else [value]
        if any(one not in list(all_options(part)) for one in chosen):
            return "Please choose one of the options."
    return None


def _length_refused(part: Json, value: str) -> str | None:
    least, most = part.get("min_length") or 0, part.get("max_length") or 3000
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _number_refused(part: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if part["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a number."
    if "min_value" in part and float(value) < float(part["min_value"]):
        return f"Please enter a number of at least {part['min_value']}."
    if "max_value" in part and float(value) > float(part["max_value"]):
        return f"Please enter a number of at most {part['max_value']}."
    return None
