"""What the check-in's screens show: names of shifts, themes, guarded words; nobody, and no detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.standing import ReferralFacts
from models.acts.checkin import InTheWay, Said
from models.acts.drift import Signal
from models.acts.issue_sight import Answered
from models.acts.shift_tally import Tally, Words
from models.schema import Handle, IssueRef


def source_of(handle: Handle, *, place: bool) -> str:
    """What an issue says it came from: one of the two lines of an answer."""
    return f"{handle}:{'place' if place else 'words'}"


@dataclass(frozen=True)
class CameBack:
    """What came of somebody's own: `minutes` from call to meeting (median of `calls`), None: no call yet."""

    referrals: tuple[ReferralFacts, ...]
    minutes: int | None
    calls: int
    said_and_done: tuple[Answered, ...]


@dataclass(frozen=True)
class CheckIn:
    """An officer's roll call. `said`: what they answered so far; `welcome`: an answer is still taken."""

    firing: str
    name: str
    said: Said | None
    welcome: bool
    came_back: CameBack


@dataclass(frozen=True)
class Shift:
    """A shift of which something can be opened: `id` of a firing, or of a schedule."""

    id: str
    name: str
    line: str = ""


@dataclass(frozen=True)
class Start:
    """What `/lead rollcall` offers somebody."""

    mine: Sequence[Shift]
    led: Sequence[Shift]
    may_log: bool
    keeps_times: bool
    is_manager: bool


@dataclass(frozen=True)
class Digest:
    """What a leader sees of one roll call. `issues`: theme -> the issue it became; `raised`: so for lines."""

    firing: str
    schedule: str
    name: str
    seen: Tally
    issues: dict[InTheWay, IssueRef]
    raised: dict[str, IssueRef]
    skipped: bool


@dataclass(frozen=True)
class ShiftFacts:
    """What the project manager sees of a shift: its newest roll call, and its region's last diversion."""

    digest: Digest | None
    name: str
    quiet_weeks: int
    diversion_days: int | None


@dataclass(frozen=True)
class Overview:
    """For the project manager: signs, shifts, and what small shifts wrote, taken together (None: untold)."""

    signals: tuple[Signal, ...]
    shifts: tuple[Shift, ...]
    small: tuple[Words, ...] | None
    raised: dict[str, IssueRef]
    open_issues: int


@dataclass(frozen=True)
class Visitable:
    """What somebody may have been at: (schedule's id, name); `given`: chosen already."""

    choices: tuple[tuple[str, str], ...]
    given: str = ""
