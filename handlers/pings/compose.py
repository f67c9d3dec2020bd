"""The forms of a coordination: asking, answering, taking it to the office, handing it on, adding more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.answers import read
from handlers.coordination import ASK_WORDS, DECISION_WORDS
from handlers.forms import Choice, Draft, Field, Form, Kind, Mistakes
from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import View as ViewId
from handlers.naming import agency_words
from handlers.pings.facts import Composing, Whom
from handlers.reminding import PLEASE_ANSWER, ROUTINE, SEND, TWO_AT_ONCE, routine_field
from models.classes import Category
from models.ping import OFFERED, Ask, Decision, Side
from models.sensitive import Sensitive

NOBODY_ELSE = "none"
INDEPENDENT = "yes"
# What a prosecutor's office is asked about; the others are for legal help.
ASKS = (Ask.HEARING, Ask.WARRANT, Ask.FILING, Ask.RELEASE, Ask.DISPOSITION, Ask.OTHER)
BINDS_NOBODY = "It is your own answer, in your own authority. It binds nobody else."
_PHONE = "If it cannot wait, call as well: {}."
_INTRO = (
    "It goes sealed to the office of that court, as far as a release lets it. Write the least that helps."
)
_MOST = 100  # choices of a select
_OPTION = 75
_SHORT, _LONG = 300, 600
# Field id -> label; the order in which they are asked, and in which whoever is asked reads them.
WORDS_OF: dict[str, tuple[str, Category, Kind]] = {
    "case": ("Number of the case, or of the report", Category.LEGAL_CALENDAR, Kind.TEXT),
    "wanted": ("What do you ask for?", Category.LEGAL_CALENDAR, Kind.TEXT),
    "goals": ("Their goals", Category.ENGAGEMENT, Kind.LONG_TEXT),
    "progress": ("How it is going", Category.ENGAGEMENT, Kind.LONG_TEXT),
    "barriers": ("What stands in the way", Category.BARRIERS, Kind.LONG_TEXT),
    "plan": ("The plan", Category.BARRIERS, Kind.LONG_TEXT),
    "effect": ("What this case would do to that progress", Category.BARRIERS, Kind.LONG_TEXT),
    "name": ("Their name, as the court knows it", Category.IDENTITY, Kind.TEXT),
    "text": ("Anything else, in few words", Category.LEGAL_CALENDAR, Kind.LONG_TEXT),
}
_REQUIRED = frozenset({"case", "wanted"})


def whom_form(whom: Whom) -> Form:
    """About whom: the one question of the first screen."""
    choices = tuple(Choice(ref, words[:_OPTION]) for ref, words in whom.people[:_MOST])
    field = Field("about", "About whom?", Kind.CHOICE, None, choices=choices)
    return Form(ViewId.PING_WHOM, "Ask the prosecutor", "Next", (field,))


def ask_form(composing: Composing, *, routine_alone: bool = False) -> Form:
    """All that is asked of somebody who asks an office, fields first and free words last.

    `routine_alone`: as it stands after a stop, when the routine update goes in the place of all words.
    """
    matters = tuple(Choice(one, words[:_OPTION]) for one, words in composing.matters[:_MOST])
    courts = tuple(Choice(code, name[:_OPTION]) for code, name in composing.courts[:_MOST])
    about = Field("ask", "What about?", Kind.CHOICE, None, choices=_choices(ASKS))
    known = Field(
        "matter",
        "Which case?",
        Kind.CHOICE,
        None,
        required=False,
        choices=matters,
        hint="It gives the court and its date. Leave it empty for another one.",
    )
    fields = (
        about,
        *((known,) if matters else ()),
        Field("court", "Court", Kind.CHOICE, None, required=not matters, choices=courts),
        Field("day", "Day in court", Kind.DATE, None, required=False),
        Field("hour", "Hour", Kind.TIME, None, required=False, hint="By the court's own clock."),
        *(_after_a_stop() if routine_alone else _words()),
    )
    return Form(
        ViewId.PING_FORM,
        "Ask the prosecutor",
        "Send",
        fields,
        (_INTRO,),
        _PHONE.format(composing.contacts.team_line),
    )


def _choices(asks: Sequence[Ask]) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, ASK_WORDS[one]) for one in asks)


def _words() -> tuple[Field, ...]:
    return tuple(
        Field(
            name,
            label,
            kind,
            category,
            required=name in _REQUIRED,
            max_length=_SHORT if kind is Kind.TEXT else _LONG,
            golden_rule=True,
        )
        for name, (label, category, kind) in WORDS_OF.items()
    )


def _after_a_stop() -> tuple[Field, ...]:
    number = next(question for question in _words() if question.id == "case")
    return (number, routine_field(alone=True))


def read_ask(composing: Composing, state: Mapping[str, Any]) -> tuple[Form, Draft | Mistakes]:
    """The form as it was sent, and what stands in it; after a stop the routine update is what is asked."""
    form = ask_form(composing, routine_alone=_is_alone(state))
    draft = read(form, state)
    if isinstance(draft, Mistakes) or SEND not in draft.codes:
        return form, draft
    court = {**draft.details[Category.LEGAL_CALENDAR], "wanted": Sensitive(ROUTINE_UPDATE)}
    return form, Draft(draft.codes, {**draft.details, Category.LEGAL_CALENDAR: court})


def _is_alone(state: Mapping[str, Any]) -> bool:
    name = ViewId.PING_FORM.value
    return f"{name}.{SEND}" in state and f"{name}.wanted" not in state


DECIDE = Form(
    ViewId.PING_DECISION,
    "Your answer",
    "Answer",
    (
        Field(
            "decision",
            "Answer",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, DECISION_WORDS[one]) for one in OFFERED[Side.PROSECUTOR]),
        ),
        Field("until", "Last day of a hold", Kind.DATE, None, required=False, hint="For a hold only."),
        Field(
            "words",
            "In your own words (sealed)",
            Kind.LONG_TEXT,
            Category.LEGAL_CALENDAR,
            required=False,
            max_length=_LONG,
        ),
        Field(
            "independent",
            "Beside this",
            Kind.CONFIRM,
            None,
            required=False,
            choices=(Choice(INDEPENDENT, "My office has information of its own on this"),),
            hint="Only that it has: nothing of what it is.",
        ),
    ),
    (BINDS_NOBODY,),
)
TO_OFFICE = Form(
    ViewId.PING_OFFICE,
    "Taking it to my office",
    "Save",
    (Field("by", "There will be an answer by", Kind.DATE, None),),
    ("The clock goes on until that day.",),
)
MORE = Form(
    ViewId.PING_MORE,
    "Add what they asked for",
    "Send",
    (
        routine_field(),
        Field(
            "more",
            "What they asked for",
            Kind.LONG_TEXT,
            Category.LEGAL_CALENDAR,
            required=False,
            max_length=_LONG,
            golden_rule=True,
        ),
    ),
    ("It goes sealed to whoever was asked. Write the least that helps.",),
)


def read_more(state: Mapping[str, Any]) -> Draft | Mistakes:
    """What is added: the routine update, unless more was chosen and written."""
    draft = read(MORE, state)
    if isinstance(draft, Mistakes):
        return draft
    routine = draft.codes[SEND] == ROUTINE
    if routine == bool(draft.details):
        at, said = (SEND, TWO_AT_ONCE) if routine else ("more", PLEASE_ANSWER)
        return Mistakes({f"{MORE.callback.value}.{at}": said})
    words = {Category.LEGAL_CALENDAR: {"more": Sensitive(ROUTINE_UPDATE)}}
    return Draft(draft.codes, words) if routine else draft


def not_mine_form(offices: Sequence[str]) -> Form:
    """Whose it is, as far as the reader knows; `offices`: agencies of the site but the reader's own."""
    known = tuple(Choice(one[:150], agency_words(one)[:_OPTION]) for one in offices[: _MOST - 1])
    choices = (*known, Choice(NOBODY_ELSE, "I do not know"))
    field = Field("office", "Which office is it for?", Kind.CHOICE, None, choices=choices)
    return Form(ViewId.PING_NOT_MINE, "Not mine", "Send", (field,))


def is_hold(code: str) -> bool:
    """Whether this answer has a last day."""
    return code == Decision.HOLD.value
