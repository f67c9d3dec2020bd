"""A group's meetings: made when their agenda is due, moved, cancelled, over; nothing on them is ever lost."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.acts import meeting_thread as thread
from models.acts.agenda import build
from models.acts.agenda_carry import carry_over
from models.acts.groups import runs_meetings_of, zone_of_group
from models.acts.meeting_conferences import follow
from models.acts.moments import starts_on, zone_of
from models.acts.paging import project_managers
from models.audit import Verb
from models.deadlines import local_moment
from models.due import DueStep, Planned, Step, plan
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster, UnknownReference
from models.meeting import Meeting, MeetingState, locked_meeting, next_meeting
from models.notice import Kind
from models.people import find_actor
from models.rollcall import Schedule, changes_of
from models.scene import Scene, the_actor
from models.schema import SlackUserId, new_handle
from models.site import Group

# `next_meeting` stands with the rows: conferences ask it, and meetings ask conferences.
__all__ = (
    "GRACE",
    "RUNS_ON",
    "STANDING",
    "announce",
    "cancel",
    "clashes",
    "ends_at",
    "hold_meeting",
    "move",
    "new_meeting",
    "next_meeting",
    "plan_over",
    "settle",
    "take_step",
    "theirs",
)

# So long after its end a meeting that nobody began counts as not held; one that still runs is ended.
GRACE, RUNS_ON = timedelta(minutes=30), timedelta(hours=3)
FARTHEST = timedelta(days=92)
STANDING = (MeetingState.PLANNED.value, MeetingState.BEGUN.value)


def hold_meeting(scene: Scene, schedule: Schedule, day: date) -> Meeting | None:
    """The meeting of this service date: its agenda is built and posted, its facilitator is told.

    One whose time is over already, after a down-time, is kept as not held. None: the group is not in the
    site file any more.
    """
    group = scene.rules.group(schedule.shift) if schedule.shift else None
    if group is None:
        return None
    zone = zone_of(scene.rules, schedule)
    starts_at = starts_on(schedule, zone, day, changes_of(scene.work, schedule.id).get(day))
    meeting = new_meeting(scene, group, day, starts_at, schedule.close_minutes, schedule.leader)
    meeting.schedule = schedule.id
    if ends_at(meeting) <= scene.moment:
        meeting.state = MeetingState.NOT_HELD.value
    scene.work.session.add(meeting)
    scene.work.session.flush()
    scene.note(Verb.MEETING_CHANGED, (meeting.id,), meeting.state)
    if meeting.state == MeetingState.NOT_HELD:
        thread.tell(scene, meeting, Kind.MEETING_NOT_HELD, [meeting.facilitator])
        return meeting
    build(scene, meeting, group)
    announce(scene, meeting, group)
    thread.tell(scene, meeting, Kind.MEETING_AGENDA, [meeting.facilitator])
    return meeting


def new_meeting(
    scene: Scene, group: Group, day: date, starts_at: datetime, minutes: int, leader: str
) -> Meeting:
    """The row, not yet kept."""
    return Meeting(
        id=secrets.token_hex(16),
        group=group.code,
        schedule="",
        day=day,
        starts_at=starts_at,
        minutes=minutes,
        facilitator=_facilitator(scene, group, leader),
        special=0,
        called_for="",
        state=MeetingState.PLANNED.value,
        anchor=new_handle(),
        item="",
        made_at=scene.moment,
        version=1,
    )


def announce(scene: Scene, meeting: Meeting, group: Group) -> None:
    """Its line and agenda go to the channel, and its end is planned."""
    thread.begin(scene, meeting, group)
    plan_over(scene, meeting)


def _facilitator(scene: Scene, group: Group, leader: str) -> SlackUserId:
    """Whoever is named and has a seat; else the first project manager; else whoever is named."""
    today = scene.rules.today(scene.moment)
    named = [SlackUserId(one) for one in (leader, group.facilitator) if one]
    for user in named:
        try:
            return find_actor(scene.work, scene.vault.rows, user, today).user
        except NotOnRoster:
            continue
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    return next(iter([*managers, *named]), SlackUserId(""))


def ends_at(meeting: Meeting) -> datetime:
    """Its planned end."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def plan_over(scene: Scene, meeting: Meeting, again: timedelta | None = None) -> None:
    """Plan the look at its end. A step of an earlier version does nothing: none is ever called off."""
    key = f"{Step.MEETING_OVER.value}:{meeting.id}:{meeting.version}{':again' if again else ''}"
    due = ends_at(meeting) + (again or GRACE)
    plan(scene.work, [Planned(Step.MEETING_OVER, meeting.id, due, key)])


def take_step(scene: Scene, step: DueStep) -> str:
    """Its time is over; answers a short code."""
    try:
        meeting = locked_meeting(scene.work, step.subject)
    except UnknownReference:
        return "gone"
    if step.key.split(":")[2] != str(meeting.version) or meeting.state not in STANDING:
        return "settled"
    if meeting.state == MeetingState.PLANNED:
        settle(scene, meeting, MeetingState.NOT_HELD)
        thread.tell(scene, meeting, Kind.MEETING_NOT_HELD, [meeting.facilitator])
        return "not_held"
    if not step.key.endswith(":again"):
        plan_over(scene, meeting, RUNS_ON)
        return "runs"
    settle(scene, meeting, MeetingState.ENDED)
    return "ended"


def settle(scene: Scene, meeting: Meeting, state: MeetingState) -> None:
    """It is over: what waits stands on the next agenda; of one that was held minutes are posted."""
    meeting.state, meeting.ended_at, meeting.item = state.value, scene.moment, ""
    scene.work.session.flush()
    carry_over(scene, meeting)
    scene.note(Verb.MEETING_CHANGED, (meeting.id,), state.value)
    if state is MeetingState.ENDED:
        thread.reply(scene, meeting, thread.MINUTES)


def move(scene: Scene, meeting_id: str, day: date, at: time) -> Meeting:
    """It is held at another hour; its agenda goes with it.

    Raises:
        NotOnRoster, NotAllowed: not theirs; or `code` is to_day (past or too far), at (a skipped hour, or the
            group meets then already).
        NotAvailable, AlreadyChanged: there is none, or it has begun or is over.
    """
    meeting = theirs(scene, meeting_id)
    zone = zone_of_group(scene.rules, meeting.group)
    today = scene.moment.astimezone(zone).date()
    if not today <= day <= today + FARTHEST:
        raise NotAllowed("to_day")
    starts_at = local_moment(day, at, zone)
    if not scene.moment < starts_at < scene.moment + FARTHEST:
        raise NotAllowed("to_day")
    if starts_at.astimezone(zone).time() != at:
        raise NotAllowed("skipped_hour")
    if clashes(scene, meeting.group, starts_at, meeting.minutes, besides=meeting.id):
        raise NotAllowed("two_at_once")
    meeting.starts_at = starts_at
    meeting.version += 1
    scene.work.session.flush()
    follow(scene, meeting)
    plan_over(scene, meeting)
    scene.note(Verb.MEETING_CHANGED, (meeting.id,), "moved")
    thread.reply(scene, meeting, thread.MOVED)
    thread.tell_members(scene, meeting, Kind.MEETING_MOVED)
    return meeting


def cancel(scene: Scene, meeting_id: str) -> Meeting:
    """It is not held: its items stand on the next agenda, and everybody is told.

    Raises:
        NotOnRoster, NotAllowed: not theirs.
        NotAvailable, AlreadyChanged: there is none, or it has begun or is over.
    """
    meeting = theirs(scene, meeting_id)
    meeting.version += 1
    settle(scene, meeting, MeetingState.CANCELLED)
    thread.reply(scene, meeting, thread.CANCELLED)
    thread.tell_members(scene, meeting, Kind.MEETING_CANCELLED)
    return meeting


def theirs(scene: Scene, meeting_id: str, state: MeetingState = MeetingState.PLANNED) -> Meeting:
    """A meeting that they run, held, in this state.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable, AlreadyChanged: it is not.
    """
    actor = the_actor(scene)
    try:
        meeting = locked_meeting(scene.work, meeting_id)
    except UnknownReference:
        raise NotAvailable from None
    group = scene.rules.group(meeting.group)
    if group is None or not runs_meetings_of(group, actor, meeting.facilitator):
        raise NotAllowed("meeting")
    if meeting.state != state:
        raise AlreadyChanged(meeting.state)
    return meeting


def clashes(scene: Scene, group: str, starts_at: datetime, minutes: int, besides: str = "") -> bool:
    """Whether another meeting of the group that stands overlaps with this one."""
    query = select(Meeting.starts_at, Meeting.minutes).where(
        Meeting.group == group, Meeting.state.in_(STANDING), Meeting.id != besides
    )
    end = starts_at + timedelta(minutes=minutes)
    return any(
        other < end and starts_at < other + timedelta(minutes=length)
        for other, length in scene.work.session.execute(query)
    )
