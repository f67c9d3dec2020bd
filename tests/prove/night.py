"""One night of a site: a workspace, a database, and a bot that is killed while people refer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.practice import prepare
from bot.settings import Settings
from models.referral import Door
from sandbox.faces import SeenMessage
from sandbox.people import Person
from sandbox.server import PracticeServer
from tests.databases import fresh_url
from tests.prove.ledger import Ledger
from tests.prove.processes import ROOT, BotProcess
from tests.stage import MANIFEST, NEIGHBOR, OFFICER, QUAY_OFFICER, WORKSPACE, record_file, wait_until

REFERRERS = {
    Door.ARREST_DIVERSION: OFFICER,
    Door.SOCIAL_CONTACT: QUAY_OFFICER,
    Door.COMMUNITY: NEIGHBOR,
}
LEASE = timedelta(seconds=31)  # a notice in hand when its process died is free after 30 s of practice time
LOOK = timedelta(seconds=6)  # so long after a form the vault looks whether the person is known, at the latest
_SEAT_SECONDS = 90.0  # the seat is leased for 12 s of real time; the rest is patience with a busy machine
# Alembic keeps its context in a module, and the test server's starter its lock: one site at a time.
_laying = threading.Lock()


@dataclass
class Night:
    """What stands while the bot comes and goes."""

    server: PracticeServer
    ledger: Ledger
    folder: Path
    environ: dict[str, str]
    socket_mode: bool
    bots: list[BotProcess] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    acts: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    offset: float = 0.0

    @property
    def bot(self) -> BotProcess:
        """The process started last."""
        return self.bots[-1]

    def wake_bot(self, only: str = "") -> BotProcess:
        """Start a bot on what the last one left behind; returns once it is ready."""
        self.bots.append(BotProcess(self.environ, self.folder / "bot.log", only))
        return self.bot

    def come_back(self) -> None:
        """After a kill: once Slack has noticed, start anew, and have Slack deliver to the new process."""
        wait_until(lambda: self.server.sockets.connected() == 0, "the dead bot's sockets are gone")
        self.connect(self.wake_bot())

    def connect(self, bot: BotProcess) -> None:
        """Have Slack deliver to this process."""
        if self.socket_mode:
            self.server.wait_connected()
        else:
            self.server.events_url = bot.events_url

    def now(self) -> datetime:
        """Practice time."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def let_leases_end(self) -> None:
        """Move practice time on, so that what a dead process had in hand is free."""
        self.let_pass(LEASE)

    def let_pass(self, by: timedelta) -> None:
        """In one step for every reader of the file."""
        self.offset += by.total_seconds()
        fresh = self.folder / "clock.new"
        fresh.write_text(str(self.offset))
        fresh.replace(self.folder / "clock")

    def wait_quiet(self) -> None:
        """Until the vault has looked at what came in, and nothing that is due waits."""
        if self.ledger.looks_to_come():
            self.let_pass(LOOK)
        end = time.monotonic() + _SEAT_SECONDS
        while True:
            looks, rows = self.ledger.looks_to_come(), self.ledger.waiting(self.now())
            if not looks and not rows:
                return
            left = f"{looks} looks, {[(row.kind, row.attempts) for row in rows]}"
            assert time.monotonic() < end, f"held by {self.ledger.seat_holder()!r}, still to come: {left}"
            time.sleep(0.02)

    def referrer(self, door: Door) -> Person:
        """Who refers through a door."""
        return self.server.person(REFERRERS[door])

    def messages(self) -> dict[str, SeenMessage]:
        """Every message of the bot in anybody's direct messages, by Slack's timestamp."""
        people = [one for one in self.server.workspace.people.values() if not one.is_bot]
        return {
            message.ts: message
            for one in people
            for message in self.server.person(one.id).dms()
            if message.user != one.id and not message.ephemeral
        }

    def command_line(self, *words: str) -> int:
        """Run one of the bot's own commands on this site; the exit code."""
        command = [sys.executable, "-m", "bot", *words]
        environ = {**os.environ, **self.environ}
        return subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True).returncode


@contextmanager
def night(folder: Path, *, database: str, socket_mode: bool) -> Iterator[Night]:
    """Lay a fresh Lantern Harbor; nothing runs yet. At the end whatever was started is ended."""
    folder.mkdir()
    clock = folder / "clock"
    clock.write_text("0")
    with ExitStack() as stack:
        with _laying:
            url = stack.enter_context(fresh_url(database, folder))
        server = stack.enter_context(
            PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=clock, record=record_file())
        )
        environ = _environment(server, folder, url, socket_mode=socket_mode)
        with _laying:
            prepare(Settings.from_environment(environ)).floor.ground.database.close()
        laid = Night(server, Ledger(url), folder, environ, socket_mode)
        try:
            yield laid
        finally:
            laid.acts.shutdown(wait=False)
            for bot in laid.bots:
                bot.end()
            laid.ledger.close()


def _environment(server: PracticeServer, folder: Path, url: str, *, socket_mode: bool) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_SIGNING_SECRET": server.signing_secret,
        "SLACK_API_URL": server.api_url,
        "LEADBOT_DATABASE_URL": url,
        "LEADBOT_KEYRING": str(folder / "keys" / "keyring.json"),
        "LEADBOT_PRACTICE_CLOCK": str(folder / "clock"),
        **({"SLACK_APP_TOKEN": server.app_token} if socket_mode else {}),
    }
