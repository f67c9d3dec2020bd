"""Which hour a filled form means; what is to be mended is said at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from dateutil.tz import datetime_exists

from handlers.acting import at
from handlers.conferences.facts import Hours
from handlers.ids import View as ViewId
from models.acts.conference_times import NoMeeting, TwoAtOnce, When
from models.deadlines import local_moment

HOUR_TOO = "Please give the hour, too."
DAY_TOO = "Please give the day, too."
SKIPPED = "The clocks go forward then, and this hour does not exist on that day. Choose another."
FAR = "That is more than a year ahead. Choose an earlier day."
OVER = "That is over, by the group's own clock. Choose a time to come."
TWO = "Whoever runs it has another conference at that time. Choose another."
NO_MEETING = "No meeting of this group is planned with room for it. Choose a day and an hour."

FARTHEST = timedelta(days=366)
Wrong = dict[str, str]


def group_of(codes: Mapping[str, str], hours: Hours) -> str:
    """The group that is meant; the only one is not asked for."""
    return codes.get("group") or hours.groups[0][0]


def when_of(codes: Mapping[str, str], hours: Hours, moment: datetime) -> When | Wrong:
    """When it is to be, or field id -> sentence."""
    day, hour, minutes = codes.get("day", ""), codes.get("hour", ""), int(codes["minutes"])
    if not day and not hour:
        return When(None, minutes)
    if not day or not hour:
        return {"hour": HOUR_TOO} if day else {"day": DAY_TOO}
    zone = hours.zones[group_of(codes, hours)]
    on, at, today = date.fromisoformat(day), time.fromisoformat(hour), moment.astimezone(zone).date()
    if not today <= on <= today + FARTHEST:
        return {"day": OVER if on < today else FAR}
    if not datetime_exists(datetime.combine(on, at, tzinfo=zone)):
        return {"hour": SKIPPED}
    starts_at = local_moment(on, at, zone)
    return {"day": OVER} if starts_at <= moment else When(starts_at, minutes)


@contextmanager
def hour_said_at(form: ViewId) -> Iterator[None]:
    """An hour that cannot be is said at its field.

    Raises:
        ReadAgain: it is past, the facilitator has another one then, or the group has no meeting with room.
    """
    try:
        yield
    except TwoAtOnce:
        raise at(form, {"hour": TWO}) from None
    except NoMeeting:
        raise at(form, {"day": NO_MEETING}) from None
    except ValueError:
        raise at(form, {"day": OVER}) from None
