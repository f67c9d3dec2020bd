"""Clocks as pure functions: elapsed minutes, local calendar days, mornings, working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.tz import datetime_exists

_LAST_SECOND = time(23, 59, 59)
_SATURDAY = 5


def after_minutes(begun: datetime, minutes: float) -> datetime:
    """So many elapsed minutes later, whatever the wall clock does meanwhile."""
    return begun.astimezone(UTC) + timedelta(minutes=minutes)


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as a moment: of a skipped one the first minute after, of a repeated one the first."""
    wall = datetime.combine(day, at, tzinfo=zone)
    if not datetime_exists(wall):
        wall = _end_of_gap(wall)
    return wall.astimezone(UTC)


def _end_of_gap(wall: datetime) -> datetime:
    """The first wall-clock minute that exists after a skipped one."""
    first = wall.replace(second=0, microsecond=0)
    while not datetime_exists(first):
        first += timedelta(minutes=1)
    return first


def end_of_local_day(begun: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last second, 23:59:59, of the local day so many calendar days after the one of `begun`."""
    day = begun.astimezone(zone).date() + timedelta(days=days)
    return local_moment(day, _LAST_SECOND, zone)


def days_before(end: datetime, days: int, at: time, zone: ZoneInfo) -> datetime:
    """The local morning (or whatever `at` is) so many calendar days before the local day of `end`."""
    return local_moment(end.astimezone(zone).date() - timedelta(days=days), at, zone)


def next_working_day(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    """`at` on the first weekday after the local day of `moment`."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return local_moment(day, at, zone)
