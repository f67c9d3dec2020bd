"""What the service answers and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from dataclasses import dataclass

from models.action import Sphere
from models.acts.action_lists import Listed
from models.classes import Category
from models.schema import Handle, SlackUserId


@dataclass(frozen=True)
class Person:
    """Somebody at the table. `words`: name and agency."""

    user: SlackUserId
    words: str
    sphere: Sphere


@dataclass(frozen=True)
class Proposing:
    """What the form at one table needs. `category`: None = open words; else the class they are sealed as.

    `me`: the reader's own sphere; `people`: the others. `legal`: a case manager of the team is among them.
    `funds`: code and name of each, for the team alone. `so_far`: what came of this table already.
    """

    came_from: str
    category: Category | None
    me: Sphere
    people: tuple[Person, ...]
    legal: bool
    funds: tuple[tuple[str, str], ...]
    so_far: tuple[Listed, ...] = ()

    def sphere_of(self, user: str) -> Sphere:
        """Whose authority it would lie in; the reader's own for `me`."""
        return next((one.sphere for one in self.people if one.user == user), self.me)


@dataclass(frozen=True)
class Kept:
    """What was kept. `mine`: it stands; `waits`: for a decision; `points`: legal help is asked elsewhere."""

    ref: str
    mine: bool
    waits: bool = False
    points: bool = False


@dataclass(frozen=True, repr=False)
class OpenedAction:
    """An opened action. Holds details: it goes into one view and nowhere else.

    `rows`: headings with what stands under them. `decides`: the reader says yes or no.
    """

    listed: Listed
    handle: Handle
    sender: str
    about: str
    rows: tuple[tuple[str, str], ...]
    scope: str
    decides: bool
    points: bool
