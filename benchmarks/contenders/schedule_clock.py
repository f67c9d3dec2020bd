"""A clock that waits for schedules and nothing else: ours, or APScheduler with its SQLAlchemy job store.

Ours reads its settings from the environment. The peer is told its database's URL, the file into which it
writes how late each probe came (seconds), how many probes, and after how many seconds the first is due.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

PROBE = "benchmarks.contenders.schedule_clock:probe"
# Seconds between two probes: no whole part of a second, so that each comes at another time of a beat.
EVERY = 0.23


def probe(due: float) -> None:
    """A job of the peer's: how late it is."""
    with Path(sys.argv[3]).open("a", encoding="ascii") as file:
        file.write(f"{time.time() - due}\n")


def ours() -> None:
    """The beat of the due steps, and the acts behind it; nothing is delivered here."""
    from bot.clockwork import DUE_EVERY  # noqa: PLC0415 - the peer shall not carry ours
    from bot.floor import lay_floor  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from models.acts import steps  # noqa: PLC0415
    from models.acts.chain import BOT  # noqa: PLC0415
    from scheduler.deadlines import Deadlines, Pace  # noqa: PLC0415

    ground = lay_floor(Settings.from_environment(os.environ)).ground
    deadlines = Deadlines(
        ground.database,
        lambda work, step: steps.take(ground.scene(work, BOT), step),
        given_up=lambda work, step: steps.tell_given_up(ground.scene(work, BOT), step),
        now=ground.now,
    )
    pace = Pace(DUE_EVERY)
    beating = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    beating.add_job(
        lambda: deadlines.beat(pace, lambda: None),
        "interval",
        seconds=DUE_EVERY / timedelta(seconds=1),
    )
    beating.start()


def peer() -> None:
    """As its documentation has it: jobs in a database, run by a pool of threads."""
    made = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=sys.argv[2])})
    made.start()
    first = datetime.now(UTC) + timedelta(seconds=float(sys.argv[5]))
    for number in range(int(sys.argv[4])):
        due = first + timedelta(seconds=number * EVERY)
        made.add_job(PROBE, "date", run_date=due, args=(due.timestamp(),))


def main() -> None:
    """`ours` or `peer`."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    {"ours": ours, "peer": peer}[sys.argv[1]]()
    print(json.dumps({"port": 0}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
