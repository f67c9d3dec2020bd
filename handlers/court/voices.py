"""Notices about courts: for whoever keeps that person's court matters when it leaves; nobody else hears."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.court.notices import COURT_KINDS, court_words
from handlers.ids import Action
from handlers.voice import Message, Telling, Voices
from models.duties import Duty
from models.notice import Never
from models.schema import ParticipantRef
from models.vault import Refused


def _of_court(telling: Telling) -> Message | Never:
    ground, notice = telling.ground, telling.notice
    ref = ParticipantRef(notice.subject)
    standing = ground.vault.folders.standing(
        telling.work, telling.rules, notice.recipient, ref, Duty.KEEP_COURT, ground.now()
    )
    if isinstance(standing, Refused):
        return Never("not_entitled")
    sentence = court_words(telling.kind, ref)
    opens = button(Action.OPEN_COURT.value, "Open", value=ref, style="primary")
    return Message(sentence, [section(sentence), actions("court.card", [opens])])


VOICES: Voices = dict.fromkeys(COURT_KINDS, _of_court)
