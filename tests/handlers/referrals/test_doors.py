"""The doors' forms: one declaration each, and stored answers read back in people's words."""

from __future__ import annotations

import pytest

from handlers.forms import Form, Kind
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST, DOOR_OF, FIRST, FITS_FIELD, form_for, label_of
from models.classes import Category
from models.referral import Door
from models.site import Contacts

ALL = (*FIRST.values(), ARREST_REST)


def test_every_door_has_its_form_and_every_form_its_door() -> None:
    assert set(FIRST) == set(Door)
    assert {DOOR_OF[form.callback] for form in FIRST.values()} == set(Door)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.callback.value)
def test_everything_that_is_asked_about_a_person_is_sealed(form: Form) -> None:
    asked = {question.category for question in form.fields if question is not FITS_FIELD}
    assert asked <= set(Category), "but for a code that says nothing of the person"


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.callback.value)
def test_a_field_is_asked_once(form: Form) -> None:
    names = [question.id for question in form.fields]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.callback.value)
def test_what_is_chosen_from_has_choices(form: Form) -> None:
    for question in form.fields:
        assert bool(question.choices) == (question.kind in {Kind.CHOICE, Kind.CONFIRM})


def test_an_arrest_diversion_asks_two_things_before_it_pages() -> None:
    assert [question.id for question in ARREST_FIRST.fields] == ["place", "callback"]


def test_the_name_of_a_person_is_never_required_of_a_neighbor() -> None:
    person = next(question for question in FIRST[Door.COMMUNITY].fields if question.id == "person")
    assert not person.required


@pytest.mark.parametrize("door", Door)
def test_a_region_is_asked_only_where_there_is_one_to_choose(door: Door) -> None:
    one = form_for(door, [("quay", "Quay")], Contacts())
    two = form_for(door, [("north", "North"), ("quay", "Quay")], Contacts())
    assert "region" not in {question.id for question in one.fields}
    region = next(question for question in two.fields if question.id == "region")
    assert region.category is None
    assert [choice.value for choice in region.choices] == ["north", "quay"]


def test_the_emergency_number_is_the_sites_and_the_declaration_stays_as_it_is() -> None:
    danger = form_for(Door.COMMUNITY, [("quay", "Quay")], Contacts(emergency="112")).fields[0]
    assert danger.choices[1].stops_with.startswith("Please call 112 now.")
    assert "{emergency}" in FIRST[Door.COMMUNITY].fields[0].choices[1].stops_with


@pytest.mark.parametrize(
    ("door", "field", "value", "read"),
    [
        (Door.ARREST_DIVERSION, "hand_off", "station", ("Hand-off at", "The station")),
        (Door.ARREST_DIVERSION, "place", "By the pump", ("Where should the responder come?", "By the pump")),
        (Door.SOCIAL_CONTACT, "willing", "unsure", ("Has the person been asked?", "Asked, not sure yet")),
        (Door.COMMUNITY, "danger", "no", ("Is anybody in danger right now?", "No")),
        (Door.COMMUNITY, "an_older_question", "text", ("An older question", "text")),
    ],
)
def test_a_stored_answer_reads_as_the_form_said_it(
    door: Door, field: str, value: str, read: tuple[str, str]
) -> None:
    assert label_of(door, field, value) == read
