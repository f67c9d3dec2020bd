"""Notices about a coordination: the card with its thread, states to whoever asked, each judged once more."""

from __future__ import annotations

from sqlalchemy import select

from handlers.cards import card, handle_of, opens, still_open, under_card, with_open
from handlers.coordination import WANTED, day_by
from handlers.pings.notices import (
    ALOUD,
    ASKER_WORDS,
    BOTH_WORDS,
    MANAGER_WORDS,
    THREAD_WORDS,
    card_words,
    ping_words,
)
from handlers.voice import Message, Telling, Voices
from models.classes import Basis
from models.envelope import SealedItem
from models.errors import NotOnRoster
from models.notice import Kind, Never
from models.participant import circle_of
from models.people import Actor, Role, find_actor
from models.ping import UNHEARD, Ping, PingState
from models.schema import Handle, PingRef

_CARDS = (Kind.PING_CARD,)
# Only as long as nobody has said anything.
_ASKING = frozenset({Kind.PING_AGAIN, Kind.PING_LAST_CALL})


def _card(telling: Telling) -> Message | Never:
    ping = _ping(telling)
    if ping is None or not still_open(telling):
        return Never("not_entitled")
    return card(card_words(ping.ref, _wanted(telling, ping)), telling.notice.receipt, handle_of(telling))


def _wanted(telling: Telling, ping: Ping) -> str:
    """Counted from the day on which the card was written: a second try says the same."""
    if PingState(ping.state) not in WANTED or ping.answer_by is None:
        return ""
    today = telling.rules.today
    return day_by(today(ping.answer_by), today(telling.notice.created_at))


def _in_thread(telling: Telling) -> Message | Never:
    ping = _ping(telling)
    if ping is None or not still_open(telling):
        return Never("not_entitled")
    if telling.kind in _ASKING and not _waits(telling.kind, ping):
        return Never("answered")
    return under_card(telling, _said(telling, ping), _CARDS, aloud=telling.kind in ALOUD)


def _waits(kind: Kind, ping: Ping) -> bool:
    return PingState(ping.state) in (UNHEARD if kind is Kind.PING_AGAIN else WANTED)


def _to_the_asker(telling: Telling) -> Message | Never:
    ping, actor = _ping(telling), _actor(telling)
    if ping is None or actor is None or not _asked(ping, actor):
        return Never("not_entitled")
    if telling.kind is Kind.PING_NOBODY and not _waits(telling.kind, ping):
        return Never("answered")
    return _with_own_item(telling, ping)


def _to_both(telling: Telling) -> Message | Never:
    """The asker, the care team of today, and who was asked and can open it: nobody else."""
    ping, actor = _ping(telling), _actor(telling)
    if ping is None or actor is None:
        return Never("not_entitled")
    circle = circle_of(telling.work, telling.ground.vault.rows, ping.participant)
    of_the_team = circle is not None and any(circle.has(actor, role) for role in actor.roles)
    if not (_asked(ping, actor) or of_the_team or _openable(telling, ping)):
        return Never("not_entitled")
    return _with_own_item(telling, ping)


def _to_managers(telling: Telling) -> Message | Never:
    ping, actor = _ping(telling), _actor(telling)
    if ping is None or actor is None or not actor.holds(Role.PROJECT_MANAGER):
        return Never("not_entitled")
    if PingState(ping.state) not in WANTED:
        return Never("answered")
    return Message(_said(telling, ping))


def _with_own_item(telling: Telling, ping: Ping) -> Message:
    """With the button that opens the reader's own item of it, if they have one that opens."""
    said, item = _said(telling, ping), _openable(telling, ping)
    return with_open(said, item) if item else Message(said)


def _openable(telling: Telling, ping: Ping) -> Handle | None:
    """The reader's own item of it that opens now; what they wrote themselves goes before."""
    mine = select(SealedItem).where(
        SealedItem.subject == ping.ref,
        SealedItem.recipient == telling.notice.recipient,
        SealedItem.withdrawn_at.is_(None),
    )
    items = sorted(telling.work.session.scalars(mine), key=lambda item: item.basis != Basis.OWN.value)
    return next((item.handle for item in items if opens(telling, item.handle)), None)


def _said(telling: Telling, ping: Ping) -> str:
    office = telling.rules.office(ping.office)
    phone = office.phone if office else telling.rules.contacts.team_line
    return ping_words(telling.kind, ping.ref, phone)


def _ping(telling: Telling) -> Ping | None:
    """The row, if it is as it was signed."""
    row = telling.work.session.get(Ping, PingRef(telling.notice.subject))
    return row if row is not None and telling.ground.vault.rows.row_holds(row) else None


def _actor(telling: Telling) -> Actor | None:
    today = telling.rules.today(telling.ground.now())
    try:
        return find_actor(telling.work, telling.ground.vault.rows, telling.notice.recipient, today)
    except NotOnRoster:
        return None


def _asked(ping: Ping, actor: Actor) -> bool:
    """Whether they asked, and still work for the agency in whose name they did."""
    return (ping.asker, ping.asker_agency) == (actor.user, actor.agency)


VOICES: Voices = {
    Kind.PING_CARD: _card,
    **dict.fromkeys(THREAD_WORDS, _in_thread),
    **dict.fromkeys(ASKER_WORDS, _to_the_asker),
    **dict.fromkeys(BOTH_WORDS, _to_both),
    **dict.fromkeys(MANAGER_WORDS, _to_managers),
}
