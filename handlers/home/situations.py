"""The situations on a person's Home: how many their groups have open, and which wait for their look."""

from __future__ import annotations

from handlers.home.facts import MySituation, MySituations
from models.acts.situation_sight import groups_to_raise_in, is_due, open_situations
from models.people import Actor
from models.scene import Scene

_DUE = 5  # a row each: a Home holds a hundred, with everything else on it


def situations_of(scene: Scene, actor: Actor) -> MySituations | None:
    """None for somebody who neither may raise one nor sees any."""
    rows = open_situations(scene, actor)
    may_raise = bool(groups_to_raise_in(scene.rules, actor))
    if not rows and not may_raise:
        return None
    due = [row for row in rows if row.owner == actor.user and is_due(scene, row)]
    shown = tuple(MySituation(row.ref, row.place, row.review_on) for row in due[:_DUE])
    return MySituations(len(rows), shown, may_raise)
