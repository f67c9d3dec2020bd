"""Notices about questions by case number: judged again for whoever asked, as every card is."""

from __future__ import annotations

from handlers.cards import card, handle_of, still_open
from handlers.legal.notices import question_words
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never


def _answered(telling: Telling) -> Message | Never:
    """The answer's own card. Where the release has ended meanwhile nothing leaves, and nothing is said."""
    if not still_open(telling):
        return Never("not_entitled")
    said = question_words(telling.kind, telling.notice.subject, telling.rules.contacts)
    return card(said, telling.notice.receipt, handle_of(telling))


def _over(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(question_words(telling.kind, telling.notice.subject, telling.rules.contacts))


VOICES: Voices = {Kind.QUESTION_ANSWERED: _answered, Kind.QUESTION_OVER: _over}
