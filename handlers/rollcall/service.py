"""Answering a roll call, and saying that one was there: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from handlers.acting import act_once
from handlers.deps import Ground
from handlers.rollcall.facts import Shift, Start, Visitable
from handlers.rollcall.questions import themes_in
from models.acts.checkin import (
    Said,
    answer,
    my_open,
    own_answer,
)
from models.acts.in_person import may_log, visitable, was_there
from models.acts.schedules import KEEPERS
from models.acts.shift_tally import newest_closed
from models.database import UnitOfWork
from models.errors import NotAllowed, NotAvailable
from models.people import Actor, Role
from models.rollcall import Asked, Firing, FiringState, Schedule
from models.scene import Scene, the_actor
from models.schema import SlackUserId

_A_NIGHT = timedelta(hours=12)
_MOST = 100  # a Slack select holds so many


class RollCalls:
    """What everybody does at a roll call."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def start(self, user: SlackUserId) -> Start:
        """What `/lead rollcall` offers.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            return Start(
                mine=[_mine(scene, schedule, firing) for schedule, firing in my_open(scene, actor)],
                led=_led(scene, actor),
                may_log=bool(visitable(scene, actor)),
                keeps_times=actor.holds(*KEEPERS),
                is_manager=actor.holds(Role.PROJECT_MANAGER),
            )

    def answer(self, user: SlackUserId, firing: str, said: Said, *, key: str) -> bool:
        """Keep an officer's answer, once for this delivery; True = it came after the window.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, StorageUnavailable: nothing was kept.
        """

        def act(scene: Scene) -> str:
            answer(scene, firing, said)
            closes = scene.work.session.get_one(Firing, firing).closes_at
            return "late" if closes < scene.moment else "in_time"

        return act_once(self._ground, user, key, act, of="rollcall") == "late"

    def visitable(self, user: SlackUserId, firing: str = "") -> Visitable:
        """What the form "I was there" asks; with a firing it is that one.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: there is nothing they could have been at.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            if firing:
                schedule = work.session.get(Schedule, _firing(work, firing).schedule)
                if schedule is None or not may_log(scene, schedule, actor):
                    raise NotAllowed("in_person")
                return Visitable(((schedule.id, schedule.name),), schedule.id)
            found = visitable(scene, actor)
            if not found:
                raise NotAllowed("in_person")
            return Visitable(tuple((one.id, one.name) for one in found[:_MOST]), _newest(work, found))

    def was_there(self, user: SlackUserId, firing: str, codes: Mapping[str, str], *, key: str) -> str:
        """Keep it, once for this delivery; answers the visit's id where something came up, else nothing.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable, StorageUnavailable: nothing was kept.
        """

        def act(scene: Scene) -> str:
            schedule, day = self._where(scene, firing, codes.get("which", ""))
            themes = themes_in(codes["in_the_way"])
            row = was_there(scene, schedule, day, int(codes["heads"]), themes, codes["words"])
            return row.id if themes or row.came_up else ""

        return act_once(self._ground, user, key, act, of="was_there")

    def _where(self, scene: Scene, firing: str, which: str) -> tuple[str, date]:
        if firing:
            row = _firing(scene.work, firing)
            return row.schedule, row.day
        known = visitable(scene, the_actor(scene))
        schedule = next((one for one in known if one.id == which or (not which and len(known) == 1)), None)
        if schedule is None:
            raise NotAvailable
        zone = scene.rules.zone_of(schedule.region)
        return schedule.id, _asked_just_now(scene, schedule) or scene.moment.astimezone(zone).date()


def _asked_just_now(scene: Scene, schedule: Schedule) -> date | None:
    """The service date of a night's roll call: whoever was there may say so after midnight."""
    query = select(Firing.day).where(
        Firing.schedule == schedule.id,
        Firing.due_at <= scene.moment,
        Firing.due_at > scene.moment - _A_NIGHT,
        Firing.state == FiringState.SENT.value,
    )
    is_asked = schedule.asks == Asked.ROLL_CALL
    return scene.work.session.scalar(query.order_by(Firing.due_at.desc()).limit(1)) if is_asked else None


def _mine(scene: Scene, schedule: Schedule, firing: Firing) -> Shift:
    done = own_answer(scene.work, firing.id, scene.user) is not None
    return Shift(firing.id, schedule.name, "You answered; change it as you like." if done else "")


def _led(scene: Scene, actor: Actor) -> list[Shift]:
    """The newest closed roll call of each shift whose leader they are."""
    query = select(Schedule).where(
        Schedule.leader == actor.user, Schedule.asks == Asked.ROLL_CALL.value, Schedule.ended_at.is_(None)
    )
    rows = scene.work.session.scalars(query.order_by(Schedule.name, Schedule.id))
    found = [(one, newest_closed(scene, one.id)) for one in rows]
    return [Shift(firing.id, one.name) for one, firing in found if firing is not None]


def _firing(work: UnitOfWork, firing: str) -> Firing:
    row = work.session.get(Firing, firing)
    if row is None:
        raise NotAvailable
    return row


def _newest(work: UnitOfWork, schedules: Sequence[Schedule]) -> str:
    """Whichever was asked last stands in the form already."""
    ids = [one.id for one in schedules]
    query = select(Firing.schedule).where(Firing.schedule.in_(ids)).order_by(Firing.due_at.desc())
    return work.session.scalar(query.limit(1)) or ""
