"""Raising an issue, and how one goes on; the words are open and name nobody."""

from __future__ import annotations

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.issues.facts import Offer

_TWO = 2
_INTRO = (
    "What is in the way of the work? It is about how we work, never about a person.",
    "Its words stand on the group's agenda; who raised it does not.",
)
_WORDS = Field(
    "words",
    "What is it?",
    Kind.LONG_TEXT,
    None,
    max_length=500,
    hint="No names, and nothing of anybody. You hear how it ends.",
    guarded=True,
    no_names=True,
)
DONE, NOT_NOW, GIVEN = "settled", "not_now", "given"
END = Form(
    ViewId.ISSUE_END,
    "Issue",
    "Save",
    (
        Field(
            "how",
            "How does it go on?",
            Kind.CHOICE,
            None,
            choices=(
                Choice(DONE, "Done"),
                Choice(NOT_NOW, "Not now"),
                Choice(GIVEN, "Somebody else sees to it"),
            ),
        ),
        Field(
            "words",
            "What was done, or why not now?",
            Kind.TEXT,
            None,
            required=False,
            max_length=300,
            hint="Whoever raised it reads this, and their shift. No names.",
            guarded=True,
            no_names=True,
        ),
        Field("who", "Who, if somebody else?", Kind.USER, None, required=False),
    ),
)


def new_form(offer: Offer) -> Form:
    """The form that raises an issue; who sees to it a project manager chooses."""
    fields: tuple[Field, ...] = (_WORDS, *_when_and_where(offer))
    if offer.may_choose:
        fields = (*fields, Field("who", "Who sees to it, if not you?", Kind.USER, None, required=False))
    return Form(ViewId.ISSUE_NEW, "Raise an issue", "Raise", fields, intro=_INTRO)


def change_form(offer: Offer) -> Form:
    """The form that changes its day and its group."""
    return Form(ViewId.ISSUE_CHANGE, "Issue", "Save", _when_and_where(offer))


def _when_and_where(offer: Offer) -> tuple[Field, ...]:
    due = Field(
        "due", "To be done by", Kind.DATE, None, required=False, hint="Whoever sees to it is reminded."
    )
    if len(offer.groups) < _TWO:
        return (due,)
    choices = tuple(Choice(code, name) for code, name in offer.groups)
    group = Field("group", "On whose agenda?", Kind.CHOICE, None, choices=choices, first=offer.groups[0][0])
    return (due, group)
