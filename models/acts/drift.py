"""Signs that a site drifts: quiet shifts, no diversions, empty seats, no meetings; never of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select

from models.acts.groups import only_region
from models.acts.paging import project_managers
from models.acts.vacancy import seat_words
from models.meeting import Meeting, MeetingState
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import Role, active_with
from models.referral import Door, Referral
from models.rollcall import Asked, Firing, FiringState, InPerson, Schedule, ShiftAnswer
from models.scene import Scene
from models.site_versions import SiteVersion

_LOOKED_AT = 60  # the newest roll calls of a shift


class Sign(StrEnum):
    """What is looked at."""

    QUIET_WEEKS = "quiet_weeks"
    NO_DIVERSION = "no_diversion"
    EMPTY_SEAT = "empty_seat"
    NO_MEETING = "no_meeting"


@dataclass(frozen=True)
class Signal:
    """One sign: of which shift, region, seat or group, and for how many weeks or days."""

    sign: Sign
    where: str
    count: int
    never: bool = False  # no diversion, or no meeting, yet, ever


def signals(scene: Scene) -> list[Signal]:
    """Every sign that stands now; a limit of 0 in the site file leaves its sign out."""
    return [*_quiet_shifts(scene), *_no_diversions(scene), *_empty_seats(scene), *_no_meetings(scene)]


def tell_drift(scene: Scene, day: date) -> int:
    """The project managers are told that there are signs, once for this week; answers how many."""
    found = signals(scene)
    kind = Kind.DRIFT
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment) if found else []
    told = [
        NewNotice(kind, one, f"{kind.value}:{day}:{one}", target=str(len(found)), urgency=Urgency.ROUTINE)
        for one in managers
    ]
    post(scene.work, scene.moment, told)
    return len(found)


def quiet_weeks(scene: Scene, schedule: Schedule) -> int:
    """How many weeks in a row, the newest first, had roll calls that arrived, and nothing came back.

    A week that was skipped, not sent or not delivered counts neither way; a visit, or the leader's answer for
    the shift, ends the run.
    """
    query = select(Firing).where(
        Firing.schedule == schedule.id,
        Firing.closes_at <= scene.moment,
        Firing.state == FiringState.SENT.value,
        Firing.asked > Firing.not_delivered,
    )
    rows = scene.work.session.scalars(query.order_by(Firing.due_at.desc()).limit(_LOOKED_AT)).all()
    ids = [row.id for row in rows]
    answered = set(scene.work.session.scalars(select(ShiftAnswer.firing).where(ShiftAnswer.firing.in_(ids))))
    seen = select(InPerson.day).where(InPerson.schedule == schedule.id)
    visited = {_week(day) for day in scene.work.session.scalars(seen)}
    weeks: dict[tuple[int, int], bool] = {}
    for row in rows:
        weeks[_week(row.day)] = weeks.get(_week(row.day), False) or row.id in answered
    run = 0
    for week, heard in weeks.items():  # the newest first, as they were read
        if heard or week in visited:
            break
        run += 1
    return run


def _quiet_shifts(scene: Scene) -> list[Signal]:
    limit = scene.rules.drift.quiet_weeks
    query = select(Schedule).where(
        Schedule.asks == Asked.ROLL_CALL.value, Schedule.ended_at.is_(None), Schedule.paused_at.is_(None)
    )
    shifts = scene.work.session.scalars(query.order_by(Schedule.name, Schedule.id)).all() if limit else []
    runs = [(one.name, quiet_weeks(scene, one)) for one in shifts]
    return [Signal(Sign.QUIET_WEEKS, name, run) for name, run in runs if run >= limit]


def last_diversions(scene: Scene) -> dict[str, int]:
    """Region code -> whole local days since its newest arrest diversion."""
    query = (
        select(Referral.region, func.max(Referral.submitted_at))
        .where(Referral.door == Door.ARREST_DIVERSION.value)
        .group_by(Referral.region)
    )
    return {
        region: _days_since(scene, newest, region) for region, newest in scene.work.session.execute(query)
    }


def _no_diversions(scene: Scene) -> list[Signal]:
    limit = scene.rules.drift.no_diversion_days
    if not limit:
        return []
    since = last_diversions(scene)
    begun = scene.work.session.scalar(select(func.min(SiteVersion.effective_at))) or scene.moment
    found = [
        Signal(
            Sign.NO_DIVERSION,
            region.name,
            since.get(region.code, _days_since(scene, begun, region.code)),
            never=region.code not in since,
        )
        for region in scene.rules.regions
    ]
    return [one for one in found if one.count > limit]


def _empty_seats(scene: Scene) -> list[Signal]:
    """Seats that were said to be empty, and are still: the notice of it says since when."""
    limit = scene.rules.drift.empty_seat_days
    query = select(Notice.target, func.max(Notice.created_at)).where(Notice.kind == Kind.SEAT_EMPTY.value)
    rows = scene.work.session.execute(query.group_by(Notice.target)).all() if limit else []
    held = _held(scene) if rows else set()
    found = [(seat, (scene.moment - since).days) for seat, since in rows if seat not in held]
    return [Signal(Sign.EMPTY_SEAT, seat, days) for seat, days in sorted(found) if days >= limit]


def _no_meetings(scene: Scene) -> list[Signal]:
    """Groups that met, or were to meet, and were not together for longer than the site says."""
    limit = scene.rules.drift.no_meeting_days
    held = select(Meeting.group, func.max(Meeting.ended_at)).where(Meeting.state == MeetingState.ENDED.value)
    planned = select(Schedule.shift, func.min(Schedule.made_at)).where(
        Schedule.asks == Asked.MEETING.value, Schedule.ended_at.is_(None), Schedule.paused_at.is_(None)
    )
    session = scene.work.session
    last = {code: at for code, at in session.execute(held.group_by(Meeting.group)) if at}
    since = {code: at for code, at in session.execute(planned.group_by(Schedule.shift)) if at} | last
    found = [
        Signal(
            Sign.NO_MEETING,
            group.name,
            _days_since(scene, since[group.code], only_region(group)),
            never=group.code not in last,
        )
        for group in (scene.rules.groups_or_default() if limit else ())
        if group.code in since
    ]
    return [one for one in found if one.count > limit]


def _held(scene: Scene) -> set[str]:
    """Every seat that somebody has today, as the notices write it."""
    today = scene.rules.today(scene.moment)
    return {
        seat_words(role, actor.agency)
        for role in Role
        for actor in active_with(scene.work, scene.vault.rows, role, today)
    }


def _days_since(scene: Scene, moment: datetime, region: str) -> int:
    zone = scene.rules.zone_of(region)
    return (scene.moment.astimezone(zone).date() - moment.astimezone(zone).date()).days


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
