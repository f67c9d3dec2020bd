"""What is done around roll calls in the journeys: shifts with officers, and time that comes to a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.acts.appoint import appoint
from models.acts.schedules import Wanted, make
from models.notice import Kind, Notice
from models.people import Account, Role
from models.recurrence import Rule
from models.rollcall import Asked
from models.roster_file import Seating
from models.schema import SlackUserId
from sandbox.cast import CastMember
from sandbox.faces import SeenMessage
from tests.journeys.steps import due_now
from tests.stage import SUPERVISOR, Stage, wait_until

HARBOR = ZoneInfo("America/Los_Angeles")


def staff(stage: Stage, region: str, count: int, zone: str = "America/Los_Angeles") -> list[str]:
    """So many more officers of the region, on the roster and in Slack; `zone` is what their Slack shows."""
    ground = stage.bot.floor.ground
    users = [f"U{region.upper()}{number:03}" for number in range(1, count + 1)]
    team = stage.server.workspace.definition.team_id
    with stage.server.workspace.lock:
        for user in users:
            stage.server.workspace.people[user] = CastMember(
                user, f"Fictional Officer {user[-3:]}", tz=zone, team_id=team
            )
    seats = [
        Seating(
            SlackUserId(user),
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
    with ground.database.work() as work:
        appoint(work, ground.vault, ground.audit, ground.book.current(work), seats, ground.now())
        work.commit()
    return users


def shift(
    stage: Stage,
    name: str,
    region: str,
    at: str,
    begins: date,
    *,
    days: Sequence[int] = tuple(range(7)),
    channel: str = "",
) -> str:
    """A roll call at this local time on these days of the week; the schedule's id."""
    ground = stage.bot.floor.ground
    wanted = Wanted(
        asks=Asked.ROLL_CALL,
        region=region,
        shift="day",
        name=name,
        rule=Rule(begins, tuple(days)),
        at=time.fromisoformat(at),
        leader=SlackUserId(SUPERVISOR),
        channel=channel,
    )
    with ground.database.work() as work:
        schedule = make(ground.scene(work, SlackUserId(SUPERVISOR)), wanted).id
        work.commit()
    return schedule


def local(day: date, at: str) -> datetime:
    """A wall-clock time of the harbor."""
    return datetime.combine(day, time.fromisoformat(at), HARBOR)


def come_to(stage: Stage, moment: datetime) -> None:
    """Practice time is this moment, and everything that is due by then is done and told."""
    ahead = moment - stage.now() + timedelta(seconds=1)
    assert ahead > timedelta(0), "time goes forward here"
    stage.move_clock(ahead)
    told(stage)


def told(stage: Stage) -> None:
    """Everything that is due now is done and told; what is due later may wait."""
    wait_until(lambda: due_now(stage) == 0, "what fell due was taken", 30)
    wait_until(lambda: not _waiting(stage), "what is due was told", 60)


def _waiting(stage: Stage) -> bool:
    query = select(Notice.id).where(
        Notice.settled_at.is_(None), Notice.due_at <= stage.now(), Notice.kind != Kind.BLANK_VIEW.value
    )
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalar(query.limit(1)) is not None


def heard(stage: Stage, user: str, words: str) -> list[SeenMessage]:
    """The direct messages of somebody that hold these words, oldest first."""
    return [dm for dm in stage.person(user).dms() if words in dm.text]
