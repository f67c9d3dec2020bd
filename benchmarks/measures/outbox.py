"""The outbox: claim and finish against a plain table, lateness and idle CPU with very much waiting."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    insert,
    select,
    update,
)

from benchmarks.figures import Load, Rounds, Verdict, heading, p50
from benchmarks.plan import Bench
from benchmarks.processes import Site, lay_site, ours
from bot.floor import open_database
from models import outbox
from models.database import Database
from models.notice import Kind, NewNotice, Sent, Urgency, post
from models.schema import SlackUserId

_DUE = 100
_PLAIN = Table(
    "plain_due",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("who", String(32)),
    Column("due_at", DateTime),
    Column("lease_until", DateTime),
    Column("token", String(32)),
    Column("done_at", DateTime),
    Index("ix_plain_due", "due_at"),
)


def measure(bench: Bench) -> list[Verdict]:
    """Three tables of figures."""
    site = lay_site(bench.folder / "outbox", bench.slack.api_url)
    verdicts = list(_claims(bench, site))
    _fill(site, bench.amounts.waiting)
    return [*verdicts, *_waiting(bench, site)]


def _claims(bench: Bench, site: Site) -> Iterator[Verdict]:
    database = open_database(site.settings)
    tries = {"ours": lambda: claim_and_finish(database), "plain table": _plain(bench.folder / "plain.db")}
    figures = {name: Rounds() for name in tries}
    for round_ in range(bench.amounts.rounds + 1):
        for name, once in tries.items():
            load = Load(seconds := [once() for _ in range(10)], sum(seconds))
            if round_:
                figures[name].loads.append(load)
    database.close()
    heading(f"Claim and finish {_DUE} due (p50)")
    for name, rounds in figures.items():
        print(f"  {name:<34}{rounds.median(p50):>9.2f} ms")
    yield Verdict(
        f"claim + finish {_DUE} due, against a plain table",
        figures["ours"].against(figures["plain table"], p50),
        1.5,
    )


def claim_and_finish(database: Database) -> float:
    """Post 100 to 100 people, then (timed, in seconds) claim, commit, settle, commit."""
    now = datetime.now(UTC)
    with database.work() as work:
        people = [SlackUserId(f"UBENCH{number:03}") for number in range(_DUE)]
        post(work, now, [NewNotice(Kind.READ_ONLY_TAB, user, f"{user}:{now}") for user in people])
        work.commit()
    began = time.perf_counter()
    with database.work() as work:
        claimed = outbox.claim(work, now, lease=timedelta(seconds=30), limit=_DUE)
        work.commit()
    with database.work() as work:
        outbox.settle_sent(work, [(notice, Sent("D0", "1.1")) for notice in claimed], now)
        work.commit()
    took = time.perf_counter() - began
    assert len(claimed) == _DUE
    return took


def _plain(file: Path) -> Callable[[], float]:
    """The same two commits on a plain indexed table, in SQLAlchemy Core."""
    engine = create_engine(f"sqlite:///{file}")
    _PLAIN.create(engine)
    with engine.connect() as link:
        link.exec_driver_sql("PRAGMA journal_mode=WAL")
    finish = update(_PLAIN).where(
        _PLAIN.c.id == bindparam("its_id"), _PLAIN.c.token == bindparam("its_token")
    )

    def once() -> float:
        now = datetime.now(UTC).replace(tzinfo=None)
        with engine.begin() as link:
            link.execute(insert(_PLAIN), [{"who": f"U{number}", "due_at": now} for number in range(_DUE)])
        due = select(_PLAIN).where(
            _PLAIN.c.due_at <= now, _PLAIN.c.done_at.is_(None), _PLAIN.c.lease_until.is_(None)
        )
        began = time.perf_counter()
        with engine.begin() as link:
            rows = link.execute(due.order_by(_PLAIN.c.due_at).limit(_DUE)).all()
            ids = [row.id for row in rows]
            link.execute(update(_PLAIN).where(_PLAIN.c.id.in_(ids)).values(lease_until=now, token="t"))
        with engine.begin() as link:
            link.execute(finish.values(done_at=now), [{"its_id": id_, "its_token": "t"} for id_ in ids])
        took = time.perf_counter() - began
        assert len(ids) == _DUE
        return took

    return once


def _fill(site: Site, count: int) -> None:
    """So many reminders that are due in a day or later."""
    database = open_database(site.settings)
    now = datetime.now(UTC)
    for first in range(0, count, 5000):
        with database.work() as work:
            numbers = range(first, min(first + 5000, count))
            later = [
                _reminder(f"UBENCH{n % 400:03}", f"later:{n}", now + timedelta(days=1, seconds=n))
                for n in numbers
            ]
            post(work, now, later)
            work.commit()
    database.close()


def _reminder(user: str, key: str, due_at: datetime) -> NewNotice:
    return NewNotice(Kind.READ_ONLY_TAB, SlackUserId(user), key, due_at=due_at, urgency=Urgency.ALERT)


def _waiting(bench: Bench, site: Site) -> Iterator[Verdict]:
    amounts = bench.amounts
    with ours(site) as running:
        time.sleep(1.0)
        before = _cpu_seconds(running.child.pid)
        time.sleep(amounts.seconds)
        idle = (_cpu_seconds(running.child.pid) - before) / amounts.seconds * 100
        lateness = _lateness(bench, site)
    heading(f"With {amounts.waiting} reminders waiting")
    print(f"  idle CPU{idle:>36.2f} %")
    worst = max(lateness.seconds) * 1000
    print(f"  lateness p50, p99, worst{lateness.p50:>20.1f} ms{lateness.p99:>9.1f} ms{worst:>9.1f} ms")
    yield Verdict(f"lateness p99 with {amounts.waiting} waiting", lateness.p99, 50, "ms")
    yield Verdict(f"idle CPU with {amounts.waiting} waiting", idle, 1.0, "%")


def _lateness(bench: Bench, site: Site) -> Load:
    """Reminders to different people a quarter second apart; from the due moment to Slack's door."""
    bench.slack.ask("seen")
    database = open_database(site.settings)
    now, first = datetime.now(UTC), datetime.now(UTC) + timedelta(seconds=1)
    due = {f"UPROBE{n:03}": first + timedelta(seconds=n * 0.25) for n in range(bench.amounts.probes)}
    with database.work() as work:
        post(work, now, [_reminder(user, f"probe:{user}", moment) for user, moment in due.items()])
        work.commit()
    database.close()
    time.sleep((max(due.values()) - now).total_seconds() + 1.0)
    posted = bench.slack.ask("seen")["posted"]
    return Load([posted[user] - moment.timestamp() for user, moment in due.items()], 1.0)


def _cpu_seconds(pid: int) -> float:
    """User and system time so far, by /proc (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
