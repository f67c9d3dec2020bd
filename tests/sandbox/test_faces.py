"""What tests see of messages and forms, and how they name fields and options."""

from typing import Any

import pytest

from sandbox.faces import SeenView, button_in, typed_value, words_in

PLAIN = {"type": "plain_text", "text": "North"}
OPTION = {"text": PLAIN, "value": "north"}
BUTTON = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}, "value": "v"}
BLOCKS: list[dict[str, Any]] = [
    {
        "type": "section",
        "block_id": "s",
        "text": {"type": "mrkdwn", "text": "A sealed item"},
        "accessory": BUTTON,
    },
    {"type": "context", "block_id": "c", "elements": [{"type": "mrkdwn", "text": "For you"}]},
]


def test_all_words_are_found_in_reading_order() -> None:
    assert list(words_in(BLOCKS)) == ["A sealed item", "Open", "For you"]


def test_a_button_is_named_by_words_or_action() -> None:
    assert button_in(BLOCKS, "Open") == button_in(BLOCKS, "open")
    assert button_in(BLOCKS, "Open").value == "v"
    with pytest.raises(KeyError, match="Close"):
        button_in(BLOCKS, "Close")


def test_a_value_is_written_as_the_element_holds_it() -> None:
    select = {"type": "static_select", "options": [OPTION]}
    grouped = {"type": "static_select", "option_groups": [{"label": PLAIN, "options": [OPTION]}]}
    assert typed_value(select, "north") == typed_value(grouped, "North") == {"selected_option": OPTION}
    assert typed_value(select, None) == {"selected_option": None}
    assert typed_value(select | {"type": "checkboxes"}, ["north"]) == {"selected_options": [OPTION]}
    assert typed_value({"type": "number_input"}, 18) == {"value": "18"}
    assert typed_value({"type": "users_select"}, "UQUILL001") == {"selected_user": "UQUILL001"}
    assert typed_value({"type": "datepicker"}, "2026-01-31") == {"selected_date": "2026-01-31"}
    assert typed_value(BUTTON, None) == {}
    with pytest.raises(KeyError, match="west"):
        typed_value(select, "west")


def test_a_field_is_named_by_its_label_or_id() -> None:
    element = {"type": "plain_text_input", "action_id": "place"}
    field = {"type": "input", "block_id": "where", "label": PLAIN, "element": element}
    view = SeenView(
        {"id": "V1", "callback_id": "c", "title": PLAIN, "blocks": [field], "state": {"values": {}}}
    )
    assert view.labels == ["North"]
    assert view.field("North") == view.field("where") == view.field("place") == (field, element)
    assert view.title == "North"
