"""Claims openings in a process of its own: `python -m tests.prove.place_claimer`, its job a line on stdin.

It says "ready" when it has its database open, begins at the next line, and answers how many it got.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.floor import lay_floor
from bot.settings import Settings
from models.acts.free_places import claim
from models.errors import AlreadyChanged
from models.schema import SlackUserId
from tests.factories import TEAM

_BREATH = 0.02  # between two taps, so that a process which is held up for a moment still comes by
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Job:
    """These postings, one after another, for this user at this moment (ISO 8601)."""

    url: str
    keyring: str
    moment: str
    user: str
    places: tuple[str, ...]


class Claimer:
    """One such process."""

    def __init__(self, job: Job) -> None:
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.prove.place_claimer"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(json.dumps(asdict(job)))

    def wait_ready(self) -> None:
        """Until it could begin."""
        assert self._hear() == "ready"

    def begin(self) -> None:
        """Let it claim."""
        self._say("go")

    def got(self) -> int:
        """How many it got; it has ended then."""
        answer = int(self._hear())
        assert self._child.wait(20) == 0
        return answer

    def _say(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def _hear(self) -> str:
        assert self._child.stdout is not None
        return self._child.stdout.readline().strip()


def main() -> None:
    """One job."""
    job = Job(**json.loads(sys.stdin.readline()))
    settings = Settings.from_environment({"LEADBOT_DATABASE_URL": job.url, "LEADBOT_KEYRING": job.keyring})
    moment = datetime.fromisoformat(job.moment)
    ground = replace(lay_floor(settings, team_id=TEAM).ground, now=lambda: moment)
    print("ready", flush=True)
    sys.stdin.readline()
    got = 0
    for place in job.places:
        time.sleep(_BREATH)
        with ground.database.work() as work:
            try:
                claim(ground.scene(work, SlackUserId(job.user)), place)
            except AlreadyChanged:
                continue
            work.commit()
            got += 1
    print(got, flush=True)
    ground.database.close()


if __name__ == "__main__":
    main()
