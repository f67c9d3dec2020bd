"""Notices about situations, judged once more when they leave: to people, and in the group's channel."""

from __future__ import annotations

from handlers.blocks import Block, actions, button, sections
from handlers.guard import is_criminal_history, points_to_one_person
from handlers.ids import Action
from handlers.situations import notices
from handlers.voice import Message, Telling, Voice, Voices
from models.acts.situation_telling import MENDED, thread_of
from models.conference import Conference
from models.notice import Kind, Never
from models.schema import SituationRef
from models.situation import Situation, SituationState

_GONE, _OVER = Never("gone"), Never("over")


def _row(telling: Telling) -> Situation | None:
    return telling.work.session.get(Situation, SituationRef(telling.notice.subject))


def _to_one(telling: Telling) -> Message | Never:
    row = _row(telling)
    if row is None:
        return _GONE
    if not telling.on_roster():
        return Never("not_on_roster")
    if telling.kind is Kind.SITUATION_REVIEW and _is_looked_at(telling, row):
        return _OVER
    text = notices.situation_words(telling.kind, row.ref)
    tap = button(Action.SITUATION_OPEN.value, "Open", value=row.ref, style="primary")
    return Message(text, [*sections(text), actions("situation", [tap])])


def _is_looked_at(telling: Telling, row: Situation) -> bool:
    today = telling.ground.now().astimezone(telling.rules.zone_of(row.region)).date()
    return row.state != SituationState.OPEN or row.review_on > today


def _line(telling: Telling) -> Message | Never:
    """The open line with its buttons; nothing that was not looked at once more leaves for there."""
    row = _row(telling)
    if row is None:
        return _GONE
    if row.state != SituationState.OPEN:
        return _OVER
    if may_leave(row.place, row.times, row.pattern):
        text = notices.line_words(row.ref, row.place, row.times, row.pattern, _confers(telling, row))
    else:
        text = notices.bare_line_words(row.ref)
    rows = [*sections(text), actions("situation", thread_buttons(row.ref))]
    return Message(text, rows, channel=telling.notice.recipient, posted=True)


def thread_buttons(ref: str) -> list[Block]:
    """Slash commands do not work in threads: what can be done stands under the first message."""
    return [
        button(Action.MY_ACTION.value, "My action", value=ref),
        button(Action.SITUATION_COUNT.value, "Add a number", value=ref),
        button(Action.SITUATION_OPEN.value, "Look back", value=ref),
        button(Action.SITUATION_CLOSE.value, "Close", value=ref),
    ]


def _news(telling: Telling) -> Message | Never:
    row = _row(telling)
    thread = thread_of(telling.work, row) if row else None
    if row is None or thread is None:
        return _GONE
    if telling.notice.target == MENDED and row.state == SituationState.OPEN:
        return Message(_mended(row), channel=thread[0], thread_ts=thread[1], posted=True)
    if telling.notice.target != row.state:
        return _OVER  # it was closed since: the line about that follows
    done = row.ended if may_leave(row.ended) else ""
    closed = row.state == SituationState.CLOSED
    text = (
        notices.closed_words(row.ref, done) if closed else notices.renewed_words(row.ref, done, row.review_on)
    )
    return Message(text, channel=thread[0], thread_ts=thread[1], posted=True)


def _mended(row: Situation) -> str:
    if may_leave(row.place, row.times, row.pattern):
        return notices.mended_words(row.ref, row.place, row.times, row.pattern)
    return notices.bare_mended_words(row.ref)


def _confers(telling: Telling, row: Situation) -> str:
    query = telling.work.session.query(Conference).filter(Conference.situation == row.ref)
    found = query.order_by(Conference.asked_at).first()
    return found.ref if found else ""


def may_leave(*texts: str) -> bool:
    """Whether what somebody typed may stand in a channel: it points to nobody."""
    return not any(points_to_one_person(text) or is_criminal_history(text) for text in texts)


_CHANNEL: dict[Kind, Voice] = {Kind.SITUATION_LINE: _line, Kind.SITUATION_NEWS: _news}
VOICES: Voices = {**dict.fromkeys(notices.TO_PEOPLE, _to_one), **_CHANNEL}
