"""Starts a practice workspace as a child process, and the real bot on it, with a fresh fictional site."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import tomllib
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from bot import logs
from bot.assembly import Bot, build
from bot.clock_source import real_now
from bot.floor import lay_floor, open_database
from bot.practice_board import Board
from bot.practice_database import emptied, looked_into
from bot.practice_moments import MomentsFile
from bot.practice_place import expect_free, own_folder
from bot.practice_workspace import COURSE, Workspace, start_workspace
from bot.seeding import FIRST_WEEK, SEEDS, Seed, go_back, tell
from bot.settings import Settings
from bot.transport.process import serve
from models.acts.appoint import appoint
from models.acts.schedule_file import keep_file
from models.acts.site_rules import adopt
from models.acts.test_cards import every_card_seen
from models.errors import Unsafe
from models.keyring import FileKeyRing
from models.roster_file import Seating, read_roster_file
from models.schema import SlackUserId
from models.site import Details, SiteRules, SlackSurface
from models.site_file import read_site_file

SITE = Path(__file__).with_name("lantern_harbor")
_CONNECT_SECONDS = 20
_FELL = (
    "The practice workspace stopped by itself, so practice has ended. Start it again as before: it begins "
    "afresh, and a page that is open at the same port finds it by itself."
)


def practise(
    port: int,
    *,
    open_browser: bool,
    folder: Path | None = None,
    seed: str = FIRST_WEEK,
    details: Details = "modal",
) -> int:
    """Run practice until it is stopped, from seed to seed as the page asks; the exit code.

    `details`: where forms and openings are shown.

    Every start is a fresh site: the folder of the last practice is emptied first, unless that one still runs.
    How far the course is stays, until somebody asks on the page to start over.

    Raises:
        Unsafe: the workspace could not be started, or the site could not be laid.
    """
    expect_free(port)
    # The workspace runs elsewhere and reads the clock here.
    with own_folder((folder or Path("var/practice")).resolve()) as home:
        board = Board(
            home / "practice.json",
            [{"code": one.code, "title": one.title, "words": one.words} for one in SEEDS.values()],
        )
        practice = _Practice(home, board, port, details, open_browser=open_browser)
        wanted: Seed | None = SEEDS[seed]
        code = 0
        while wanted is not None and code == 0:
            code, wanted = practice.run(wanted)
        return code


@dataclass
class _Practice:
    """Practice on one port, whose address stays the same from seed to seed."""

    home: Path
    board: Board
    port: int
    details: Details
    open_browser: bool = field(kw_only=True)

    def run(self, seed: Seed) -> tuple[int, Seed | None]:
        """From a fresh site to its end: the exit code, and the seed somebody asked to start over from."""
        _end_plainly()
        _empty(self.home, "" if self.board.rounds else COURSE)  # starting over, the course begins again, too
        self.board.begin(seed.code)
        self.board.say(f"{seed.title}: laying the site")
        workspace = start_workspace(self.port, self.home)
        try:
            settings = Settings.from_environment(_environment(workspace.said, self.home))
            logs.configure("ERROR")  # nobody here watches over a service
            bot = lay(settings, seed, self.board.say, details=self.details)
            return self._serve(bot, workspace)
        finally:
            workspace.stop()

    def _serve(self, bot: Bot, workspace: Workspace) -> tuple[int, Seed | None]:
        ending = threading.Event()
        asked: list[Seed] = []

        def start_over(code: str) -> None:
            if code in SEEDS and not asked:
                asked.append(SEEDS[code])
                self.board.say(f"{SEEDS[code].title}: putting the old site away")
                ending.set()

        url = workspace.said["url"]
        first, self.port = self.open_browser, int(url.rstrip("/").rpartition(":")[2])
        self.open_browser = False  # the page that asked to start over is open already
        for task, given in (
            (workspace.listen, (start_over, ending.set)),
            (_welcome, (bot, url, first, self.board, self.details)),
            (_moments(bot, self.home).keep, (ending, real_now)),
        ):
            threading.Thread(target=task, args=given, daemon=True).start()
        code = serve(bot.process, ending)
        if workspace.fell:
            raise Unsafe(_FELL)
        return code, asked[0] if asked else None


def lantern_harbor(*, grouped: bool) -> tuple[SiteRules, list[Seating]]:
    """The site's rules and its roster; `grouped` = with four groups, their meetings, and four more people.

    Raises:
        BadFile: one of its files does not hold.
    """
    rules = read_site_file(SITE / "site.toml")
    files = [SITE / "members.csv"]
    if grouped:
        more = tomllib.loads((SITE / "groups.toml").read_text("utf-8"))
        rules = SiteRules.model_validate({**rules.model_dump(by_alias=True), **more})
        files.append(SITE / "more_members.csv")
    return rules, [seat for file in files for seat in read_roster_file(file, rules)]


def lay(
    settings: Settings,
    seed: Seed,
    say: Callable[[str], None] = lambda _: None,
    *,
    details: Details = "modal",
) -> Bot:
    """Lay a fresh Lantern Harbor with its groups, tell the seed's story on it, and put the bot there.

    The story ends now. `say` hears in a sentence how far it is.

    Raises:
        Unsafe: something does not hold, or these are no practice settings.
    """
    clock = settings.practice_clock
    if clock is None:
        raise Unsafe("A practice site needs a practice clock.")
    ends = real_now()
    go_back(seed, clock, ends)
    bot = prepare(settings, grouped=True, details=details)
    say(f"{seed.title}: telling what happened")
    tell(bot, seed, clock, ends, say)
    clock.write_text("0", encoding="ascii")  # practice time is the time on the wall until somebody moves it
    return bot


def prepare(settings: Settings, *, grouped: bool = False, details: Details = "modal") -> Bot:
    """Lay a fresh Lantern Harbor on which nothing has happened, and put the bot on it.

    `grouped` = with its groups, on a workspace that has their channels.

    `details`: where forms and openings are shown.

    Raises:
        Unsafe: something does not hold.
    """
    from models.migrations.steps import upgrade  # noqa: PLC0415 - Alembic takes half a second to import

    database = open_database(settings)
    upgrade(database)
    database.close()
    settings.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    FileKeyRing.create(settings.keyring, real_now())
    ground = lay_floor(settings).ground
    with ground.database.work() as work:
        rules, seats = lantern_harbor(grouped=grouped)
        rules = rules.model_copy(update={"slack": SlackSurface(details=details)})
        adopt(work, ground.vault, ground.audit, rules, ground.now())
        appoint(work, ground.vault, ground.audit, rules, seats, ground.now())
        scene = ground.scene(work, SlackUserId("operator"))
        every_card_seen(scene)
        keep_file(scene)
        work.commit()
    ground.database.close()
    return build(settings)


def _environment(said: Mapping[str, str], home: Path) -> dict[str, str]:
    """Only the practice's own: a real workspace's tokens in the environment are never touched."""
    page = f"127.0.0.1:{_free_port()}"
    return {
        "LEADBOT_PAGE": page,
        "LEADBOT_PAGE_URL": f"http://{page}",
        "SLACK_BOT_TOKEN": said["bot_token"],
        "SLACK_APP_TOKEN": said["app_token"],
        "SLACK_SIGNING_SECRET": said["signing_secret"],
        "SLACK_API_URL": said["api_url"],
        "LEADBOT_HTTP": "127.0.0.1:0",
        "LEADBOT_DATABASE_URL": emptied(home, os.environ.get("LEADBOT_PRACTICE_DATABASE_URL")),
        "LEADBOT_KEYRING": str(home / "keys" / "keyring.json"),
        "LEADBOT_PRACTICE_CLOCK": str(home / "clock"),
    }


def _free_port() -> int:
    """One that nobody listens on just now: the secure page's address is to be known beforehand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _empty(home: Path, keeping: str = "") -> None:
    """Nothing of the last site is left in the folder; only the file named `keeping` may stay."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    for one in home.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        elif one.name != keeping:
            one.unlink()
    for part in (home / "data", home / "keys"):
        part.mkdir(mode=0o700)


def _moments(bot: Bot, home: Path) -> MomentsFile:
    """What tells the workspace how far time can pass, and where the database is."""
    ground = bot.floor.ground
    path = looked_into(ground.database.engine.url)
    return MomentsFile(home / "moments.json", ground.database, path, ground.now)


def _welcome(bot: Bot, url: str, open_browser: bool, board: Board, details: Details) -> None:  # noqa: FBT001 - a thread's one argument list
    """Say the address once the bot answers there, and not before: nobody clicks into an empty house."""
    if bot.process.socket is not None:
        bot.process.socket.wait_connected(_CONNECT_SECONDS)
    board.say("")
    click.echo(f"Practice workspace: {url}")
    click.echo("Everybody in it is fictional. Try: be Tansy Quillfeather and refer a person.")
    if details == "page":
        click.echo("Details are on the secure page here: it opens in a tab of its own.")
        click.echo("Before you become somebody else, press Sign out there: a browser is one person's.")
    click.echo("Stop with Ctrl+C. Every start begins afresh.")
    if open_browser:
        webbrowser.open(url)


def _end_plainly() -> None:
    """Until the bot serves and listens itself, a SIGTERM ends the workspace as well."""

    def leave(_number: int, _frame: object) -> None:
        sys.exit(0)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, signal.default_int_handler)
