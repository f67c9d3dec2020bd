"""Notices about questions by case number: judged again for whoever asked, as every card is."""

from __future__ import annotations

from handlers.blocks import actions, button, context, section
from handlers.ids import Action
from handlers.legal.notices import question_words
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never
from models.schema import Handle


def _answered(telling: Telling) -> Message | Never:
    """The answer's own card. Where the release has ended meanwhile nothing leaves, and nothing is said."""
    notice, opener = telling.notice, telling.ground.vault.opener
    handle, now = Handle(notice.handle or ""), telling.ground.now()
    if not opener.still_open(telling.work, telling.rules, notice.recipient, handle, now):
        return Never("not_entitled")
    said = question_words(telling.kind, notice.subject, telling.rules.contacts)
    small = f"Receipt {notice.receipt}"
    opens = button(Action.OPEN_ITEM.value, "Open", value=handle, style="primary")
    return Message(f"{said} {small}", [section(said), context(small), actions("card", [opens])])


def _over(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(question_words(telling.kind, telling.notice.subject, telling.rules.contacts))


VOICES: Voices = {Kind.QUESTION_ANSWERED: _answered, Kind.QUESTION_OVER: _over}
