"""The forms of schedules and visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.rollcall.schedule_facts import Offer, When, day_words
from models.rollcall import Asked, SkipReason

ROTATION = "rotation"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RHYTHMS = {
    "w1": "Every week",
    "w2": "Every 2 weeks",
    "w3": "Every 3 weeks",
    "w4": "Every 4 weeks",
    "m1": "First of the month",
    "m2": "Second of the month",
    "m3": "Third of the month",
    "m4": "Fourth of the month",
    "m-1": "Last of the month",
    ROTATION: "Days on, days off",
}
_LENGTHS = {"30": "30 minutes", "60": "1 hour", "120": "2 hours", "240": "4 hours", "720": "12 hours"}
_LEADS = {"0": "The same day", "1": "The day before", "2": "2 days before", "7": "A week before"}
_MEETS_FOR = {"30": "30 minutes", "45": "45 minutes", "60": "1 hour", "90": "1.5 hours", "120": "2 hours"}
_AGENDA = {"1": "The day before", "2": "2 days before", "3": "3 days before", "7": "A week before"}
_REASONS: Mapping[str, str] = {
    SkipReason.CALL_OUT: "Called out",
    SkipReason.COURT: "Court",
    SkipReason.LEAVE: "Leave",
    SkipReason.OTHER: "Something else",
}
_MOST_OFFICERS, _MOST_DAYS_ON = 40, 28


def _choices(words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, text) for value, text in words.items())


def _rule_fields() -> tuple[Field, ...]:
    days = tuple(Choice(str(number), name) for number, name in enumerate(DAYS))
    counts = tuple(Choice(str(n), str(n)) for n in range(1, _MOST_DAYS_ON + 1))
    return (
        Field("rhythm", "How often?", Kind.CHOICE, None, choices=_choices(RHYTHMS)),
        Field(
            "days",
            "On which days?",
            Kind.MULTI_CHOICE,
            None,
            required=False,
            choices=days,
            hint="For days on, days off leave this empty.",
        ),
        Field("on", "Days on", Kind.CHOICE, None, required=False, choices=counts),
        Field("off", "Days off", Kind.CHOICE, None, required=False, choices=counts),
        Field("at", "At", Kind.TIME, None, hint="By the clock on the region's wall."),
        Field("begins", "First day", Kind.DATE, None),
        Field("ends", "Last day", Kind.DATE, None, required=False),
        Field(
            "holidays",
            "Leave out holidays of",
            Kind.TEXT,
            None,
            required=False,
            max_length=10,
            hint="A country, or country and region: US-WA.",
            guarded=True,
        ),
    )


def _region(offer: Offer) -> Field:
    return Field("region", "Region", Kind.CHOICE, None, choices=_choices(dict(offer.regions)))


def schedule_form(offer: Offer, *, seen: bool = False) -> Form:
    """A shift's roll call. `seen`: its next ten stand above, and sending it keeps it."""
    return Form(
        ViewId.SCHEDULE_FORM,
        "Roll call",
        "Save" if seen else "Look at it",
        (
            _region(offer),
            Field(
                "name",
                "Name of the shift",
                Kind.TEXT,
                None,
                max_length=60,
                hint="Such as: North night.",
                guarded=True,
                no_names=True,
            ),
            *_rule_fields(),
            Field(
                "officers",
                "Officers",
                Kind.PEOPLE,
                None,
                required=False,
                most=_MOST_OFFICERS,
                hint="Nobody named: all officers of the region.",
            ),
            Field("leader", "Who leads the shift?", Kind.USER, None),
            Field(
                "length",
                "Time to answer",
                Kind.CHOICE,
                None,
                required=False,
                choices=_choices(_LENGTHS),
                hint="1 hour if nothing is chosen. One reminder comes halfway.",
            ),
            Field(
                "channel",
                "The shift's private channel",
                Kind.CHANNEL,
                None,
                required=False,
                hint="For themes, without anybody's name. Invite LEAD to it first.",
            ),
        ),
    )


def visits_form(offer: Offer, *, seen: bool = False) -> Form:
    """Who goes and listens, in turn."""
    return Form(
        ViewId.VISITS_FORM,
        "Visits",
        "Save" if seen else "Look at it",
        (
            _region(offer),
            *(
                [
                    Field(
                        "what",
                        "What is visited?",
                        Kind.CHOICE,
                        None,
                        required=False,
                        choices=_choices(dict(offer.visited)),
                    )
                ]
                if offer.visited
                else []
            ),
            Field(
                "name",
                "Something else",
                Kind.TEXT,
                None,
                required=False,
                max_length=60,
                hint="Such as: Quay business owners.",
                guarded=True,
                no_names=True,
            ),
            Field(
                "officers",
                "Who goes, in turn?",
                Kind.PEOPLE,
                None,
                most=_MOST_OFFICERS,
                hint="In the order in which they are chosen.",
            ),
            *_rule_fields(),
            Field("lead", "Reminder", Kind.CHOICE, None, choices=_choices(_LEADS)),
        ),
    )


def meeting_form(offer: Offer, *, seen: bool = False) -> Form:
    """When a group meets."""
    return Form(
        ViewId.MEETING_FORM,
        "Meeting",
        "Save" if seen else "Look at it",
        (
            Field("group", "Who meets?", Kind.CHOICE, None, choices=_choices(dict(offer.groups))),
            Field(
                "name",
                "Name of the meeting",
                Kind.TEXT,
                None,
                max_length=60,
                hint="Such as: Work group, weekly.",
                guarded=True,
                no_names=True,
            ),
            *_rule_fields(),
            Field("length", "For how long?", Kind.CHOICE, None, choices=_choices(_MEETS_FOR), first="60"),
            Field("lead", "Agenda", Kind.CHOICE, None, choices=_choices(_AGENDA), first="1"),
            Field("leader", "Who runs it?", Kind.USER, None),
        ),
    )


def form_of(offer: Offer, asks: Asked, *, seen: bool = False) -> Form:
    """The form of what is asked."""
    made = {Asked.VISIT: visits_form, Asked.MEETING: meeting_form}.get(asks, schedule_form)
    return made(offer, seen=seen)


def skip_form(coming: Sequence[When]) -> Form:
    """Which date, and why."""
    return Form(
        ViewId.SCHEDULE_SKIP,
        "Skip one",
        "Skip",
        (
            Field("day", "Which?", Kind.CHOICE, None, choices=_dates([when.day for when in coming])),
            Field("reason", "Why?", Kind.CHOICE, None, choices=_choices(_REASONS)),
        ),
        note="It counts as nothing: neither quiet nor answered.",
    )


def move_form(coming: Sequence[When]) -> Form:
    """Which date, and where to."""
    return Form(
        ViewId.SCHEDULE_MOVE,
        "Move one",
        "Move",
        (
            Field("day", "Which?", Kind.CHOICE, None, choices=_dates([when.day for when in coming])),
            Field("to_day", "To this day", Kind.DATE, None, hint="Within two weeks of its own."),
            Field("to_at", "At", Kind.TIME, None),
        ),
        note="Only this one. The others come as before.",
    )


def put_back_form(changed: Sequence[date]) -> Form:
    """Which moved or skipped date comes as the others do."""
    return Form(
        ViewId.SCHEDULE_PUT_BACK,
        "Put one back",
        "Put back",
        (Field("day", "Which?", Kind.CHOICE, None, choices=_dates(changed)),),
    )


def _dates(days: Sequence[date]) -> tuple[Choice, ...]:
    return tuple(Choice(day.isoformat(), day_words(day)) for day in days)
