"""Notices about the roster: for project managers, while they are on it themselves."""

from __future__ import annotations

from handlers.members.notices import ROSTER_KINDS, roster_words
from handlers.voice import Message, Telling, Voices
from models.notice import Never


def _roster(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(roster_words(telling.kind, telling.notice.target))


VOICES: Voices = dict.fromkeys(ROSTER_KINDS, _roster)
