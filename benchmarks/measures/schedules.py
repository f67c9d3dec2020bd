"""Schedules that wait: ours beside APScheduler's own SQLAlchemy job store, and ours alone with very many."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, create_engine, event, select, update

from benchmarks.contenders.schedule_clock import EVERY, PROBE
from benchmarks.figures import Verdict, heading, percentile
from benchmarks.plan import Bench
from benchmarks.processes import Running, lay_site, program
from bot.floor import Floor, lay_floor
from models.acts.moments import moments, zone_of
from models.acts.schedules import Wanted, columns_of, make, unsaved
from models.due import DueStep, Planned, Step, plan
from models.recurrence import Rule
from models.rollcall import Asked, Firing, Schedule
from models.schema import SlackUserId

_SERGEANT = SlackUserId("UOXLIP001")
_BUNDLE = 2_000
_LONGEST = 60.0  # until the last probe must have come
_SETTLES = 2.0  # seconds until a process that has started is at rest


@dataclass(frozen=True)
class Figures:
    """One contender at one size. Rate a second; CPU in percent of a core; late in seconds; memory in MB.

    `lost`: of the probes, those that never came. Ours is waited for until all came.
    """

    rate: float
    idle: float
    late: Sequence[float]
    memory: float
    lost: int = 0

    def line(self, name: str) -> str:
        """To read."""
        late = [percentile(self.late, percent) * 1000 for percent in (50, 99)]
        return (
            f"  {name:<30}{self.rate:>8.0f}/s{self.idle:>9.2f} %"
            f"{late[0]:>10.1f} ms{late[1]:>10.1f} ms{self.memory:>9.0f} MB{self.lost:>7} lost"
        )


def measure(bench: Bench) -> list[Verdict]:
    """Side by side at two sizes, and ours alone."""
    heading("Schedules: registered one at a time; idle CPU; late p50, p99; memory of the clock alone; lost")
    verdicts: list[Verdict] = []
    for size in bench.amounts.schedules:
        mine, theirs = _ours(bench, size), _peer(bench, size)
        print(mine.line(f"ours, {size} schedules"))
        print(theirs.line(f"APScheduler's store, {size}"))
        verdicts += _verdicts(mine, size)
    alone = bench.amounts.schedules_alone
    mine = _ours(bench, alone)
    print(mine.line(f"ours, {alone} schedules"))
    return [*verdicts, *_verdicts(mine, alone)]


def _verdicts(mine: Figures, size: int) -> Iterator[Verdict]:
    yield Verdict(
        f"roll calls: lateness p99, {size} schedules waiting", percentile(mine.late, 99) * 1000, 50, "ms"
    )
    yield Verdict(f"roll calls: idle CPU, {size} schedules waiting", mine.idle, 1.0, "%")


def _ours(bench: Bench, size: int) -> Figures:
    site = lay_site(bench.folder / f"schedules{size}", bench.slack.api_url)
    floor = lay_floor(site.settings)
    fill(floor, size)
    rate = _rate(bench.amounts.registered, lambda: _register(floor))
    with program("benchmarks.contenders.schedule_clock", "ours", environment=site.environment) as running:
        idle, memory = _at_rest(running, bench.amounts.seconds)
        late = _late_ours(floor, bench.amounts.moments)
    floor.ground.database.close()
    return Figures(rate, idle, late, memory)


def _wanted(number: int) -> Wanted:
    """Once a week, somewhen; never within the next day, so that nothing but probes is due."""
    begins = datetime.now(UTC).date() + timedelta(days=3 + number % 7)
    return Wanted(
        asks=Asked.ROLL_CALL,
        region="north",
        shift=f"s{number}",
        name=f"Shift {number}",
        rule=Rule(begins, (begins.weekday(),)),
        at=clock_time(number % 24, number % 60),
        leader=_SERGEANT,
    )


def fill(floor: Floor, count: int) -> None:
    """So many schedules, each with its next moment planned."""
    ground = floor.ground
    for first in range(0, count, _BUNDLE):
        with ground.database.work() as work:
            rows, planned = [], []
            zone = zone_of(ground.book.current(work), unsaved(_wanted(0)))
            now = ground.now()
            for number in range(first, min(first + _BUNDLE, count)):
                wanted = _wanted(number)
                at, day = next(moments(unsaved(wanted), zone, {}, now))
                id_ = secrets.token_hex(16)
                own = {"id": id_, "anchor": "", "made_by": _SERGEANT, "made_at": now, "version": 1}
                rows.append(columns_of(wanted) | own)
                planned.append(Planned(Step.ROLLCALL_FIRE, id_, at, f"rollcall.fire:{id_}:{day}:1"))
            work.insert(Schedule, rows)
            plan(work, planned)
            work.commit()


def _register(floor: Floor) -> None:
    """One more, as a form does it: rows, audit and next moment in one durable commit."""
    ground = floor.ground
    with ground.database.work() as work:
        make(ground.scene(work, _SERGEANT), _wanted(0))
        work.commit()


def _rate(count: int, once: Callable[[], None]) -> float:
    began = time.perf_counter()
    for _ in range(count):
        once()
    return count / (time.perf_counter() - began)


def _late_ours(floor: Floor, count: int) -> list[float]:
    """So many fall due, one behind the other; each is fired whole, with its audit and its messages."""
    ground = floor.ground
    first = ground.now() + timedelta(seconds=2)
    with ground.database.work() as work:
        waiting = select(DueStep.id).where(DueStep.done_at.is_(None)).order_by(DueStep.id).limit(count)
        for number, id_ in enumerate(work.session.scalars(waiting).all()):
            due = first + timedelta(seconds=number * EVERY)
            work.session.execute(update(DueStep).where(DueStep.id == id_).values(due_at=due, planned_for=due))
        work.commit()
    end = time.monotonic() + count * EVERY + _LONGEST
    fired: Sequence[Firing] = ()
    while len(fired) < count:
        assert time.monotonic() < end, f"{len(fired)} of {count} fired"
        time.sleep(1.0)
        with ground.database.look() as work:
            fired = work.session.scalars(select(Firing).where(Firing.due_at >= first)).all()
    return [(one.settled_at - one.due_at).total_seconds() for one in fired]


def _peer(bench: Bench, size: int) -> Figures:
    """Filled without waiting for the disk, registered with it, as its documentation sets it up."""
    file = bench.folder / f"apscheduler{size}.db"
    url = f"sqlite:///{file}"
    quick = create_engine(url)
    event.listen(quick, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
    filling = _store(quick)
    for number in range(size):
        _add(filling, number)
    filling.shutdown()
    durable = _store(create_engine(url))
    rate = _rate(bench.amounts.registered, lambda: _add(durable, 0))
    durable.shutdown()
    late, count = bench.folder / f"late{size}", bench.amounts.moments
    quiet = bench.amounts.seconds + 2 * _SETTLES
    arguments = ("peer", url, str(late), str(count), str(quiet))
    with program("benchmarks.contenders.schedule_clock", *arguments) as running:
        idle, memory = _at_rest(running, bench.amounts.seconds)
        time.sleep(_SETTLES + count * EVERY + 2)
    seen = [float(line) for line in late.read_text("ascii").split()]
    assert seen, "none of the peer's probes came"
    return Figures(rate, idle, seen, memory, count - len(seen))


def _store(engine: Engine) -> BackgroundScheduler:
    made = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)})
    made.start(paused=True)
    return made


def _add(scheduler: BackgroundScheduler, number: int) -> None:
    """Once a week, as ours."""
    day = (datetime.now(UTC) + timedelta(days=3 + number % 7)).strftime("%a").lower()
    scheduler.add_job(
        PROBE,
        "cron",
        args=(0.0,),
        day_of_week=day,
        hour=number % 24,
        minute=number % 60,
        timezone="America/Los_Angeles",
    )


def _at_rest(running: Running, seconds: float) -> tuple[float, float]:
    """CPU in percent of a core over so many quiet seconds, and resident megabytes (proc(5))."""
    time.sleep(_SETTLES)
    before = _cpu_seconds(running.child.pid)
    time.sleep(seconds)
    idle = (_cpu_seconds(running.child.pid) - before) / seconds * 100
    status = Path(f"/proc/{running.child.pid}/status").read_text("ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return idle, int(resident.split()[1]) / 1024


def _cpu_seconds(pid: int) -> float:
    """User and system time so far, by /proc (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
