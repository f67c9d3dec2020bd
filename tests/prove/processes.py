"""The real bot as a process of its own: started as an operator does, ended as a power cut does."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_START_SECONDS = 90.0  # eight nights play at once on two cores
_LOOK_SECONDS = 0.02


@dataclass
class BotProcess:
    """`python -m bot run` with an environment of its own. What it logs is added to `log`."""

    environ: Mapping[str, str]
    log: Path
    only: str = ""
    port: int = 0
    child: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Start; a port that somebody else took meanwhile is left to them."""
        try:
            self._start()
        except BaseException:
            self.end()  # nobody holds this one yet who could end it
            raise

    def _start(self) -> None:
        end = time.monotonic() + _START_SECONDS
        self._spawn()
        while not self._is_ready():
            assert time.monotonic() < end, f"the bot was not ready in time; see {self.log.name}"
            if self.child.poll() is not None:
                assert self.child.returncode == 1, f"the bot ended with {self.child.returncode}"
                self._spawn()
            time.sleep(_LOOK_SECONDS)

    def _spawn(self) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "bot", "run", *(["--only", self.only] if self.only else [])]
        environ = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ},
            **self.environ,
            "LEADBOT_HTTP": f"127.0.0.1:{self.port}",
        }
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)

    def _is_ready(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            asked.request("GET", "/readyz")
            return asked.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    @property
    def pid(self) -> int:
        """The process's number, by which it is found in the lease of the seat."""
        return self.child.pid

    @property
    def events_url(self) -> str:
        """Where Slack reaches it over HTTP."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed, nobody says goodbye."""
        self.child.kill()
        self.child.wait(10)

    def end(self) -> None:
        """Kill it if it still runs."""
        if self.child.poll() is None:
            self.kill()

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.child.terminate()
        return self.child.wait(20)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
