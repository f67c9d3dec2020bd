"""Notices about the queue: a place is free, a referrer is not sure."""

from __future__ import annotations

from handlers.voice import Message, Telling, Voices
from models.errors import NotOnRoster
from models.notice import Kind, Never
from models.people import Role, find_actor

QUEUE_KINDS = frozenset({Kind.PLACE_FREE, Kind.NOT_SURE})


def _to_managers(telling: Telling) -> Message | Never:
    """To whoever manages today; a seat that ended since it was posted hears nothing."""
    ground, notice = telling.ground, telling.notice
    today = telling.rules.today(ground.now())
    try:
        actor = find_actor(telling.work, ground.vault.rows, notice.recipient, today)
    except NotOnRoster:
        return Never("not_on_roster")
    if not actor.holds(Role.PROJECT_MANAGER):
        return Never("not_entitled")
    return Message(words_for(telling.kind, notice.target or notice.subject))


def words_for(kind: Kind, refs: str) -> str:
    """The sentence; references and nothing else."""
    if kind is Kind.NOT_SURE:
        return f"{refs}: the referrer is not sure whether it fits. Please look at it with them."
    first = ", ".join(refs.split())
    return f"A place is free. First on the waitlist: {first}. /lead queue shows them; you decide."


VOICES: Voices = dict.fromkeys(QUEUE_KINDS, _to_managers)
