"""What is said of meetings, judged once more when it leaves: in the group's channel, and to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.agenda import notices
from handlers.agenda.facts import when_words
from handlers.agenda.reading import head_of, lines_of
from handlers.blocks import Block, actions, button, section
from handlers.ids import Action
from handlers.voice import Message, Telling, Voices
from models.acts.meeting_thread import (
    ADDED,
    AGENDA,
    BEGIN,
    CANCELLED,
    MINUTES,
    MOVED,
    Post,
    meeting_of,
    thread_of,
)
from models.acts.minutes import minutes_of
from models.meeting import AgendaItem, Meeting, MeetingState
from models.notice import Kind, Never

_GONE = Never("gone")
_STANDING = frozenset({MeetingState.PLANNED, MeetingState.BEGUN})
# What is said only while it is still so.
_WHILE = {
    Kind.MEETING_AGENDA: _STANDING,
    Kind.MEETING_BEGUN: frozenset({MeetingState.BEGUN}),
    Kind.MEETING_CALLED: _STANDING,
    Kind.MEETING_MOVED: _STANDING,
    Kind.MEETING_CANCELLED: frozenset({MeetingState.CANCELLED}),
    Kind.MEETING_NOT_HELD: frozenset({MeetingState.NOT_HELD}),
}


def _to_one(telling: Telling) -> Message | Never:
    meeting = telling.work.session.get(Meeting, telling.notice.target)
    if meeting is None:
        return _GONE
    if not telling.on_roster():
        return Never("not_on_roster")
    kind = telling.kind
    if kind in _WHILE and meeting.state not in _WHILE[kind]:
        return Never("over")
    head = head_of(telling.rules, meeting)
    text = notices.told_words(kind, head.group, when_words(head.starts_at, head.zone))
    return Message(text, [section(text), actions("meeting", _taps(kind, meeting))])


def _taps(kind: Kind, meeting: Meeting) -> list[Block]:
    look = button(Action.AGENDA_LOOK.value, "Agenda", value=meeting.id)
    if kind is not Kind.MEETING_BEGUN:
        return [look]
    return [button(Action.MEETING_HERE.value, "I am here", value=meeting.id, style="primary"), look]


def _thread(telling: Telling) -> Message | Never:
    """In the group's private channel; nothing that was not looked at once more leaves for there."""
    meeting = meeting_of(telling.work, telling.notice)
    group = telling.rules.group(meeting.group) if meeting is not None else None
    if meeting is None or group is None:
        return _GONE
    if group.channel != telling.notice.recipient:
        return Never("moved")
    about = Post.unpack(telling.notice.target)
    if about.what == BEGIN:
        return _begin(telling, meeting, group.channel)
    thread = thread_of(telling.work, meeting, group.channel)
    if thread is None:
        return Never("no_thread")
    text = _reply(telling, meeting, about)
    if not text:
        return Never("nothing")
    return Message(text, channel=group.channel, thread_ts=thread, posted=True)


def _begin(telling: Telling, meeting: Meeting, channel: str) -> Message:
    head = head_of(telling.rules, meeting)
    text = notices.begin_words(head.group, head.when(), head.minutes, special=head.special)
    taps = [
        button(Action.MEETING_HERE.value, "I am here", value=meeting.id, style="primary"),
        button(Action.AGENDA_LOOK.value, "Agenda", value=meeting.id),
    ]
    return Message(text, [section(text), actions("meeting", taps)], channel=channel, posted=True)


def _reply(telling: Telling, meeting: Meeting, about: Post) -> str:
    say = _REPLIES.get(about.what)
    return say(telling, meeting, about) if say else ""


def _agenda(telling: Telling, meeting: Meeting, about: Post) -> str:
    del about
    return notices.agenda_words(lines_of(telling.work, meeting))


def _added(telling: Telling, meeting: Meeting, about: Post) -> str:
    del meeting
    item = telling.work.session.get(AgendaItem, about.id)
    return notices.added_words(item.words if item is not None and notices.may_leave(item.words) else "")


def _moved(telling: Telling, meeting: Meeting, about: Post) -> str:
    del about
    return notices.moved_words(head_of(telling.rules, meeting).when())


def _cancelled(telling: Telling, meeting: Meeting, about: Post) -> str:
    del telling, meeting, about
    return notices.cancelled_words()


def _minutes(telling: Telling, meeting: Meeting, about: Post) -> str:
    del about
    return notices.minutes_words(minutes_of(telling.work, meeting))


_REPLIES: Mapping[str, Callable[[Telling, Meeting, Post], str]] = {
    AGENDA: _agenda,
    ADDED: _added,
    MOVED: _moved,
    CANCELLED: _cancelled,
    MINUTES: _minutes,
}
VOICES: Voices = {**dict.fromkeys(notices.TO_PEOPLE, _to_one), Kind.MEETING_THREAD: _thread}
