"""What `/lead roster` shows: seats, what waits for a second person, and the receipt of what was done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.errors import DomainError
from models.proposal import ProposalId
from models.schema import SlackUserId


class Standing(StrEnum):
    """How a seat stands today."""

    ACTIVE = "active"
    LATER = "later"
    ON_LEAVE = "on_leave"
    SUSPENDED = "suspended"
    ENDED = "ended"
    ALTERED = "altered"


@dataclass(frozen=True)
class SeatFacts:
    """One seat. `until`: the day its standing ends or has ended, if any; `acting`: role and last day."""

    user: SlackUserId
    name: str
    agency: str
    roles: tuple[str, ...]
    regions: tuple[str, ...]
    standing: Standing
    until: date | None = None
    leave: tuple[date, date] | None = None
    acting: tuple[str, date] | None = None

    @property
    def over(self) -> bool:
        """Whether only a new appointment changes it."""
        return self.standing in {Standing.SUSPENDED, Standing.ENDED, Standing.ALTERED}


@dataclass(frozen=True)
class Waiting:
    """A proposal. `lines`: what it would change, in plain words; `second`: one person stands behind it."""

    id: ProposalId
    lines: tuple[str, ...]
    second: bool
    may_confirm: bool
    mine: bool


@dataclass(frozen=True)
class RosterFacts:
    """One page of the roster. `more_after`: the seat after which the next page begins; empty on the last."""

    seats: tuple[SeatFacts, ...]
    waiting: tuple[Waiting, ...]
    waiting_more: int
    more_after: str


@dataclass(frozen=True)
class Offer:
    """What a form of appointment may offer: agencies and roles by code, regions as (code, name)."""

    agencies: tuple[str, ...]
    roles: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Receipt:
    """What was done about a seat, in references and codes only."""

    done: str
    taken_back: int = 0
    still_open: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    def to_answer(self) -> str:
        """As the stored answer of a delivery."""
        return json.dumps([self.done, self.taken_back, self.still_open, self.opened])

    @classmethod
    def from_answer(cls, answer: str) -> Receipt:
        """Back again."""
        done, taken_back, still_open, opened = json.loads(answer)
        return cls(done, taken_back, tuple(still_open), tuple(opened))


class Unfit(DomainError):
    """A form cannot be kept: field -> sentence. Nothing was changed."""

    code = "unfit"

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field
