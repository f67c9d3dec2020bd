"""The practice workspace as a child process: started, listened to, and ended with whoever started it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import Unsafe

ROOT = Path(__file__).resolve().parent.parent
COURSE = "course.json"  # how far the course is: all that a stop and a start leave there
_CHILD_SECONDS = 5


@dataclass(frozen=True)
class Workspace:
    """The child process and what it said about itself: url, api_url, tokens."""

    child: subprocess.Popen[str]
    said: Mapping[str, str]

    def listen(self, start_over: Callable[[str], None], gone: Callable[[], None]) -> None:
        """Until it ends: hear which seed somebody asks to start over from. Then `gone`."""
        for line in self.child.stdout or ():
            if seed := _asked_in(line):
                start_over(seed)
        self.child.wait()  # its output ends a moment before it does
        gone()

    @property
    def fell(self) -> bool:
        """Whether it ended though nobody had told it to."""
        return self.child.poll() not in (None, 0)

    def stop(self) -> None:
        """End the child."""
        self.child.terminate()
        try:
            self.child.wait(_CHILD_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()


def start_workspace(port: int, home: Path) -> Workspace:
    """Start it on this port (0 = any), with its clock, its board and the course in `home`.

    Raises:
        Unsafe: it did not start; it says why itself.
    """
    command = [
        sys.executable, "-m", "sandbox",
        "--workspace", str(ROOT / "sandbox" / "lantern_harbor_groups.toml"),
        "--manifest", str(ROOT / "manifest.yml"),
        "--port", str(port),
        "--clock", str(home / "clock"),
        "--practice", str(home / "practice.json"),
        "--moments", str(home / "moments.json"),
        "--course", str(home / COURSE),
        "--with-starter",
    ]  # fmt: skip
    # Its standard input is our end of a pipe that nothing goes through: it ends with us, however we end.
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)  # noqa: S603 - our own program
    line = child.stdout.readline() if child.stdout else ""
    try:
        said = json.loads(line)
    except json.JSONDecodeError:
        child.wait(_CHILD_SECONDS)
        raise Unsafe("The practice workspace did not start; it says why above.") from None
    return Workspace(child, said)


def _asked_in(line: str) -> str:
    try:
        said = json.loads(line)
    except json.JSONDecodeError:
        return ""
    seed = said.get("start_over") if isinstance(said, dict) else ""
    return seed if isinstance(seed, str) else ""
