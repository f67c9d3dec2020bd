"""The forms of the other lawyers: asking by number, answering, contact cards, civil legal help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.coordination import ASK_WORDS
from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.legal.facts import Asking, Helping
from handlers.naming import agency_words, day_words
from handlers.reminding import routine_field
from models.acts.legal_help import NEEDS, Because, Helper
from models.classes import Category
from models.ping import Ask, Side

TAKING, NOT_NOW = "taking", "not_now"
_OPTION, _MOST = 75, 100
_CALENDAR = Category.LEGAL_CALENDAR
_PHONE = "If it cannot wait, call as well: {}."
# What an office may ask about, in its own words.
_QUESTIONS: Mapping[Ask, str] = {
    Ask.FILING: "A filing decision is coming",
    Ask.HEARING: "A hearing is coming",
    Ask.WARRANT: "A warrant is being decided",
    Ask.DISPOSITION: "A disposition is coming",
    Ask.OTHER: "Something else",
}
# What a public defender may ask help with: a date, and nothing of what a client said.
HELP_WORDS: Mapping[str, str] = {
    "attend": "Getting them to the date",
    "remind": "Reminding them of the date",
    "move": "Another date would work better",
    "reach": "Reaching them before the date",
    "letter": "A letter for the court",
}
BECAUSE_WORDS: Mapping[Because, str] = {
    Because.NO_CAPACITY: "No room now",
    Because.CONFLICT: "A conflict of interest",
    Because.OUTSIDE_SCOPE: "Outside what we do",
}
_NEVER_TOLD = "You get the same receipt whether or not anybody is known by this number."
_NO_CLIENTS_WORDS = "Dates and help with them only. Never what a client told you: it is not kept here."

NUMBER = Field("number", "Your case number", Kind.TEXT, _CALENDAR, max_length=60)
_WORDS = Field(
    "words",
    "Anything else, in few words",
    Kind.LONG_TEXT,
    _CALENDAR,
    required=False,
    max_length=300,
    unprivileged=True,
)


def number_form(asking: Asking) -> Form:
    """The form by which a lawyer asks by their own case number."""
    courts = tuple(Choice(code, name[:_OPTION]) for code, name in asking.courts[:_MOST])
    court = Field("court", "Court", Kind.CHOICE, None, choices=courts)
    note = _PHONE.format(asking.contacts.team_line)
    if asking.side is Side.SCHEDULING:
        help_choices = tuple(Choice(code, said) for code, said in HELP_WORDS.items())
        need = Field("help", "What would help?", Kind.CHOICE, _CALENDAR, choices=help_choices)
        by = Field("by", "The day it is about", Kind.DATE, None)
        fields = (need, NUMBER, court, by, _WORDS)
        return Form(
            ViewId.SCHEDULING_FORM,
            "Ask for scheduling",
            "Send",
            fields,
            (_NEVER_TOLD, _NO_CLIENTS_WORDS),
            note,
        )
    asks = tuple(Choice(one.value, said) for one, said in _QUESTIONS.items())
    about = Field("ask", "What about?", Kind.CHOICE, None, choices=asks)
    by = Field("by", "By when does the decision come?", Kind.DATE, None)
    words = replace(_WORDS, hint="No one's record or past cases: they are not kept here.")
    return Form(
        ViewId.QUESTION_FORM,
        "Ask by case number",
        "Send",
        (about, NUMBER, court, by, words),
        (_NEVER_TOLD,),
        note,
    )


ANSWER = Form(
    ViewId.QUESTION_ANSWER,
    "Answer",
    "Send",
    (
        routine_field(),
        Field(
            "words",
            "More (sealed)",
            Kind.LONG_TEXT,
            _CALENDAR,
            required=False,
            max_length=600,
            golden_rule=True,
        ),
    ),
    ("It goes sealed to whoever asked, as long as a live release lets it.",),
)

_CARD = (
    Field("who", "Who?", Kind.TEXT, _CALENDAR, max_length=120),
    Field("office", "Office", Kind.TEXT, _CALENDAR, required=False, max_length=120),
    Field("phone", "Phone", Kind.PHONE, _CALENDAR, max_length=40),
    Field("matter", "For which matter?", Kind.TEXT, _CALENDAR, required=False, max_length=200),
)
CARD_NEW = Form(
    ViewId.CONTACT_NEW,
    "Add a lawyer",
    "Save",
    _CARD,
    ("Counsel or legal aid outside this workspace. Only the care team sees it.",),
)
CARD_CHANGE = Form(
    ViewId.CONTACT_CHANGE,
    "Change",
    "Save",
    tuple(replace(one, required=False, hint="Leave empty to keep what is there.") for one in _CARD),
)


def help_form(helping: Helping) -> Form:
    """A referral to legal help; who has no room now can be asked all the same."""
    needs = tuple(Choice(one.value, ASK_WORDS[one]) for one in NEEDS)
    whom = tuple(Choice(one.agency[:150], _helper_words(one)[:_OPTION]) for one in helping.helpers[:_MOST])
    fields = (
        Field("ask", "What is needed?", Kind.CHOICE, None, choices=needs),
        Field("agency", "Who is asked?", Kind.CHOICE, None, choices=whom),
        _sealed("need", "What is it about, in few words?", Category.BARRIERS, 600, required=True),
        _sealed("dates", "Dates and papers", _CALENDAR, 300),
        _sealed("name", "Their name", Category.IDENTITY, 120),
        _sealed("reach", "How to reach them", Category.LOCATION, 200),
    )
    intro = ("It goes sealed to them, as far as a release for getting services lets it.",)
    note = _PHONE.format(helping.contacts.team_line)
    return Form(ViewId.LEGAL_REFER, "Legal help", "Refer", fields, intro, note)


def _sealed(name: str, label: str, category: Category, length: int, *, required: bool = False) -> Field:
    return Field(
        name, label, Kind.LONG_TEXT, category, required=required, max_length=length, unprivileged=True
    )


def _helper_words(helper: Helper) -> str:
    said = f"no room until {day_words(helper.not_until)}" if helper.not_until else "taking referrals"
    return f"{agency_words(helper.agency)}: {said}"


RETURN = Form(
    ViewId.LEGAL_RETURN,
    "Return it",
    "Return",
    (
        Field(
            "because",
            "Why?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, said) for one, said in BECAUSE_WORDS.items()),
        ),
        Field(
            "words",
            "Who else could help? (sealed)",
            Kind.LONG_TEXT,
            _CALENDAR,
            required=False,
            max_length=300,
            unprivileged=True,
        ),
    ),
    ("Only whoever referred them reads it.",),
)
MORE = Form(
    ViewId.LEGAL_MORE,
    "Ask for more",
    "Send",
    (
        Field(
            "words",
            "What do you need? (sealed)",
            Kind.LONG_TEXT,
            _CALENDAR,
            max_length=300,
            unprivileged=True,
        ),
    ),
)
ADD = Form(
    ViewId.LEGAL_ADD,
    "Add what they asked for",
    "Send",
    (_sealed("more", "What they asked for", Category.BARRIERS, 600, required=True),),
)
ROOM = Form(
    ViewId.LEGAL_ROOM,
    "Taking referrals?",
    "Save",
    (
        Field(
            "room",
            "Your agency",
            Kind.CHOICE,
            None,
            choices=(Choice(TAKING, "Taking referrals"), Choice(NOT_NOW, "Not now")),
        ),
        Field("until", "Again from this day on", Kind.DATE, None, required=False, hint="For: not now."),
    ),
    ("Case managers see it where they refer somebody.",),
)


def field_block(form: Form, name: str) -> str:
    """The block id of a field."""
    return f"{form.callback.value}.{name}"


def known(helpers: Sequence[Helper], value: str) -> str:
    """The agency behind a choice's value."""
    return next((one.agency for one in helpers if one.agency[:150] == value), "")
