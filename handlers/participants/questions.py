"""What is asked around a participant: forms as data, each answer with the envelope it goes into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View
from handlers.participants.facts import Beginnings
from handlers.standing import DOOR_NAMES, RUNG_WORDS
from models.classes import Category
from models.goal import MOST_STEPS, Goal

ASK_FIRST = "Ask first. Nothing here goes outside the care team."
KEEP = "Leave empty to keep what is there."
NOT_NOW = "none"

# Field id -> the class of detail it is sealed under; the order is that of the folder.
DETAILS = (
    Field("called", "What should we call them?", Kind.TEXT, Category.IDENTITY, max_length=200),
    Field("language", "Language", Kind.TEXT, Category.IDENTITY, required=False, max_length=80),
    Field("ways", "Ways to find them", Kind.LONG_TEXT, Category.LOCATION, required=False, max_length=1000),
    Field(
        "safety",
        "Safety notes",
        Kind.LONG_TEXT,
        Category.DANGER,
        required=False,
        max_length=1000,
        hint="What somebody who goes there should know to keep everybody safe.",
    ),
)
_OPTIONAL = tuple(question for question in DETAILS if not question.required)

EDIT_DETAILS = Form(
    View.FOLDER_DETAILS,
    "Edit details",
    "Save",
    (
        *(replace(question, required=False, hint=KEEP) for question in DETAILS),
        Field(
            "take_away",
            "Take away",
            Kind.CONFIRM,
            None,
            required=False,
            choices=tuple(Choice(question.id, question.label) for question in _OPTIONAL),
        ),
    ),
    intro=(ASK_FIRST,),
)
NEW_GOAL = Form(
    View.GOAL_NEW,
    "Add a goal",
    "Save",
    (
        Field(
            "words",
            "The goal, in their own words",
            Kind.LONG_TEXT,
            Category.ENGAGEMENT,
            max_length=500,
            hint="As they said it. Goals change, and that is fine.",
        ),
        Field(
            "steps",
            "Small steps",
            Kind.LONG_TEXT,
            Category.ENGAGEMENT,
            required=False,
            max_length=1000,
            hint=f"One a line, up to {MOST_STEPS}.",
        ),
    ),
    intro=("Write it with them.",),
)
RUNG = Form(
    View.RUNG,
    "Consent so far",
    "Save",
    (
        Field(
            "rung",
            "What have they agreed to?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(rung.value, words) for rung, words in RUNG_WORDS.items()),
            hint="They can step back at any time, and nobody is worse off for it.",
        ),
    ),
)
LEAVES = "leaves"
TEAM = Form(
    View.TEAM,
    "Team",
    "Save",
    (
        Field("who", "Who?", Kind.USER, None),
        Field(
            "part",
            "What changes?",
            Kind.CHOICE,
            None,
            choices=(
                Choice("case_manager", "Joins as case manager"),
                Choice("legal_system_advocate", "Joins as legal system advocate"),
                Choice("clinical_supervisor", "Joins as clinical supervisor"),
                Choice(LEAVES, "Leaves the team"),
            ),
        ),
    ),
    intro=("Somebody who leaves the team can no longer open the folder, from this moment on.",),
)


def begin_form(known: Beginnings) -> Form:
    """The first form: a referral and a region are asked only where there is one to choose."""
    fields = list(DETAILS)
    if len(known.regions) > 1:
        choices = tuple(Choice(code, name) for code, name in known.regions)
        fields.insert(0, Field("region", "Region", Kind.CHOICE, None, choices=choices))
    if known.referrals:
        met = (
            Choice(one.ref, f"{one.ref}, {DOOR_NAMES[one.door].lower()}, {one.region}")
            for one in known.referrals
        )
        choices = (*met, Choice(NOT_NOW, "None of these"))
        fields.insert(0, Field("referral", "From which referral?", Kind.CHOICE, None, choices=choices))
    return Form(View.PARTICIPANT_BEGIN, "Add a person", "Begin", tuple(fields), intro=(ASK_FIRST,))


def edit_goal_form(goal: Goal | None = None) -> Form:
    """The form that changes a goal. Without a goal: with every step there can be, to read what was answered.

    The steps are named by number, so that the answers hold nothing of what they say.
    """
    numbers = range(1, MOST_STEPS + 1)
    steps = dict(enumerate(goal.steps, start=1)) if goal else {}
    done = [number for number in numbers if not goal or (number in steps and steps[number].done)]
    still = [number for number in numbers if not goal or (number in steps and not steps[number].done)]
    here = [number for number in numbers if not goal or number in steps]
    asked = [
        replace(NEW_GOAL.fields[0], required=False, hint=KEEP),
        _ticks("done", "Done", still),
        _ticks("not_done", "Not done after all", done),
        replace(NEW_GOAL.fields[1], id="more", label="More steps"),
        _ticks("away", "Take away", here),
        Field(
            "whole",
            "The whole goal",
            Kind.CONFIRM,
            None,
            required=False,
            choices=(Choice("away", "Put this goal away: they have no use for it now"),),
        ),
    ]
    fields = tuple(field for field in asked if field.choices or field.kind is Kind.LONG_TEXT)
    return Form(View.GOAL_EDIT, "Goal", "Save", fields)


def _ticks(name: str, label: str, numbers: Iterable[int]) -> Field:
    choices = tuple(Choice(str(number), f"Step {number}") for number in numbers)
    return Field(name, label, Kind.CONFIRM, None, required=False, choices=choices)
