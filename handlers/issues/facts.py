"""What the screens of issues show: their words, who sees to them, since when; never who raised one."""

from __future__ import annotations

from dataclasses import dataclass

from models.admin_issue import IssueState
from models.schema import IssueRef


@dataclass(frozen=True)
class IssueFacts:
    """One issue. `days`: its age in whole local days; `may_end`: it is the reader's to end or to give."""

    ref: IssueRef
    words: str
    shift: str
    owner: str
    days: int
    state: IssueState
    ended: str
    may_end: bool
