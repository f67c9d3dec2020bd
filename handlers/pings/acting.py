"""How an act on a coordination runs: once for a form or a tap, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes, could_be_used
from handlers.ids import View as ViewId
from handlers.naming import agency_words
from models.database import UnitOfWork
from models.replay import once
from models.scene import Scene
from models.schema import SlackUserId

VACANT = "Nobody at {} takes this here today. Please call them: {}."


class ReadAgain(Exception):
    """Ends the unit of work: the form has mistakes, and nothing is to be kept."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__()
        self.mistakes = mistakes


class StopsHere(Exception):
    """Ends the unit of work: it could be used against somebody, and nothing is to be kept."""


def stop_unless_harmless(scene: Scene, form: Form, draft: Draft) -> None:
    """The Golden Rule, before anything is sealed for a prosecutor's office.

    Raises:
        StopsHere: it tells what could be used against the person it is about.
    """
    if could_be_used(form, draft, scene.rules.golden_rule):
        raise StopsHere


def at(form: ViewId, by_field: Mapping[str, str]) -> ReadAgain:
    """What is to be mended: field id -> sentence."""
    return ReadAgain(Mistakes({f"{form.value}.{name}": said for name, said in by_field.items()}))


def act_once(ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> str:
    """Run the act in one transaction; a repeated delivery gets the first one's answer."""

    def within(work: UnitOfWork) -> str:
        work.after_commit.append(ground.wake)
        return act(ground.scene(work, user, key))

    return once(ground.database, key, ground.now(), within)


def phone_of(scene: Scene, office: str) -> str:
    """The number of whoever is asked, as far as the site file names it."""
    known = scene.rules.office(office)
    return known.phone if known else scene.rules.contacts.team_line


def vacant(scene: Scene, office: str) -> str:
    """Nobody takes it there, and what to do instead."""
    return VACANT.format(agency_words(office), phone_of(scene, office))
