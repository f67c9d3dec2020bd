"""What the screens of situations show: words about a place, numbers, owner and days; never who raised one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.schema import SituationRef
from models.situation import Counted


@dataclass(frozen=True)
class Spot:
    """Where somebody may raise one: a group and a region of it (or none, where it has none)."""

    group: str
    group_name: str
    region: str
    region_name: str

    @property
    def code(self) -> str:
        """As a choice's value."""
        return f"{self.group}/{self.region}"


@dataclass(frozen=True)
class Tally:
    """One number, as its owner entered it."""

    counted: Counted
    number: int
    since: date
    until: date

    @property
    def a_week(self) -> float:
        """So that spans of different length can be held against each other."""
        return self.number * 7 / ((self.until - self.since).days + 1)


@dataclass(frozen=True)
class SituationLine:
    """One of a list. `due`: the day of its look-back has come; `mine`: the reader owns it."""

    ref: SituationRef
    place: str
    owner: str
    review_on: date
    due: bool
    mine: bool


@dataclass(frozen=True)
class SituationFacts:
    """One situation. `days`: its age in whole local days; `may_keep`: it is the reader's to renew and close.

    `may_mend`: its words are theirs to put right. `version`: as seen; `renewed`: it was looked at again.

    `may_begin_on_one`: they may begin a conference about one person. `confers`: the conference asked for.
    """

    ref: SituationRef
    group: str
    region: str
    place: str
    times: str
    pattern: str
    harms: str
    tried: str
    owner: str
    days: int
    review_on: date
    today: date
    open: bool
    ended: str
    confers: str
    tallies: tuple[Tally, ...]
    may_keep: bool
    may_mend: bool
    version: int
    renewed: bool
    may_begin_on_one: bool
