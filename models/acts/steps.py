"""Which act takes which step that has fallen due: one table, and the clock's only way into the acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.acts import (
    action_reminders,
    calendars,
    chain,
    closed_loop,
    conference_keep,
    critical,
    free_places,
    intake,
    issue_dates,
    meetings,
    passing_on,
    ping_chain,
    policy,
    questions,
    review,
    rollcall,
    rules_in_force,
    shift_thread,
    situation_reviews,
)
from models.acts.hearing_reminders import HEARING
from models.acts.paging import project_managers
from models.due import DueStep, Step
from models.notice import Kind, NewNotice, post
from models.scene import Scene

ACTS: Mapping[Step, Callable[[Scene, DueStep], str]] = {
    **dict.fromkeys(chain.WHOLE, chain.take_step),
    **dict.fromkeys((Step.INTAKE_REMINDER, Step.INTAKE_OVER), intake.take_step),
    **dict.fromkeys(ping_chain.WHOLE, ping_chain.take_step),
    Step.QUESTION_OVER: questions.take_step,
    **dict.fromkeys(action_reminders.STEPS, action_reminders.take_step),
    **dict.fromkeys(HEARING, calendars.take_step),
    **dict.fromkeys(rollcall.WHOLE, rollcall.take_step),
    Step.ROLLCALL_CLOSE: shift_thread.close,
    Step.SITUATION_REVIEW: situation_reviews.take_step,
    Step.MEETING_OVER: meetings.take_step,
    Step.ISSUE_DUE: issue_dates.take_step,
    Step.POLICY_BACK: policy.take_step,
    Step.PASS_ON_AGAIN: passing_on.take_step,
    Step.RULES_IN_FORCE: rules_in_force.take_step,
    Step.CRITICAL_AGAIN: critical.take_step,
    **dict.fromkeys(
        (Step.CONFERENCE_OPEN, Step.CONFERENCE_BEGIN, Step.CONFERENCE_OVER), conference_keep.take_step
    ),
    Step.FIXED_LINE: closed_loop.take_step,
    **dict.fromkeys(free_places.WHOLE, free_places.take_step),
    **dict.fromkeys((Step.SCREENING_DUE, Step.WAITLIST_REVIEW, Step.OUTREACH_DUE), review.take_step),
}


def tell_given_up(scene: Scene, step: DueStep) -> None:
    """A step that could not be taken for a day: every project manager is asked to see to it by hand.

    What is about a hearing is nobody's business but the care team's: they are told instead.
    """
    if step.step in HEARING:
        calendars.step_given_up(scene, step)
        return
    kind = Kind.REVIEW_DUE
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(kind, one, f"given_up:{step.key}:{one}"[:160], subject=step.subject)
            for one in project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
        ],
    )


def take(scene: Scene, step: DueStep) -> str:
    """Take it in this unit of work; answers a short code for the row."""
    act = ACTS.get(Step(step.step))
    return act(scene, step) if act else "no_act"
