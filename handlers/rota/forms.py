"""The form by which others stand in for a span of hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from zoneinfo import ZoneInfo

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from models.acts.rota import StandIn
from models.deadlines import local_moment
from models.schema import SlackUserId

_HOURS = tuple(Choice(str(hour), f"{hour:02}:00") for hour in range(24))

STAND_IN = Form(
    ViewId.ROTA_SPAN,
    "Stand in",
    "Save",
    (
        Field("first", "Who is asked first?", Kind.USER, None),
        Field("backup", "Who is the backup?", Kind.USER, None),
        Field("from", "From this day", Kind.DATE, None),
        Field("from_hour", "At", Kind.CHOICE, None, choices=_HOURS),
        Field("until", "Until this day", Kind.DATE, None),
        Field(
            "until_hour", "Until", Kind.CHOICE, None, choices=_HOURS, hint="00:00 is where the day begins."
        ),
    ),
    intro=("For this time they are on call instead of the plan; afterwards the plan goes on.",),
    note="Hours are the region's. To swap the two of the plan, name them the other way round.",
)


def stand_in_of(codes: Mapping[str, str], region: str, zone: ZoneInfo) -> StandIn:
    """What the form says, as moments."""
    begins, ends = (
        local_moment(date.fromisoformat(codes[day]), time(int(codes[f"{day}_hour"])), zone)
        for day in ("from", "until")
    )
    return StandIn(region, SlackUserId(codes["first"]), SlackUserId(codes["backup"]), begins, ends)
