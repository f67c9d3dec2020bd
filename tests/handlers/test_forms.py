"""Forms: every field becomes the input of its kind, within what Slack takes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import handlers
from handlers.forms import (
    Choice,
    Field,
    Form,
    Kind,
    as_modal,
)
from handlers.ids import View
from handlers.referrals.doors import (
    ARREST_REST,
    FIRST,
    form_for,
)
from models.referral import Door
from models.site import Contacts
from sandbox.limits import check_view

WHEN = Form(
    View.SOCIAL_CONTACT,
    "When",
    "Send",
    (Field("at", "At", Kind.TIME, None), Field("where", "Where", Kind.CHANNEL, None, required=False)),
)


@pytest.mark.parametrize("regions", [1, 2, 100], ids=lambda n: f"{n} regions")
@pytest.mark.parametrize("door", Door)
def test_every_doors_form_is_within_slacks_limits(door: Door, regions: int) -> None:
    named = [(f"r{number:03}" + "x" * 28, "N" * 60) for number in range(regions)]
    longest = Contacts(team_line="9" * 40, emergency="1" * 20)
    view = as_modal(form_for(door, named, longest))
    check_view(view, "modal")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert len(inputs) == len(FIRST[door].fields) + (regions > 1)


def test_the_second_screen_is_within_slacks_limits_and_carries_only_its_handle() -> None:
    view = as_modal(ARREST_REST, private_metadata="0" * 32)
    check_view(view, "modal")
    assert view["private_metadata"] == "0" * 32


def every_form() -> Iterator[Form]:
    """All forms that stand in a module of the Slack wing."""
    for found in pkgutil.walk_packages(handlers.__path__, "handlers."):
        held = vars(importlib.import_module(found.name)).values()
        yield from (one for one in held if isinstance(one, Form))
        yield from (
            form for one in held if isinstance(one, dict) for form in one.values() if isinstance(form, Form)
        )


def test_every_free_text_of_the_open_plane_is_guarded() -> None:
    forms = list(every_form())
    assert forms
    free = {Kind.TEXT, Kind.LONG_TEXT}
    open_ones = [
        f"{form.callback.value}.{question.id}"
        for form in forms
        for question in form.fields
        if question.category is None and question.kind in free and not (question.guarded or question.kept_as)
    ]
    assert open_ones == []


def test_every_field_kind_becomes_the_input_of_its_kind() -> None:
    form = Form(
        View.SOCIAL_CONTACT,
        "Kinds",
        "Send",
        tuple(
            Field(kind.value, "Label", kind, None, hint="Hint", choices=(Choice("a", "A"),)) for kind in Kind
        ),
    )
    view = as_modal(form)
    check_view(view, "modal")
    kinds = {block["block_id"].split(".")[1]: block["element"]["type"] for block in view["blocks"]}
    assert kinds == {
        "text": "plain_text_input",
        "long_text": "plain_text_input",
        "phone": "plain_text_input",
        "choice": "static_select",
        "confirm": "checkboxes",
        "multi_choice": "multi_static_select",
        "date": "datepicker",
        "time": "timepicker",
        "user": "users_select",
        "people": "multi_users_select",
        "channel": "conversations_select",
    }


def test_what_is_given_stands_in_the_form() -> None:
    view = as_modal(WHEN, given={"at": "06:45", "where": "C0OWG0001"})
    check_view(view, "modal")
    given = [block["element"] for block in view["blocks"]]
    assert (given[0]["initial_time"], given[1]["initial_conversation"]) == ("06:45", "C0OWG0001")
