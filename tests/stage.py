"""The whole bot on a practice workspace: what the journeys play on."""

from __future__ import annotations

import io
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.assembly import Bot
from bot.clock_source import real_now
from bot.practice import lay, prepare
from bot.practice_moments import MomentsFile
from bot.seeding import SEEDS
from bot.settings import Settings
from models.site import Details
from sandbox.people import Person
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.databases import migrated_url
from tests.page_person import PagePerson
from tests.page_reader import PageReader

ROOT = Path(__file__).parent.parent
WORKSPACE = ROOT / "sandbox" / "lantern_harbor.toml"
GROUPS = ROOT / "sandbox" / "lantern_harbor_groups.toml"
MANIFEST = ROOT / "manifest.yml"
OFFICER, RESPONDER, BACKUP, MANAGER = "UQUILL001", "ULARKSP01", "UMOTHW001", "UFENNIM01"
_SKIN = {"page": False}
_BROWSERS: list[Callable[[str], PageReader]] = [PageReader]
NEIGHBOR, SUPERVISOR, QUAY_OFFICER = "USTOOP001", "UOXLIP001", "UMARROW01"


@dataclass
class Stage:
    """A running bot, its workspace, and everything either of them wrote."""

    server: PracticeServer
    bot: Bot
    settings: Settings
    folder: Path
    log: io.StringIO = field(default_factory=io.StringIO)
    on_page: dict[str, PagePerson] = field(default_factory=dict)

    def person(self, user: str) -> Person:
        """Somebody of the cast; with their browser, where details are on the secure page."""
        return self.server.person(user) if self.settings.page is None else self.page_person(user)

    def page_person(self, user: str) -> PagePerson:
        """Somebody of the cast with their one browser."""
        if user not in self.on_page:
            assert self.settings.page is not None
            reader = _BROWSERS[-1](self.settings.page.address)
            workspace, acts = self.server.workspace, self.server.acts
            self.on_page[user] = PagePerson(workspace, acts, user, reader, lambda: self.bot.screens)
        return self.on_page[user]

    def move_clock(self, by: timedelta) -> None:
        """Let practice time jump."""
        clock = self.settings.practice_clock
        assert clock is not None
        offset = float(clock.read_text() or "0") if clock.exists() else 0.0
        clock.write_text(str(offset + by.total_seconds()))
        self.bot.floor.bell()

    def now(self) -> datetime:
        """Practice time."""
        return self.bot.floor.ground.now()


def settings_for(
    server: PracticeServer, folder: Path, url: str, *, socket_mode: bool, page: bool = False
) -> Settings:
    """The settings that reach this workspace."""
    environ = {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_SIGNING_SECRET": server.signing_secret,
        "SLACK_API_URL": server.api_url,
        "LEADBOT_HTTP": "127.0.0.1:0",
        "LEADBOT_DATABASE_URL": url,
        "LEADBOT_KEYRING": str(folder / "keys" / "keyring.json"),
        "LEADBOT_PRACTICE_CLOCK": str(folder / "clock"),
    }
    if page:
        port = free_port()
        environ["LEADBOT_PAGE"] = f"127.0.0.1:{port}"
        environ["LEADBOT_PAGE_URL"] = f"http://127.0.0.1:{port}"
    if socket_mode:
        environ["SLACK_APP_TOKEN"] = server.app_token
    return Settings.from_environment(environ)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def record_file() -> Path | None:
    """Where the calls of one workspace are written, if LEADBOT_RECORD names a folder for them.

    `python -m tests.slack_types.check FOLDER` holds them against Slack's own types.
    """
    folder = os.environ.get("LEADBOT_RECORD")
    return Path(folder) / f"{secrets.token_hex(8)}.jsonl" if folder else None


@contextmanager
def details_on_the_page(browser: Callable[[str], PageReader] = PageReader) -> Iterator[None]:
    """Every stage that is laid within keeps details out of Slack: the same journeys with the other skin.

    `browser`: what people look at the page with, made of the page's address.
    """
    before, _SKIN["page"] = _SKIN["page"], True
    _BROWSERS.append(browser)
    try:
        yield
    finally:
        _SKIN["page"] = before
        _BROWSERS.pop()


@contextmanager
def staged(
    folder: Path,
    *,
    socket_mode: bool = True,
    database: str = "sqlite",
    seed: str = "",
    grouped: bool = False,
    rates: Rates | None = None,
    page: bool | None = None,
    says_moments: bool = False,
    patience: float = 10.0,
) -> Iterator[Stage]:
    """Lay a fresh Lantern Harbor, start the bot as `leadbot run` does, and stop it as SIGTERM does.

    `grouped`: with its groups, their channels and meetings, and four more people, as in `leadbot practice`;
    `seed`: that and the seed's whole story; `says_moments`: the bot says what comes next, as it does there,
    so that time can be let pass from the page. `patience`: 1 is Slack's own three seconds, for what is about
    them; stories wait longer, for machines that are busy with other things.
    """
    page = _SKIN["page"] if page is None else page
    log = io.StringIO()
    logs.configure("INFO", log)
    with (
        migrated_url(database, folder) as url,
        PracticeServer(
            workspace=GROUPS if grouped or seed else WORKSPACE,
            manifest=MANIFEST,
            clock=folder / "clock",
            moments=folder / "moments.json" if says_moments else None,
            patience=patience,
            rates=rates,
            record=record_file(),
        ) as server,
    ):
        settings = settings_for(server, folder, url, socket_mode=socket_mode, page=page)
        details: Details = "page" if page else "modal"
        bot = (
            lay(settings, SEEDS[seed], details=details)
            if seed
            else prepare(settings, grouped=grouped, details=details)
        )
        with running(bot), saying_moments(bot, folder, on=says_moments):
            if socket_mode:
                server.wait_connected()
            else:
                server.events_url = f"http://127.0.0.1:{bot.process.http.port}/slack/events"
            yield Stage(server, bot, settings, folder, log)


@contextmanager
def running(bot: Bot) -> Iterator[None]:
    """The bot's process in a thread of the test's."""
    from bot.transport.process import serve  # noqa: PLC0415 - signal handlers are for the main thread only

    ending = threading.Event()
    thread = threading.Thread(target=serve, args=(bot.process, ending))
    thread.start()
    wait_until(lambda: bot.process.http.port > 0, "the HTTP side listens")
    try:
        yield
    finally:
        ending.set()
        thread.join(15)
        assert not thread.is_alive(), "the bot did not stop"


@contextmanager
def saying_moments(bot: Bot, folder: Path, *, on: bool) -> Iterator[None]:
    """The file of what comes next, kept as practice keeps it."""
    ground, ending = bot.floor.ground, threading.Event()
    moments = MomentsFile(folder / "moments.json", ground.database, "", ground.now)
    thread = threading.Thread(target=moments.keep, args=(ending, real_now))
    if on:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        if on:
            thread.join(5)


def wait_until(fits: Callable[[], object], what: str, seconds: float = 30.0) -> None:
    """Wait for something that happens elsewhere."""
    end = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)
