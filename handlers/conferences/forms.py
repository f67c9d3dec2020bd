"""The forms of a conference: about whom, the brief, a wish, what an agency brings, another hour, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.conferences.facts import Bringing, Composing, Guest, Hours, Whom
from handlers.coordination import when
from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.naming import agency_words, role_words
from models.acts.conference_people import INVITED_AS, Gap
from models.acts.conference_running import How
from models.classes import Category
from models.conference import Reason, Wanted

_MOST, _OPTION = 100, 75
_SHORT, _LONG = 200, 600
REASON_WORDS: Mapping[Reason, str] = {
    Reason.TWO_APPROACHES: "Two approaches that cross each other",
    Reason.PLAN_IS_STUCK: "The plan is stuck",
    Reason.SAFETY: "Safety",
    Reason.COURT: "Court",
    Reason.SERVICES: "Services",
    Reason.OTHER: "Something else",
}
WANTED_WORDS: Mapping[Wanted, str] = {
    Wanted.TODAY: "Today",
    Wanted.THIS_WEEK: "This week",
    Wanted.NEXT_MEETING: "At the next meeting",
}
GAP_WORDS: Mapping[Gap, str] = {
    Gap.NO_RELEASE: "no release names them for conferences",
    Gap.NOT_HERE: "the release names other regions than theirs",
    Gap.NOBODY: "a release names them, and nobody there is on the roster",
}
MEND = (
    "To add somebody, have the person sign a release that names them for case conferences: Releases, in the "
    "folder."
)
NEVER = (
    "Businesses, community representatives and the policy group cannot be added: no release lets them read "
    "of a person. With them, talk of the place: a situation."
)
GROUND_RULES = (
    "We coordinate; nobody here supervises another.",
    "Nothing learned here is evidence.",
    "No recording, and no transcript.",
    "Leave when the release does not name you.",
)
# Field id -> label; the order in which they are asked, and in which the table reads them.
BRIEF: Mapping[str, tuple[str, Category, Kind]] = {
    "name": ("Their name, as those invited know it", Category.IDENTITY, Kind.TEXT),
    "wanted": ("What is wanted of the table", Category.ENGAGEMENT, Kind.LONG_TEXT),
    "goals": ("Their goals", Category.ENGAGEMENT, Kind.LONG_TEXT),
    "barriers": ("What stands in the way, and what would help", Category.BARRIERS, Kind.LONG_TEXT),
    "court": ("Court dates that matter", Category.LEGAL_CALENDAR, Kind.TEXT),
    "place": ("Where and how to approach them (care team only)", Category.LOCATION, Kind.LONG_TEXT),
}
BROUGHT: Mapping[str, tuple[str, Category, Kind]] = {
    "person": ("Who it is, as you know them", Category.IDENTITY, Kind.TEXT),
    "place": ("Where they are met", Category.LOCATION, Kind.TEXT),
    "happens": ("What you have seen, and what you would want", Category.INCIDENT, Kind.LONG_TEXT),
}
_BROUGHT_INTRO = (
    "Only what your own agency knows. Nobody will say whether the person is known, and nobody may ask.",
)
_LEAST = "Each reads only the kinds of detail that a release lets them. Write the least that helps."
_HELD: Mapping[How, str] = {
    How.HELD: "It was held",
    How.PUT_OFF: "Put it off",
    How.SITUATION_ONLY: "Go on with the situation only, without a word on a person",
}


def whom_form(whom: Whom) -> Form:
    """About whom: the one question of the first screen."""
    field = Field("about", "About whom?", Kind.CHOICE, None, choices=_choices(whom.people))
    return Form(ViewId.CONFERENCE_WHOM, "Conference", "Next", (field,))


def brief_form(composing: Composing) -> Form:
    """Everything of a conference on a participant: why, when, who, and the brief."""
    guests = Field(
        "guests",
        "Who is invited",
        Kind.MULTI_CHOICE,
        None,
        choices=_people(composing.guests),
        first=_ticked(composing.guests),
    )
    time_only = Field(
        "time_only",
        "Told the time only",
        Kind.MULTI_CHOICE,
        None,
        required=False,
        choices=_people(composing.time_only),
    )
    return Form(
        ViewId.CONFERENCE_FORM,
        "Conference",
        "Propose",
        (
            *_why(),
            *hour_fields(composing.hours),
            guests,
            *((time_only,) if composing.time_only else ()),
            *_words(BRIEF, ("wanted",)),
        ),
        (_LEAST,),
        f"If it cannot wait, call: {composing.contacts.team_line}.",
        barred_lines(composing),
    )


def barred_lines(composing: Composing) -> tuple[str, ...]:
    """Who cannot be added, why, and the mend; whom no release could name is said in any case."""
    lines = tuple(
        f"Cannot be added: {agency_words(agency)}, {role_words(role.value)}: {GAP_WORDS[why]}."
        for agency, role, why in composing.barred
    )
    return (*lines[:20], MEND, NEVER) if lines else (NEVER,)


def wish_form(known: Whom) -> Form:
    """Somebody who is not on the care team asks for one; `known`: references of their own."""
    about = Field("about", "About whom?", Kind.CHOICE, None, choices=_choices(known.people))
    partners = Field(
        "partners",
        "Who would help at the table?",
        Kind.MULTI_CHOICE,
        None,
        required=False,
        choices=tuple(Choice(role.value, role_words(role.value).capitalize()) for role in INVITED_AS),
        hint="Kinds of partner. Who comes is for the care team, and only whom a release covers.",
    )
    return Form(
        ViewId.CONFERENCE_WISH,
        "Ask for a conference",
        "Ask",
        (about, *_why(), partners),
        ("The care team decides. You will be invited if a release covers you.",),
    )


def potential_form(bringing: Bringing) -> Form:
    """What an agency brings about somebody who was not referred."""
    region = Field("region", "Region", Kind.CHOICE, None, choices=_choices(bringing.regions))
    return Form(
        ViewId.CONFERENCE_POTENTIAL,
        "Potential referral",
        "Propose",
        (*_why(), region, *hour_fields(bringing.hours), *_words(BROUGHT, ("happens",))),
        _BROUGHT_INTRO,
        f"If it cannot wait, call: {bringing.contacts.team_line}.",
    )


def add_form(theirs: Whom) -> Form:
    """A colleague adds what they know; `theirs`: their agency's conferences."""
    which = Field("which", "Which conference?", Kind.CHOICE, None, choices=_choices(theirs.people))
    return Form(
        ViewId.CONFERENCE_ADD, "Add to it", "Add", (which, *_words(BROUGHT, ("happens",))), _BROUGHT_INTRO
    )


def move_form(hours: Hours) -> Form:
    """Another hour."""
    return Form(ViewId.CONFERENCE_MOVE, "Another hour", "Move", hour_fields(hours))


CLOSE = Form(
    ViewId.CONFERENCE_CLOSE,
    "Close",
    "Save",
    (
        Field(
            "how",
            "How does it end?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, words) for one, words in _HELD.items()),
        ),
    ),
)


def apart_form(whom: Whom) -> Form:
    """Two people who are not to meet at a table, whatever the order between them says."""
    choices = _choices(whom.people)
    return Form(
        ViewId.CONFERENCE_APART,
        "Keep apart",
        "Save",
        (
            Field("one", "The one", Kind.CHOICE, None, choices=choices),
            Field("other", "The other", Kind.CHOICE, None, choices=choices),
            Field(
                "over",
                "Or it is over",
                Kind.CONFIRM,
                None,
                required=False,
                choices=(Choice("yes", "They need not be kept apart any more"),),
            ),
        ),
        ("Whoever works with the one is not proposed for a conference on the other; neither is named.",),
    )


def invite_form(guests: Sequence[Guest]) -> Form:
    """Somebody more is invited."""
    field = Field("guest", "Who is invited", Kind.CHOICE, None, choices=_people(guests))
    return Form(ViewId.CONFERENCE_INVITE, "Invite", "Invite", (field,))


def hour_fields(hours: Hours) -> tuple[Field, ...]:
    """When, and for how long; no day and no hour is the group's next meeting."""
    several = len(hours.groups) > 1
    group = Field(
        "group",
        "Group",
        Kind.CHOICE,
        None,
        choices=_choices(hours.groups),
        first=hours.groups[0][0] if hours.groups else "",
    )
    lengths = sorted({10, 15, 20, 30, 45, 60, hours.minutes})
    minutes = Field(
        "minutes",
        "Minutes",
        Kind.CHOICE,
        None,
        choices=tuple(Choice(str(one), str(one)) for one in lengths),
        first=str(hours.minutes),
    )
    return (
        *((group,) if several else ()),
        Field("day", "Day", Kind.DATE, None, required=False, hint=_meeting_hint(hours)),
        Field("hour", "Hour", Kind.TIME, None, required=False, hint="By the group's own clock."),
        minutes,
    )


def _meeting_hint(hours: Hours) -> str:
    if len(hours.groups) == 1 and (at := hours.meetings.get(hours.groups[0][0])):
        return f"Empty: at the next meeting, {when(at, hours.zones[hours.groups[0][0]])}."
    return "Empty: at the group's next meeting, if one is planned."


def _why() -> tuple[Field, ...]:
    reasons = tuple(Choice(one.value, words) for one, words in REASON_WORDS.items())
    urgencies = tuple(Choice(one.value, words) for one, words in WANTED_WORDS.items())
    return (
        Field("reason", "Why?", Kind.CHOICE, None, choices=reasons),
        Field(
            "wanted_by", "How soon?", Kind.CHOICE, None, choices=urgencies, first=Wanted.NEXT_MEETING.value
        ),
    )


def _words(fields: Mapping[str, tuple[str, Category, Kind]], needed: Sequence[str]) -> tuple[Field, ...]:
    return tuple(
        Field(
            name,
            label,
            kind,
            category,
            required=name in needed,
            max_length=_SHORT if kind is Kind.TEXT else _LONG,
            # Where they are goes to the care team alone.
            golden_rule=category is not Category.LOCATION,
            unprivileged=True,
        )
        for name, (label, category, kind) in fields.items()
    )


def _choices(pairs: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, words[:_OPTION]) for value, words in pairs[:_MOST])


def _people(guests: Sequence[Guest]) -> tuple[Choice, ...]:
    return tuple(Choice(one.user, one.words[:_OPTION]) for one in guests[:_MOST])


def _ticked(guests: Sequence[Guest]) -> str:
    return ";".join(one.user for one in guests[:_MOST] if one.chosen)
