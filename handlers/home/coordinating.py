"""The coordination on a person's Home: what they were asked, and what they or their team have asked."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.coordination import standing_of
from handlers.home.facts import MyCoordination
from models.acts.ping_parts import Part, PartIn, parts_of
from models.people import Actor
from models.ping import BLIND, Ping, PingState, Side
from models.scene import Scene

_SHOWN = 6  # a row each: a Home holds a hundred, with everything else on it
_OVER = frozenset({PingState.ANSWERED, PingState.RETURNED, PingState.CLOSED})


def coordination_of(
    scene: Scene, actor: Actor
) -> tuple[tuple[MyCoordination, ...], tuple[MyCoordination, ...]]:
    """What waits for this person's answer, and what they wait for."""
    parts = parts_of(scene, actor)
    waiting = (one for one in parts if one.part is Part.ASKED and _waits(one.ping))
    asked = (one for one in parts if one.part is not Part.ASKED)
    return _rows(scene, waiting), _rows(scene, asked)


def _waits(ping: Ping) -> bool:
    """What was asked by number keeps its state when the team has answered: the asker's side shows nothing."""
    answered = Side(ping.side) in BLIND and ping.decided_at is not None
    return PingState(ping.state) not in _OVER and not answered


def _rows(scene: Scene, parts: Iterable[PartIn]) -> tuple[MyCoordination, ...]:
    rows = tuple(MyCoordination(one.handle, standing_of(one.ping, scene.rules)) for one in parts)
    return rows[:_SHOWN]
