"""What a critical incident's page shows: who speaks, what is said, who knows; no person, no event."""

from __future__ import annotations

from dataclasses import dataclass

from models.site import Contacts


@dataclass(frozen=True)
class OnTheList:
    """Somebody who is called, in the list's order. `knows_at`: local time, empty = not answered yet."""

    name: str
    knows_at: str


@dataclass(frozen=True)
class CallFacts:
    """One run of the call list. `people`: None for whoever is only called."""

    id: str
    speaker: str
    sentence: str
    since: str
    ended: bool
    called: bool
    knows: bool
    may_end: bool
    people: tuple[OnTheList, ...] | None


@dataclass(frozen=True)
class NoList:
    """The site has agreed on no list, or nobody on it has a seat."""

    contacts: Contacts
