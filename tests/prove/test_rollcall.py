"""The long proofs of roll calls: several processes, deaths within the firing second, a simulated year."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from models.acts.moments import rule_of
from models.acts.schedules import make
from models.audit import audit_events
from models.database import Database
from models.due import DueStep, Step
from models.notice import Kind, Notice
from models.recurrence import Every, Rule, dates_from, is_holiday, moment_of
from models.rollcall import Firing, FiringState, Schedule
from models.schema import Base
from tests.databases import fresh_url, migrated_url
from tests.factories import OFFICER, QUAY_OFFICER
from tests.models.acts.rolling import EVERY_DAY, Precincts, lay_precincts, night, utc
from tests.prove.rollcall_taker import Job, Takers

pytestmark = pytest.mark.prove
DAY = timedelta(days=1)
FIRST = date(2026, 10, 25)
_SCHEDULES = 8
_RUNS = 100  # on each database
_A_YEAR = 365


@contextmanager
def precincts_on(kind: str, folder: Path) -> Iterator[Precincts]:
    with migrated_url(kind, folder) as url:
        database = Database(url)
        made = lay_precincts(database, folder)
        made.moment = utc(2026, 10, 24, 12)
        yield made
        database.close()


def job(precincts: Precincts, day: date, later: int = 0, **more: Any) -> Job:
    ground = precincts.ground
    moment = moment_of(day, time(1, 30), ground.rules.zone_of("north")) + timedelta(seconds=later)
    url = ground.database.engine.url.render_as_string(hide_password=False)
    return Job(url, str(ground.folder / "keyring.json"), moment.isoformat(), **more)


def fill(precincts: Precincts, count: int) -> list[str]:
    """So many schedules that are all due in the same second of every night, both changes of the clock too."""
    wanted = night("01:30", rule=Rule(FIRST, EVERY_DAY), seats=[OFFICER, QUAY_OFFICER])
    return [precincts.make(wanted) for _ in range(count)]


def seen(precincts: Precincts, day: date) -> tuple[int, int, int]:
    """Firings of the date, notices that went out for them, and schedules that have a next moment planned."""
    with precincts.ground.database.look() as work:
        firings = list(work.session.scalars(select(Firing.id).where(Firing.day == day)))
        told = select(func.count()).where(Notice.kind == Kind.ROLLCALL.value, Notice.target.in_(firings))
        planned = select(DueStep.subject).where(
            DueStep.step == Step.ROLLCALL_FIRE.value, DueStep.done_at.is_(None)
        )
        subjects = list(work.session.scalars(planned))
        assert len(subjects) == len(set(subjects))
        return len(firings), int(work.session.scalar(told) or 0), len(subjects)


@pytest.mark.parametrize("takers", [1, 2, 4])
def test_one_firing_a_moment_however_many_processes_take(takers: int, tmp_path: Path) -> None:
    with precincts_on("postgresql", tmp_path) as precincts, Takers() as processes:
        fill(precincts, 40)
        for ahead in range(10):  # the change of the clock lies within
            day = FIRST + ahead * DAY
            processes.take(job(precincts, day, takers=takers))
            assert seen(precincts, day) == (40, 80, 40)
        with precincts.ground.database.look() as work:
            query = select(func.count()).where(audit_events.c.verb == "rollcall.fired")
            assert work.session.scalar(query) == 400


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_death_within_the_firing_second_loses_and_doubles_nothing(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with precincts_on(kind, tmp_path) as precincts, Takers() as processes:
        fill(precincts, _SCHEDULES)
        whole = processes.take(job(precincts, FIRST)).seconds
        counts: Counter[str] = Counter()
        for seed in range(_RUNS):
            day = FIRST + (1 + seed) * DAY
            after = random.Random(seed).uniform(0, 1) * whole  # noqa: S311 - a test's dice
            killed = processes.take(job(precincts, day, kill_after=after)).killed
            fired = seen(precincts, day)[0]
            counts["killed"] += killed
            counts["between two of them"] += bool(killed and 0 < fired < _SCHEDULES)
            takers = 1 if kind == "sqlite" else 1 + seed % 2
            for later in (10, 60):  # a step that the database would not take at once is put off by seconds
                if seen(precincts, day)[0] < _SCHEDULES:
                    processes.take(job(precincts, day, later, takers=takers))
            assert seen(precincts, day) == (_SCHEDULES, 2 * _SCHEDULES, _SCHEDULES), seed
            processes.take(job(precincts, day, 2 * 3600))  # nudges and digests: the next death is a firing's
        with capfd.disabled():
            told = ", ".join(f"{name} {count}" for name, count in counts.items())
            print(f"\n[{kind}] {_RUNS} runs: {told}; lost 0, twice 0", file=sys.stderr)
        assert counts["between two of them"] >= _RUNS // 5


def any_rule(dice: random.Random) -> Rule:
    """What sites have: weekly, every second or fourth week, monthly, in shifts."""
    begins = date(2026, 1, 6) + timedelta(days=dice.randrange(28))
    day = dice.randrange(7)
    return dice.choice(
        [
            Rule(begins, (day,)),
            Rule(begins, (day,), interval=2),
            Rule(begins, (day,), interval=4),
            Rule(begins, (day,), Every.MONTH, nth=dice.choice([1, 2, 3, 4, -1])),
            Rule(begins, on=1, off=dice.randint(10, 16)),
        ]
    )


def expected(precincts: Precincts, schedule: Schedule, end: datetime) -> list[tuple[date, datetime]]:
    """Every date of its year and the moment of it, straight from the rule."""
    zone = precincts.ground.rules.zone_of(schedule.region)
    days = (day for day in dates_from(rule_of(schedule), schedule.begins))
    found = []
    for day in islice(days, _A_YEAR + 10):
        at = moment_of(day, time.fromisoformat(schedule.at), zone)
        if at > end:
            break
        if not is_holiday(schedule.holidays, day):
            found.append((day, at))
    return found


@pytest.mark.parametrize("part", range(4))
def test_a_thousand_schedules_over_a_simulated_year(
    part: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(part)  # noqa: S311 - a test's dice
    with fresh_url("sqlite", tmp_path) as url:
        database = Database(url)
        # Nobody takes the power from this test: what is proved is that every moment comes once.
        event.listen(database.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
        Base.metadata.create_all(database.engine)
        precincts = lay_precincts(database, tmp_path)

        def fill_all(scene: Any) -> list[Schedule]:
            return [
                make(
                    scene,
                    night(
                        f"{dice.choice([0, 1, 2, 3, 6, 14, 22]):02}:{dice.choice([0, 30, 45]):02}",
                        rule=any_rule(dice),
                        region=dice.choice(["north", "quay", "oahu", "mesa"]),
                        holidays=dice.choice(["", "", "US-WA", "US-HI"]),
                    ),
                )
                for _ in range(250)
            ]

        schedules = precincts.act(fill_all)
        end = precincts.moment + timedelta(days=_A_YEAR)
        precincts.live(end)
        total = 0
        for schedule in schedules:
            firings = precincts.firings(schedule.id)
            assert [(one.day, one.due_at) for one in firings] == expected(precincts, schedule, end)
            assert all(one.state == FiringState.SENT and one.settled_at == one.due_at for one in firings)
            total += len(firings)
        with capfd.disabled():
            print(f"\n[year {part}] 250 schedules: {total} moments, each once", file=sys.stderr)
        database.close()
