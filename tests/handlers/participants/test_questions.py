"""The forms: what is sealed where, nothing prefilled, steps by number, and words that blame nobody."""

from __future__ import annotations

import json

import pytest

from handlers.answers import read
from handlers.forms import Draft, Form, Kind, Mistakes, as_modal
from handlers.participants.facts import Beginnings
from handlers.participants.questions import (
    ASK_FIRST,
    EDIT_DETAILS,
    NEW_GOAL,
    RUNG,
    TEAM,
    begin_form,
    edit_goal_form,
)
from models.classes import Category
from models.goal import MOST_STEPS, Goal, Step
from models.participant import Rung
from models.people import Role
from models.sensitive import Sensitive
from sandbox.limits import check_view
from tests.handlers.test_standing import FACTS
from tests.handlers.test_words import BLAMING
from tests.handlers.wing import picked, texts, ticked, typed

REGIONS = (("north", "North"), ("quay", "Quay"))
FULL = Beginnings(REGIONS, (FACTS,) * 20)
GOAL = Goal(
    Sensitive("A door of my own"), (Step(Sensitive("Ask"), done=True), Step(Sensitive("Bring papers"))), ""
)
LONGEST = Goal(
    Sensitive("W" * 500), tuple(Step(Sensitive("s" * 90), n % 2 == 0) for n in range(MOST_STEPS)), ""
)
FORMS = [
    *(EDIT_DETAILS, NEW_GOAL, RUNG, TEAM, begin_form(Beginnings(REGIONS[:1], ()))),
    *(edit_goal_form(), edit_goal_form(GOAL), edit_goal_form(LONGEST)),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.callback.value)
def test_every_form_is_within_slacks_limits_and_blames_nobody(form: Form) -> None:
    view = as_modal(form, private_metadata="C-7KQ2M")
    check_view(view, "modal")
    assert not any(BLAMING.search(text) for text in texts(view))
    assert "initial" not in json.dumps(view)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.callback.value)
def test_every_text_is_sealed_and_every_choice_is_a_code_of_ours(form: Form) -> None:
    for question in form.fields:
        written = question.kind in {Kind.TEXT, Kind.LONG_TEXT}
        assert (question.category is not None) is written, question.id


def test_what_is_said_first_is_to_ask_first() -> None:
    assert begin_form(FULL).intro == EDIT_DETAILS.intro == (ASK_FIRST,)


def test_a_referral_and_a_region_are_asked_where_there_is_one_to_choose() -> None:
    asked = [question.id for question in begin_form(Beginnings(REGIONS, (FACTS,))).fields]
    assert asked == ["referral", "region", "called", "language", "ways", "safety"]
    assert [question.id for question in begin_form(Beginnings(REGIONS[:1], ())).fields] == asked[2:]


def test_a_referral_is_named_by_reference_door_and_region_only() -> None:
    choices = begin_form(Beginnings(REGIONS, (FACTS,))).fields[0].choices
    assert [(one.value, one.text) for one in choices] == [
        (FACTS.ref, f"{FACTS.ref}, arrest diversion, {FACTS.region}"),
        ("none", "None of these"),
    ]


def test_a_referral_that_was_not_offered_is_refused() -> None:
    form = begin_form(Beginnings(REGIONS, (FACTS,)))
    values = {
        **typed("participant_begin", called="Zebulon Testperson"),
        **picked("participant_begin", region="north", referral="R-ZZZZZ"),
    }
    draft = read(form, values)
    assert isinstance(draft, Mistakes)
    assert list(draft.by_block) == ["participant_begin.referral"]


def test_answers_go_into_the_envelopes_of_their_class() -> None:
    values = typed("participant_begin", called="Zeb", language="Signs", ways="Dock", safety="A goose")
    draft = read(begin_form(Beginnings(REGIONS[:1], ())), values)
    assert isinstance(draft, Draft)
    assert {category: set(fields) for category, fields in draft.details.items()} == {
        Category.IDENTITY: {"called", "language"},
        Category.LOCATION: {"ways"},
        Category.DANGER: {"safety"},
    }


def test_nothing_has_to_be_filled_in_to_edit() -> None:
    assert read(EDIT_DETAILS, {}) == Draft({"take_away": ""}, {})
    assert isinstance(read(edit_goal_form(), {}), Draft)


def test_a_name_can_be_changed_and_not_taken_away() -> None:
    refused = read(EDIT_DETAILS, ticked("folder_details", take_away="called"))
    assert isinstance(refused, Mistakes)
    assert isinstance(read(EDIT_DETAILS, ticked("folder_details", take_away="ways")), Draft)


def test_a_goals_form_names_steps_by_number_and_says_nothing_of_them() -> None:
    said = texts(as_modal(edit_goal_form(GOAL)))
    assert not any(word in text for text in said for word in ("door", "Ask", "papers"))
    fields = {
        question.id: [choice.text for choice in question.choices] for question in edit_goal_form(GOAL).fields
    }
    assert (fields["done"], fields["not_done"]) == (["Step 2"], ["Step 1"])
    assert fields["away"] == ["Step 1", "Step 2"]


def test_a_goal_without_steps_asks_for_none_of_them() -> None:
    fields = [question.id for question in edit_goal_form(Goal(Sensitive("A door"), (), "")).fields]
    assert fields == ["words", "more", "whole"]


def test_every_answer_of_a_goals_form_is_read_by_the_whole_one() -> None:
    known = {question.id: set(question.choices) for question in edit_goal_form().fields}
    for form in (edit_goal_form(GOAL), edit_goal_form(LONGEST)):
        for question in form.fields:
            assert set(question.choices) <= known[question.id]


def test_every_rung_and_every_part_on_a_team_can_be_chosen() -> None:
    assert [choice.value for choice in RUNG.fields[0].choices] == [rung.value for rung in Rung]
    parts = {choice.value for choice in TEAM.fields[1].choices}
    assert parts - {"leaves"} == {
        Role.CASE_MANAGER,
        Role.LEGAL_SYSTEM_ADVOCATE,
        Role.CLINICAL_SUPERVISOR,
    }
