"""What the conferences of a meeting do when it moves or is over: they follow it, or are put off."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts.conference_coming import ask_anew
from models.acts.conference_running import set_hour, shut, sign, tell_moved
from models.acts.conference_telling import News, say_news
from models.acts.conference_times import NoMeeting, Slot, TwoAtOnce, When, free_slot, plan_steps
from models.audit import Verb
from models.conference import OVER, Conference, ConferenceState, locked_conference
from models.meeting import Meeting
from models.scene import Scene
from models.schema import ConferenceRef, SlackUserId

_OVER = [state.value for state in OVER]


def follow(scene: Scene, meeting: Meeting) -> int:
    """Every conference of the meeting that has not begun comes at its new hour, one behind another."""
    query = select(Conference.ref).where(
        Conference.meeting == meeting.id, Conference.state == ConferenceState.PROPOSED.value
    )
    refs = scene.work.session.scalars(query.order_by(Conference.starts_at, Conference.ref)).all()
    at = meeting.starts_at
    for ref in refs:
        row = locked_conference(scene.work, ref)
        _place(scene, row, Slot(at, row.minutes, meeting.id))
        at += timedelta(minutes=row.minutes)
    return len(refs)


def refs_of(scene: Scene, meeting: str) -> list[ConferenceRef]:
    """The conferences of a meeting that are not over, whether they stand on its agenda or came afterwards."""
    query = select(Conference.ref).where(Conference.meeting == meeting, Conference.state.not_in(_OVER))
    return list(scene.work.session.scalars(query.order_by(Conference.starts_at, Conference.ref)))


def go_on(scene: Scene, ref: str, meeting: str | None) -> None:
    """One that was not dealt with goes to this meeting, if it has room; else it is put off."""
    row = scene.work.session.get(Conference, ConferenceRef(ref))
    if row is None or row.state in OVER:
        return
    row = locked_conference(scene.work, row.ref)
    if row.state != ConferenceState.PROPOSED:
        row.meeting = meeting or ""
        return
    slot = _slot(scene, row)
    if slot is None or slot.meeting != meeting:
        shut(scene, row, ConferenceState.PUT_OFF)
        row.meeting = meeting or ""
        return
    _place(scene, row, slot)


def _slot(scene: Scene, row: Conference) -> Slot | None:
    group = scene.rules.group(row.group)
    starts: datetime | None = None
    try:
        when = When(starts, row.minutes)
        return free_slot(scene, group, SlackUserId(row.facilitator), when, row.ref) if group else None
    except (NoMeeting, TwoAtOnce):
        return None


def _place(scene: Scene, row: Conference, slot: Slot) -> None:
    set_hour(row, slot)
    ask_anew(scene.work, row.ref)
    sign(scene, row, Verb.CONFERENCE_MOVED)
    plan_steps(scene, row)
    say_news(scene, row, News.MOVED)
    tell_moved(scene, row)
