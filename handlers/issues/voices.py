"""Notices about issues: to the owner, and to whoever raised one; the words stand behind Open."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.ids import Action
from handlers.issues.notices import ISSUE_KINDS, issue_words
from handlers.voice import Message, Telling, Voices
from models.notice import Never


def _issue(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    ref = telling.notice.subject
    text = issue_words(telling.kind, ref)
    tap = button(Action.ISSUE_OPEN.value, "Open", value=ref, style="primary")
    return Message(text, [section(text), actions("issue", [tap])])


VOICES: Voices = dict.fromkeys(ISSUE_KINDS, _issue)
