"""How an act on a conference runs: once for a form or a tap, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from handlers.conferences.hours import NO_MEETING, OVER, TWO
from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes, could_be_used
from handlers.ids import View as ViewId
from handlers.reminding import Stopped, count
from models.acts.conference_times import NoMeeting, TwoAtOnce
from models.database import UnitOfWork
from models.replay import once
from models.scene import Scene
from models.schema import SlackUserId


class ReadAgain(Exception):
    """Ends the unit of work: the form has mistakes, and nothing is to be kept."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__()
        self.mistakes = mistakes


class StopsHere(Exception):
    """Ends the unit of work: it could be used against somebody, and nothing is to be kept."""


def stop_unless_harmless(scene: Scene, form: Form, draft: Draft) -> None:
    """The Golden Rule's routine look, before anything of a brief is kept.

    Raises:
        StopsHere: it tells what could be used against the person it is about.
    """
    if could_be_used(form, draft, scene.rules.golden_rule):
        raise StopsHere


def at(form: ViewId, by_field: Mapping[str, str]) -> ReadAgain:
    """What is to be mended: field id -> sentence."""
    return ReadAgain(Mistakes({f"{form.value}.{name}": said for name, said in by_field.items()}))


@contextmanager
def hour_said_at(form: ViewId) -> Iterator[None]:
    """An hour that cannot be is said at its field.

    Raises:
        ReadAgain: it is past, the facilitator has another one then, or the group has no meeting with room.
    """
    try:
        yield
    except TwoAtOnce:
        raise at(form, {"hour": TWO}) from None
    except NoMeeting:
        raise at(form, {"day": NO_MEETING}) from None
    except ValueError:
        raise at(form, {"day": OVER}) from None


def act_once(ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], object]) -> None:
    """Run the act in one transaction; a repeated delivery changes nothing more."""

    def within(work: UnitOfWork) -> str:
        work.after_commit.append(ground.wake)
        act(ground.scene(work, user, key))
        return "done"

    once(ground.database, key[:200], ground.now(), within)


def act_on_form(
    ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], object]
) -> Mistakes | Stopped | None:
    """The same for a form: mistakes come back, or that it was stopped; then nothing was kept."""
    try:
        act_once(ground, user, key, act)
    except ReadAgain as wrong:
        return wrong.mistakes
    except StopsHere:
        count(ground)
        return Stopped()
    return None
