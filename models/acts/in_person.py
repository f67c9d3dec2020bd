"""Somebody went and listened: who may say so, of what, and what they heard."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from models.acts.checkin import InTheWay, leads
from models.audit import Verb
from models.errors import NotAllowed, NotAvailable
from models.people import Actor, Role
from models.rollcall import Asked, InPerson, Schedule, seats_of
from models.scene import Scene, the_actor

_MOST_HEADS = 200
# Whoever goes and listens: the work group's own, and a peer of the shift as its host.
_VISITORS = (
    Role.PROJECT_MANAGER,
    Role.CASE_MANAGER,
    Role.CLINICAL_SUPERVISOR,
    Role.OUTREACH_RESPONDER,
    Role.POLICE_SUPERVISOR,
    Role.OFFICER,
)


def may_log(scene: Scene, schedule: Schedule, actor: Actor) -> bool:
    """Whether they may say that they were there: whoever goes and listens, leads it, or is on its list."""
    goes = actor.holds(*_VISITORS) and actor.serves(schedule.region)
    return goes or leads(schedule, actor) or actor.user in seats_of(scene.work, schedule.id)


def visitable(scene: Scene, actor: Actor) -> Sequence[Schedule]:
    """What they may have been at, by name."""
    query = select(Schedule).where(Schedule.ended_at.is_(None), Schedule.asks != Asked.MEETING.value)
    query = query.order_by(Schedule.name, Schedule.id)
    return [one for one in scene.work.session.scalars(query) if may_log(scene, one, actor)]


def was_there(
    scene: Scene, schedule_id: str, day: date, heads: int, in_the_way: Sequence[InTheWay], came_up: str
) -> InPerson:
    """Somebody was there: how many people, what was in the way, what came up (guarded).

    Raises:
        NotOnRoster, NotAllowed: not theirs to say.
        NotAvailable: there is no such schedule.
    """
    schedule = scene.work.session.get(Schedule, schedule_id)
    if schedule is None:
        raise NotAvailable
    if not may_log(scene, schedule, the_actor(scene)) or not 0 <= heads <= _MOST_HEADS:
        raise NotAllowed("in_person")
    row = InPerson(
        id=secrets.token_hex(16),
        schedule=schedule.id,
        day=day,
        visitor=scene.user,
        heads=heads,
        in_the_way=";".join(one.value for one in in_the_way),
        came_up=came_up,
        logged_at=scene.moment,
    )
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.ROLLCALL_VISITED, (schedule.id,))
    return row
