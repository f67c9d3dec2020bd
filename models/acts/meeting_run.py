"""A meeting as it runs: what is talked about, who is there, an impasse; all of it stands in rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts import meeting_thread as thread
from models.acts.agenda import copied, top_up
from models.acts.agenda_rows import ANEW
from models.acts.groups import sees, zone_of_group
from models.acts.meetings import announce, clashes, new_meeting, settle, theirs
from models.audit import Verb
from models.deadlines import next_working_day
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.meeting import AgendaItem, Attendance, ItemState, Meeting, MeetingState
from models.notice import Kind
from models.recurrence import is_holiday
from models.rollcall import Schedule
from models.scene import Scene, the_actor

EARLY = timedelta(hours=1)  # so long before its hour it can be begun, and people can say that they are there
_SPECIAL_MINUTES = 30
_TRIES = 40


def begin(scene: Scene, meeting_id: str) -> Meeting:
    """It begins with its first item, or goes on where it stands; everybody of the group may say "I am here".

    Raises:
        NotOnRoster, NotAllowed: not theirs, or `code` is early.
        NotAvailable, AlreadyChanged: there is none, or it is over.
    """
    try:
        meeting = theirs(scene, meeting_id)
    except AlreadyChanged:
        return theirs(scene, meeting_id, MeetingState.BEGUN)
    if scene.moment < meeting.starts_at - EARLY:
        raise NotAllowed("early")
    meeting.state, meeting.begun_at = MeetingState.BEGUN.value, scene.moment
    top_up(scene, meeting)
    _talk_of_next(scene, meeting)
    scene.note(Verb.MEETING_CHANGED, (meeting.id,), meeting.state)
    thread.tell_members(scene, meeting, Kind.MEETING_BEGUN)
    return meeting


def go_on(scene: Scene, item_id: str, state: ItemState) -> Meeting:
    """The item is done, or deferred, and the next one's turn comes; a second tap on the same changes nothing.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable, AlreadyChanged: see `begin`.
    """
    item, meeting = _of_running(scene, item_id)
    if meeting.item == item.id:
        item.state, item.settled_at = state.value, scene.moment
        _talk_of_next(scene, meeting)
    return meeting


def end(scene: Scene, meeting_id: str) -> Meeting:
    """It is over: what waits stands on the next agenda, and the minutes are posted.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable, AlreadyChanged: see `begin`.
    """
    meeting = theirs(scene, meeting_id, MeetingState.BEGUN)
    settle(scene, meeting, MeetingState.ENDED)
    return meeting


def be_here(scene: Scene, meeting_id: str) -> Meeting:
    """Somebody of the group is there; twice is once.

    Raises:
        NotOnRoster, NotAllowed: not theirs, or `code` is early.
        NotAvailable, AlreadyChanged: there is none, or it is over.
    """
    actor = the_actor(scene)
    meeting = scene.work.session.get(Meeting, meeting_id)
    group = scene.rules.group(meeting.group) if meeting is not None else None
    if meeting is None or group is None:
        raise NotAvailable
    if not sees(group, actor, meeting.facilitator):
        raise NotAllowed("meeting")
    if meeting.state not in {MeetingState.PLANNED, MeetingState.BEGUN}:
        raise AlreadyChanged(meeting.state)
    if meeting.state == MeetingState.PLANNED and scene.moment < meeting.starts_at - EARLY:
        raise NotAllowed("early")
    if scene.work.session.get(Attendance, (meeting.id, actor.user)) is None:
        row = Attendance(meeting=meeting.id, member=actor.user, agency=actor.agency, at=scene.moment)
        scene.work.session.add(row)
        scene.work.session.flush()
    return meeting


def call_special(scene: Scene, item_id: str) -> Meeting:
    """An impasse: this item has a meeting of its own, the next working day at the same hour.

    Twice is once. It stays out of the regular next agenda, unless that meeting does not settle it.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable, AlreadyChanged: see `begin`.
    """
    item, meeting = _of_running(scene, item_id)
    known = select(Meeting).where(
        Meeting.called_for == item.id, Meeting.state != MeetingState.CANCELLED.value
    )
    if found := scene.work.session.scalar(known.limit(1)):
        return found
    group = scene.rules.group(meeting.group)
    if group is None or item.state == ItemState.DONE or item.section in ANEW:
        raise NotAvailable
    starts_at = _free_hour(scene, meeting)
    day = starts_at.astimezone(zone_of_group(scene.rules, group.code)).date()
    special = new_meeting(scene, group, day, starts_at, _SPECIAL_MINUTES, meeting.facilitator)
    special.special, special.called_for = 1, item.id
    scene.work.session.add(special)
    scene.work.session.flush()
    scene.work.session.add(copied(item, special.id))
    item.state, item.settled_at = ItemState.DEFERRED.value, scene.moment
    if meeting.item == item.id:
        _talk_of_next(scene, meeting)
    scene.note(Verb.MEETING_CHANGED, (special.id,), "called")
    announce(scene, special, group)
    thread.tell_members(scene, special, Kind.MEETING_CALLED)
    return special


def _of_running(scene: Scene, item_id: str) -> tuple[AgendaItem, Meeting]:
    found = scene.work.session.get(AgendaItem, item_id)
    if found is None or found.meeting is None:
        raise NotAvailable
    meeting = theirs(scene, found.meeting, MeetingState.BEGUN)
    return scene.work.session.get_one(AgendaItem, item_id, populate_existing=True), meeting


def _talk_of_next(scene: Scene, meeting: Meeting) -> None:
    scene.work.session.flush()
    query = select(AgendaItem.id).where(
        AgendaItem.meeting == meeting.id, AgendaItem.state == ItemState.WAITS.value
    )
    waits = scene.work.session.scalar(query.order_by(AgendaItem.place, AgendaItem.id).limit(1))
    meeting.item, meeting.item_since = waits or "", scene.moment
    scene.work.session.flush()


def _free_hour(scene: Scene, meeting: Meeting) -> datetime:
    """The same hour of the next working day on which the group does not meet then anyway."""
    zone = zone_of_group(scene.rules, meeting.group)
    at = meeting.starts_at.astimezone(zone).time()
    schedule = scene.work.session.get(Schedule, meeting.schedule) if meeting.schedule else None
    found = max(scene.moment, meeting.starts_at)
    for _ in range(_TRIES):
        found = next_working_day(found, at, zone)
        rests = schedule is not None and is_holiday(schedule.holidays, found.astimezone(zone).date())
        if not rests and not clashes(scene, meeting.group, found, _SPECIAL_MINUTES):
            break
    return found
