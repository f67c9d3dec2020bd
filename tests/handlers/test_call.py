"""One call: who, where and under which key, whatever Slack sent; and nothing typed in its repr."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from handlers.call import Call, read_call


def call_of(**body: Any) -> Call:
    return read_call(body, WebClient(), Ack())  # type: ignore[no-untyped-call]  # Bolt left it so


@pytest.mark.parametrize(
    "body",
    [
        {"user_id": "UZEBULON1"},
        {"user": {"id": "UZEBULON1"}},
        {"event": {"user": "UZEBULON1"}, "user": {"id": "UOTHER"}},
    ],
    ids=["command", "interaction", "event"],
)
def test_the_person_is_found_in_each_kind_of_payload(body: dict[str, Any]) -> None:
    assert call_of(**body).user == "UZEBULON1"


def test_a_payload_without_a_person_has_an_empty_one() -> None:
    assert call_of(type="block_actions").user == ""


def test_a_delivery_is_known_by_its_event_id_or_trigger() -> None:
    assert call_of(event_id="Ev1", trigger_id="1.2").key == "Ev1"
    assert call_of(trigger_id="1.2").key == "1.2"


def test_two_deliveries_without_an_id_are_never_taken_for_one() -> None:
    keys = {call_of().key for _ in range(50)}
    assert len(keys) == 50
    assert "" not in keys


def test_what_a_person_typed_does_not_stand_in_the_repr() -> None:
    assert "Zebulon" not in repr(call_of(user_id="U1", text="Zebulon Testperson"))


def test_the_handle_is_the_buttons_value_else_what_the_view_carries() -> None:
    view = {"private_metadata": "from-view"}
    assert call_of(actions=[{"value": "from-button"}], view=view).handle == "from-button"
    assert call_of(actions=[{"action_id": "estimate"}], view=view).handle == "from-view"
    assert call_of().handle == ""


def test_a_choice_is_read_from_the_action() -> None:
    assert call_of(actions=[{"selected_option": {"value": "20"}}]).chosen == "20"
    assert call_of(actions=[{"selected_option": None}]).chosen == ""
    assert call_of(actions=[]).chosen == ""


def test_a_form_that_holds_nothing_reads_as_empty() -> None:
    assert call_of(view={"state": None}).values == {}
    assert call_of(view={"state": {"values": {"a": {}}}}).values == {"a": {}}


def test_only_a_modal_counts_as_one() -> None:
    assert call_of(view={"type": "modal"}).in_modal
    assert not call_of(view={"type": "home"}).in_modal
    assert not call_of().in_modal


def test_the_third_view_of_a_stack_is_known_by_what_lies_below_it() -> None:
    assert call_of(view={"type": "modal", "previous_view_id": "V2", "root_view_id": "V1"}).on_third
    assert not call_of(view={"type": "modal", "previous_view_id": "V1", "root_view_id": "V1"}).on_third
    assert not call_of(view={"type": "modal", "previous_view_id": None, "root_view_id": "V1"}).on_third
    assert not call_of().on_third


def test_a_form_is_known_by_how_it_stood_and_not_by_its_delivery() -> None:
    sent = {"id": "V1", "hash": "1.a"}
    first, again = call_of(view=sent, trigger_id="1.one"), call_of(view=sent, trigger_id="1.two")
    assert first.form_key == again.form_key != first.key
    assert call_of(view={"id": "V1", "hash": "1.b"}).form_key != first.form_key
    assert call_of(view={"id": "V2", "hash": "1.a"}).form_key != first.form_key
    assert call_of(trigger_id="1.one").form_key == "1.one"
