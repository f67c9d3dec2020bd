"""The rota in its owners' hands: who stands in for a time, and the hours in which nobody could be sent."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.audit import Verb
from models.duties import responding_role
from models.errors import NotAllowed, NotOnRoster
from models.notice import Kind, NewNotice, post
from models.people import Actor, Role, active_with, find_actor
from models.rota import RotaSpan, Shift, Stretch, joined, stretches
from models.scene import Scene
from models.schema import SlackUserId

LONGEST = timedelta(days=31)
LOOK_AHEAD = timedelta(hours=24)
OWNERS = (Role.PROJECT_MANAGER, Role.CLINICAL_SUPERVISOR)


@dataclass(frozen=True)
class StandIn:
    """Who is to be on call instead, in which region, from when until when (aware moments)."""

    region: str
    first: SlackUserId
    backup: SlackUserId
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Gap:
    """A time in which nobody on the rota could be sent."""

    region: str
    begins: datetime
    ends: datetime


def may_change(actor: Actor) -> bool:
    """Whether the rota is theirs: project managers, and clinical supervisors."""
    return actor.holds(*OWNERS)


def problems(scene: Scene, wanted: StandIn) -> dict[str, str]:
    """What cannot be kept: field -> sentence; empty when all of it can."""
    found = {}
    if wanted.ends <= wanted.begins:
        found["until"] = "Please choose an end behind the beginning."
    elif wanted.ends <= scene.moment:
        found["until"] = "Please choose an end that is still to come."
    elif wanted.ends - wanted.begins > LONGEST:
        found["until"] = f"At most {LONGEST.days} days. What stays longer belongs into the site file."
    for field, user in (("first", wanted.first), ("backup", wanted.backup)):
        if not _could_go(scene, user, wanted.region, wanted.begins, wanted.ends):
            found[field] = "This person cannot be sent to this region for all of that time."
    if wanted.first == wanted.backup:
        found["backup"] = "Please choose two people."
    return found


def stand_in(scene: Scene, actor: Actor, wanted: StandIn) -> RotaSpan:
    """Others are on call from now on for that time; both are told. Of two spans the newer counts.

    Raises:
        NotAllowed: the rota is not theirs to change, or there is a problem that `problems` names.
    """
    if not may_change(actor) or problems(scene, wanted):
        raise NotAllowed("rota")
    span = RotaSpan(
        id=secrets.token_hex(16),
        region=wanted.region,
        first_user=wanted.first,
        backup_user=wanted.backup,
        begins_at=wanted.begins,
        ends_at=wanted.ends,
        set_by=actor.user,
        set_at=scene.moment,
        version=1,
    )
    scene.vault.rows.sign_row(span)
    scene.work.session.add(span)
    scene.work.session.flush()
    scene.note(Verb.ROTA_CHANGED, (span.id, wanted.first, wanted.backup), wanted.region)
    kind = Kind.ROTA_CHANGED
    told = [
        NewNotice(kind, user, f"{kind.value}:{span.id}:{user}", target=span.id)
        for user in (wanted.first, wanted.backup)
    ]
    post(scene.work, scene.moment, told)
    return span


def rota(scene: Scene, region: str, begins: datetime, ends: datetime) -> list[Stretch]:
    """Who of the rota can be sent when, in stretches; where nobody can, a stretch without users."""
    rows = stretches(scene.work, scene.vault.rows, scene.rules, region, begins, ends)
    able: dict[tuple[SlackUserId, str], bool] = {}

    def can_go(user: SlackUserId, moment: datetime) -> bool:
        key = (user, scene.rules.today(moment).isoformat())
        if key not in able:
            able[key] = _could_go(scene, user, region, moment, moment)
        return able[key]

    return joined(
        Stretch(
            row.begins, row.ends, _those(row.shift, [u for u in row.shift.users if can_go(u, row.begins)])
        )
        for row in rows
    )


def gaps(scene: Scene, begins: datetime, ends: datetime) -> Iterator[Gap]:
    """Every time between the two moments in which a region has nobody on call who could be sent."""
    for region in scene.rules.regions:
        for row in rota(scene, region.code, begins, ends):
            if not row.shift.users:
                yield Gap(region.code, row.begins, row.ends)


def owners(scene: Scene) -> list[SlackUserId]:
    """Everybody who can mend a gap, in the order of their ids."""
    today = scene.rules.today(scene.moment)
    found = {
        actor.user for role in OWNERS for actor in active_with(scene.work, scene.vault.rows, role, today)
    }
    return sorted(found)


def tell_of_gaps(scene: Scene, day: str) -> int:
    """A gap in the next 24 hours is said to its owners, once for this day; answers how many gaps."""
    found = list(gaps(scene, scene.moment, scene.moment + LOOK_AHEAD))
    kind = Kind.ROTA_GAP
    told = owners(scene) if found else []
    post(scene.work, scene.moment, [NewNotice(kind, one, f"{kind.value}:{day}:{one}") for one in told])
    return len(found)


def _those(shift: Shift, users: list[SlackUserId]) -> Shift:
    return Shift(tuple(users), shift.supervisor, standing_in=shift.standing_in)


def _could_go(scene: Scene, user: SlackUserId, region: str, begins: datetime, ends: datetime) -> bool:
    """Whether they could be sent on the first and on the last day."""
    for moment in (begins, ends):
        try:
            actor = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(moment))
        except NotOnRoster:
            return False
        if responding_role(actor) is None or not actor.serves(region):
            return False
    return True
