"""An agenda's items in words, read at once for a whole meeting; what may not be told stays a reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import func, select

from handlers.agenda.facts import Head, Line
from handlers.agenda.notices import COUNTED, RULES, SECTION_WORDS, band_words, may_leave, shortened
from models.action import RUNNING, Action
from models.acts.groups import zone_of_group
from models.admin_issue import AdminIssue
from models.database import UnitOfWork
from models.meeting import AgendaItem, ItemState, Meeting, MeetingState, Section
from models.policy import PassingOn, PolicyProposal
from models.site import SiteRules
from models.situation import Situation

A_SECTION = 25  # so many items of a section are shown at the most
_NEXT = 7
_APART = "\0"  # each of several texts is looked at by itself: two ends side by side can read as a name


@dataclass(frozen=True)
class _Words:
    """What is open of the references of one agenda."""

    situations: Mapping[str, str] = field(default_factory=dict)
    issues: Mapping[str, str] = field(default_factory=dict)
    proposals: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    not_passed_on: Mapping[str, int] = field(default_factory=dict)


def head_of(rules: SiteRules, meeting: Meeting) -> Head:
    """The meeting in a line."""
    group = rules.group(meeting.group)
    return Head(
        id=meeting.id,
        group=group.name if group else meeting.group,
        starts_at=meeting.starts_at,
        zone=zone_of_group(rules, meeting.group),
        minutes=meeting.minutes,
        state=MeetingState(meeting.state),
        special=bool(meeting.special),
    )


@dataclass(frozen=True)
class _Item:
    """One row of the agenda, as far as it is shown."""

    id: str
    section: Section
    subject: str
    words: str
    minutes: int
    state: ItemState


def lines_of(work: UnitOfWork, meeting: Meeting) -> tuple[Line, ...]:
    """Its agenda in order; of a very long one only what a screen or a post holds has its text."""
    items = _items(work, meeting.id)
    shown = _shown(items, meeting.item)
    words = _words_of(work, [item for item in items if item.id in shown])
    return tuple(
        Line(
            id=item.id,
            section=item.section,
            subject=item.subject,
            text=_text(item, words) if item.id in shown else item.subject,
            minutes=item.minutes,
            state=item.state,
        )
        for item in items
    )


def _items(work: UnitOfWork, meeting: str) -> list[_Item]:
    query = (
        select(
            AgendaItem.id,
            AgendaItem.section,
            AgendaItem.subject,
            AgendaItem.words,
            AgendaItem.minutes,
            AgendaItem.state,
        )
        .where(AgendaItem.meeting == meeting)
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return [
        _Item(id_, Section(section), subject, words, minutes, ItemState(state))
        for id_, section, subject, words, minutes, state in work.session.execute(query)
    ]


def _shown(items: Sequence[_Item], current: str) -> set[str]:
    """The first of each section, what is talked about, and what comes next."""
    seen: Counter[Section] = Counter()
    found = {current}
    for item in items:
        seen[item.section] += 1
        if seen[item.section] <= A_SECTION:
            found.add(item.id)
    waits = (item.id for item in items if item.state is ItemState.WAITS)
    return found | set(islice(waits, _NEXT))


def _text(item: _Item, words: _Words) -> str:
    section, ref = item.section, item.subject
    if section in COUNTED:
        return f"{SECTION_WORDS[section]}: {band_words(item.words)}."
    match section:
        case Section.GROUND_RULES:
            return RULES
        case Section.CONFERENCES:
            return f"{ref}, {item.minutes} min"
        case Section.SITUATIONS:
            return _with(ref, words.situations)
        case Section.ISSUES:
            return _with(ref, words.issues)
        case Section.PROPOSALS:
            return _with(ref, words.proposals)
        case Section.ACTIONS:
            return _still_open(ref, words)
        case _:
            return shortened(item.words) if may_leave(item.words) else "An item of a member"


def _with(ref: str, said: Mapping[str, str]) -> str:
    parts = [part for part in said.get(ref, "").split(_APART) if part]
    if not parts or not all(may_leave(part) for part in parts):
        return ref
    return f"{ref}: {shortened('. '.join(part.rstrip('.') for part in parts))}"


def _still_open(ref: str, words: _Words) -> str:
    """By number only: what is to be done stands with its owner."""
    parts = []
    if count := words.actions.get(ref, 0):
        parts.append("1 action is open" if count == 1 else f"{count} actions are open")
    if count := words.not_passed_on.get(ref, 0):
        agencies = "1 agency" if count == 1 else f"{count} agencies"
        parts.append(f"still to be passed on in {agencies}")
    return f"{ref}: {', '.join(parts)}" if parts else f"{ref}: all done"


def _words_of(work: UnitOfWork, items: Sequence[_Item]) -> _Words:
    by_section: dict[str, set[str]] = {}
    for item in items:
        by_section.setdefault(item.section, set()).add(item.subject)
    open_ones = by_section.get(Section.ACTIONS, set())
    return _Words(
        situations=_situations(work, by_section.get(Section.SITUATIONS, set())),
        issues=_issues(work, by_section.get(Section.ISSUES, set())),
        proposals=_proposals(work, by_section.get(Section.PROPOSALS, set())),
        actions=_actions(work, open_ones),
        not_passed_on=_not_passed_on(work, open_ones),
    )


def _situations(work: UnitOfWork, refs: Collection[str]) -> dict[str, str]:
    query = select(Situation.ref, Situation.place, Situation.pattern).where(Situation.ref.in_(refs))
    return {ref: f"{place}{_APART}{pattern}" for ref, place, pattern in work.session.execute(query)}


def _issues(work: UnitOfWork, refs: Collection[str]) -> dict[str, str]:
    """Not what one officer wrote in a roll call: that is the project manager's to read."""
    query = select(AdminIssue.ref, AdminIssue.words).where(
        AdminIssue.ref.in_(refs), (AdminIssue.came_from == "") | (AdminIssue.theme != "")
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _proposals(work: UnitOfWork, refs: Collection[str]) -> dict[str, str]:
    query = select(PolicyProposal.issue, PolicyProposal.background).where(PolicyProposal.issue.in_(refs))
    return {row[0]: row[1] for row in work.session.execute(query)}


def _actions(work: UnitOfWork, refs: Collection[str]) -> dict[str, int]:
    query = select(Action.came_from).where(
        Action.came_from.in_(refs), Action.state.in_([state.value for state in RUNNING])
    )
    return dict(Counter(work.session.scalars(query)))


def _not_passed_on(work: UnitOfWork, refs: Collection[str]) -> dict[str, int]:
    query = select(PassingOn.issue, func.count()).where(
        PassingOn.issue.in_(refs), PassingOn.passed_on_at.is_(None)
    )
    return {row[0]: row[1] for row in work.session.execute(query.group_by(PassingOn.issue))}
