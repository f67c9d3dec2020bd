"""What stands on an agenda by itself: counts in bands, and what is open of the group, by reference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.action import RUNNING, Action
from models.acts.groups import zone_of_group
from models.admin_issue import AdminIssue, IssueState
from models.conference import About, Conference, ConferenceState
from models.court_matter import CourtMatter
from models.meeting import Meeting, Section
from models.policy import PassingOn, PolicyProposal, PolicyState
from models.referral import Referral, State
from models.scene import Scene
from models.site import Group
from models.situation import Situation, SituationState

# Nothing that is younger is counted: what happened in one night points at nobody then.
NOT_BEFORE = timedelta(hours=24)
_SOON = timedelta(days=14)
_STEP = 5  # counts stand in bands of so many: no two agendas differ by one person
_COUNT_MINUTES, _RULES_MINUTES, _MINUTES = 2, 1, 5
_WAITING = (State.SUBMITTED.value, State.NEEDS_INFO.value, State.WAITLISTED.value)
_STANDS = (ConferenceState.PROPOSED.value, ConferenceState.BEGUN.value, ConferenceState.SITUATION_ONLY.value)
_COUNTS = (Section.GROUND_RULES, Section.REFERRALS, Section.CLOCKS, Section.COURT)
_POLICY = frozenset({*_COUNTS, Section.SITUATIONS, Section.ISSUES, Section.PROPOSALS, Section.ACTIONS})
# Which parts the agenda of a group has; community leadership sees aggregates and situations only.
PARTS: Mapping[str, frozenset[Section]] = {
    "owg": frozenset(Section),
    "committee": frozenset(Section),
    "clt": frozenset({*_COUNTS, Section.SITUATIONS}),
    "policy": _POLICY | {Section.OTHER},
}


@dataclass(frozen=True, slots=True)
class Source:
    """One item as it would stand on an agenda."""

    section: Section
    subject: str = ""
    words: str = ""
    minutes: int = _MINUTES


def sources(scene: Scene, meeting: Meeting, group: Group) -> list[Source]:
    """Everything that is open for this meeting of this group, in the order of the sections."""
    parts = PARTS[group.kind]
    found = [
        source for section in Section if section in parts for source in _of(scene, meeting, group, section)
    ]
    proposed = {source.subject for source in found if source.section is Section.PROPOSALS}
    return [one for one in found if one.section is not Section.ISSUES or one.subject not in proposed]


def _of(scene: Scene, meeting: Meeting, group: Group, section: Section) -> Iterator[Source]:
    match section:
        case Section.GROUND_RULES:
            yield Source(section, minutes=_RULES_MINUTES)
        case Section.REFERRALS | Section.CLOCKS | Section.COURT:
            yield Source(section, words=band(scene, _count(scene, group, section)), minutes=_COUNT_MINUTES)
        case Section.CONFERENCES:
            yield from _conferences(scene, meeting, group)
        case Section.SITUATIONS:
            yield from _by_reference(scene, section, _situations(scene, meeting, group))
        case Section.ISSUES:
            yield from _by_reference(scene, section, _issues(scene, group))
        case Section.PROPOSALS:
            yield from _by_reference(scene, section, _proposals(group))
        case Section.ACTIONS:
            yield from _carried(scene, group)
        case Section.OTHER:
            return


def band(scene: Scene, count: int) -> str:
    """`15-19`; below the site's threshold `<11`, none or ten alike: no step tells of a single one."""
    least = scene.rules.reports.suppress_below
    if count < least:
        return f"<{least}"
    low = least + (count - least) // _STEP * _STEP
    return f"{low}-{low + _STEP - 1}"


def _count(scene: Scene, group: Group, section: Section) -> int:
    """As it stood a day ago, as far as rows can say."""
    before = scene.moment - NOT_BEFORE
    soon = scene.moment + _SOON
    here: list[ColumnElement[bool]] = [Referral.region.in_(group.regions)] if group.regions else []
    match section:
        case Section.REFERRALS:
            wheres: list[ColumnElement[bool]] = [
                Referral.state.in_(_WAITING),
                Referral.closed_at.is_(None),
                *here,
            ]
            return _number(scene, Referral.submitted_at <= before, *wheres)
        case Section.CLOCKS:
            wheres = [Referral.intake_ends_at <= soon, Referral.intake_done_at.is_(None), *here]
            return _number(scene, Referral.submitted_at <= before, Referral.closed_at.is_(None), *wheres)
        case _:
            return _number(
                scene,
                CourtMatter.entered_at <= before,
                CourtMatter.closed_at.is_(None),
                CourtMatter.hearing_at.between(scene.moment, soon),
            )


def _number(scene: Scene, *wheres: ColumnElement[bool]) -> int:
    return int(scene.work.session.scalar(select(func.count()).where(*wheres)) or 0)


def _conferences(scene: Scene, meeting: Meeting, group: Group) -> Iterator[Source]:
    """Those of this meeting, and those of its day that no meeting has yet; only what is told of already."""
    zone = zone_of_group(scene.rules, group.code)
    day = meeting.starts_at.astimezone(zone).date()
    open_situation = (Conference.about == About.SITUATION.value) & (
        Conference.state != ConferenceState.CLOSED.value
    )
    query = select(Conference.ref, Conference.minutes, Conference.starts_at, Conference.meeting).where(
        Conference.group == group.code,
        Conference.meeting.in_(["", meeting.id]),
        or_(Conference.state.in_(_STANDS), open_situation),
    )
    for ref, minutes, starts_at, of in scene.work.session.execute(query.order_by(Conference.asked_at)):
        elsewhere = starts_at is not None and starts_at.astimezone(zone).date() != day
        if of or not elsewhere:
            yield Source(Section.CONFERENCES, ref, minutes=minutes)


def _situations(scene: Scene, meeting: Meeting, group: Group) -> Select[Any]:
    """Whose look-back is due by then, and those that came since the agenda before."""
    query = select(Situation.ref).where(
        Situation.group == group.code, Situation.state == SituationState.OPEN.value
    )
    since = built_before(scene, meeting)
    if since is not None:
        query = query.where(or_(Situation.review_on <= meeting.day, Situation.raised_at > since))
    return query.order_by(Situation.review_on, Situation.ref)


def built_before(scene: Scene, meeting: Meeting) -> datetime | None:
    """When the group's regular agenda before this one was built."""
    query = select(func.max(Meeting.made_at)).where(
        Meeting.group == meeting.group, Meeting.special == 0, Meeting.made_at < meeting.made_at
    )
    return scene.work.session.scalar(query)


def _issues(scene: Scene, group: Group) -> Select[Any]:
    query = select(AdminIssue.ref).where(
        AdminIssue.state == IssueState.OPEN.value, AdminIssue.group.in_(codes_of(scene, group))
    )
    return query.order_by(AdminIssue.raised_at, AdminIssue.ref)


def codes_of(scene: Scene, group: Group) -> list[str]:
    """How an issue's row may name the group: its code; of the site's first group also nothing."""
    first = scene.rules.groups_or_default()[0].code
    return [group.code, ""] if group.code == first else [group.code]


def _proposals(group: Group) -> Select[Any]:
    """Before the policy group what waits for its answer; elsewhere what everybody is asked about."""
    query = select(PolicyProposal.issue)
    asked: ColumnElement[bool]
    if group.kind == "policy":
        asked = (PolicyProposal.group == group.code) & (
            PolicyProposal.state == PolicyState.BEFORE_GROUP.value
        )
    else:
        asked = PolicyProposal.state == PolicyState.SOUNDING.value
    return query.where(asked).order_by(PolicyProposal.made_at, PolicyProposal.issue)


def _carried(scene: Scene, group: Group) -> Iterator[Source]:
    """Of what there are actions still running, and decisions that were not passed on yet: each once."""
    session = scene.work.session
    running = [state.value for state in RUNNING]
    actions = (
        select(Action.came_from, func.min(Action.due_on))
        .where(Action.group == group.code, Action.state.in_(running), Action.came_from != "")
        .group_by(Action.came_from)
    )
    theirs = or_(AdminIssue.group.in_(codes_of(scene, group)), PolicyProposal.group == group.code)
    waiting = (
        select(PassingOn.issue)
        .join(AdminIssue, AdminIssue.ref == PassingOn.issue)
        .join(PolicyProposal, PolicyProposal.issue == PassingOn.issue)
        .where(PassingOn.passed_on_at.is_(None), theirs)
        .distinct()
    )
    found: dict[str, date] = {row[0]: row[1] for row in session.execute(actions)}
    for issue in session.scalars(waiting):
        found.setdefault(issue, date.max)
    for ref, _ in sorted(found.items(), key=lambda one: (one[1], one[0])):
        yield Source(Section.ACTIONS, ref)


def _by_reference(scene: Scene, section: Section, query: Select[Any]) -> Iterator[Source]:
    for ref in scene.work.session.scalars(query):
        yield Source(section, ref)


def ended_subjects(scene: Scene, subjects: Collection[str]) -> set[str]:
    """Of these references those that are over: nothing of them is left to be talked about."""
    return {
        *_over(scene, subjects, "K-", Conference.ref, Conference.state != ConferenceState.CLOSED.value),
        *_over(scene, subjects, "S-", Situation.ref, Situation.state == SituationState.OPEN.value),
        *_over(scene, subjects, "A-", AdminIssue.ref, AdminIssue.state == IssueState.OPEN.value),
    }


def _over(
    scene: Scene,
    subjects: Iterable[str],
    letter: str,
    column: InstrumentedAttribute[Any],
    is_open: ColumnElement[bool],
) -> set[str]:
    asked = {one for one in subjects if one.startswith(letter)}
    if not asked:
        return set()
    return asked - set(scene.work.session.scalars(select(column).where(is_open, column.in_(asked))))
