"""A shift of Lantern Harbor with a roll call, asked and answered by the clock that a test sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from models.acts.checkin import InTheWay, Said, answer
from models.acts.schedules import Wanted, make
from models.people import Account, Role
from models.recurrence import Rule
from models.rollcall import Asked, Firing
from models.roster_file import Seating
from models.schema import SlackUserId
from tests.handlers.harbor import OFFICER, SERGEANT, Harbor

CHANNEL = "C0NIGHT01"


def staff(harbor: Harbor, count: int = 8, region: str = "north") -> list[SlackUserId]:
    """So many more officers of the region, beside the one of the file."""
    users = [SlackUserId(f"U{region.upper()}{number:03}") for number in range(1, count + 1)]
    harbor.appoint(
        [
            Seating(
                user,
                f"Fictional Officer {user[-3:]}",
                "police:Lantern Harbor PD",
                (Role.OFFICER,),
                (region,),
                Account.ANY,
                None,
                None,
            )
            for user in users
        ]
    )
    return users


def shift(harbor: Harbor, region: str = "north", *, name: str = "", channel: str = CHANNEL) -> str:
    """A roll call every day, ten minutes from now; answers the schedule's id."""
    ground = harbor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, SERGEANT)
        local = (harbor.time() + timedelta(minutes=10)).astimezone(scene.rules.zone_of(region))
        wanted = Wanted(
            asks=Asked.ROLL_CALL,
            region=region,
            shift="night",
            name=name or f"{region.title()} night",
            rule=Rule(local.date(), tuple(range(7))),
            at=local.time().replace(second=0, microsecond=0),
            leader=SERGEANT,
            channel=channel,
        )
        schedule = make(scene, wanted).id
        work.commit()
    return schedule


def ask(harbor: Harbor, schedule: str) -> str:
    """Ten minutes go by, and it is asked; the firing's id."""
    harbor.wait(11)
    return newest(harbor, schedule).id


def newest(harbor: Harbor, schedule: str) -> Firing:
    query = select(Firing).where(Firing.schedule == schedule).order_by(Firing.due_at.desc()).limit(1)
    with harbor.ground.database.look() as work:
        row = work.session.scalar(query)
    assert row is not None, "nothing was asked"
    return row


def say(
    harbor: Harbor, firing: str, users: Sequence[SlackUserId] = (OFFICER,), said: Said | None = None
) -> None:
    """Each of them answers the same."""
    for user in users:
        with harbor.ground.database.work() as work:
            answer(harbor.ground.scene(work, user), firing, said or Said((InTheWay.TOO_LONG,)))
            work.commit()


def close(harbor: Harbor) -> None:
    """The hour goes by, with its nudge and its close."""
    harbor.wait(62)
