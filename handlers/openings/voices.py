"""Notices about openings: which agency claimed or gave back, what ends soon, whom to call instead."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.ids import Action
from handlers.naming import agency_words
from handlers.openings.notices import PLACE_KINDS, place_words
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never
from models.vacant_place import Claim, VacantPlace


def _opening(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    agency = _other_side(telling)
    if agency is None:
        return Never("gone")
    text = place_words(telling.kind, agency_words(agency))
    return Message(text, [section(text), actions("openings", [button(Action.OPENINGS.value, "Openings")])])


def _other_side(telling: Telling) -> str | None:
    """The agency that the sentence names; None = it is over, and there is nothing to say."""
    session, target = telling.work.session, telling.notice.target
    if telling.kind is Kind.PLACE_ENDS:
        place = session.get(VacantPlace, target)
        return None if place is None or place.ended_at is not None else place.agency
    claim = session.get(Claim, target)
    if claim is None or telling.kind is not Kind.PLACE_NOT_REACHED:
        return claim.agency if claim else None
    place = session.get(VacantPlace, claim.place)
    return place.agency if place else None


VOICES: Voices = dict.fromkeys(PLACE_KINDS, _opening)
