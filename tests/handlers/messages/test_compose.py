"""The forms of sealed messages: within Slack's limits, nothing filled in, and no dead choices."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handlers.answers import read
from handlers.forms import Draft, Kind, as_modal
from handlers.ids import View
from handlers.messages.compose import DELETE_FIRST, TEXT_LENGTH, form_for, post_of, post_value
from handlers.messages.facts import Composing
from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS
from models.acts.addressing import Post
from models.classes import STORED, Category, Purpose
from models.people import Role
from models.site import Contacts
from sandbox.limits import check_view
from tests.handlers.messages.sealing import FORMS, values

HELD = Post("prosecutor:Lantern County Prosecutor", Role.LIAISON_PROSECUTOR)
GONE = Post("defense:Lantern County Public Defense", Role.PUBLIC_DEFENDER)
COMPOSING = Composing(STORED, Contacts(), (("C-7KQ2M", "C-7KQ2M"),), (HELD,))


@pytest.mark.parametrize("callback", FORMS)
def test_slack_takes_every_form_and_nothing_is_filled_in(callback: View) -> None:
    view = as_modal(form_for(callback, COMPOSING))
    check_view(view, "modal")
    assert "initial" not in json.dumps(view)
    assert "dispatch_action" not in json.dumps(view)


def test_slack_takes_the_form_of_a_large_site() -> None:
    posts = tuple(
        Post(f"service:{n} {'Very Long Agency ' * 7}"[:120], Role.SERVICE_PROVIDER) for n in range(150)
    )
    subjects = tuple((f"C-{n:05}", f"C-{n:05} ({'Social contact ' * 9})") for n in range(150))
    check_view(
        as_modal(form_for(View.SEAL_MESSAGE, replace(COMPOSING, held=posts, subjects=subjects))), "modal"
    )


def test_only_a_new_message_asks_whom_it_is_about_and_a_reply_not_even_whom_to() -> None:
    asked = {form: [one.id for one in form_for(form, COMPOSING).fields] for form in FORMS}
    assert asked[View.SEAL_REPLY] == ["kind", "wanted", "subject", "text"]
    assert asked[View.SEAL_ABOUT] == ["role", "people", "kind", "purpose", "wanted", "subject", "text"]
    assert asked[View.SEAL_MESSAGE] == ["about", *asked[View.SEAL_ABOUT]]


def test_without_a_post_that_somebody_holds_people_can_still_be_named() -> None:
    form = form_for(View.SEAL_ABOUT, replace(COMPOSING, held=()))
    assert "role" not in [one.id for one in form.fields]
    check_view(as_modal(form), "modal")


def test_subject_and_text_are_kept_as_the_chosen_kind_and_nothing_else_is() -> None:
    form = form_for(View.SEAL_REPLY, COMPOSING)
    for kind in STORED:
        draft = read(form, values("seal_reply", kind=kind.value))
        assert isinstance(draft, Draft)
        assert {category: set(fields) for category, fields in draft.details.items()} == {
            kind: {"subject", "text"}
        }
        assert set(draft.codes) == {"kind", "wanted"}


def test_a_text_longer_than_one_field_is_refused_in_words() -> None:
    form = form_for(View.SEAL_REPLY, COMPOSING)
    filled = values("seal_reply")
    filled["seal_reply.text"]["value"]["value"] = "a" * (TEXT_LENGTH + 1)
    refused = read(form, filled)
    assert not isinstance(refused, Draft)
    assert set(refused.by_block) == {"seal_reply.text"}


def test_the_longest_text_of_the_widest_letters_fits_an_envelope() -> None:
    filled = values("seal_reply")
    filled["seal_reply.text"]["value"]["value"] = "\U00010348" * TEXT_LENGTH
    draft = read(form_for(View.SEAL_REPLY, COMPOSING), filled)
    assert isinstance(draft, Draft)
    [fields] = draft.details.values()
    assert len(json.dumps({k: v.reveal() for k, v in fields.items()}, ensure_ascii=False).encode()) < 16_383


def test_a_post_is_found_by_its_choice_and_a_vacant_one_ends_the_form() -> None:
    form = form_for(View.SEAL_ABOUT, replace(COMPOSING, vacant=(GONE,)))
    role = next(one for one in form.fields if one.id == "role")
    assert role.kind is Kind.CHOICE
    assert {one.value: bool(one.stops_with) for one in role.choices} == {
        post_value(HELD): False,
        post_value(GONE): True,
    }
    assert post_of(post_value(HELD), (GONE, HELD)) == HELD
    assert post_of("", (GONE, HELD)) is None


def test_the_first_line_of_the_menus_form_asks_to_delete() -> None:
    view = as_modal(form_for(View.SEAL_MESSAGE, COMPOSING, DELETE_FIRST))
    assert view["blocks"][0]["text"]["text"].startswith("Please delete the original now")


def test_every_kind_and_purpose_has_its_words() -> None:
    assert set(CATEGORY_WORDS) == set(STORED) < set(Category)
    assert set(PURPOSE_WORDS) == set(Purpose)
