"""A visit that is due, said to whoever has it."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.ids import Action
from handlers.rollcall.schedule_facts import nobody_words, visit_words
from handlers.voice import Message, Telling, Voice, Voices
from models.notice import Kind, Never
from models.rollcall import Firing, FiringState, Schedule


def _visit(telling: Telling) -> Message | Never:
    firing = telling.work.session.get(Firing, telling.notice.target)
    schedule = telling.work.session.get(Schedule, firing.schedule) if firing else None
    if firing is None or schedule is None:
        return Never("gone")
    if not telling.on_roster():
        return Never("not_on_roster")
    if firing.state == FiringState.NOT_SENT and telling.notice.recipient == schedule.leader:
        return Message(nobody_words(schedule.name, firing.day))
    if firing.state != FiringState.SENT or firing.visitor != telling.notice.recipient:
        return Never("done")
    text = visit_words(schedule.name, firing.day)
    tap = button(Action.VISIT_OPEN.value, "Open", value=firing.id, style="primary")
    return Message(text, [section(text), actions("visit", [tap])])


_BY_KIND: dict[Kind, Voice] = {Kind.VISIT_DUE: _visit}
VOICES: Voices = _BY_KIND
