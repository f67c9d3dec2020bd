"""Precincts with roll calls, under a clock that tests set; what is due is taken as the real one takes it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from models.acts import steps
from models.acts.appoint import appoint
from models.acts.schedules import Wanted, make
from models.database import Database, UnitOfWork
from models.due import DueStep, Step
from models.notice import Kind, Notice
from models.people import Account, Role
from models.recurrence import Rule
from models.rollcall import Asked, Firing, Schedule
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Region
from scheduler.deadlines import Deadlines
from tests.factories import Laid, lay
from tests.models.lapsing import next_moment

T = TypeVar("T")
SERGEANT = SlackUserId("UOXLIP001")
BOT = SlackUserId("bot")
EVERY_DAY = tuple(range(7))
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
# The year before the roster of the tests begins to matter: nobody's term is limited.
START = datetime(2026, 1, 5, 12, tzinfo=UTC)
MORE_REGIONS = (
    Region(code="oahu", name="Oahu", time_zone="Pacific/Honolulu"),
    Region(code="mesa", name="Mesa", time_zone="America/Phoenix"),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


def night(at: str = "01:30", **more: Any) -> Wanted:
    """North night, every day, unless said otherwise."""
    rule = more.pop("rule", Rule(START.date(), EVERY_DAY))
    whole: dict[str, Any] = {
        "asks": Asked.ROLL_CALL,
        "region": "north",
        "shift": "night",
        "name": "North night",
        "rule": rule,
        "at": time.fromisoformat(at),
        "leader": SERGEANT,
    }
    return Wanted(**(whole | more))


@dataclass
class Precincts:
    """Lantern Harbor and two regions elsewhere."""

    ground: Laid
    moment: datetime = START
    raises: list[Exception] = field(default_factory=list)  # what the next steps end in

    def scene(self, work: UnitOfWork, user: SlackUserId = SERGEANT) -> Scene:
        return Scene(work, self.ground.vault, self.ground.audit, self.ground.rules, user, self.moment)

    def act(self, do: Callable[[Scene], T], user: SlackUserId = SERGEANT) -> T:
        """Do something in a unit of work of its own that is kept."""
        with self.ground.database.work() as work:
            done = do(self.scene(work, user))
            work.commit()
            return done

    def make(self, wanted: Wanted) -> str:
        return self.act(lambda scene: make(scene, wanted).id)

    def taker(self) -> Deadlines:
        def act(work: UnitOfWork, step: DueStep) -> str:
            done = steps.take(self.scene(work, BOT), step)
            if self.raises:
                raise self.raises.pop(0)
            return done

        return Deadlines(
            self.ground.database,
            act,
            given_up=lambda work, step: steps.tell_given_up(self.scene(work, BOT), step),
            now=lambda: self.moment,
        )

    def tick(self) -> None:
        """One beat after another, until nothing is due."""
        taker = self.taker()
        while taker.take_due():
            pass

    def live(self, until: datetime) -> None:
        """Every moment comes, one after another, and is ticked at."""
        taker = self.taker()
        while True:
            with self.ground.database.look() as work:
                coming = next_moment(work)
            if coming is None or coming > until:
                break
            self.moment = max(self.moment, coming)
            taker.take_due()
        self.moment = max(self.moment, until)

    def sleep(self, until: datetime) -> None:
        """The process is down until then, and comes back."""
        self.moment = until
        self.tick()

    def asked_lately(self) -> str:
        """North night's newest roll call, sent half an hour ago."""
        schedule = self.make(night())
        self.live(self.moment + timedelta(days=1))
        newest = self.firings(schedule)[-1]
        self.moment = newest.due_at + timedelta(minutes=30)
        return newest.id

    def row(self, schedule: str) -> Schedule:
        with self.ground.database.look() as work:
            return work.session.get_one(Schedule, schedule)

    def firings(self, schedule: str) -> list[Firing]:
        query = select(Firing).where(Firing.schedule == schedule).order_by(Firing.due_at, Firing.day)
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def fired(self, schedule: str) -> list[tuple[date, str]]:
        return [(one.day, one.state) for one in self.firings(schedule)]

    def planned(self, schedule: str) -> list[datetime]:
        query = select(DueStep.planned_for).where(
            DueStep.subject == schedule,
            DueStep.step == Step.ROLLCALL_FIRE.value,
            DueStep.done_at.is_(None),
        )
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def told(self, kind: Kind) -> list[SlackUserId]:
        query = select(Notice.recipient).where(Notice.kind == kind.value).order_by(Notice.id)
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def notices(self, kind: Kind) -> list[Notice]:
        query = select(Notice).where(Notice.kind == kind.value).order_by(Notice.id)
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All of it in as many threads; what each answered."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(20) for done in [pool.submit(act) for act in acts]]


def lay_precincts(database: Database, folder: Path) -> Precincts:
    """Two regions of Lantern Harbor, one where it never changes to summer time, and one in the ocean."""
    return with_precincts(lay(database, folder))


def with_precincts(laid: Laid) -> Precincts:
    """The same, of a site that is laid already."""
    rules = laid.rules.model_copy(update={"regions": (*laid.rules.regions, *MORE_REGIONS)})
    ground = replace(laid, rules=rules)
    seats = [
        Seating(
            SlackUserId(f"U{region.upper()}001"),
            "Fictional Officer",
            "police:Elsewhere PD",
            (Role.OFFICER,),
            (region,),
            Account.ANY,
            None,
            None,
        )
        for region in ("oahu", "mesa")
    ]
    with laid.database.work() as work:
        appoint(work, ground.vault, ground.audit, rules, seats, START)
        work.commit()
    return Precincts(ground)
