"""The times of a group's meetings: where, for whom, and what is wrong with an hour."""

from __future__ import annotations

from datetime import date, time

from handlers.rollcall.schedule_facts import day_words, when_words
from models.acts.groups import members_of
from models.acts.meeting_dates import date_met_then, is_skipped, met_then, skipped_on
from models.acts.moments import zone_of
from models.acts.schedules import Wanted
from models.recurrence import moment_of
from models.rollcall import Asked, Schedule
from models.scene import Scene

_LEFT_OUT = "The clocks leave this hour out on that day. Please choose another one."
_MET = "The group meets then already. Please choose another hour."


def where(scene: Scene, row: Schedule) -> str:
    """The region's name; of a meeting the group's."""
    group = scene.rules.group(row.shift) if row.asks == Asked.MEETING and row.shift else None
    return group.name if group is not None else scene.rules.region_name(row.region)


def groups_offered(scene: Scene) -> tuple[tuple[str, str], ...]:
    """(code, name) of the site's groups."""
    return tuple((one.code, one.name) for one in scene.rules.groups_or_default())


def whom_words(scene: Scene, wanted: Wanted) -> str:
    """Who meets, and when the agenda comes."""
    group = scene.rules.group(wanted.shift) if wanted.shift else None
    people = len(members_of(scene, group)) if group is not None else 0
    whom = "1 person of the group" if people == 1 else f"{people} people of the group"
    ahead = "1 day" if wanted.lead_days == 1 else f"{wanted.lead_days} days"
    return f"{whom}. The agenda comes {ahead} before."


def hour_problem(scene: Scene, wanted: Wanted, schedule: str) -> str:
    """What is wrong with the hour of a rule; empty = nothing. `schedule`: the one that changes."""
    zone = scene.rules.zone_of(wanted.region)
    today = scene.moment.astimezone(zone).date()
    if (day := skipped_on(wanted, zone, today)) is not None:
        return f"On {day_words(day)} the clocks leave this hour out. Please choose another one."
    if (at := met_then(scene, wanted, besides=schedule)) is not None:
        return f"The group meets then already: {when_words(at, zone)}. Please choose another hour."
    return ""


def date_problem(scene: Scene, row: Schedule, day: date, to_day: date, to_at: time) -> str:
    """What is wrong with one date's new hour; empty = nothing, or it is no meeting."""
    if row.asks != Asked.MEETING:
        return ""
    zone = zone_of(scene.rules, row)
    if is_skipped(to_day, to_at, zone):
        return _LEFT_OUT
    return _MET if date_met_then(scene, row, day, moment_of(to_day, to_at, zone)) else ""
