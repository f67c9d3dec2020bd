"""Whose situations are whose to see, to keep and to raise; the lists of them, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.acts.groups import is_of, runs_meetings_of
from models.acts.situation_reviews import local_today
from models.conference import Conference
from models.errors import NotAvailable
from models.people import Actor, Role
from models.scene import Scene, the_actor
from models.schema import SituationRef
from models.site import Group, SiteRules
from models.situation import Situation, SituationCount, SituationState

# Groups whose work is done at places; community leadership and the policy group hear of it by the work group.
WORKING = frozenset({"owg", "committee"})


def groups_to_raise_in(rules: SiteRules, actor: Actor) -> list[Group]:
    """The working groups that somebody belongs to, or whose regions they serve."""
    groups = rules.groups_or_default()
    return [group for group in groups if group.kind in WORKING and _may_raise(group, actor)]


def regions_of(rules: SiteRules, group: Group) -> tuple[str, ...]:
    """The codes of a group's regions: those the file names, else all."""
    return group.regions or tuple(region.code for region in rules.regions)


def may_see(rules: SiteRules, row: Situation, actor: Actor) -> bool:
    """Whether its words are theirs: the group's, its raiser's, its owner's, community representatives'."""
    if actor.user in {row.raised_by, row.owner} or actor.holds(Role.PROJECT_MANAGER):
        return True
    group = rules.group(row.group)
    if group is None:
        return False
    here = not group.regions or any(actor.serves(region) for region in group.regions)
    community = actor.holds(Role.COMMUNITY_REPRESENTATIVE) and here
    return is_of(group, actor) or runs_meetings_of(group, actor) or community


def may_keep(row: Situation, actor: Actor) -> bool:
    """Whether they enter numbers, renew it and say what was done."""
    return row.owner == actor.user or actor.holds(Role.PROJECT_MANAGER)


def may_mend(row: Situation, actor: Actor) -> bool:
    """Whether its words are theirs to put right: whoever keeps it, and whoever raised it."""
    return row.raised_by == actor.user or may_keep(row, actor)


def seen_situation(scene: Scene, ref: SituationRef) -> Situation:
    """One that is told to whoever asks, closed or not.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: there is none, or not for them.
    """
    row = scene.work.session.get(Situation, ref)
    if row is None or not may_see(scene.rules, row, the_actor(scene)):
        raise NotAvailable
    return row


def open_situations(scene: Scene, actor: Actor) -> list[Situation]:
    """The open ones that are theirs to see, the next look-back first."""
    query = select(Situation).where(Situation.state == SituationState.OPEN.value)
    rows = scene.work.session.scalars(query.order_by(Situation.review_on, Situation.ref))
    return [row for row in rows if may_see(scene.rules, row, actor)]


def is_due(scene: Scene, row: Situation) -> bool:
    """Whether the day of its look-back has come."""
    return row.state == SituationState.OPEN and row.review_on <= local_today(scene, row)


def numbers_of(scene: Scene, ref: SituationRef) -> Sequence[SituationCount]:
    """What was counted there, the oldest days first."""
    query = select(SituationCount).where(SituationCount.situation == ref)
    return scene.work.session.scalars(query.order_by(SituationCount.until, SituationCount.at)).all()


def conference_of(scene: Scene, ref: SituationRef) -> Conference | None:
    """The conference that was asked for with it."""
    query = select(Conference).where(Conference.situation == ref).order_by(Conference.asked_at)
    return scene.work.session.scalar(query.limit(1))


def _may_raise(group: Group, actor: Actor) -> bool:
    here = not group.regions or any(actor.serves(region) for region in group.regions)
    return here or is_of(group, actor)
