"""What community leadership sees: how many situations and issues there are, in bands, and the situations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from models.acts.agenda_sources import NOT_BEFORE, band
from models.acts.groups import is_of
from models.acts.situation_sight import open_situations
from models.admin_issue import AdminIssue, IssueState
from models.people import Actor, Role
from models.scene import Scene
from models.situation import Situation, SituationState


@dataclass(frozen=True)
class Tallies:
    """Counts by state as bands (`15-19`; `<11` for everything below the site's threshold, none or ten)."""

    situations: tuple[tuple[SituationState, str], ...]
    issues: tuple[tuple[IssueState, str], ...]


def is_community_leader(scene: Scene, actor: Actor) -> bool:
    """Whether they represent the community in a group of community leadership."""
    groups = [group for group in scene.rules.groups_or_default() if group.kind == "clt"]
    return actor.holds(Role.COMMUNITY_REPRESENTATIVE) and any(is_of(group, actor) for group in groups)


def tallies(scene: Scene) -> Tallies:
    """The whole site's, as they stood a day ago: nothing younger than a day is counted."""
    situations = _by_state(scene, Situation.state, Situation.raised_at)
    issues = _by_state(scene, AdminIssue.state, AdminIssue.raised_at)
    return Tallies(
        tuple((state, band(scene, situations.get(state.value, 0))) for state in SituationState),
        tuple((state, band(scene, issues.get(state.value, 0))) for state in IssueState),
    )


def situations_for(scene: Scene, actor: Actor) -> list[Situation]:
    """The open situations that are theirs to see; the next look-back first. No person is in any."""
    return open_situations(scene, actor)


def _by_state(scene: Scene, state: Any, raised_at: Any) -> dict[str, int]:
    query = select(state, func.count()).where(raised_at <= scene.moment - NOT_BEFORE).group_by(state)
    return {str(name): int(count) for name, count in scene.work.session.execute(query)}
