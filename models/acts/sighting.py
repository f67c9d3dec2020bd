"""Whom what came in lately resembles: one look beside everything, for whoever writes down what it saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.due import Step, waiting_beside
from models.scene import Scene
from models.schema import ReferralRef
from models.vault.matching import Match

_AT_ONCE = 50  # references in one look


@dataclass(frozen=True)
class Sight:
    """What one look saw: the due steps it was for, and per reference whom it resembles. No name is in it."""

    steps: tuple[int, ...]
    matches: Mapping[ReferralRef, tuple[Match, ...]]
    against: int


def look_for(scene: Scene, kind: Step) -> Sight | None:
    """Hold the subjects of this kind's due steps against everybody; reads only. None: nothing is due."""
    due = waiting_beside(scene.work, kind, scene.moment, _AT_ONCE)
    if not due:
        return None
    refs = list(dict.fromkeys(ReferralRef(step.subject) for step in due))
    looked = scene.vault.matcher.look(scene.work, refs)
    return Sight(tuple(step.id for step in due), looked.matches, looked.against)
