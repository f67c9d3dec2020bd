"""What fields hold and what a client checks before it sends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.fields import initial_state, refused_by_client, typed

OPTIONS = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("north", "quay")]


def form(element: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    label = {"type": "plain_text", "text": "Label"}
    return [
        {"type": "input", "block_id": "b", "label": label, "element": {"action_id": "a", **element}, **more}
    ]


def after_typing(blocks: list[dict[str, Any]], value: dict[str, Any]) -> dict[str, str]:
    return refused_by_client(blocks, typed(initial_state(blocks), {"b": {"a": value}}))


def test_initial_values_stand_in_the_state() -> None:
    blocks = form({"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]})
    assert initial_state(blocks) == {"b": {"a": {"type": "static_select", "selected_option": OPTIONS[0]}}}
    assert initial_state(form({"type": "checkboxes", "options": OPTIONS}))["b"]["a"]["selected_options"] == []
    assert initial_state(form({"type": "plain_text_input"}))["b"]["a"]["value"] is None


def test_a_redrawn_field_keeps_its_value_unless_its_kind_or_id_changed() -> None:
    blocks = form({"type": "plain_text_input"})
    before = typed(initial_state(blocks), {"b": {"a": {"value": "typed"}}})
    assert initial_state(form({"type": "plain_text_input", "initial_value": "x"}), before) == before
    assert initial_state(form({"type": "datepicker"}), before)["b"]["a"]["selected_date"] is None
    renamed = form({"type": "plain_text_input", "action_id": "other"})
    assert initial_state(renamed, before)["b"]["other"]["value"] is None


def test_what_the_form_does_not_have_is_ignored() -> None:
    state = initial_state(form({"type": "plain_text_input"}))
    assert typed(state, {"other": {"a": {"value": "x"}}, "b": {"other": {"value": "x"}}}) == state


@pytest.mark.parametrize(
    ("element", "taken", "refused"),
    [
        ({"type": "plain_text_input", "min_length": 3}, {"value": "abc"}, {"value": "ab"}),
        ({"type": "plain_text_input"}, {"value": "x" * 3000}, {"value": "x" * 3001}),
        ({"type": "number_input", "is_decimal_allowed": False}, {"value": "18"}, {"value": "1.5"}),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "1"},
            {"value": "1.5"},
            {"value": "0"},
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            {"value": "9"},
            {"value": "9.1"},
        ),
        ({"type": "email_text_input"}, {"value": "z@example.org"}, {"value": "z at example"}),
        ({"type": "url_text_input"}, {"value": "https://example.org"}, {"value": "example"}),
        (
            {"type": "static_select", "options": OPTIONS},
            {"selected_option": OPTIONS[1]},
            {"selected_option": {"text": OPTIONS[0]["text"], "value": "west"}},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS},
            {"selected_options": OPTIONS},
            {"selected_options": [{}]},
        ),
        ({"type": "datepicker"}, {"selected_date": "2026-01-31"}, {"selected_date": None}),
    ],
)
def test_a_client_sends_only_what_the_field_takes(
    element: dict[str, Any], taken: dict[str, Any], refused: dict[str, Any]
) -> None:
    assert after_typing(form(element), taken) == {}
    assert list(after_typing(form(element), refused)) == ["b"]


def test_an_optional_field_may_stay_empty() -> None:
    assert after_typing(form({"type": "plain_text_input"}, optional=True), {"value": ""}) == {}
    assert after_typing(form({"type": "plain_text_input"}), {"value": ""})


@given(st.text(max_size=30), st.integers(0, 10), st.integers(1, 20))
def test_a_text_passes_exactly_when_its_length_fits(words: str, least: int, most: int) -> None:
    blocks = form({"type": "plain_text_input", "min_length": least, "max_length": most}, optional=True)
    fits = not words or least <= len(words) <= most
    assert (after_typing(blocks, {"value": words}) == {}) is fits
