"""The clinical supervisors' notices, judged again for their reader when they leave."""

from __future__ import annotations

from handlers.safeguards.notices import safeguard_words
from handlers.voice import Message, Telling, Voices
from models.errors import NotOnRoster
from models.notice import Kind, Never
from models.people import Member, Role, find_actor
from models.schema import SlackUserId


def _wants_a_word(telling: Telling) -> Message | Never:
    colleague = telling.work.session.get(Member, SlackUserId(telling.notice.target))
    if colleague is None or not _supervises(telling):
        return Never("not_on_roster")
    return Message(safeguard_words(telling.kind, colleague.display_name, telling.rules.contacts))


def _set_aside(telling: Telling) -> Message | Never:
    if not _supervises(telling):
        return Never("not_on_roster")
    return Message(safeguard_words(telling.kind, telling.notice.subject, telling.rules.contacts))


def _supervises(telling: Telling) -> bool:
    """Whether its reader is a clinical supervisor today."""
    today = telling.rules.today(telling.ground.now())
    try:
        actor = find_actor(telling.work, telling.ground.vault.rows, telling.notice.recipient, today)
    except NotOnRoster:
        return False
    return actor.holds(Role.CLINICAL_SUPERVISOR)


VOICES: Voices = {Kind.WANTS_A_WORD: _wants_a_word, Kind.SET_ASIDE: _set_aside}
