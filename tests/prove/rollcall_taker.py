"""Takes due steps in processes of their own: `python -m tests.prove.rollcall_taker`, one job a line on stdin.

Each job is taken by fresh children with connections of their own. So many seconds after they begin, one of
them is killed with signal 9. Answers one line a job: how many were killed, and how long it took.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.floor import lay_floor
from bot.settings import Settings
from models.acts import steps
from models.acts.chain import BOT
from scheduler.deadlines import Deadlines
from tests.factories import TEAM

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Job:
    """What is due at `moment` (ISO 8601) on this database, taken by so many children at once."""

    url: str
    keyring: str
    moment: str
    takers: int = 1
    kill_after: float = -1.0  # seconds; below zero: never


@dataclass(frozen=True)
class Done:
    """How it ended."""

    killed: int
    seconds: float


class Takers:
    """The one process that stands by, has everything imported, and forks for each job."""

    def __enter__(self) -> Self:
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.prove.rollcall_taker"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def take(self, job: Job) -> Done:
        """Have the job done, or killed."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(asdict(job)) + "\n")
        self._child.stdin.flush()
        said: dict[str, Any] = json.loads(self._child.stdout.readline())
        return Done(**said)

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(20)


def main() -> None:
    """Job after job, until stdin ends."""
    for line in sys.stdin:
        done = _run(Job(**json.loads(line)))
        print(json.dumps(asdict(done)), flush=True)


def _run(job: Job) -> Done:
    begun, begin = os.pipe()
    children = [_fork(job, begin) for _ in range(job.takers)]
    os.read(begun, 1)  # the first of them has its database open and begins to take
    began = time.monotonic()
    if job.kill_after >= 0:
        time.sleep(job.kill_after)
        os.kill(children[0], signal.SIGKILL)
    ends = [os.waitpid(child, 0)[1] for child in children]
    assert all(end in {0, signal.SIGKILL} for end in ends), ends
    os.close(begun)
    os.close(begin)
    return Done(sum(end == signal.SIGKILL for end in ends), time.monotonic() - began)


def _fork(job: Job, begin: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    os.dup2(2, 1)  # what it logs is no answer
    try:
        _take(job, begin)
        code = 0
    finally:
        os._exit(code)


def _take(job: Job, begin: int) -> None:
    settings = Settings.from_environment({"LEADBOT_DATABASE_URL": job.url, "LEADBOT_KEYRING": job.keyring})
    moment = datetime.fromisoformat(job.moment)
    ground = replace(lay_floor(settings, team_id=TEAM).ground, now=lambda: moment)
    deadlines = Deadlines(
        ground.database,
        lambda work, step: steps.take(ground.scene(work, BOT), step),
        given_up=lambda work, step: steps.tell_given_up(ground.scene(work, BOT), step),
        now=ground.now,
    )
    os.write(begin, b".")
    while deadlines.take_due():
        pass
    ground.database.close()


if __name__ == "__main__":
    main()
