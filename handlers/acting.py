"""How an act runs: once for a form or a tap, whole or not at all; what is wrong comes back to the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.answers import could_be_used
from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes
from handlers.ids import View as ViewId
from handlers.reminding import Stopped, count
from models.database import UnitOfWork
from models.replay import once
from models.scene import Scene
from models.schema import SlackUserId

_KEY = 200  # so long a key may be


class ReadAgain(Exception):
    """Ends the unit of work: the form has mistakes, and nothing is to be kept."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__()
        self.mistakes = mistakes


class StopsHere(Exception):
    """Ends the unit of work: it could be used against somebody, and nothing is to be kept."""


def at(form: ViewId, by_field: Mapping[str, str]) -> ReadAgain:
    """What is to be mended: field id -> sentence."""
    return ReadAgain(Mistakes({f"{form.value}.{name}": said for name, said in by_field.items()}))


def stop_unless_harmless(scene: Scene, form: Form, draft: Draft) -> None:
    """The Golden Rule's routine look, before anything is kept that police or prosecutors may read.

    Raises:
        StopsHere: it tells what could be used against the person it is about.
    """
    if could_be_used(form, draft, scene.rules.golden_rule):
        raise StopsHere


def act_once(
    ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], str], *, of: str = ""
) -> str:
    """Run the act in one transaction; a repeated delivery gets the first one's answer.

    `key`: the delivery's own; with `of`, a kind of acts, it is one among this person's of that kind.

    Raises:
        StorageUnavailable, and whatever the act refuses with: nothing was kept.
    """

    def within(work: UnitOfWork) -> str:
        work.after_commit.append(ground.wake)
        return act(ground.scene(work, user, key))

    whole = f"{of}:{user}:{key}" if of else key
    return once(ground.database, whole[:_KEY], ground.now(), within)


def do_once(
    ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], object], *, of: str = ""
) -> None:
    """The same, of which nothing but that it was done is to be known."""
    act_once(ground, user, key, lambda scene: _done(act, scene), of=of)


def answer_form(
    ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], str], *, of: str = ""
) -> str | Mistakes | Stopped:
    """The same for a form: its mistakes come back, or that it was stopped; then nothing was kept."""
    try:
        return act_once(ground, user, key, act, of=of)
    except ReadAgain as wrong:
        return wrong.mistakes
    except StopsHere:
        count(ground)
        return Stopped()


def act_on_form(
    ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], object], *, of: str = ""
) -> Mistakes | Stopped | None:
    """The same, of which nothing but that it was done is to be known: then nothing comes back."""
    answer = answer_form(ground, user, key, lambda scene: _done(act, scene), of=of)
    return None if isinstance(answer, str) else answer


def _done(act: Callable[[Scene], object], scene: Scene) -> str:
    act(scene)
    return "done"
