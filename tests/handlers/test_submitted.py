"""A form that was sent: mistakes stand at their fields; what is under it is taken up if it still can be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_bolt import Ack

from handlers.call import Call, read_call
from handlers.forms import Draft, Field, Form, Kind
from handlers.ids import View
from handlers.submitted import read_or_mend, take_up_below
from tests.handlers.wing import RememberingSlack, slack_error

FORM = Form(View.ACTION_PAID, "Paid", "Save", (Field("paid", "How much was paid", Kind.TEXT, None),))


def sent(slack: RememberingSlack, paid: str = "", **view: str) -> Call:
    values = {"action_paid.paid": {"value": {"value": paid or None}}}
    body = {"type": "view_submission", "view": {"id": "VTOP", "state": {"values": values}, **view}}
    return read_call(body, slack, Ack())  # type: ignore[no-untyped-call]  # Bolt left it so


def answered(call: Call) -> dict[str, Any] | None:
    return json.loads(call.ack.response.body) if call.ack.response else None


def test_what_was_filled_in_is_read_and_the_call_waits_for_its_answer() -> None:
    call = sent(RememberingSlack(), "120")
    draft = read_or_mend(call, FORM)
    assert isinstance(draft, Draft)
    assert draft.codes == {"paid": "120"}
    assert answered(call) is None


def test_what_is_missing_is_answered_at_its_field_and_there_is_nothing_to_read() -> None:
    call = sent(RememberingSlack())
    assert read_or_mend(call, FORM) is None
    said = answered(call)
    assert said is not None
    assert said["response_action"] == "errors"
    assert set(said["errors"]) == {"action_paid.paid"}


def test_the_view_under_the_form_is_taken_up_with_nothing_of_it_left() -> None:
    slack = RememberingSlack()
    held = take_up_below(sent(slack, previous_view_id="VBELOW"))
    assert (held["id"], held["hash"]) == ("VBELOW", "h1")
    (call,) = slack.asked
    assert call[0] == "views.update"
    assert "Opening" in str(call[1]["view"])


def test_with_nothing_under_it_slack_is_not_asked() -> None:
    slack = RememberingSlack()
    assert take_up_below(sent(slack)) == {}
    assert slack.asked == []


@pytest.mark.parametrize("trouble", [slack_error("not_found"), TimeoutError()])
def test_a_view_that_was_closed_or_a_slow_slack_leave_the_form_to_say_it(trouble: Exception) -> None:
    slack = RememberingSlack()
    slack.trouble["views.update"] = trouble
    assert take_up_below(sent(slack, previous_view_id="VBELOW")) == {}
