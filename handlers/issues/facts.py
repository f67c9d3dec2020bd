"""What the screens of issues show: their words, who sees to them, since when; never who raised one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.admin_issue import IssueState
from models.policy import PolicyState
from models.schema import IssueRef


@dataclass(frozen=True)
class IssueFacts:
    """One issue. `days`: its age in whole local days; `may_end`: it is the reader's to end or to give.

    `group`: the name of the group on whose agenda it stands; `proposal`: where what was made of it stands.
    """

    ref: IssueRef
    words: str
    shift: str
    owner: str
    days: int
    state: IssueState
    ended: str
    may_end: bool
    group: str = ""
    due_on: date | None = None
    proposal: PolicyState | None = None


@dataclass(frozen=True)
class IssueLog:
    """`/lead issue` for one reader."""

    issues: tuple[IssueFacts, ...]
    may_call: bool = False  # the site's call list is theirs to run


@dataclass(frozen=True)
class Offer:
    """What the forms offer: groups as (code, name), and whether the reader chooses who sees to an issue."""

    groups: tuple[tuple[str, str], ...]
    may_choose: bool
    due_on: date | None = None
    group: str = ""
