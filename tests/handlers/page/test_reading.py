"""A posted form is read as Slack would report it: only what the view declares, whatever was sent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers import blocks
from handlers.page import reading
from handlers.page.reading import action_of, choice_of, name_of, state_of

PICK = {"type": "static_select", "action_id": "pick", "options": [blocks.option("20", "20 minutes")]}
TEXT = {"type": "plain_text_input", "action_id": "value"}
PEOPLE = {"type": "multi_users_select", "action_id": "value"}
TICKS = {"type": "checkboxes", "action_id": "value", "options": [blocks.option("yes", "Yes")]}
VIEW = blocks.modal(
    "form",
    "Form",
    [
        {"type": "input", "block_id": "f.text", "label": blocks.plain("?"), "element": TEXT},
        {"type": "input", "block_id": "f.who", "label": blocks.plain("?"), "element": PEOPLE},
        {"type": "input", "block_id": "f.ok", "label": blocks.plain("?"), "element": TICKS},
        {**blocks.with_button("Estimate", PICK), "block_id": "f.pick"},
        blocks.actions("f.acts", [blocks.button("go", "Go", value="a|b"), blocks.button("stop", "Stop")]),
    ],
    submit="Send",
)


def test_every_kind_is_read_as_slack_reports_it() -> None:
    posted = {
        "f.text|value": ["one\r\ntwo"],
        "f.who|value": ["U2", "", "U1", "U2"],
        "f.ok|value": ["yes", "no"],
        "f.pick|pick": ["20"],
        "another|value": ["never declared"],
    }
    state = state_of(VIEW, posted)
    assert state["f.text"]["value"] == {"type": "plain_text_input", "value": "one\ntwo"}
    assert state["f.who"]["value"] == {"type": "multi_users_select", "selected_users": ["U2", "U1"]}
    assert [one["value"] for one in state["f.ok"]["value"]["selected_options"]] == ["yes"]
    assert state["f.pick"]["pick"]["selected_option"]["value"] == "20"
    assert "another" not in state


def test_what_stays_empty_is_empty_as_in_slack() -> None:
    state = state_of(VIEW, {"f.text|value": [""]})
    assert state["f.text"]["value"]["value"] is None
    assert state["f.who"]["value"]["selected_users"] == []
    assert state["f.pick"]["pick"]["selected_option"] is None


def test_only_a_button_of_the_view_is_a_tap() -> None:
    tapped = action_of(VIEW, "f.acts|go|a|b")
    assert tapped == {"type": "button", "block_id": "f.acts", "action_id": "go", "value": "a|b"}
    assert action_of(VIEW, "f.acts|stop|") == {"type": "button", "block_id": "f.acts", "action_id": "stop"}
    for forged in ("f.acts|go|c", "f.acts|delete|", "f.text|value|", ""):
        assert action_of(VIEW, forged) is None


def test_only_a_list_outside_the_form_is_sent_by_its_own_button() -> None:
    chosen = choice_of(VIEW, "f.pick|pick", {"f.pick|pick": ["20"]})
    assert chosen is not None
    assert chosen["selected_option"]["value"] == "20"
    assert choice_of(VIEW, "f.text|value", {"f.text|value": ["x"]}) is None


def test_names_are_those_of_fields() -> None:
    assert reading.names_of(VIEW) == ["f.text|value", "f.who|value", "f.ok|value", "f.pick|pick"]
    assert name_of({"type": "section"}, PICK) == "|pick"


@given(st.dictionaries(st.text(), st.lists(st.text(), max_size=3), max_size=6), st.text())
def test_whatever_is_sent_the_state_has_the_views_own_shape(
    posted: dict[str, list[str]], tapped: str
) -> None:
    state = state_of(VIEW, posted)
    assert {(block, action) for block, actions in state.items() for action in actions} == {
        ("f.text", "value"), ("f.who", "value"), ("f.ok", "value"), ("f.pick", "pick")
    }  # fmt: skip
    found = action_of(VIEW, tapped)
    assert found is None or found["action_id"] in {"go", "stop"}
