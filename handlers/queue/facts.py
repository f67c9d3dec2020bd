"""What the queue shows: references, states, clocks and loads; never a detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.referral import Door, State
from models.schema import ReferralRef, SlackUserId
from models.states import Move

_APART = "."


class Urge(StrEnum):
    """How pressing a line is."""

    LATE = "late"
    DUE = "due"
    WAITS = "waits"


@dataclass(frozen=True)
class Seen:
    """A referral as it stood on somebody's screen: what a button carries back."""

    ref: ReferralRef
    version: int

    @property
    def value(self) -> str:
        """`R-7KQ2M.3`."""
        return f"{self.ref}{_APART}{self.version}"

    @classmethod
    def from_value(cls, value: str) -> Seen:
        """Back again; what is no such value is a reference that nobody has."""
        ref, _, version = value.partition(_APART)
        return cls(ReferralRef(ref[:8]), int(version) if version.isdecimal() else 0)


@dataclass(frozen=True)
class Line:
    """One open referral. `rank`: its place on its region's waitlist, 0 = not on it; `due_at` None = no clock.

    `owner`: who has it in hand, a colleague's name or a role. `moves`: what its reader may decide now, the
    next action first.
    """

    seen: Seen
    door: Door
    region: str
    zone: ZoneInfo
    state: State
    priority: int
    since: datetime
    due_at: datetime | None
    urge: Urge
    rank: int
    owner: str
    moves: tuple[Move, ...]
    approve: bool = False
    give: bool = False
    approval: str = ""
    holds: bool = True


@dataclass(frozen=True)
class Load:
    """One case manager's numbers."""

    member: SlackUserId
    name: str
    active: int
    inactive: int
    referrals: int
    ceiling: int

    @property
    def room(self) -> int:
        """How many more."""
        return max(0, self.ceiling - self.active - self.referrals)


@dataclass(frozen=True)
class Capacity:
    """The team's load. `free`: places by region, in the site's order of regions."""

    average: float
    planned: int
    loads: tuple[Load, ...]
    free: tuple[tuple[str, int], ...]

    @property
    def amber(self) -> bool:
        """Whether the average is above what the site plans for."""
        return self.average > self.planned


@dataclass(frozen=True)
class QueueFacts:
    """One page, from 0. `counts`: late, due, waiting; `capacity` None = not for this reader."""

    lines: tuple[Line, ...]
    counts: tuple[int, int, int]
    page: int
    pages: int
    capacity: Capacity | None
    top_heavy: bool
    now: datetime


@dataclass(frozen=True)
class ItemFacts:
    """One referral with everything that its reader may decide. `takers`: whom it can be given to."""

    line: Line
    takers: tuple[Load, ...]
    now: datetime
