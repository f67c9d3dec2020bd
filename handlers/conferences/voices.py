"""What is said of conferences, each judged once more when it leaves: in the channel, and to people."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.blocks import actions, button, section
from handlers.cards import card, handle_of, opens, still_open, with_open
from handlers.conferences.notices import (
    THREAD_WORDS,
    conference_words,
    hour_words,
    line_words,
    news_words,
)
from handlers.ids import Action
from handlers.voice import Message, Telling, Voice, Voices
from models.acts.conference_people import actor_or_none
from models.acts.conference_running import may_run
from models.acts.conference_seats import stands
from models.acts.conference_telling import News, thread_of
from models.acts.conference_times import AHEAD, zone_of_group
from models.acts.conference_wish import to_settle
from models.conference import Conference, ConferenceSeat, ConferenceState
from models.errors import NotAvailable, NotOnRoster
from models.notice import Kind, Never
from models.people import Role
from models.scene import Scene
from models.schema import ConferenceRef

_GONE, _NOT_THEIRS = Never("gone"), Never("not_entitled")


def _line(telling: Telling) -> Message | Never:
    conference, channel = _conference(telling), telling.notice.recipient
    if conference is None or conference.starts_at is None or conference.state not in AHEAD:
        return _GONE
    group = telling.rules.group(conference.group)
    if group is None or group.channel != channel:
        return Never("moved")
    text = line_words(
        conference.ref,
        conference.starts_at,
        conference.minutes,
        zone_of_group(telling.rules, group),
        telling.ground.now(),
    )
    return Message(text, channel=channel, posted=True)


def _thread(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    thread = thread_of(telling.work, conference) if conference else None
    if conference is None or thread is None:
        return Never("no_thread")
    buttons = [
        button(Action.CONFERENCE_BRIEF.value, "Brief", value=conference.ref, style="primary"),
        button(Action.MY_ACTION.value, "My action", value=conference.ref),
        button(Action.CONFERENCE_JOIN.value, "Ask to join", value=conference.ref),
        button(Action.CONFERENCE_CLOSE.value, "Close", value=conference.ref),
    ]
    blocks = [section(THREAD_WORDS), actions("conference", buttons)]
    return Message(THREAD_WORDS, blocks, channel=thread[0], thread_ts=thread[1], posted=True)


def _news(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    thread = thread_of(telling.work, conference) if conference else None
    if conference is None or thread is None:
        return Never("no_thread")
    news = News(telling.notice.target)
    if news is News.MOVED and conference.state not in AHEAD:
        return _GONE
    text = news_words(news, conference.ref, _hour(telling, conference))
    return Message(text, channel=thread[0], thread_ts=thread[1], posted=True)


def _invited(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    if conference is None or conference.state not in AHEAD or not _seated(telling, conference):
        return _NOT_THEIRS
    text = _words(telling, conference)
    buttons = [
        button(Action.CONFERENCE_COMING.value, "Coming", value=conference.ref),
        button(Action.CONFERENCE_STEP_BACK.value, "I do not take part", value=conference.ref),
    ]
    return Message(text, [section(text), actions("conference", buttons)])


def _card(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    if conference is None or conference.state not in AHEAD or not still_open(telling):
        return _NOT_THEIRS
    return card(_words(telling, conference), telling.notice.receipt, handle_of(telling))


def _team(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    if conference is None or not opens(telling, handle_of(telling)):
        return _NOT_THEIRS
    return with_open(_words(telling, conference), handle_of(telling))


def _facilitate(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    actor = actor_or_none(_scene(telling), telling.notice.recipient)
    if conference is None or actor is None or not may_run(_scene(telling), conference, actor):
        return _NOT_THEIRS
    text = _words(telling, conference)
    buttons = [
        button(Action.CONFERENCE_MOVE.value, "Another hour", value=conference.ref),
        button(Action.CONFERENCE_CLOSE.value, "Close", value=conference.ref),
    ]
    return Message(text, [section(text), actions("conference", buttons)])


def _time_only(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    if conference is None or conference.state not in AHEAD or not telling.on_roster():
        return _NOT_THEIRS
    return Message(_words(telling, conference))


def _rules(telling: Telling) -> Message | Never:
    """To whoever is still at it when it begins, and to whoever runs it."""
    conference = _conference(telling)
    scene = _scene(telling)
    actor = actor_or_none(scene, telling.notice.recipient)
    if conference is None or conference.state != ConferenceState.BEGUN or actor is None:
        return _NOT_THEIRS
    if not (_seated(telling, conference) or may_run(scene, conference, actor)):
        return _NOT_THEIRS
    text = _words(telling, conference)
    brief = button(Action.CONFERENCE_BRIEF.value, "Brief", value=conference.ref)
    return Message(text, [section(text), actions("conference", [brief])])


def _wanted(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    if conference is None or conference.state == ConferenceState.CLOSED:
        return _GONE
    try:
        to_settle(_scene(telling), conference.ref, look=True)
    except (NotAvailable, NotOnRoster):
        return _NOT_THEIRS
    text = _words(telling, conference)
    look = button(Action.CONFERENCE_WANTED.value, "Open", value=conference.ref, style="primary")
    return Message(text, [section(text), actions("conference", [look])])


def _wish_over(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(conference_words(telling.kind, ""))


def _sit_out(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    actor = actor_or_none(_scene(telling), telling.notice.recipient)
    if conference is None or actor is None or not actor.holds(Role.CLINICAL_SUPERVISOR):
        return _NOT_THEIRS
    return Message(_words(telling, conference))


def _match(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(conference_words(telling.kind, telling.notice.subject, known=telling.notice.target))


def _not_reached(telling: Telling) -> Message | Never:
    conference = _conference(telling)
    actor = actor_or_none(_scene(telling), telling.notice.recipient)
    if conference is None or actor is None or not may_run(_scene(telling), conference, actor):
        return _NOT_THEIRS
    return Message(_words(telling, conference))


def _words(telling: Telling, conference: Conference) -> str:
    return conference_words(telling.kind, conference.ref, _hour(telling, conference))


def _hour(telling: Telling, conference: Conference) -> str:
    group = telling.rules.group(conference.group)
    zone = zone_of_group(telling.rules, group) if group else telling.rules.zone_of()
    over = conference.state == ConferenceState.CLOSED
    return hour_words(None if over else conference.starts_at, conference.minutes, zone)


def _seated(telling: Telling, conference: Conference) -> bool:
    """Whether the reader's place stands and is covered now."""
    seat = telling.work.session.get(ConferenceSeat, (conference.ref, telling.notice.recipient))
    return seat is not None and seat.ended_at is None and stands(_scene(telling), conference, seat)


def _conference(telling: Telling) -> Conference | None:
    """The row, if it is as it was signed."""
    row = telling.work.session.get(Conference, ConferenceRef(telling.notice.subject))
    return row if row is not None and telling.ground.vault.rows.row_holds(row) else None


def _scene(telling: Telling) -> Scene:
    ground = telling.ground
    return Scene(
        telling.work, ground.vault, ground.audit, telling.rules, telling.notice.recipient, ground.now()
    )


_BY_KIND: Mapping[Kind, Voice] = {
    Kind.CONFERENCE_LINE: _line,
    Kind.CONFERENCE_THREAD: _thread,
    Kind.CONFERENCE_NEWS: _news,
    Kind.CONFERENCE_INVITED: _invited,
    Kind.CONFERENCE_CARD: _card,
    Kind.CONFERENCE_TEAM: _team,
    Kind.CONFERENCE_FACILITATE: _facilitate,
    Kind.CONFERENCE_TIME_ONLY: _time_only,
    Kind.CONFERENCE_RULES: _rules,
    Kind.CONFERENCE_WANTED: _wanted,
    Kind.CONFERENCE_WISH_OVER: _wish_over,
    Kind.CONFERENCE_SIT_OUT: _sit_out,
    Kind.CONFERENCE_MATCH: _match,
    Kind.CONFERENCE_NOT_REACHED: _not_reached,
}
VOICES: Voices = _BY_KIND
