"""The guard's notices: a writer is told in any case, managers while they are on the roster."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.blocks import actions, button, section
from handlers.guarding.notices import NOT_DETAILS, Spot, guard_words
from handlers.ids import Action
from handlers.standing import local_time
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never


def _note(telling: Telling) -> Message:
    spot = Spot.unpack(telling.notice.target)
    return Message(_words(telling), channel=spot.channel, thread_ts=spot.thread_ts, whispered=True)


def _card(telling: Telling) -> Message:
    text = _words(telling)
    back = button(Action.NOT_DETAILS.value, NOT_DETAILS, value=telling.notice.handle or "")
    return Message(text, [section(text), actions("guard", [back])])


def _thanks(telling: Telling) -> Message:
    return Message(_words(telling))


def _to_manager(telling: Telling) -> Message | Never:
    return Message(_words(telling)) if telling.on_roster() else Never("not_on_roster")


def _words(telling: Telling) -> str:
    written = datetime.fromtimestamp(float(Spot.unpack(telling.notice.target).ts), UTC)
    return guard_words(telling.kind, telling.where, local_time(written, telling.rules.zone_of()))


VOICES: Voices = {
    Kind.GUARD_NOTE: _note,
    Kind.GUARD_CARD: _card,
    Kind.GUARD_THANKS: _thanks,
    Kind.GUARD_MANAGER: _to_manager,
    Kind.GUARD_TAKEN_BACK: _to_manager,
}
