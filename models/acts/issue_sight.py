"""Who is told of an issue, and what became of what somebody raised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from models.acts.checkin import InTheWay, codes_in
from models.admin_issue import AdminIssue, IssueState
from models.database import UnitOfWork
from models.errors import NotAvailable
from models.people import Actor, Role
from models.rollcall import Schedule, ShiftAnswer
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId

# So long somebody reads in their roll call what came of what they raised.
_SHOWN_FOR = timedelta(days=90)
_SHOWN = 5
_ANSWERS = 30  # of somebody's newest, in which what they raised is looked for


@dataclass(frozen=True)
class Answered:
    """For whoever raised it: what they said, how it stands, and what was done."""

    ref: IssueRef
    theme: str
    words: str
    state: IssueState
    ended: str


def open_issues(scene: Scene, actor: Actor) -> Sequence[AdminIssue]:
    """The open ones, the oldest first: all for project managers, else one's own or one's shift's."""
    query = select(AdminIssue).where(AdminIssue.state == IssueState.OPEN.value)
    rows = scene.work.session.scalars(query.order_by(AdminIssue.raised_at, AdminIssue.ref)).all()
    return [row for row in rows if may_see(scene, row, actor)]


def may_see(scene: Scene, issue: AdminIssue, actor: Actor) -> bool:
    """Whether the issue is told to them: a project manager, its owner, who leads the shift, who raised it."""
    if actor.holds(Role.PROJECT_MANAGER) or issue.owner == actor.user:
        return True
    schedule = scene.work.session.get(Schedule, issue.schedule) if issue.schedule else None
    # The leader reads a theme; what one officer wrote is the project manager's to read.
    leads = schedule is not None and schedule.leader == actor.user and bool(issue.theme)
    return leads or actor.user in raisers(scene, issue)


def may_end(issue: AdminIssue, actor: Actor) -> bool:
    """Whether they say how it ended."""
    return issue.owner == actor.user or actor.holds(Role.PROJECT_MANAGER)


def seen_issue(scene: Scene, ref: IssueRef) -> AdminIssue:
    """An issue that is told to whoever asks.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: there is none, or not for them.
    """
    issue = scene.work.session.get(AdminIssue, ref)
    if issue is None or not may_see(scene, issue, the_actor(scene)):
        raise NotAvailable
    return issue


def raisers(scene: Scene, issue: AdminIssue) -> list[SlackUserId]:
    """Whoever raised it: who wrote it, or everybody who named its theme; never shown to anybody."""
    people = [issue.raised_by]
    if issue.theme:
        query = select(ShiftAnswer).where(ShiftAnswer.firing == issue.came_from, ShiftAnswer.for_shift == 0)
        rows = scene.work.session.scalars(query.order_by(ShiftAnswer.member))
        people += [row.member for row in rows if InTheWay(issue.theme) in codes_in(row.in_the_way)]
    return list(dict.fromkeys(people))


def said_and_done(scene: Scene, user: SlackUserId) -> list[Answered]:
    """What became of what this person raised, the newest first."""
    mine = select(ShiftAnswer).where(ShiftAnswer.member == user, ShiftAnswer.for_shift == 0)
    answers = scene.work.session.scalars(mine.order_by(ShiftAnswer.answered_at.desc()).limit(_ANSWERS))
    themes = {row.firing: set(codes_in(row.in_the_way)) for row in answers}
    since = scene.moment - _SHOWN_FOR
    query = select(AdminIssue).where(
        (AdminIssue.raised_by == user) | AdminIssue.came_from.in_(themes),
        (AdminIssue.ended_at.is_(None)) | (AdminIssue.ended_at > since),
    )
    rows = scene.work.session.scalars(query.order_by(AdminIssue.raised_at.desc(), AdminIssue.ref))
    return [
        Answered(row.ref, row.theme, row.words, IssueState(row.state), row.ended)
        for row in rows
        if row.raised_by == user or (row.theme and InTheWay(row.theme) in themes[row.came_from])
    ][:_SHOWN]


def raised_from(work: UnitOfWork, sources: Collection[str]) -> dict[str, IssueRef]:
    """Which of these lines and visits (`came_from`) are issues already."""
    query = select(AdminIssue.came_from, AdminIssue.ref).where(
        AdminIssue.came_from.in_(sources), AdminIssue.theme == ""
    )
    return {came_from: IssueRef(ref) for came_from, ref in work.session.execute(query)}
