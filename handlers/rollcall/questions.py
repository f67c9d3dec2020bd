"""What a roll call asks, as forms: choices, and short open lines in which nobody is named."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.forms import Choice, Draft, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.rollcall.facts import Visitable
from handlers.rollcall.notices import THEME_WORDS
from models.acts.checkin import Back, InTheWay, Said
from models.rollcall import SkipReason

BACK_WORDS: Mapping[Back, str] = {
    Back.WHAT_CAME: "What came of my referrals",
    Back.HOW_FAST: "How fast help comes",
    Back.WHO_FITS: "Who fits, with examples",
    Back.A_VISIT: "Somebody of the team at our roll call",
    Back.NOTHING: "Nothing for now",
}
SKIP_WORDS: Mapping[SkipReason, str] = {
    SkipReason.CALL_OUT: "All were out on a call",
    SkipReason.COURT: "Court",
    SkipReason.LEAVE: "Leave or a holiday",
    SkipReason.OTHER: "Another reason",
}
_THEMES = tuple(Choice(theme.value, words) for theme, words in THEME_WORDS.items())
_NO_NAMES = "Places and situations only, no names. This line is not sealed."
_WORDS = Field(
    "words",
    "Say it in a line, if you like",
    Kind.TEXT,
    None,
    required=False,
    max_length=200,
    hint=_NO_NAMES,
    guarded=True,
    no_names=True,
)
_PLACE = Field(
    "place",
    "A place or situation that needs a look?",
    Kind.TEXT,
    None,
    required=False,
    max_length=200,
    hint=_NO_NAMES,
    guarded=True,
    no_names=True,
)
WHO_READS = (
    "Your sergeant hears numbers and themes, never who. The project manager reads the lines, without names "
    "and only among others."
)
MOST_HEADS = 20
_MORE_HEADS = 25


def _asks(callback: ViewId, title: str, intro: tuple[str, ...], note: str = "") -> Form:
    return Form(
        callback,
        title,
        "Send",
        (
            Field(
                "in_the_way", "Anything in the way of using LEAD?", Kind.MULTI_CHOICE, None, choices=_THEMES
            ),
            _WORDS,
            _PLACE,
            Field(
                "wants",
                "What would you like back?",
                Kind.MULTI_CHOICE,
                None,
                required=False,
                choices=tuple(Choice(code.value, words) for code, words in BACK_WORDS.items()),
            ),
        ),
        intro=intro,
        note=note,
    )


CHECK_IN = _asks(ViewId.ROLLCALL_CHECK_IN, "Roll call", (), WHO_READS)
FOR_SHIFT = _asks(
    ViewId.ROLLCALL_FOR_SHIFT,
    "For the shift",
    ("What you heard from the shift, in your words. It counts as nobody's answer.",),
)
SKIP = Form(
    ViewId.ROLLCALL_SKIP,
    "Skip this one",
    "Skip",
    (
        Field(
            "reason",
            "Why?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(reason.value, words) for reason, words in SKIP_WORDS.items()),
        ),
    ),
    intro=("This one then counts as nothing: neither quiet nor answered.",),
)


def in_person_form(where: Visitable) -> Form:
    """How many were there, and what came up. Which roll call is asked only where there is more than one."""
    heads = [Choice(str(count), str(count)) for count in range(1, MOST_HEADS + 1)]
    heads.append(Choice(str(_MORE_HEADS), f"More than {MOST_HEADS}"))
    which = Field(
        "which",
        "Which roll call or visit?",
        Kind.CHOICE,
        None,
        choices=tuple(Choice(id_, name) for id_, name in where.choices),
    )
    fields = (
        Field("heads", "How many were there?", Kind.CHOICE, None, choices=tuple(heads)),
        Field("in_the_way", "What came up?", Kind.MULTI_CHOICE, None, required=False, choices=_THEMES),
        _WORDS,
    )
    return Form(
        ViewId.ROLLCALL_IN_PERSON,
        "I was there",
        "Save",
        (which, *fields) if len(where.choices) > 1 else fields,
    )


def said_in(draft: Draft) -> Said:
    """What a check-in form says; "nothing" beside something else is something else."""
    codes = draft.codes
    themes = themes_in(codes["in_the_way"])
    wants = tuple(Back(code) for code in codes["wants"].split(";") if code)
    if len(wants) > 1:
        wants = tuple(code for code in wants if code is not Back.NOTHING)
    return Said(themes, codes["words"], codes["place"], wants)


def themes_in(text: str) -> tuple[InTheWay, ...]:
    """The themes of a form's field."""
    themes = tuple(InTheWay(code) for code in text.split(";") if code)
    if len(themes) > 1:
        return tuple(theme for theme in themes if theme is not InTheWay.NOTHING)
    return themes


def given_by(said: Said | None) -> dict[str, str]:
    """What stands in the form already."""
    if said is None:
        return {}
    return {
        "in_the_way": ";".join(said.in_the_way),
        "words": said.words,
        "place": said.place,
        "wants": ";".join(said.wants),
    }
