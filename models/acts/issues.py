"""Blockers become work: an issue with an owner, who says how it ended; whoever raised it hears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.acts.issue_dates import call_off_due, plan_due, tell_owner
from models.acts.issue_sight import may_end, raisers
from models.acts.paging import project_managers
from models.acts.shift_thread import tell_ended
from models.admin_issue import AdminIssue, IssueState, locked_issue, reserve_issue
from models.audit import Verb
from models.due import Step, call_off
from models.errors import AlreadyChanged, NotAllowed, NotOnRoster, Vacant
from models.notice import Kind, NewNotice, Urgency, post
from models.people import find_actor
from models.policy import PolicyProposal, PolicyState
from models.rollcall import locked_schedule
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId


@dataclass(frozen=True)
class Raising:
    """What is to become an issue. `came_from` with `theme` is one of a kind: twice is the same issue.

    An empty `came_from` is an issue that somebody raised openly, for a group's agenda.
    `group`: the code of the group whose agenda it stands on, empty = the first's. `owner` None: see
    `raise_issue`.
    """

    words: str
    raised_by: SlackUserId
    came_from: str
    theme: str = ""
    schedule: str = ""
    group: str = ""
    due_on: date | None = None
    owner: SlackUserId | None = None


def raise_issue(scene: Scene, raising: Raising) -> AdminIssue:
    """A new issue, owned by whom `raising` names, the project manager who raises it, else the first of them.

    Raises:
        NotAvailable: its schedule is gone.
        Vacant: there is no project manager, or whom `raising` names has no seat.
    """
    if raising.schedule:
        locked_schedule(scene.work, raising.schedule)  # two who tap at once make one issue
    known = select(AdminIssue).where(
        AdminIssue.came_from == raising.came_from, AdminIssue.theme == raising.theme
    )
    if raising.came_from and (found := scene.work.session.scalar(known.limit(1))):
        return found
    owner = raising.owner or _owner(scene)
    _require_seat(scene, owner)
    issue = AdminIssue(
        ref=reserve_issue(scene.work),
        words=raising.words,
        raised_by=raising.raised_by,
        came_from=raising.came_from,
        theme=raising.theme,
        schedule=raising.schedule,
        owner=owner,
        state=IssueState.OPEN.value,
        raised_at=scene.moment,
        group=raising.group,
        due_on=raising.due_on,
        ended="",
        version=1,
    )
    scene.work.session.add(issue)
    scene.work.session.flush()
    scene.note(Verb.ISSUE_RAISED, (issue.ref, owner))
    plan_due(scene, issue)
    if owner != scene.user:
        tell_owner(scene, issue)
    return issue


def give(scene: Scene, ref: IssueRef, to: SlackUserId) -> AdminIssue:
    """Somebody else of the work group sees to it.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not theirs to give.
        AlreadyChanged: it has ended.
        Vacant: that person has no seat.
    """
    issue = _mine(scene, ref)
    _require_seat(scene, to)
    issue.owner = to
    issue.version += 1
    scene.note(Verb.ISSUE_GIVEN, (issue.ref, to))
    if to != scene.user:
        tell_owner(scene, issue)
    return issue


def change(scene: Scene, ref: IssueRef, due_on: date | None, group: str) -> AdminIssue:
    """By when it is to be done, and on whose agenda it stands; the owner is reminded on the day.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not theirs to change.
        AlreadyChanged: it has ended.
    """
    issue = _mine(scene, ref)
    issue.due_on, issue.group = due_on, group
    issue.version += 1
    scene.work.session.flush()
    scene.note(Verb.ISSUE_CHANGED, (issue.ref,))
    plan_due(scene, issue)
    return issue


def end(scene: Scene, ref: IssueRef, state: IssueState, words: str) -> AdminIssue:
    """It is done, or not for now; `words` (guarded) say what was done or why. Whoever raised it hears.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not theirs to end.
        AlreadyChanged: it has ended.
    """
    issue = _mine(scene, ref)
    issue.state, issue.ended, issue.ended_at = state.value, words, scene.moment
    issue.version += 1
    scene.work.session.flush()
    scene.note(Verb.ISSUE_ENDED, (issue.ref,), state.value)
    call_off_due(scene, issue)
    _take_proposal_back(scene, issue)
    kind = Kind.ISSUE_ENDED
    told = [
        NewNotice(kind, one, f"{kind.value}:{issue.ref}:{one}", subject=issue.ref, urgency=Urgency.ROUTINE)
        for one in raisers(scene, issue)
        if one != scene.user
    ]
    post(scene.work, scene.moment, told)
    tell_ended(scene, issue)
    return issue


def _take_proposal_back(scene: Scene, issue: AdminIssue) -> None:
    """What the policy group has not answered yet is off its agenda."""
    row = scene.work.session.get(PolicyProposal, issue.ref, with_for_update=True)
    if row is not None and row.state != PolicyState.CONSENSUS:
        row.state = PolicyState.WITHDRAWN.value
        row.version += 1
        call_off(scene.work, issue.ref, (Step.POLICY_BACK,), scene.moment)
        scene.work.session.flush()


def _mine(scene: Scene, ref: IssueRef) -> AdminIssue:
    actor = the_actor(scene)
    issue = locked_issue(scene.work, ref)
    if not may_end(issue, actor):
        raise NotAllowed("issue")
    if issue.state != IssueState.OPEN:
        raise AlreadyChanged(issue.state)
    return issue


def _owner(scene: Scene) -> SlackUserId:
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    if not managers:
        raise Vacant
    return scene.user if scene.user in managers else managers[0]


def _require_seat(scene: Scene, user: SlackUserId) -> None:
    try:
        find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        raise Vacant from None
