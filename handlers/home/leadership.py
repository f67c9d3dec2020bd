"""The part of Home for community leadership: bands of counts and situations; nobody's reference."""

from __future__ import annotations

from handlers.home.facts import MyLeadership, MySituation
from models.acts.leadership import is_community_leader, situations_for, tallies
from models.people import Actor
from models.scene import Scene

_SHOWN = 5


def leadership_of(scene: Scene, actor: Actor) -> MyLeadership | None:
    """None for everybody who is not of community leadership."""
    if not is_community_leader(scene, actor):
        return None
    counted, mine = tallies(scene), situations_for(scene, actor)
    shown = tuple(MySituation(one.ref, one.place, one.review_on) for one in mine[:_SHOWN])
    return MyLeadership(counted.situations, counted.issues, shown, more=len(mine) - len(shown))
