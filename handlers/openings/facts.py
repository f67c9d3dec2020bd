"""What the openings board shows: what is free where, until when, and which agency claimed; no person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.vacant_place import PlaceKind


class Done(StrEnum):
    """What a tap did; the board says it above its rows."""

    POSTED = "posted"
    CLAIMED = "claimed"
    GIVEN_BACK = "given_back"
    LONGER = "longer"
    ENDED = "ended"
    TOO_LATE = "too_late"  # taken, given back or over already: nothing was changed


@dataclass(frozen=True)
class MyClaim:
    """A claim of the reader's agency. `by`: who of it claimed."""

    id: str
    by: str


@dataclass(frozen=True)
class PostingFacts:
    """One posting. `region` empty = every region; `until`: local time; `caller`: who is called about it.

    `mine`: of the reader's agency, and theirs to lengthen and to end; `claimed_by`: agencies, for it only.
    """

    id: str
    kind: PlaceKind
    left: int
    places: int
    region: str
    agency: str
    caller: str
    words: str
    until: str
    mine: bool
    may_claim: bool
    claimed_by: tuple[str, ...]
    my_claims: tuple[MyClaim, ...]


@dataclass(frozen=True)
class BoardFacts:
    """The whole board for one reader."""

    postings: tuple[PostingFacts, ...]
    may_post: bool
    may_claim: bool


@dataclass(frozen=True)
class FormFacts:
    """What the form offers: regions as (code, name), and the usual end by the site's clock."""

    regions: tuple[tuple[str, str], ...]
    until_day: str
    until_time: str
