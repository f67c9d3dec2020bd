"""The doors' forms, declared once: every surface renders them from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View
from handlers.referrals.facts import FITS, NOT_SURE
from models.classes import Category
from models.referral import Door
from models.site import Contacts

_IDENTITY, _LOCATION, _INCIDENT = Category.IDENTITY, Category.LOCATION, Category.INCIDENT
_NO_RECORDS = "No criminal history, record extracts or sources, please: they are not kept here."

_WILLING = Field(
    "willing",
    "Has the person been asked?",
    Kind.CHOICE,
    _INCIDENT,
    choices=(
        Choice("interested", "Asked and interested"),
        Choice("unsure", "Asked, not sure yet"),
        Choice("not_asked", "Not asked"),
    ),
)
_SAFETY = Field(
    "safety",
    "Anything the field team should know to stay safe?",
    Kind.LONG_TEXT,
    _INCIDENT,
    required=False,
    max_length=600,
)

# What a page needs and nothing more: both urgent doors ask it in the same words.
_COME_HERE = (
    Field(
        "place",
        "Where should the responder come?",
        Kind.TEXT,
        _LOCATION,
        max_length=200,
        hint="Scene, station or diversion center, and how to find you.",
    ),
    Field("callback", "Your call-back number", Kind.PHONE, _LOCATION, max_length=30),
)

FIELD_HELP = Form(
    View.FIELD_HELP,
    "Field help",
    "Page now",
    _COME_HERE,
    intro=(
        "Somebody comes to you. You need not know yet what it will be.",
        "This pages the on-call responder. You decide how long you can wait.",
    ),
    note="Nothing about the person is asked. Afterwards you may say what it became, or that it was neither.",
)

FITS_FIELD = Field(
    FITS,
    "Should the project manager check that it fits?",
    Kind.CHOICE,
    None,
    required=False,
    choices=(
        Choice("yes", "No, it fits"),
        Choice(NOT_SURE, "Yes, I am not sure: look at it with me"),
    ),
)

ARREST_FIRST = Form(
    View.ARREST_FIRST,
    "Arrest diversion",
    "Page now",
    _COME_HERE,
    intro=(
        "It is voluntary: the person may say no, now or later.",
        "Promise no particular service, and please don't call it treatment.",
        "This pages the on-call responder. You decide how long you can wait.",
    ),
    note="A second screen asks the rest. If you have to close it, the page has gone out already.",
)

ARREST_REST = Form(
    View.ARREST_REST,
    "The rest",
    "Add",
    (
        Field(
            "hand_off",
            "Hand-off at",
            Kind.CHOICE,
            _LOCATION,
            choices=(
                Choice("scene", "The scene"),
                Choice("station", "The station"),
                Choice("diversion_center", "The diversion center"),
            ),
        ),
        Field(
            "person",
            "Who is it? Name or description",
            Kind.TEXT,
            _IDENTITY,
            max_length=200,
            hint="What the responder needs to recognise the person.",
        ),
        Field(
            "offence",
            "Offence category",
            Kind.CHOICE,
            _INCIDENT,
            choices=(
                Choice("possession", "Possession"),
                Choice("trespass", "Trespass or unlawful camping"),
                Choice("theft", "Theft of low value"),
                Choice("prostitution", "Prostitution"),
                Choice("other", "Other, within my agency's criteria"),
            ),
        ),
        Field("incident_number", "Incident number", Kind.TEXT, _INCIDENT, required=False, max_length=40),
        _SAFETY,
        Field(
            "attested",
            "Eligibility",
            Kind.CONFIRM,
            _INCIDENT,
            choices=(Choice("yes", "This is within my agency's LEAD criteria, or I am not sure"),),
        ),
        FITS_FIELD,
    ),
    note=_NO_RECORDS,
)

SOCIAL = Form(
    View.SOCIAL_CONTACT,
    "Social contact",
    "Send",
    (
        Field("person", "Who is it? Name or description", Kind.TEXT, _IDENTITY, max_length=200),
        Field(
            "place",
            "Where and when can the person be found?",
            Kind.TEXT,
            _LOCATION,
            max_length=300,
        ),
        Field("reason", "Why LEAD? In plain words", Kind.LONG_TEXT, _INCIDENT, max_length=1500),
        _WILLING,
        Field(
            "contact",
            "How to reach the person, if known",
            Kind.TEXT,
            _LOCATION,
            required=False,
            max_length=200,
        ),
        _SAFETY,
        FITS_FIELD,
    ),
    intro=("Not sure whether it fits? Send it anyway: the project manager looks at it with you.",),
    note=_NO_RECORDS,
)

COMMUNITY = Form(
    View.COMMUNITY,
    "Community referral",
    "Send",
    (
        Field(
            "danger",
            "Is anybody in danger right now?",
            Kind.CHOICE,
            _INCIDENT,
            choices=(
                Choice("no", "No"),
                Choice(
                    "yes", "Yes", stops_with="Please call {emergency} now. This is not an emergency line."
                ),
            ),
        ),
        Field("place", "Where?", Kind.TEXT, _LOCATION, max_length=300),
        Field("times", "At what times?", Kind.TEXT, _LOCATION, max_length=200),
        Field("happens", "What happens there?", Kind.LONG_TEXT, _INCIDENT, max_length=1500),
        Field("help_offered", "Has anyone offered help?", Kind.TEXT, _INCIDENT, required=False),
        Field(
            "person",
            "The person's name, if you know it",
            Kind.TEXT,
            _IDENTITY,
            required=False,
            max_length=200,
        ),
    ),
    intro=("Police are not told about this referral. We can't share anything about any person later on.",),
)

FIRST: dict[Door, Form] = {
    Door.FIELD_HELP: FIELD_HELP,
    Door.ARREST_DIVERSION: ARREST_FIRST,
    Door.SOCIAL_CONTACT: SOCIAL,
    Door.COMMUNITY: COMMUNITY,
}
DOOR_OF: dict[View, Door] = {form.callback: door for door, form in FIRST.items()}


def form_for(
    door: Door, regions: Sequence[tuple[str, str]], contacts: Contacts, criteria: Sequence[str] = ()
) -> Form:
    """The door's first form for one person: a region is asked only where there is one to choose.

    `criteria`: the site's card, which an arrest diversion shows and its second screen attests to once.
    """
    form = _with_contacts(FIRST[door], contacts)
    if door is Door.ARREST_DIVERSION:
        form = replace(form, below=tuple(criteria))  # who is in a hurry finds the fields first
    if len(regions) == 1:
        return form
    choices = tuple(Choice(code, name) for code, name in regions)
    return form.with_field(Field("region", "Which region?", Kind.CHOICE, None, choices=choices))


def _with_contacts(form: Form, contacts: Contacts) -> Form:
    return replace(form, fields=tuple(_said(question, contacts) for question in form.fields))


def _said(question: Field, contacts: Contacts) -> Field:
    choices = tuple(
        replace(choice, stops_with=choice.stops_with.format(emergency=contacts.emergency))
        for choice in question.choices
    )
    return replace(question, choices=choices)


def as_asked(door: Door, field_ids: Iterable[str]) -> list[str]:
    """The ids in the order of the forms, whichever was read first; what is no longer asked comes last."""
    order = {field_id: place for place, field_id in enumerate(_asked_of(door))}
    return sorted(field_ids, key=lambda one: (order.get(one, len(order)), one))


def _asked_of(door: Door) -> dict[str, Field]:
    # What was asked at the first call stays with it, whatever the call became.
    forms = (FIRST[door], FIELD_HELP, *((ARREST_REST,) if door is Door.ARREST_DIVERSION else ()))
    return {question.id: question for form in forms for question in form.fields}


def label_of(door: Door, field_id: str, value: str) -> tuple[str, str]:
    """A stored answer as people read it: the question's label, and the choice's words instead of its code."""
    question = _asked_of(door).get(field_id)
    if question is None:  # asked by an older version of the form
        return field_id.replace("_", " ").capitalize(), value
    words = {choice.value: choice.text for choice in question.choices}
    return question.label, words.get(value, value)
