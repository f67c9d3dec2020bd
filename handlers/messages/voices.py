"""Receipts of sealed messages, for whoever wrote them."""

from __future__ import annotations

from handlers.messages.notices import MESSAGE_KINDS, message_words
from handlers.voice import Message, Telling, Voices
from models.notice import Never


def _receipt(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(message_words(telling.kind, telling.notice.subject, telling.rules.contacts))


VOICES: Voices = dict.fromkeys(MESSAGE_KINDS, _receipt)
