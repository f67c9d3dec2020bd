"""The days of an action: its owner is reminded of them, and others hear by reference once they are over."""

from __future__ import annotations

from datetime import time, timedelta

from models.action import HELD, Action, ActionState, locked_action
from models.acts.paging import project_managers
from models.deadlines import local_moment
from models.due import DueStep, Planned, Step, call_off, plan
from models.notice import Kind, NewNotice, Urgency, post
from models.scene import Scene
from models.schema import ActionRef, SlackUserId

STEPS = (Step.ACTION_REMINDER, Step.ACTION_DUE)
_MORNING = time(9)


def plan_dates(scene: Scene, action: Action) -> None:
    """Plan its days anew; whatever was planned before is called off. Days are the site's."""
    call_off(scene.work, action.ref, STEPS, scene.moment)
    zone = scene.rules.zone_of()
    steps = [
        (Step.ACTION_REMINDER, action.due_on - timedelta(days=days), str(days))
        for days in dict.fromkeys(scene.rules.conference.action_reminder_days)
    ]
    steps.append((Step.ACTION_DUE, action.due_on + timedelta(days=1), ""))
    planned = [
        Planned(step, action.ref, at, f"{step.value}:{action.ref}:{action.version}:{which}")
        for step, day, which in steps
        if (at := local_moment(day, _MORNING, zone)) > scene.moment
    ]
    plan(scene.work, planned)


def forget_dates(scene: Scene, action: Action) -> None:
    """Nothing of it is due any more."""
    call_off(scene.work, action.ref, STEPS, scene.moment)


def take_step(scene: Scene, step: DueStep) -> str:
    """One step; answers a short code. What has ended meanwhile reminds nobody."""
    action = locked_action(scene.work, ActionRef(step.subject))
    if not scene.vault.rows.row_holds(action) or ActionState(action.state) not in HELD:
        return "settled"
    if Step(step.step) is Step.ACTION_REMINDER:
        _post(scene, step, action, Kind.ACTION_NEAR, [action.owner])
        return "reminded"
    _post(scene, step, action, Kind.ACTION_OVERDUE, [action.owner])
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    others = [one for one in dict.fromkeys((action.proposed_by, *managers)) if one != action.owner]
    _post(scene, step, action, Kind.ACTION_LATE, others)
    return "late"


def _post(scene: Scene, step: DueStep, action: Action, kind: Kind, people: list[SlackUserId]) -> None:
    told = [
        NewNotice(
            kind, user, f"{step.key}:{kind.value}:{user}"[:160], subject=action.ref, urgency=Urgency.ROUTINE
        )
        for user in people
    ]
    post(scene.work, scene.moment, told)
