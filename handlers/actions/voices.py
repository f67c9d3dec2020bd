"""Notices about actions: to owner, proposer, project managers; each is judged once more as it leaves."""

from __future__ import annotations

from handlers.actions.notices import FORMER_WORDS, OTHERS_WORDS, OWNER_WORDS, action_words, card_words
from handlers.blocks import actions, button, section
from handlers.cards import card, handle_of, still_open
from handlers.coordination import day_by
from handlers.ids import Action as Tap
from handlers.voice import Message, Telling, Voices
from models.action import HELD, Action, ActionState
from models.errors import NotOnRoster
from models.notice import Kind, Never
from models.people import Actor, Role, find_actor
from models.schema import ActionRef

_WAITING = frozenset({Kind.ACTION_NEAR, Kind.ACTION_OVERDUE, Kind.ACTION_LATE})


def _card(telling: Telling) -> Message | Never:
    row, actor = _action(telling), _actor(telling)
    if row is None or actor is None:
        return Never("not_entitled")
    said = card_words(telling.kind, row.ref, _day(telling, row))
    if telling.notice.handle:
        if not still_open(telling):
            return Never("not_entitled")
        return card(said, telling.notice.receipt, handle_of(telling))
    if (row.owner, row.owner_agency) != (actor.user, actor.agency) or not row.words:
        return Never("not_entitled")
    return _with_button(said, row)


def _to_owner(telling: Telling) -> Message | Never:
    row, actor = _action(telling), _actor(telling)
    if row is None or actor is None or (row.owner, row.owner_agency) != (actor.user, actor.agency):
        return Never("not_entitled")
    return _said(telling, row)


def _to_others(telling: Telling) -> Message | Never:
    row, actor = _action(telling), _actor(telling)
    if row is None or actor is None:
        return Never("not_entitled")
    proposed = (row.proposed_by, row.proposer_agency) == (actor.user, actor.agency)
    if not proposed and not actor.holds(Role.PROJECT_MANAGER):
        return Never("not_entitled")
    return _said(telling, row)


def _to_former(telling: Telling) -> Message | Never:
    """A sentence without a button: it is theirs to open no longer."""
    row = _action(telling)
    if row is None or _actor(telling) is None:
        return Never("not_entitled")
    return Message(action_words(telling.kind, row.ref, ""))


def _said(telling: Telling, row: Action) -> Message | Never:
    if telling.kind in _WAITING and ActionState(row.state) not in HELD:
        return Never("settled")
    return _with_button(action_words(telling.kind, row.ref, _day(telling, row)), row)


def _with_button(said: str, row: Action) -> Message:
    tap = button(Tap.ACTION_OPEN.value, "Open", value=row.ref, style="primary")
    return Message(said, [section(said), actions("action", [tap])])


def _day(telling: Telling, row: Action) -> str:
    """Counted from the day on which the notice was written: a second try says the same."""
    return day_by(row.due_on, telling.rules.today(telling.notice.created_at))


def _action(telling: Telling) -> Action | None:
    """The row, if it is as it was signed."""
    row = telling.work.session.get(Action, ActionRef(telling.notice.subject))
    return row if row is not None and telling.ground.vault.rows.row_holds(row) else None


def _actor(telling: Telling) -> Actor | None:
    today = telling.rules.today(telling.ground.now())
    try:
        return find_actor(telling.work, telling.ground.vault.rows, telling.notice.recipient, today)
    except NotOnRoster:
        return None


VOICES: Voices = {
    Kind.ACTION_CARD: _card,
    Kind.FUND_ASKED: _card,
    **dict.fromkeys(OWNER_WORDS, _to_owner),
    **dict.fromkeys(OTHERS_WORDS, _to_others),
    **dict.fromkeys(FORMER_WORDS, _to_former),
}
