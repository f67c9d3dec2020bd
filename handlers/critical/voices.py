"""Notices of a critical incident: constant words and the buttons; who was called and why stands nowhere."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.critical.notices import CRITICAL_WORDS
from handlers.ids import Action
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never
from models.policy import CriticalCall

_PAGES = frozenset({Kind.CRITICAL, Kind.CRITICAL_AGAIN})


def _critical(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    call = telling.work.session.get(CriticalCall, telling.notice.target)
    if call is not None and call.ended_at is not None and telling.kind is not Kind.CRITICAL_ENDED:
        return Never("done")
    text, value = CRITICAL_WORDS[telling.kind], telling.notice.target
    buttons = [button(Action.CRITICAL_OPEN.value, "Open", value=value)]
    if telling.kind in _PAGES:
        buttons.insert(0, button(Action.CRITICAL_KNOW.value, "I know", value=value, style="primary"))
    return Message(text, [section(text), actions("critical", buttons)])


VOICES: Voices = dict.fromkeys(CRITICAL_WORDS, _critical)
