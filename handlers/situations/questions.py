"""What is asked about a place: every free line is open to the group, and points to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.situations.facts import Spot
from models.conference import Wanted
from models.situation import Counted

NO_PEOPLE = (
    "No people here: no names, nicknames, plates, birth dates or looks. Everybody of the group reads this. "
    "Say what happens at the place. For a person: /lead conference."
)
_MOST_CHOICES = 100  # of a Slack select
_OPTION = 75
WANTED_WORDS = {
    Wanted.TODAY: "Today",
    Wanted.THIS_WEEK: "This week",
    Wanted.NEXT_MEETING: "At the next meeting",
}
COUNTED_WORDS = {
    Counted.CALLS: "Calls",
    Counted.COMPLAINTS: "Complaints",
    Counted.VISITS: "Outreach visits",
    Counted.OTHER: "Other",
}


def _words(name: str, label: str, *, hint: str = "", required: bool = True, most: int = 300) -> Field:
    kind = Kind.LONG_TEXT if most > 300 else Kind.TEXT  # noqa: PLR2004 - a line's length
    return Field(
        name,
        label,
        kind,
        None,
        required=required,
        max_length=most,
        hint=hint,
        guarded=True,
        about_place=True,
    )


_FORM = Form(
    ViewId.SITUATION_FORM,
    "A place or pattern",
    "Send",
    (
        _words("place", "Where is it?", hint="A corner, a stop, a park."),
        _words("times", "At what times?", required=False),
        _words("pattern", "What happens there?", most=1500),
        _words("harms", "What harm does it do, and to what kind of people?", required=False, most=800),
        _words("tried", "What has been tried?", required=False, most=800),
        Field(
            "wanted",
            "How soon should the group look at it?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(code.value, words) for code, words in WANTED_WORDS.items()),
            first=Wanted.NEXT_MEETING.value,
        ),
        Field(
            "confer",
            "A conference about it?",
            Kind.CONFIRM,
            None,
            required=False,
            choices=(Choice("yes", "Yes, please set one"),),
        ),
    ),
    intro=(NO_PEOPLE,),
)
_COUNTED = Field(
    "counted",
    "What was counted?",
    Kind.CHOICE,
    None,
    choices=tuple(Choice(code.value, words) for code, words in COUNTED_WORDS.items()),
)
_NUMBER = (
    _COUNTED,
    Field("number", "How many?", Kind.TEXT, None, max_length=6, hint="Digits only.", guarded=True),
    Field("since", "From which day?", Kind.DATE, None),
    Field("until", "Until which day?", Kind.DATE, None),
)
COUNT = Form(ViewId.SITUATION_COUNT, "Add a number", "Save", _NUMBER)
RENEW = Form(
    ViewId.SITUATION_RENEW,
    "Look again",
    "Save",
    (
        Field("review_on", "When do you look back again?", Kind.DATE, None),
        _words("words", "What was done so far?", hint="Whoever raised it reads this.", required=False),
        *(replace(question, required=False) for question in _NUMBER),
    ),
    intro=(NO_PEOPLE,),
)
CLOSE = Form(
    ViewId.SITUATION_CLOSE,
    "Close",
    "Close it",
    (_words("words", "What was done about the place?", hint="Whoever raised it reads this, and the group."),),
    intro=(NO_PEOPLE,),
)
GIVE = Form(
    ViewId.SITUATION_GIVE,
    "Give it",
    "Give",
    (Field("who", "Who of the group sees to it?", Kind.USER, None),),
)


def mend_form(*, renewed: bool) -> Form:
    """Its words as the form asked for them; what was tried only until what was done stands with it."""
    told = (
        ("place", "times", "pattern", "harms") if renewed else ("place", "times", "pattern", "harms", "tried")
    )
    return Form(
        ViewId.SITUATION_MEND,
        "Change the words",
        "Save",
        tuple(question for question in _FORM.fields if question.id in told),
        intro=(NO_PEOPLE,),
    )


def form_for(spots: Sequence[Spot]) -> Form:
    """The form for one person: group and region are asked only where there is something to choose."""
    if len(spots) == 1:
        return _FORM
    choices = tuple(Choice(spot.code, _named(spot)) for spot in spots[:_MOST_CHOICES])
    return _FORM.with_field(Field("spot", "Which group and region?", Kind.CHOICE, None, choices=choices))


def _named(spot: Spot) -> str:
    name = f"{spot.group_name}: {spot.region_name}" if spot.region_name else spot.group_name
    return name[:_OPTION]
