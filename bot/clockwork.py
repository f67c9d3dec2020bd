"""Winds the clock: what beats in this process, and what each beat does."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.calendar_folder import CalendarFolder
from bot.clock_source import real_now
from bot.floor import Floor
from bot.metrics import Metrics
from handlers.beats import Search
from handlers.consents.ending import ending_round
from handlers.deps import Ground
from handlers.rollcall.look import drift_round
from handlers.rollcall.schedule_look import ScheduleLook
from models.acts import conference_match, duplicates, page, questions, steps
from models.acts.chain import BOT
from models.acts.steps import tell_given_up
from models.acts.undelivered import undelivered
from models.database import UnitOfWork
from models.notice import Notice
from models.outbox import waiting
from models.replay import forget_old
from scheduler.carriers import Messenger
from scheduler.clock import Clock
from scheduler.deadlines import Deadlines, Pace
from scheduler.delivery import Postman, Terms
from scheduler.seat import Seat
from scheduler.upkeep import LOOK_EVERY, Tick, fixed_ticks

_COUNT_EVERY = timedelta(seconds=15)
DUE_EVERY = timedelta(seconds=1)
_FILES_EVERY = timedelta(seconds=15)
_TENTH = timedelta(milliseconds=100)
# How late a notice of another process is seen: on SQLite only the command line can be one.
_SLEEP = {"sqlite": 1.0, "postgresql": 0.25}


@dataclass(frozen=True)
class Looks:
    """How far apart two looks at what has fallen due are, and two for references that may be one person."""

    due: timedelta = timedelta(seconds=1)
    pairs: timedelta = timedelta(seconds=5)


# Practice time jumps: whoever let a day pass wants to see at once what came of it.
IN_PRACTICE = Looks(due=_TENTH, pairs=_TENTH)


class StillClock:
    """The clock of a process that only listens: another process of the same database delivers."""

    def start(self) -> None:
        """Nothing beats here."""

    def stop(self, seconds: float) -> None:
        """Nothing to stop."""


def wind_clock(
    floor: Floor,
    messenger: Messenger,
    metrics: Metrics,
    reconcile_roster: Callable[[], None],
    look_at_rota: Callable[[], None],
    calendars: Path | None = None,
    *,
    practice: bool,
) -> Clock:
    """The Postman and the fixed ticks; whatever is committed from now on wakes the Postman.

    `calendars`: the folder into which court files are put, if there is one.

    Raises:
        Unsafe: that folder is not there.
    """
    ground, looks = floor.ground, IN_PRACTICE if practice else Looks()
    ticks = (
        *fixed_ticks(
            checkpoint=lambda: _sign_head(floor, metrics),
            drop_old_replays=lambda: _drop_old_replays(ground),
            reconcile_roster=reconcile_roster,
        ),
        Tick("releases_ending", LOOK_EVERY, ending_round(ground).look),
        Tick("rota", LOOK_EVERY, look_at_rota),
        Tick("schedules", LOOK_EVERY, ScheduleLook(ground).look),
        Tick("drift", LOOK_EVERY, drift_round(ground).look),
        Tick("deadlines", looks.due, _deadlines(ground)),
        *_searches(ground, looks.pairs),
        Tick("count_waiting", _COUNT_EVERY, lambda: _count_waiting(floor, metrics)),
    )
    if calendars is not None:
        watched = CalendarFolder(ground, calendars, real_now)
        ticks = (*ticks, Tick("calendars", _FILES_EVERY, watched.beat))
    clock = Clock(_postman(ground, messenger, metrics, practice=practice), ticks, meter=metrics)
    floor.bell.answer = clock.wake
    return clock


def _postman(ground: Ground, messenger: Messenger, metrics: Metrics, *, practice: bool) -> Postman:
    """Whoever brings the notices, in the seat that one process of the database has."""

    def tell_undelivered(work: UnitOfWork, notice: Notice, why: str) -> None:
        rules = ground.book.current(work)
        undelivered(work, ground.vault, ground.audit, rules, notice, why, ground.now())

    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:64]
    return Postman(
        ground.database,
        messenger,
        seat=Seat(ground.database, holder, real_now),
        now=ground.now,
        undelivered=tell_undelivered,
        meter=metrics,
        terms=Terms(
            longest_sleep=_SLEEP[ground.database.dialect], seconds=_seconds(ground, practice=practice)
        ),
    )


def _deadlines(ground: Ground) -> Callable[[], None]:
    """The beat that takes what is due."""
    deadlines = Deadlines(
        ground.database,
        lambda work, step: steps.take(ground.scene(work, BOT), step),
        given_up=lambda work, step: tell_given_up(ground.scene(work, BOT), step),
        now=ground.now,
    )
    pace = Pace(DUE_EVERY)
    return lambda: deadlines.beat(pace, ground.wake)


def _searches(ground: Ground, every: timedelta) -> tuple[Tick, ...]:
    """What the vault holds against everybody known, beside the acts."""
    pairs = Search(ground, duplicates.look, duplicates.write_down)
    potential = Search(ground, conference_match.look, conference_match.write_down)
    numbers = Search(ground, questions.look, questions.write_down)
    return (
        Tick("pairs", every, pairs.beat),
        Tick("potential", every, potential.beat),
        Tick("questions", every, numbers.beat),
    )


def _sign_head(floor: Floor, metrics: Metrics) -> None:
    make_epochs(floor)
    audit = floor.ground.audit
    try:
        audit.checkpoint(floor.ground.database, real_now())
    finally:
        metrics.disclosures_halted(audit.halted is not None)


def _drop_old_replays(ground: Ground) -> None:
    with ground.database.work() as work:
        forget_old(work, ground.now())
        page.forget_old(work, ground.now())
        work.commit()


def _seconds(ground: Ground, *, practice: bool) -> Callable[[], float]:
    """By which clock the rates to Slack run: in practice by the one that jumps, as everything does there."""
    return (lambda: ground.now().timestamp()) if practice else time.monotonic


def _count_waiting(floor: Floor, metrics: Metrics) -> None:
    with floor.ground.database.look() as work:
        count, _ = waiting(work, floor.ground.now())
    metrics.notices_waiting(count)


def make_epochs(floor: Floor) -> None:
    """Keys for every month into which something sealed today could have to be kept."""
    ground = floor.ground
    with ground.database.look() as work:
        keep_days = ground.book.current(work).clocks.destroy_days
    floor.keys.reload_if_changed()
    floor.keys.ensure_epochs(ground.now(), keep_days)
