"""What the forms of agendas ask: an item in a line, another hour."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId


def put_form(groups: Sequence[tuple[str, str]]) -> Form:
    """On whose agenda, and what; (code, name) of the groups."""
    choices = tuple(Choice(code, name) for code, name in groups)
    return Form(
        ViewId.AGENDA_PUT,
        "Next agenda",
        "Put it there",
        (
            Field("group", "On whose agenda?", Kind.CHOICE, None, choices=choices, first=groups[0][0]),
            Field(
                "words",
                "What is it?",
                Kind.TEXT,
                None,
                max_length=200,
                hint="One line. Everybody of the group reads it. No names and no details of a person.",
                guarded=True,
                no_names=True,
            ),
        ),
        note="It stands on the next agenda, and on the one after that until it was talked about.",
    )


MOVE = Form(
    ViewId.MEETING_MOVE,
    "Move the meeting",
    "Move",
    (
        Field("day", "To which day?", Kind.DATE, None),
        Field("at", "At", Kind.TIME, None, hint="By the clock on the group's wall."),
    ),
    note="Everybody of the group is told. The agenda goes with it.",
)
# Why an hour cannot be, at its field.
CANNOT = {
    "to_day": ("day", "Please choose a moment that is still to come, within three months."),
    "skipped_hour": ("at", "The clocks leave this hour out on that day. Please choose another one."),
    "two_at_once": ("at", "The group meets then already. Please choose another hour."),
}
