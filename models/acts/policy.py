"""An issue goes to the policy group: proposed, sounded beforehand, put before them, and their answer back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from models.acts.issue_sight import raisers
from models.acts.paging import project_managers
from models.acts.passing_on import give_out
from models.acts.soundings import ask
from models.admin_issue import AdminIssue, IssueState, locked_issue
from models.audit import Verb
from models.deadlines import local_moment
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NotAllowed, NotOnRoster
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Role, find_actor
from models.policy import ANSWERS, PolicyProposal, PolicyState, Touches, locked_policy
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId
from models.site import Group, SiteRules

_MORNING = time(9)
_MAY_BE_WRITTEN = (PolicyState.SOUNDING, PolicyState.NEEDS_MORE, PolicyState.DEFERRED)


@dataclass(frozen=True)
class Proposing:
    """What is proposed, in guarded words, and which part of the site's rules it would change."""

    background: str
    options: str
    touches: Touches


@dataclass(frozen=True)
class GroupAnswer:
    """What the policy group answered, in guarded words; `until`: the day to which it was put off."""

    state: PolicyState
    words: str
    until: date | None = None


def policy_group(rules: SiteRules) -> Group | None:
    """The site's policy group; None where the file names none, and project managers enter the answer."""
    return next((group for group in rules.groups_or_default() if group.kind == "policy"), None)


def proposal_of(scene: Scene, ref: IssueRef) -> PolicyProposal | None:
    """What was made of this issue, if anything was. The caller has asked whether it may be shown."""
    return scene.work.session.get(PolicyProposal, ref)


def may_propose(issue: AdminIssue, actor: Actor) -> bool:
    """Whether they write the proposal: a project manager, or whoever sees to the issue."""
    return issue.owner == actor.user or actor.holds(Role.PROJECT_MANAGER)


def may_answer(scene: Scene, actor: Actor) -> bool:
    """The policy group's facilitator; project managers where the file names none who has a seat."""
    group = policy_group(scene.rules)
    facilitator = group.facilitator if group else None
    if facilitator is not None and _has_seat(scene, SlackUserId(facilitator)):
        return facilitator == actor.user
    return actor.holds(Role.PROJECT_MANAGER)


def send_up(scene: Scene, ref: IssueRef, proposing: Proposing) -> PolicyProposal:
    """Write it, or write it anew after "needs more"; everybody of the work group is asked, from the start.

    Raises:
        NotOnRoster, NotAllowed, UnknownReference: not theirs to propose.
        AlreadyChanged: the issue has ended, or the proposal is before the group or answered.
    """
    actor, issue = the_actor(scene), locked_issue(scene.work, ref)
    if not may_propose(issue, actor):
        raise NotAllowed("propose")
    if issue.state != IssueState.OPEN:
        raise AlreadyChanged(issue.state)
    row = scene.work.session.get(PolicyProposal, ref, with_for_update=True)
    if row is not None and row.state not in _MAY_BE_WRITTEN:
        raise AlreadyChanged(row.state)
    row = row or _new(scene, issue)
    row.background, row.options = proposing.background, proposing.options
    row.touches, row.state = proposing.touches.value, PolicyState.SOUNDING.value
    row.answer, row.effective, row.answered_at = "", None, None
    row.version += 1
    scene.work.session.flush()
    call_off(scene.work, ref, (Step.POLICY_BACK,), scene.moment)
    scene.note(Verb.ISSUE_PROPOSED, (ref,), row.touches)
    _tell(scene, Kind.SOUNDING, row, ask(scene, row, issue.group))
    return row


def put_before(scene: Scene, ref: IssueRef) -> PolicyProposal:
    """The sounding has been heard: it stands on the policy group's agenda.

    Raises:
        NotOnRoster, NotAllowed, UnknownReference: a project manager does that.
        AlreadyChanged: it does not wait for that.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("put_before")
    row = _in_state(scene, ref, PolicyState.SOUNDING)
    row.state = PolicyState.BEFORE_GROUP.value
    row.version += 1
    scene.note(Verb.SOUNDING_CLOSED, (ref,))
    return row


def answer(scene: Scene, ref: IssueRef, given: GroupAnswer) -> PolicyProposal:
    """The policy group's answer returns to the issue: whoever raised it and whoever sees to it hear.

    Consensus is passed on in every agency; what was put off stands on the agenda again from its day on.

    Raises:
        NotOnRoster, NotAllowed, UnknownReference: not theirs to enter.
        AlreadyChanged: it is not before the group.
        ValueError: no answer, or put off without a day.
    """
    if given.state not in ANSWERS or (given.state is PolicyState.DEFERRED) != (given.until is not None):
        raise ValueError(given.state)
    actor = the_actor(scene)
    if not may_answer(scene, actor):
        raise NotAllowed("policy_answer")
    issue = locked_issue(scene.work, ref)
    row = _in_state(scene, ref, PolicyState.BEFORE_GROUP)
    row.state, row.answer, row.effective = given.state.value, given.words, given.until
    row.answered_at = scene.moment
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.PROPOSAL_ANSWERED, (ref,), given.state.value)
    _tell(scene, Kind.POLICY_ANSWERED, row, [*raisers(scene, issue), issue.owner, row.made_by])
    if given.state is PolicyState.CONSENSUS:
        give_out(scene, row)
        if row.touches != Touches.NOTHING:
            _tell(scene, Kind.POLICY_CHANGE, row, _managers(scene))
    if given.until is not None:
        _plan_back(scene, row, given.until)
    return row


def take_step(scene: Scene, step: DueStep) -> str:
    """The day has come to which a proposal was put off: it is before the group again."""
    row = locked_policy(scene.work, IssueRef(step.subject))
    if row.state != PolicyState.DEFERRED:
        return "over"
    row.state, row.effective = PolicyState.BEFORE_GROUP.value, None
    row.version += 1
    scene.work.session.flush()
    issue = scene.work.session.get_one(AdminIssue, row.issue)
    _tell(scene, Kind.POLICY_BACK, row, [*_managers(scene), issue.owner])
    return "before_group"


def _new(scene: Scene, issue: AdminIssue) -> PolicyProposal:
    group = policy_group(scene.rules)
    row = PolicyProposal(
        issue=issue.ref,
        group=group.code if group else "",
        made_by=scene.user,
        made_at=scene.moment,
        site_version=0,
        version=0,
    )
    scene.work.session.add(row)
    return row


def _in_state(scene: Scene, ref: IssueRef, state: PolicyState) -> PolicyProposal:
    row = locked_policy(scene.work, ref)
    if row.state != state:
        raise AlreadyChanged(row.state)
    return row


def _plan_back(scene: Scene, row: PolicyProposal, until: date) -> None:
    at = max(local_moment(until, _MORNING, scene.rules.zone_of()), scene.moment)
    key = f"{Step.POLICY_BACK.value}:{row.issue}:{row.version}"
    plan(scene.work, [Planned(Step.POLICY_BACK, row.issue, at, key)])


def _tell(scene: Scene, kind: Kind, row: PolicyProposal, people: Sequence[SlackUserId]) -> None:
    """One constant message each; whoever did it needs none."""
    key = f"{kind.value}:{row.issue}:{row.version}"
    told = [
        NewNotice(kind, one, f"{key}:{one}", subject=row.issue, urgency=Urgency.ROUTINE)
        for one in dict.fromkeys(people)
        if one != scene.user or kind in {Kind.SOUNDING, Kind.POLICY_CHANGE}
    ]
    post(scene.work, scene.moment, told)


def _managers(scene: Scene) -> list[SlackUserId]:
    return project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)


def _has_seat(scene: Scene, user: SlackUserId) -> bool:
    try:
        find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return False
    return True
