"""Notices about the roster: for people who are on it, and one plain word for whoever is not any more."""

from __future__ import annotations

from handlers.members.notices import ROSTER_KINDS, TO_WHOEVER_LEFT, roster_words
from handlers.voice import Message, Telling, Voices
from models.notice import Never


def _roster(telling: Telling) -> Message | Never:
    if telling.kind not in TO_WHOEVER_LEFT and not telling.on_roster():
        return Never("not_on_roster")
    return Message(roster_words(telling.kind, telling.notice.target, telling.rules.contacts))


VOICES: Voices = dict.fromkeys(ROSTER_KINDS, _roster)
