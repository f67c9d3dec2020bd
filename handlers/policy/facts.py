"""What the screens of proposals and of the rules' versions show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from models.acts.rule_changes import Standing
from models.acts.rule_readings import Changed
from models.acts.soundings import Spoken
from models.policy import PolicyState, Stance, Touches
from models.schema import IssueRef


@dataclass(frozen=True)
class Passing:
    """Who passes the decision on in one agency, and whether they said that it is done."""

    agency: str
    name: str
    done: bool


@dataclass(frozen=True)
class PolicyFacts:
    """One proposal for one reader. `said`: None for everybody but project managers.

    `day`: to which it was put off, or from which the change is in force.
    """

    ref: IssueRef
    background: str
    options: str
    touches: Touches
    state: PolicyState
    answer: str
    day: date | None
    change: Standing
    passings: tuple[Passing, ...]
    may_write: bool
    may_put_before: bool
    may_answer: bool
    may_fill: bool
    said: tuple[Spoken, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Asked:
    """What somebody is asked beforehand, and what they have said of it."""

    ref: IssueRef
    background: str
    options: str
    stance: Stance | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class ToPassOn:
    """A decision that somebody passes on in their house."""

    ref: IssueRef
    background: str
    options: str
    answer: str
    done: bool


@dataclass(frozen=True)
class VersionFacts:
    """One version of the rules. `since`: local; `issue` empty: by the site file."""

    number: int
    since: str
    issue: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class UnreadFacts:
    """Who has still to read which version, for project managers."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class HistoryFacts:
    """The newest versions first; `unread` is empty for everybody but project managers."""

    versions: tuple[VersionFacts, ...]
    unread: tuple[UnreadFacts, ...] = ()


@dataclass(frozen=True)
class ChangeOffer:
    """What the form of a change shows: today's values as lines, what stands in the fields, first day."""

    ref: IssueRef
    touches: Touches
    today: tuple[str, ...]
    given: dict[str, str]
    too_long: bool = False
