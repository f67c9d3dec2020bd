"""The reminders of a hearing: planned by the court's own clock, each once, told to the care team alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from models.court_matter import CourtMatter
from models.court_rules import Court
from models.deadlines import days_before
from models.due import Planned, Step, call_off, plan
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.participant import Circle, circle_of
from models.people import Role, active_with
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId

HEARING = (Step.HEARING_REMINDER, Step.HEARING_OVER)
_MORNING, _ON_THE_DAY = time(9), time(7)
_AT_LEAST_BEFORE = timedelta(hours=1)
_ASKED_AFTER = timedelta(hours=2)
OF_COURT = frozenset({Kind.HEARING_NEAR, Kind.HEARING_WAS, Kind.POSSIBLE_MATCH})
_TOLD = (Role.CASE_MANAGER, Role.LEGAL_SYSTEM_ADVOCATE)


def plan_hearing(scene: Scene, row: CourtMatter, court: Court) -> None:
    """Call off what was planned for an earlier day, and plan the reminders of this one, each once."""
    call_off(scene.work, row.id, HEARING, scene.moment)
    if row.hearing_at is None:
        return
    key = f"{row.id}:{row.version}"
    steps = [
        Planned(Step.HEARING_REMINDER, row.id, at, f"{Step.HEARING_REMINDER.value}:{key}:{days}")
        for days, at in reminders(row.hearing_at, scene.rules.clocks.hearing_reminder_days, court)
        if at > scene.moment
    ]
    over = row.hearing_at + _ASKED_AFTER
    plan(
        scene.work,
        [*steps, Planned(Step.HEARING_OVER, row.id, over, f"{Step.HEARING_OVER.value}:{key}")],
    )


def reminders(hearing_at: datetime, days: Sequence[int], court: Court) -> list[tuple[int, datetime]]:
    """When a hearing is reminded of: at nine of so many days before, on the day itself at seven.

    By the court's own clock; on the day at least an hour before it begins.
    """
    zone = court.zone()
    on_the_day = min(days_before(hearing_at, 0, _ON_THE_DAY, zone), hearing_at - _AT_LEAST_BEFORE)
    return [
        (back, days_before(hearing_at, back, _MORNING, zone) if back else on_the_day)
        for back in dict.fromkeys(days)
    ]


def remind(scene: Scene, row: CourtMatter, key: str, *, over: bool) -> str:
    """A step of a matter falls due: the care team hears of it, without court or hour; nobody else does."""
    circle = circle_of(scene.work, scene.vault.rows, row.participant)
    if row.closed_at is not None or row.hearing_at is None or not scene.vault.rows.row_holds(row):
        return "gone"
    if circle is None or circle.closed:
        return "folder_closed"
    if not over and row.hearing_at <= scene.moment:
        return "late"
    told = told_of(scene, circle)
    if over:
        told = [user for user in told if (user, Role.CASE_MANAGER) in circle.team] or told
    kind = Kind.HEARING_WAS if over else Kind.HEARING_NEAR
    tell_team(scene, row.participant, kind, told, key, Urgency.ROUTINE if over else Urgency.ALERT)
    return "told" if told else "nobody"


def hand_up(scene: Scene, notice: Notice) -> None:
    """A word of courts that cannot arrive goes to that team's clinical supervisors, and to nobody else."""
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(notice.subject))
    above = _supervisors(scene, circle) if circle is not None and not circle.closed else []
    if circle is not None and notice.recipient not in above:
        tell_team(scene, circle.ref, Kind(notice.kind), above, f"up:{notice.id}")


def told_of(scene: Scene, circle: Circle) -> list[SlackUserId]:
    """The participant's case managers and legal system advocates; where there is none, their supervisors."""
    told = sorted({user for user, role in circle.team if role in _TOLD})
    return told or _supervisors(scene, circle)


def _supervisors(scene: Scene, circle: Circle) -> list[SlackUserId]:
    today = scene.rules.today(scene.moment)
    clinical = active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)
    return [actor.user for actor in clinical if actor.agency == circle.agency]


def tell_team(
    scene: Scene,
    ref: ParticipantRef,
    kind: Kind,
    people: Sequence[SlackUserId],
    key: str,
    urgency: Urgency = Urgency.ROUTINE,
) -> None:
    """By the participant's reference alone, once for each key."""
    notices = [
        NewNotice(kind, user, f"{kind.value}:{key}:{user}"[:160], subject=ref, urgency=urgency)
        for user in people
    ]
    post(scene.work, scene.moment, notices)
