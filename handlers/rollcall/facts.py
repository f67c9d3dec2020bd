"""What the check-in's screens show: names of shifts, themes, guarded words; nobody, and no detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.standing import ReferralFacts
from models.acts.checkin import InTheWay, Said
from models.acts.drift import Signal
from models.acts.issue_sight import Answered
from models.acts.shift_tally import Tally, Visit, Words
from models.schema import Handle, IssueRef


def source_of(handle: Handle, *, place: bool) -> str:
    """What an issue says it came from: one of the two lines of an answer."""
    return f"{handle}:{'place' if place else 'words'}"


def is_seen_to(words: Words, raised: Mapping[str, IssueRef]) -> bool:
    """Whether every line of it is an issue already. `raised`: what came from where, as `source_of` has it."""
    lines = ((words.blocker, False), (words.place, True))
    return all(source_of(words.handle, place=place) in raised for said, place in lines if said)


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
    """What the project manager sees of a shift, or of visits in turn.

    `digest`: its newest roll call; `earlier`: lines of earlier ones that are no issues yet; `visits`: the
    newest first; `raised`: which of both are issues. `diversion_days`: since the last arrest diversion there.
    """

    digest: Digest | None
    name: str
    quiet_weeks: int
    diversion_days: int | None
    asked: bool = True  # False: visits in turn, nobody is asked
    earlier: tuple[Words, ...] = ()
    visits: tuple[Visit, ...] = ()
    raised: Mapping[str, IssueRef] = field(default_factory=dict)


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
