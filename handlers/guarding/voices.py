"""The guard's notices: a writer is told in any case, managers while they are on the roster."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.blocks import actions, button, section
from handlers.guarding.notices import NOT_DETAILS, REFRESHER, Spot, guard_words, strangers_words
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
    buttons = [back]
    if telling.kind is Kind.GUARD_CARD_AGAIN:
        buttons.append(button(Action.SHOW_REFRESHER.value, REFRESHER))
    return Message(text, [section(text), actions("guard", buttons)])


def _thanks(telling: Telling) -> Message:
    return Message(_words(telling))


def _to_manager(telling: Telling) -> Message | Never:
    return Message(_words(telling)) if telling.on_roster() else Never("not_on_roster")


def _strangers(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    return Message(strangers_words(telling.where, telling.notice.target.rpartition(" ")[2]))


def _words(telling: Telling) -> str:
    written = datetime.fromtimestamp(float(Spot.unpack(telling.notice.target).ts), UTC)
    zone = telling.rules.zone_of()
    when = local_time(written, zone)
    if telling.kind is Kind.GUARD_FOLLOW_UP:
        when = f"{written.astimezone(zone).date().isoformat()}, {when}"  # it comes on another day
    return guard_words(telling.kind, telling.where, when)


VOICES: Voices = {
    Kind.GUARD_NOTE: _note,
    Kind.GUARD_CARD: _card,
    Kind.GUARD_CARD_AGAIN: _card,
    Kind.GUARD_THANKS: _thanks,
    Kind.GUARD_MANAGER: _to_manager,
    Kind.GUARD_TAKEN_BACK: _to_manager,
    Kind.GUARD_FOLLOW_UP: _to_manager,
    Kind.GUARD_STRANGERS: _strangers,
}
