"""Which act takes which step that has fallen due: one table, and the clock's only way into the acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.acts import chain, intake, screening
from models.due import DueStep, Step
from models.scene import Scene

ACTS: Mapping[Step, Callable[[Scene, DueStep], str]] = {
    **dict.fromkeys(chain.WHOLE, chain.take_step),
    **dict.fromkeys((Step.INTAKE_REMINDER, Step.INTAKE_OVER), intake.take_step),
    **dict.fromkeys((Step.SCREENING_DUE, Step.WAITLIST_REVIEW, Step.OUTREACH_DUE), screening.take_step),
}


def take(scene: Scene, step: DueStep) -> str:
    """Take it in this unit of work; answers a short code for the row."""
    act = ACTS.get(Step(step.step))
    return act(scene, step) if act else "no_act"
