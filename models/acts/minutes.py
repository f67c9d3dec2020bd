"""Minutes made of rows: agencies instead of people, references, decisions about places and issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from models.action import Action, ActionKind, ActionState
from models.database import UnitOfWork
from models.meeting import AgendaItem, Attendance, ItemState, Meeting, Section

_STANDS = (ActionState.TAKEN.value, ActionState.DONE.value)
_SAID = ("S-", "A-")  # what of these is decided may be said in the group; of anything else its number


@dataclass(frozen=True)
class Decision:
    """`agency` will do `words` (guarded open text) by `due`; of a situation or an issue."""

    ref: str
    agency: str
    words: str
    due: date


@dataclass(frozen=True)
class Minutes:
    """What a meeting came to. `sealed`: of which conference how many actions stand; `put`: items by hand."""

    agencies: tuple[str, ...]
    done: tuple[str, ...]
    next_time: tuple[str, ...]
    put_done: int
    put_next: int
    decisions: tuple[Decision, ...]
    sealed: tuple[tuple[str, int], ...]


def minutes_of(work: UnitOfWork, meeting: Meeting) -> Minutes:
    """They are the same whenever they are read, but for an action that somebody takes afterwards."""
    agencies = select(Attendance.agency).where(Attendance.meeting == meeting.id).distinct()
    everything = _items(work, meeting)
    items = [item for item in everything if item.subject]
    put = [item.state for item in everything if item.section == Section.OTHER]
    actions = _actions(work, meeting, items)
    open_ones = [one for one in actions if one.came_from.startswith(_SAID) and _may_be_said(one)]
    sealed = Counter(one.came_from for one in actions if one not in open_ones)
    return Minutes(
        agencies=tuple(sorted(work.session.scalars(agencies))),
        done=_refs(items, done=True),
        next_time=_refs(items, done=False),
        put_done=sum(state == ItemState.DONE for state in put),
        put_next=sum(state != ItemState.DONE for state in put),
        decisions=tuple(
            Decision(one.came_from, one.owner_agency, one.words, one.due_on) for one in open_ones
        ),
        sealed=tuple(sorted(sealed.items())),
    )


@dataclass(frozen=True)
class _Item:
    section: str
    subject: str
    state: str


def _items(work: UnitOfWork, meeting: Meeting) -> list[_Item]:
    query = select(AgendaItem.section, AgendaItem.subject, AgendaItem.state)
    query = query.where(AgendaItem.meeting == meeting.id).order_by(AgendaItem.place, AgendaItem.id)
    return [_Item(*row) for row in work.session.execute(query)]


def _may_be_said(action: Action) -> bool:
    return action.kind == ActionKind.PLAN and not action.participant and bool(action.words)


def _refs(items: Sequence[_Item], *, done: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.subject for item in items if (item.state == ItemState.DONE) is done))


def _actions(work: UnitOfWork, meeting: Meeting, items: Sequence[_Item]) -> list[Action]:
    """Taken by their owners, and entered in this meeting: with it, or of what it talked about meanwhile."""
    if meeting.begun_at is None:
        return []
    of_it = Action.came_from.in_({item.subject for item in items}) & (Action.proposed_at >= meeting.begun_at)
    if meeting.ended_at is not None:
        of_it &= Action.proposed_at <= meeting.ended_at
    query = select(Action).where(
        Action.state.in_(_STANDS), or_(Action.meeting == meeting.id, of_it), Action.group == meeting.group
    )
    return list(work.session.scalars(query.order_by(Action.came_from, Action.due_on, Action.ref)))
