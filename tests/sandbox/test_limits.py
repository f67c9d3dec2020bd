"""Every limit at its edge: the last value that Slack takes, and the first that it refuses."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.limits import check_message, check_view
from sandbox.wire import Refusal


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def section(words: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "b", "text": plain("Open"), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def options(number: int, text: int = 1, value: int = 1) -> list[dict[str, Any]]:
    return [{"text": plain("t" * text), "value": f"{place:0{value}d}"} for place in range(number)]


def select(number: int = 2, **more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": options(number, value=3), **more}


def field(element: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "label": plain("Name"),
        "element": element or {"type": "plain_text_input"},
        **more,
    }


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("T"), "submit": plain("Send"), "blocks": list(blocks), **more}


def refusal_of(check: Callable[[], None]) -> Refusal | None:
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


def problems_of(refusal: Refusal | None, code: str) -> list[str]:
    if refusal is None:
        return []
    assert refusal.code == code
    return list(refusal.extra["response_metadata"]["messages"])


def problems_of_blocks(*blocks: dict[str, Any]) -> list[str]:
    return problems_of(refusal_of(lambda: check_message("text", list(blocks))), "invalid_blocks")


def problems_of_view(view: Any, kind: str = "modal") -> list[str]:
    return problems_of(refusal_of(lambda: check_view(view, kind)), "invalid_arguments")


FIELDS = [{"type": "mrkdwn", "text": "f"}]
CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
EDGES = [
    (section("x" * 3000), section("x" * 3001)),
    (
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "f" * 2000}]},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "f" * 2001}]},
    ),
    ({"type": "section", "fields": FIELDS * 10}, {"type": "section", "fields": FIELDS * 11}),
    ({"type": "header", "text": plain("h" * 150)}, {"type": "header", "text": plain("h" * 151)}),
    ({"type": "context", "elements": FIELDS * 10}, {"type": "context", "elements": FIELDS * 11}),
    (
        actions(*[button(action_id=f"b{n}") for n in range(25)]),
        actions(*[button(action_id=f"b{n}") for n in range(26)]),
    ),
    (actions(button(text=plain("b" * 75))), actions(button(text=plain("b" * 76)))),
    (actions(button(value="v" * 2000)), actions(button(value="v" * 2001))),
    (actions(button(action_id="a" * 255)), actions(button(action_id="a" * 256))),
    (section(block_id="i" * 255), section(block_id="i" * 256)),
    (actions(select(100)), actions(select(101))),
    (actions(select(placeholder=plain("p" * 150))), actions(select(placeholder=plain("p" * 151)))),
    (actions(select() | {"options": options(1, 75)}), actions(select() | {"options": options(1, 76)})),
    (
        actions(select() | {"options": options(1, value=150)}),
        actions(select() | {"options": options(1, value=151)}),
    ),
    (
        actions({"type": "checkboxes", "options": options(10, value=2)}),
        actions({"type": "checkboxes", "options": options(11, value=2)}),
    ),
    (
        actions({"type": "radio_buttons", "options": options(10, value=2)}),
        actions({"type": "radio_buttons", "options": options(11, value=2)}),
    ),
    (
        actions({"type": "overflow", "options": options(5)}),
        actions({"type": "overflow", "options": options(6)}),
    ),
    (
        actions(button(confirm=CONFIRM | {"title": plain("t" * 100)})),
        actions(button(confirm=CONFIRM | {"title": plain("t" * 101)})),
    ),
    (
        actions(button(confirm=CONFIRM | {"text": plain("t" * 300)})),
        actions(button(confirm=CONFIRM | {"text": plain("t" * 301)})),
    ),
    (
        actions(button(confirm=CONFIRM | {"deny": plain("d" * 30)})),
        actions(button(confirm=CONFIRM | {"deny": plain("d" * 31)})),
    ),
    (field(label=plain("l" * 2000)), field(label=plain("l" * 2001))),
    (field(hint=plain("h" * 2000)), field(hint=plain("h" * 2001))),
    (
        field({"type": "plain_text_input", "max_length": 3000}),
        field({"type": "plain_text_input", "max_length": 3001}),
    ),
    (
        field({"type": "number_input", "is_decimal_allowed": False}),
        field({"type": "number_input"}),
    ),
    (
        field({"type": "datepicker", "initial_date": "2026-01-31"}),
        field({"type": "datepicker", "initial_date": "31.1.2026"}),
    ),
    (
        field({"type": "timepicker", "initial_time": "23:59"}),
        field({"type": "timepicker", "initial_time": "24:00"}),
    ),
    (
        field({"type": "datetimepicker", "initial_date_time": 1_700_000_000}),
        field({"type": "datetimepicker", "initial_date_time": 17}),
    ),
]


@pytest.mark.parametrize(("taken", "refused"), EDGES)
def test_a_block_at_its_limit_is_taken_and_one_past_it_refused(
    taken: dict[str, Any], refused: dict[str, Any]
) -> None:
    assert problems_of_blocks(taken) == []
    assert problems_of_view(modal(taken)) == []
    assert problems_of_blocks(refused)
    assert problems_of_view(modal(refused))


VIEW_EDGES = [
    ({"title": plain("t" * 24)}, {"title": plain("t" * 25)}),
    ({"submit": plain("s" * 24)}, {"submit": plain("s" * 25)}),
    ({"close": plain("c" * 24)}, {"close": plain("c" * 25)}),
    ({"private_metadata": "m" * 3000}, {"private_metadata": "m" * 3001}),
    ({"callback_id": "c" * 255}, {"callback_id": "c" * 256}),
    ({"external_id": "e" * 255}, {"external_id": "e" * 256}),
    ({"blocks": [section()] * 100}, {"blocks": [section()] * 101}),
    ({"notify_on_close": True}, {"notify_on_close": "yes"}),
    ({}, {"title": {"type": "mrkdwn", "text": "T"}}),
    ({}, {"colour": "blue"}),
    ({}, {"type": "dialog"}),
]


@pytest.mark.parametrize(("taken", "refused"), VIEW_EDGES)
def test_a_view_at_its_limit_is_taken_and_one_past_it_refused(
    taken: dict[str, Any], refused: dict[str, Any]
) -> None:
    assert problems_of_view(modal(section(), **taken)) == []
    assert problems_of_view(modal(section(), **refused))


BAD_BLOCKS = [
    ({"type": "sectoin"}, "unsupported type: sectoin [json-pointer:/blocks/0/type]"),
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    (section(colour="blue"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(accessory={"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(button(), button()), "action_id must be unique in a block: b"),
    (actions(button(style="warning")), "value must be one of: primary, danger"),
    (
        actions(select(option_groups=[{"label": plain("g"), "options": options(1)}])),
        "must provide exactly one of: options, option_groups",
    ),
    (
        actions(select(initial_option={"text": plain("other"), "value": "other"})),
        "initial option must exactly match a provided option",
    ),
    (actions(select() | {"options": options(1) * 2}), "option values must be unique"),
    (field(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    ({"type": "rich_text", "elements": [{"type": "section", "elements": []}]}, "unsupported type: section"),
]


@pytest.mark.parametrize(("block", "said"), BAD_BLOCKS)
def test_a_misshapen_block_is_refused_with_its_place(block: dict[str, Any], said: str) -> None:
    assert any(said in line for line in problems_of_blocks(block))


def test_rich_text_is_taken() -> None:
    leaf = {"type": "text", "text": "words", "style": {"bold": True}}
    parts = [
        {"type": "rich_text_section", "elements": [leaf]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [leaf]}],
        },
    ]
    assert problems_of_blocks({"type": "rich_text", "elements": parts}) == []


def test_block_ids_are_unique() -> None:
    assert problems_of_blocks(section(block_id="one"), section(block_id="two")) == []
    assert problems_of_blocks(section(block_id="one"), section(block_id="one"))


def test_a_message_holds_fifty_blocks() -> None:
    assert problems_of_blocks(*[section()] * 50) == []
    assert "[ERROR] no more than 50 items allowed [json-pointer:/blocks]" in problems_of_blocks(
        *[section()] * 51
    )


def test_a_message_needs_something_and_not_too_much() -> None:
    check_message("x" * 4000, None)
    for text, blocks, code in (
        (None, None, "no_text"),
        ("", [], "no_text"),
        ("x" * 4001, None, "msg_too_long"),
        ("x", [section("x" * 2900)] * 5, "msg_blocks_too_long"),
    ):
        with pytest.raises(Refusal) as caught:
            check_message(text, blocks)
        assert caught.value.code == code


def test_a_modal_with_fields_needs_a_submit_button() -> None:
    view = modal(field())
    del view["submit"]
    assert problems_of_view(view) == ["[ERROR] missing required field: submit [json-pointer:/view]"]


def test_a_modal_may_focus_one_field() -> None:
    focused = {"type": "plain_text_input", "focus_on_load": True}
    assert problems_of_view(modal(field(focused))) == []
    assert problems_of_view(modal(field(focused), field(focused)))


def test_a_home_takes_fields_but_no_title_and_no_submit() -> None:
    home = {"type": "home", "blocks": [section(), field()]}
    assert problems_of_view(home, "home") == []
    assert problems_of_view(home | {"title": plain("Home")}, "home")
    assert problems_of_view(home | {"submit": plain("Send")}, "home")
    assert problems_of_view(home, "modal")


def test_a_view_past_250_kilobytes_is_too_large() -> None:
    with pytest.raises(Refusal) as caught:
        check_view(modal(*[section("é" * 2000)] * 70), "modal")
    assert caught.value.code == "view_too_large"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
WHOLE = modal(
    section(accessory=button(confirm=CONFIRM)),
    section(fields=FIELDS),
    actions(button(), select(action_id="s2"), {"type": "overflow", "options": options(2)}),
    field(select(option_groups=None)),
    field({"type": "checkboxes", "options": options(2), "initial_options": options(1)}),
    {"type": "context", "elements": FIELDS},
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a JSON value with every key in it."""
    inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    here = [(value, key) for key, _ in inner]
    return here + [one for _, part in inner if isinstance(part, dict | list) for one in places(part)]


@given(st.data(), JUNK)
def test_junk_anywhere_in_a_view_is_refused_or_taken_but_never_breaks_the_checks(
    data: st.DataObject, junk: Any
) -> None:
    view = deepcopy(WHOLE)
    holder, key = data.draw(st.sampled_from(places(view)))
    holder[key] = junk
    refusal = refusal_of(lambda: check_view(view, "modal"))
    assert refusal is None or refusal.code == "invalid_arguments"
    refusal = refusal_of(lambda: check_message("text", view["blocks"]))
    assert refusal is None or refusal.code in ("invalid_blocks", "no_text")


def test_the_whole_view_without_junk_is_taken() -> None:
    assert problems_of_view(WHOLE) == []
