"""Who sees to an issue until when: reminded that morning; whoever leaves leaves it to somebody."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from models.acts.paging import project_managers
from models.admin_issue import AdminIssue, IssueState
from models.audit import Verb
from models.deadlines import local_moment
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Urgency, post
from models.people import find_actor
from models.scene import Scene
from models.schema import SlackUserId

_MORNING = time(9)


def plan_due(scene: Scene, issue: AdminIssue) -> None:
    """Plan the morning of its day, in the site's zone; what was planned before is called off."""
    call_off_due(scene, issue)
    if issue.due_on is None:
        return
    at = local_moment(issue.due_on, _MORNING, scene.rules.zone_of())
    if at > scene.moment:
        key = f"{Step.ISSUE_DUE.value}:{issue.ref}:{issue.version}"
        plan(scene.work, [Planned(Step.ISSUE_DUE, issue.ref, at, key)])


def call_off_due(scene: Scene, issue: AdminIssue) -> None:
    """Nobody is reminded of it any more."""
    call_off(scene.work, issue.ref, (Step.ISSUE_DUE,), scene.moment)


def take_step(scene: Scene, step: DueStep) -> str:
    """Whoever sees to it hears; where they have left, every project manager does."""
    issue = scene.work.session.get(AdminIssue, step.subject)
    if issue is None or issue.state != IssueState.OPEN:
        return "over"
    kind = Kind.ISSUE_DUE
    told = [
        NewNotice(kind, one, f"{step.key}:{one}"[:160], subject=issue.ref, urgency=Urgency.ROUTINE)
        for one in _owners(scene, issue.owner)
    ]
    post(scene.work, scene.moment, told)
    return "told"


def owner_left(scene: Scene, user: SlackUserId) -> None:
    """What they saw to goes to the first project manager, who is told; without one it stays where it is."""
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    if not managers:
        return
    query = select(AdminIssue).where(AdminIssue.owner == user, AdminIssue.state == IssueState.OPEN.value)
    for issue in scene.work.session.scalars(query.order_by(AdminIssue.ref).with_for_update()).all():
        issue.owner = managers[0]
        issue.version += 1
        scene.work.session.flush()
        scene.note(Verb.ISSUE_GIVEN, (issue.ref, issue.owner))
        plan_due(scene, issue)
        tell_owner(scene, issue)


def tell_owner(scene: Scene, issue: AdminIssue) -> None:
    """Whoever sees to it from now on hears."""
    kind = Kind.ISSUE_OWNED
    key = f"{kind.value}:{issue.ref}:{issue.version}:{issue.owner}"
    told = NewNotice(kind, issue.owner, key, subject=issue.ref, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [told])


def _owners(scene: Scene, owner: SlackUserId) -> list[SlackUserId]:
    try:
        find_actor(scene.work, scene.vault.rows, owner, scene.rules.today(scene.moment))
    except NotOnRoster:
        return project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    return [owner]
