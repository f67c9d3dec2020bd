"""What is said of roll calls, judged once more when it leaves: to people, and in a shift's thread."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.guard import is_criminal_history, names_somebody
from handlers.ids import Action
from handlers.rollcall import notices
from handlers.voice import Message, Telling, Voice, Voices
from models.acts.checkin import InTheWay, answered_already
from models.acts.shift_tally import Told, tally
from models.acts.shift_thread import BEGIN, THEMES, Post, schedule_of, thread_of
from models.admin_issue import AdminIssue, IssueState
from models.notice import Kind, Never
from models.rollcall import Firing, FiringState, Schedule
from models.schema import IssueRef

_GONE = Never("gone")


def _found(telling: Telling) -> tuple[Schedule, Firing] | None:
    firing = telling.work.session.get(Firing, telling.notice.target.partition(" ")[0])
    schedule = telling.work.session.get(Schedule, firing.schedule) if firing else None
    return (schedule, firing) if firing is not None and schedule is not None else None


def _with_open(text: str, action: Action, value: str = "") -> Message:
    tap = button(action.value, "Open", value=value, style="primary")
    return Message(text, [section(text), actions("rollcall", [tap])])


def _asked(telling: Telling) -> Message | Never:
    found = _found(telling)
    if found is None:
        return _GONE
    if not telling.on_roster():
        return Never("not_on_roster")
    schedule, firing = found
    if firing.state == FiringState.SKIPPED:
        return Never("skipped")
    nudge = telling.kind is Kind.ROLLCALL_NUDGE
    if nudge and answered_already(telling.work, firing.id, telling.notice.recipient):
        return Never("answered")
    words = notices.nudge_words(schedule.name) if nudge else notices.asked_words(schedule.name)
    return _with_open(words, Action.ROLLCALL_ANSWER, firing.id)


def _digest(telling: Telling) -> Message | Never:
    found = _found(telling)
    if found is None:
        return _GONE
    if not telling.on_roster():
        return Never("not_on_roster")
    schedule, firing = found
    if firing.state == FiringState.SKIPPED:
        return Never("skipped")
    words = notices.digest_words(schedule.name, tally(telling.work, firing))
    return _with_open(words, Action.ROLLCALL_DIGEST, firing.id)


def _not_sent(telling: Telling) -> Message | Never:
    found = _found(telling)
    if found is None:
        return _GONE
    return Message(notices.not_sent_words(found[0].name)) if telling.on_roster() else Never("not_on_roster")


def _not_delivered(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    about, _, what = telling.notice.target.partition(" ")
    if what == "channel":
        schedule = telling.work.session.get(Schedule, about)
        return Message(notices.channel_closed_words(schedule.name)) if schedule else _GONE
    found = _found(telling)
    if found is None:
        return _GONE
    schedule, firing = found
    if what == "leader":
        return Message(notices.leader_not_told_words(schedule.name))
    return Message(notices.not_delivered_words(schedule.name, firing.not_delivered))


def _drift(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return _with_open(notices.drift_words(telling.notice.target), Action.ROLLCALL_OVERVIEW)


def _thread(telling: Telling) -> Message | Never:
    """A post in the shift's private channel; nothing that was not looked at once more leaves for there."""
    schedule = schedule_of(telling.work, telling.notice)
    if schedule is None:
        return Never("moved")
    channel = schedule.channel
    about = Post.unpack(telling.notice.target)
    if about.what == BEGIN:
        return Message(notices.begin_words(schedule.name), channel=channel, posted=True)
    thread = thread_of(telling.work, schedule)
    if thread is None:
        return Never("no_thread")
    text = _themes(telling, about.id) if about.what == THEMES else _ended(telling, about.id)
    return Message(text, channel=channel, thread_ts=thread[1], posted=True) if text else Never("nothing")


def _themes(telling: Telling, firing_id: str) -> str:
    firing = telling.work.session.get(Firing, firing_id)
    themes = tally(telling.work, firing).themes if firing and firing.state == FiringState.SENT else ()
    return notices.themes_words(themes) if themes else ""


def _ended(telling: Telling, ref: str) -> str:
    issue = telling.work.session.get(AdminIssue, IssueRef(ref))
    if issue is None or issue.state == IssueState.OPEN:
        return ""
    firing = telling.work.session.get(Firing, issue.came_from) if issue.theme else None
    # What one officer wrote is theirs; a theme is said only where the shift's themes are told.
    said = notices.THEME_WORDS[InTheWay(issue.theme)] if firing is not None and _told(telling, firing) else ""
    return notices.ended_words(IssueState(issue.state), said, issue.ended if may_leave(issue.ended) else "")


def _told(telling: Telling, firing: Firing) -> bool:
    return tally(telling.work, firing).told is Told.NUMBERS


def may_leave(text: str) -> bool:
    """Whether what somebody typed may stand in a channel: nobody in it, and no single arrest."""
    return bool(text) and not (
        names_somebody(text) or is_criminal_history(text) or notices.of_one_arrest(text)
    )


_BY_KIND: dict[Kind, Voice] = {
    Kind.ROLLCALL: _asked,
    Kind.ROLLCALL_NUDGE: _asked,
    Kind.ROLLCALL_DIGEST: _digest,
    Kind.ROLLCALL_NOT_SENT: _not_sent,
    Kind.ROLLCALL_NOT_DELIVERED: _not_delivered,
    Kind.SHIFT_THREAD: _thread,
    Kind.DRIFT: _drift,
}
VOICES: Voices = _BY_KIND
