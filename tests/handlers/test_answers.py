"""Answers: whatever arrives is read or refused at its field, and no refusal repeats what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.answers import CRIMINAL_HISTORY, GUARDED, read
from handlers.forms import (
    Draft,
    Field,
    Form,
    Kind,
    Mistakes,
    block_id,
)
from handlers.ids import View
from handlers.referrals.doors import (
    ARREST_FIRST,
    ARREST_REST,
    COMMUNITY,
    FIELD_HELP,
    SOCIAL,
    form_for,
)
from handlers.referrals.facts import FITS
from models.classes import Category
from models.referral import Door
from models.site import Contacts

FORMS = (FIELD_HELP, ARREST_FIRST, ARREST_REST, SOCIAL, COMMUNITY)
CODES = {FITS, "region"}
NAMES = [form.callback.value for form in FORMS]
SENTENCES = {
    CRIMINAL_HISTORY,
    "Please answer this.",
    "Please choose one of the answers.",
    "Please write a phone number: digits, spaces, + ( ) - only.",
    "Please remove invisible or control characters.",
    "Please write it without links or mentions.",
    *(f"Please keep this under {n} characters." for n in (30, 40, 200, 300, 600, 1500)),
}
GOOD = {Kind.TEXT: "By the pump", Kind.LONG_TEXT: "Line one\nand two", Kind.PHONE: "+1 (555) 010-0199 x4"}
ODD_CHARACTERS = [
    "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c",
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800",
]  # fmt: skip  # fmt: skip
MENTIONS = [
    "<!channel>", "<@UQUILL001>", "<#C0OWG0001>", "@here", "@channel", "@everyone", "http://example.test",
    "HTTPS://example.test", "www.example.test", "lantern.slack.com/archives",
]  # fmt: skip  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "selected_option", "selected_options"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
CLEAN = st.text(st.characters(categories=["L", "N", "Zs"], exclude_characters=""), max_size=30)


def element(question: Field, answer: str) -> dict[str, Any]:
    match question.kind:
        case Kind.CHOICE:
            return {"selected_option": {"value": answer}}
        case Kind.CONFIRM:
            return {"selected_options": [{"value": answer}]}
        case _:
            return {"value": answer}


def state_of(form: Form, **changes: str) -> dict[str, Any]:
    """A good answer to every field, with changes."""
    state = {}
    for question in form.fields:
        good = GOOD.get(question.kind) or question.choices[0].value
        state[block_id(form, question)] = {"value": element(question, changes.get(question.id, good))}
    return state


def texts_of(form: Form) -> list[Field]:
    return [question for question in form.fields if question.kind in GOOD]


def mistakes_of(form: Form, state: dict[str, Any]) -> dict[str, str]:
    found = read(form, state)
    return dict(found.by_block) if isinstance(found, Mistakes) else {}


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_good_answers_become_details_sorted_by_category(form: Form) -> None:
    draft = read(form, state_of(form))
    assert isinstance(draft, Draft)
    for question in form.fields:
        good = GOOD.get(question.kind) or question.choices[0].value
        if question.id in CODES:
            assert draft.codes[question.id] == good
            continue
        assert question.category is not None
        assert draft.details[question.category][question.id].reveal() == good
    assert set(draft.codes) == {question.id for question in form.fields} & CODES


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_an_empty_form_names_exactly_the_required_fields(form: Form) -> None:
    required = {block_id(form, question) for question in form.fields if question.required}
    assert set(mistakes_of(form, {})) == required
    assert set(mistakes_of(form, state_of(form, **{q.id: " \n " for q in form.fields}))) == required


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_too_long_is_refused_and_just_long_enough_is_taken(form: Form) -> None:
    for question in texts_of(form):
        longest = "5" * question.max_length
        assert mistakes_of(form, state_of(form, **{question.id: longest})) == {}
        too_long = mistakes_of(form, state_of(form, **{question.id: longest + "5"}))
        assert too_long == {
            block_id(form, question): f"Please keep this under {question.max_length} characters."
        }


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
@given(hostile=st.sampled_from([*ODD_CHARACTERS, *MENTIONS]), before=CLEAN, after=CLEAN)
def test_hostile_text_is_refused_at_its_field(form: Form, hostile: str, before: str, after: str) -> None:
    # A letter on both sides: what stands at the very edge is stripped, which is as good as refusing it.
    text = f"a{before}{hostile}{after}z"
    for question in texts_of(form):
        found = mistakes_of(form, state_of(form, **{question.id: text}))
        if question.kind is Kind.PHONE or len(text) > question.max_length or not hostile.startswith("@"):
            assert set(found) == {block_id(form, question)}
        assert set(found.values()) <= SENTENCES


@pytest.mark.parametrize("mention", ["@here", "@channel", "@everyone"])
def test_a_mention_of_everybody_is_refused_as_a_word_and_allowed_inside_one(mention: str) -> None:
    assert mistakes_of(SOCIAL, state_of(SOCIAL, place=f"tell {mention} now"))
    assert not mistakes_of(SOCIAL, state_of(SOCIAL, place=f"the {mention}abouts cafe"))


@given(st.text(max_size=700))
@example("ht\u200btps://x")
@example("\x00 leading control characters are no text")
def test_any_text_is_taken_whole_or_refused_without_being_repeated(text: str) -> None:
    for question in texts_of(SOCIAL):
        found = read(SOCIAL, state_of(SOCIAL, **{question.id: text}))
        if isinstance(found, Mistakes):
            assert set(found.by_block) == {block_id(SOCIAL, question)}
            assert set(found.by_block.values()) <= SENTENCES
        elif question.category and text.strip():
            assert found.details[question.category][question.id].reveal() == text.strip()


@given(st.dictionaries(st.sampled_from([block_id(f, q) for f in FORMS for q in f.fields]), JSON, max_size=6))
@example({"arrest_rest.attested": {"value": {"selected_options": [{}]}}})
@example({"community.danger": {"value": {"selected_option": "no"}}})
@example({"community.place": ["value"]})
@example({"community.place": {"value": "bare"}})
def test_answers_of_any_shape_are_read_or_refused_but_never_break(state: dict[str, Any]) -> None:
    for form in FORMS:
        found = read(form, state)
        assert isinstance(found, Draft) or set(found.by_block.values()) <= SENTENCES


@pytest.mark.parametrize("text", ["12 34", "+1 (555) 010-0199", "555.0107 x12", "*55#"])
def test_a_phone_number_may_be_written_in_the_usual_ways(text: str) -> None:
    assert not mistakes_of(ARREST_FIRST, state_of(ARREST_FIRST, callback=text))


@pytest.mark.parametrize("text", ["call me", "555-0107; ask for Z", "\u0665\u0665"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    found = mistakes_of(ARREST_FIRST, state_of(ARREST_FIRST, callback=text))
    assert set(found) == {"arrest_first.callback"}


@pytest.mark.parametrize("value", ["north", "interested;unsure", "Interested", "interested;"])
def test_only_one_of_the_offered_answers_is_taken(value: str) -> None:
    found = mistakes_of(SOCIAL, state_of(SOCIAL, willing=value))
    assert found == {"social_contact.willing": "Please choose one of the answers."}


def test_an_answer_that_stops_the_form_says_its_sentence_and_keeps_nothing() -> None:
    form = form_for(Door.COMMUNITY, [("quay", "Quay")], Contacts(emergency="112"))
    found = read(form, state_of(form, danger="yes"))
    assert isinstance(found, Mistakes)
    assert found.by_block == {"community.danger": "Please call 112 now. This is not an emergency line."}


def test_a_field_without_a_category_is_a_code_and_is_not_sealed() -> None:
    form = form_for(Door.SOCIAL_CONTACT, [("north", "North"), ("quay", "Quay")], Contacts())
    draft = read(form, state_of(form, region="quay"))
    assert isinstance(draft, Draft)
    assert draft.codes == {"region": "quay", "fits": "yes"}
    assert all(CODES.isdisjoint(fields) for fields in draft.details.values())


def test_an_optional_field_left_empty_is_simply_absent() -> None:
    draft = read(SOCIAL, state_of(SOCIAL, contact="", safety="  "))
    assert isinstance(draft, Draft)
    assert set(draft.details[Category.LOCATION]) == {"place"}
    assert set(draft.details[Category.INCIDENT]) == {"reason", "willing"}


def test_neither_a_draft_nor_its_parts_print_what_was_typed() -> None:
    draft = read(SOCIAL, state_of(SOCIAL, person="Zebulon Testperson"))
    assert "Zebulon" not in repr(draft)


OPEN = Form(View.SOCIAL_CONTACT, "Open", "Send", (Field("title", "Name it", Kind.TEXT, None, guarded=True),))


def test_a_guarded_line_refuses_a_persons_details_and_does_not_repeat_them() -> None:
    found = read(OPEN, state_of(OPEN, title="Zebulon Testperson 01/01/1901"))
    assert found == Mistakes({f"{View.SOCIAL_CONTACT.value}.title": GUARDED})


def test_a_guarded_line_takes_a_name_of_a_place() -> None:
    found = read(OPEN, state_of(OPEN, title="Bus stop at Fifth and Anchor"))
    assert isinstance(found, Draft)
    assert found.codes == {"title": "Bus stop at Fifth and Anchor"}


MANY = Form(
    View.SOCIAL_CONTACT, "Many", "Send", (Field("people", "Whom", Kind.PEOPLE, None, required=False),)
)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (["UQUILL001", "WENTERPR1"], ""),
        ([], ""),
        (["UQUILL001", "nobody"], "Please choose somebody."),
        (["UQUILL001"] * 11, "Please choose 10 at the most."),
        (None, ""),
        ("UQUILL001", ""),  # of another shape: not answered
    ],
)
def test_several_people_are_read_as_ids_up_to_ten(chosen: object, sentence: str) -> None:
    found = read(MANY, {f"{View.SOCIAL_CONTACT.value}.people": {"value": {"selected_users": chosen}}})
    if sentence:
        assert found == Mistakes({f"{View.SOCIAL_CONTACT.value}.people": sentence})
    else:
        assert isinstance(found, Draft)
        assert found.codes == {"people": ";".join(chosen) if isinstance(chosen, list) else ""}


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_a_criminal_history_is_refused_in_every_free_text_field_and_nothing_is_kept(form: Form) -> None:
    pasted = "priors: 2016 burg 2 conv"
    free = [question for question in texts_of(form) if question.kind is not Kind.PHONE]
    for question in (question for question in free if question.max_length >= len(pasted)):
        found = read(form, state_of(form, **{question.id: pasted}))
        assert found == Mistakes({block_id(form, question): CRIMINAL_HISTORY})
    assert "burg" not in CRIMINAL_HISTORY


def test_one_charge_and_a_court_date_are_taken_into_a_sealed_field() -> None:
    text = "Theft 3, case 26-0931, court 12/4 at 9:00"
    assert isinstance(read(SOCIAL, state_of(SOCIAL, happens=text, reason=text)), Draft)


@pytest.mark.parametrize("unseen", ["\u200b", " \u2060\u00ad ", "\u3164", "\u2800\n\u200d"], ids=ascii)
def test_an_answer_that_nobody_could_see_is_none(unseen: str) -> None:
    field = Field("words", "Words", Kind.LONG_TEXT, None)
    for question, said in (
        (field, "Please answer this."),
        (replace(field, required=False), "Please remove invisible or control characters."),
    ):
        form = Form(View.SOCIAL_CONTACT, "Words", "Send", (question,))
        state = {"social_contact.words": {"value": {"type": "plain_text_input", "value": unseen}}}
        assert read(form, state) == Mistakes({"social_contact.words": said})


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01", "2027-02-29"])
def test_what_is_no_day_that_somebody_could_mean_is_refused(day: str) -> None:
    form = Form(View.SOCIAL_CONTACT, "Day", "Send", (Field("on", "On", Kind.DATE, None),))
    said = {"social_contact.on": {"value": {"type": "datepicker", "selected_date": day}}}
    assert read(form, said) == Mistakes({"social_contact.on": "Please choose a day."})


@pytest.mark.parametrize("hour", ["00:00", "09:30", "23:59"])
def test_an_hour_is_read_as_it_stands_on_the_clock(hour: str) -> None:
    form = Form(View.SOCIAL_CONTACT, "Hour", "Send", (Field("at", "At", Kind.TIME, None),))
    said = {"social_contact.at": {"value": {"type": "timepicker", "selected_time": hour}}}
    assert read(form, said) == Draft({"at": hour}, {})


@pytest.mark.parametrize("hour", ["24:00", "9:30", "09:60", "noon", "09:30:00"])
def test_what_is_no_hour_is_refused(hour: str) -> None:
    form = Form(View.SOCIAL_CONTACT, "Hour", "Send", (Field("at", "At", Kind.TIME, None),))
    said = {"social_contact.at": {"value": {"type": "timepicker", "selected_time": hour}}}
    assert read(form, said) == Mistakes({"social_contact.at": "Please choose a time."})


WHEN = Form(
    View.SOCIAL_CONTACT,
    "When",
    "Send",
    (Field("at", "At", Kind.TIME, None), Field("where", "Where", Kind.CHANNEL, None, required=False)),
)


@pytest.mark.parametrize(
    ("at", "where", "wrong"),
    [
        ("06:45", None, ""),
        ("23:59", "C0OWG0001", ""),
        ("24:00", None, "at"),
        ("6:45", None, "at"),
        ("", None, "at"),
        ("06:45", "D0DIRECT1", "where"),
        ("06:45", "U0PERSON1", "where"),
    ],
)
def test_times_and_channels_are_read_as_what_they_are(at: str, where: str | None, wrong: str) -> None:
    name = View.SOCIAL_CONTACT.value
    state = {
        f"{name}.at": {"value": {"selected_time": at}},
        f"{name}.where": {"value": {"selected_conversation": where}},
    }
    found = read(WHEN, state)
    if wrong:
        assert isinstance(found, Mistakes)
        assert set(found.by_block) == {f"{name}.{wrong}"}
    else:
        assert isinstance(found, Draft)
        assert found.codes == {"at": at, "where": where or ""}
