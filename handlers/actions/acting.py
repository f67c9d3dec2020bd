"""How an act on an action runs: once for a form or a tap, whole or not at all, what is wrong at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes, could_be_used
from handlers.ids import View as ViewId
from models.database import UnitOfWork
from models.replay import once
from models.scene import Scene
from models.schema import SlackUserId

PAST = "That day is over. Choose one from today on."
FAR = "That is more than a year ahead. Choose an earlier day."
NOT_HERE = "They are not at this table now. Choose somebody else, or do it yourself."
NOT_COVERED = (
    "No live release lets them read this for a case conference. The care team can sign one that names their "
    "agency; or write down a next step of your own."
)
SHORT = "Less than that is left in the fund. Ask the project manager what can be done."
NO_SUM = "Please write an amount above nothing, as in 120.50."
MORE_THAN_ASKED = "That is more than was asked for. Give this one back, and ask for the whole sum."
_DAYS: Mapping[str, str] = {"past": PAST, "far": FAR}


class ReadAgain(Exception):
    """Ends the unit of work: the form has mistakes, and nothing is to be kept."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__()
        self.mistakes = mistakes


class StopsHere(Exception):
    """Ends the unit of work: it could be used against somebody, and nothing is to be kept."""


def at(form: ViewId, **by_field: str) -> ReadAgain:
    """What is to be mended: field id -> sentence."""
    return ReadAgain(Mistakes({f"{form.value}.{name}": said for name, said in by_field.items()}))


def day_mistake(form: ViewId, wrong: ValueError, field: str = "by") -> ReadAgain:
    """The sentence at the day that is none.

    Raises:
        ValueError: it was no day that was wrong.
    """
    if str(wrong) not in _DAYS:
        raise wrong
    return at(form, **{field: _DAYS[str(wrong)]})


def stop_unless_harmless(scene: Scene, form: Form, draft: Draft) -> None:
    """The Golden Rule: what is sealed here may be read by police and prosecutors.

    Raises:
        StopsHere: it tells what could be used against the person it is about.
    """
    if could_be_used(form, draft, scene.rules.golden_rule):
        raise StopsHere


def act_once(ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> str:
    """Run the act in one transaction; a repeated delivery gets the first one's answer."""

    def within(work: UnitOfWork) -> str:
        work.after_commit.append(ground.wake)
        return act(ground.scene(work, user, key))

    return once(ground.database, f"action:{user}:{key}"[:200], ground.now(), within)
