"""The site's groups: who belongs to one, who runs its meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.people import Actor, Member, Role, actor_of
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Group, SiteRules

_ONLY_ELSEWHERE = {Role.EXECUTIVE, Role.POLICY_GROUP_MEMBER, Role.RECORDS_AUDITOR, Role.TECHNICIAN}
# Who belongs to a group whose members the site file does not name; of a committee nobody does.
ROLES: Mapping[str, frozenset[Role]] = {
    "owg": frozenset(set(Role) - _ONLY_ELSEWHERE),
    "clt": frozenset({Role.COMMUNITY_REPRESENTATIVE}),
    "policy": frozenset({Role.POLICY_GROUP_MEMBER, Role.EXECUTIVE}),
    "committee": frozenset(),
}


@dataclass(frozen=True)
class Mine:
    """One group as it stands to somebody. `member`: they belong to it; `runs`: its meetings are theirs."""

    group: Group
    member: bool = field(default=False)
    runs: bool = field(default=False)


def is_of(group: Group, actor: Actor) -> bool:
    """Whether they belong to it: those the file names; where it names none, by role and region."""
    if group.members:
        return actor.user in group.members
    here = not group.regions or not actor.regions or not actor.regions.isdisjoint(group.regions)
    return here and actor.holds(*ROLES[group.kind])


def runs_meetings_of(group: Group, actor: Actor, facilitator: SlackUserId | str = "") -> bool:
    """Whether they run a meeting of it: its facilitator (of the file, or of that meeting), a project manager.

    The facilitator of the file only where the meeting has none of its own.
    """
    named = facilitator or group.facilitator
    return actor.user == named or actor.holds(Role.PROJECT_MANAGER)


def sees(group: Group, actor: Actor, facilitator: SlackUserId | str = "") -> bool:
    """Whether its agendas and minutes are theirs to read."""
    return is_of(group, actor) or runs_meetings_of(group, actor, facilitator)


def groups_of(rules: SiteRules, actor: Actor) -> list[Mine]:
    """Those they belong to or run, in the order of the file."""
    found = [
        Mine(group, is_of(group, actor), runs_meetings_of(group, actor))
        for group in rules.groups_or_default()
    ]
    return [one for one in found if one.member or one.runs]


def members_of(scene: Scene, group: Group) -> list[Actor]:
    """Everybody of the group who has a seat today, in the order of their ids."""
    today = scene.rules.today(scene.moment)
    rows = scene.work.session.scalars(select(Member).order_by(Member.slack_user_id))
    standing = [row for row in rows if row.active_on(today) and scene.vault.rows.row_holds(row)]
    return [actor for actor in (actor_of(row, today) for row in standing) if is_of(group, actor)]


def only_region(group: Group) -> str:
    """The group's region where it has exactly one: its clock is that on the region's wall."""
    return group.regions[0] if len(group.regions) == 1 else ""


def zone_of_group(rules: SiteRules, code: str) -> ZoneInfo:
    """By which clock a group meets: its only region's, else the site's."""
    group = rules.group(code) if code else None
    return rules.zone_of(only_region(group) if group is not None else None)
