"""What is asked about a court matter and a filing hold: forms as data, hours on the court's clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from handlers.court.facts import CourtName
from handlers.forms import Choice, Draft, Field, Form, Kind
from handlers.ids import View
from models.classes import Category
from models.court_matter import Arose

_SEALED = Category.LEGAL_CALENDAR
_LONGEST = 75  # Slack's limit for the words of an option
KEEP = "Leave empty to keep what is there."
OWN_CLOCK = "The hour is read on the court's own clock."
NO_COURT = "No court is set up here yet. Please ask whoever keeps the site file to add it."
UNKNOWN_COURT = (
    "The site file does not know this court. Choose another, or ask whoever keeps the file to add it."
)
OVER = "This day and hour are over at that court. Enter the next hearing, or leave both empty."
NEEDS_HOUR = "Please give the hour as well. It is read on the court's own clock."
NEEDS_DAY = "Please give the day as well."
OTHER_CLOCK = "This court's clock is another. Please enter the hearing's day and hour again."
NOT_LATER = "It is held that long already, or somebody moved it meanwhile. Choose a later day."
NONE_NOW = "none"

AROSE_WORDS = {
    Arose.BEFORE: "Before enrolment",
    Arose.AFTER: "After enrolment",
    Arose.UNKNOWN: "Not known",
}
WARRANT_WORDS = {
    "none": "None known",
    "active": "Active",
    "quash_asked": "Asked to be quashed",
    "quashed": "Quashed or served",
}
FILING_WORDS = {
    "no": "Not waiting for a decision",
    "waiting": "Waits for a filing decision",
    "held": "Filing is held",
    "filed": "Filed",
    "declined": "Declined",
}
_CODED = {"warrant": WARRANT_WORDS, "filing": FILING_WORDS}
# Field id -> heading, in the order of the screen. All of it lies sealed.
SAID = {
    "number": "Case number",
    "charge": "Charge",
    "warrant": "Warrant",
    "filing": "Filing",
    "notes": "Notes",
}


def said_words(name: str, text: str) -> str:
    """A sealed answer as it is shown: a code in its words, everything else as it was written."""
    return _CODED.get(name, {}).get(text, text)


def matter_form(courts: Iterable[CourtName]) -> Form:
    """A new matter."""
    return Form(
        View.MATTER_NEW,
        "Court matter",
        "Save",
        (
            Field("court", "Court", Kind.CHOICE, None, choices=_choices(courts)),
            Field("number", SAID["number"], Kind.TEXT, _SEALED, required=False, max_length=60),
            Field("hearing_day", "Next hearing: day", Kind.DATE, None, required=False),
            Field("hearing_hour", "Next hearing: hour", Kind.TIME, None, required=False, hint=OWN_CLOCK),
            Field("arose", "When did it arise?", Kind.CHOICE, None, choices=_words(AROSE_WORDS)),
            Field("charge", SAID["charge"], Kind.TEXT, _SEALED, required=False, max_length=200),
            _coded("warrant"),
            _coded("filing"),
            Field("notes", SAID["notes"], Kind.LONG_TEXT, _SEALED, required=False, max_length=1000),
        ),
        intro=("Only the care team opens this.",),
    )


def change_form(courts: Iterable[CourtName]) -> Form:
    """The same, to change what stands: nothing of it is repeated in the form."""
    asked = (replace(question, required=False, hint=KEEP) for question in matter_form(courts).fields)
    away = tuple(Choice(name, heading) for name, heading in SAID.items())
    return Form(
        View.MATTER_CHANGE,
        "Court matter",
        "Save",
        (
            *(replace(one, hint=f"{KEEP} {OWN_CLOCK}") if one.id == "hearing_hour" else one for one in asked),
            Field(
                NONE_NOW,
                "No hearing",
                Kind.CONFIRM,
                None,
                required=False,
                choices=(Choice("yes", "There is no hearing set now"),),
            ),
            Field("take_away", "Take away", Kind.CONFIRM, None, required=False, choices=away),
        ),
        intro=("Whoever was asked about this hearing hears that it moved, and nothing else.",),
    )


EXTEND_HOLD = Form(
    View.HOLD_EXTEND,
    "Hold filing",
    "Hold",
    (Field("until", "Until the end of this day", Kind.DATE, None),),
    intro=("Your office holds filing until then. It binds nobody else.",),
)


def hearing_in(draft: Draft) -> tuple[date, time] | dict[str, str] | None:
    """Day and hour as they were entered; what is to be mended, by field; or None where neither was."""
    day, hour = draft.codes.get("hearing_day", ""), draft.codes.get("hearing_hour", "")
    if not day and not hour:
        return None
    if not hour:
        return {"hearing_hour": NEEDS_HOUR}
    if not day:
        return {"hearing_day": NEEDS_DAY}
    return date.fromisoformat(day), time.fromisoformat(hour)


def _coded(name: str) -> Field:
    choices = tuple(Choice(code, words) for code, words in _CODED[name].items())
    return Field(name, SAID[name], Kind.CHOICE, _SEALED, required=False, choices=choices)


def _choices(courts: Iterable[CourtName]) -> tuple[Choice, ...]:
    return tuple(Choice(court.code, court.name[:_LONGEST]) for court in courts)


def _words(said: dict[Arose, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code.value, words) for code, words in said.items())
