"""Starts a practice workspace as a child process, and the real bot on it, with a fresh fictional site."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import tomllib
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from bot import logs
from bot.assembly import Bot, build
from bot.clock_source import real_now
from bot.floor import lay_floor, open_database
from bot.seeding import seed
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

ROOT = Path(__file__).resolve().parent.parent
SITE = Path(__file__).with_name("lantern_harbor")
_CHILD_SECONDS = 5
_CONNECT_SECONDS = 20


@dataclass(frozen=True)
class Workspace:
    """The child process and what it said about itself: url, api_url, tokens."""

    child: subprocess.Popen[str]
    said: Mapping[str, str]

    def stop(self) -> None:
        """End the child."""
        self.child.terminate()
        try:
            self.child.wait(_CHILD_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()


def practise(port: int, *, open_browser: bool, details: Details = "modal", folder: Path | None = None) -> int:
    """Run practice until it is stopped; the exit code. `details`: where forms and openings are shown.

    Every start is a fresh site: the folder of the last practice is emptied first.

    Raises:
        Unsafe: the workspace could not be started, or the site could not be laid.
    """
    home = (folder or Path("var/practice")).resolve()  # the workspace runs elsewhere and reads the clock here
    _empty(home)
    workspace = _start_workspace(port, home)
    try:
        settings = Settings.from_environment(_environment(workspace.said, home))
        logs.configure("WARNING")
        bot = prepare(settings, grouped=True, details=details)
        ending = threading.Event()
        url = workspace.said["url"]
        welcome = (bot, url, open_browser, details)
        for task, given in ((_watch, (workspace.child, ending)), (_welcome, welcome)):
            threading.Thread(target=task, args=given, daemon=True).start()
        return serve(bot.process, ending)
    finally:
        workspace.stop()


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


def prepare(
    settings: Settings, *, seeded: bool = True, grouped: bool = False, details: Details = "modal"
) -> Bot:
    """Lay a fresh Lantern Harbor and put the bot on it.

    `seeded` = with its stories told; `grouped` = with its groups, on a workspace that has their channels.

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
    bot = build(settings)
    if seeded:
        seed(bot)
    return bot


def _start_workspace(port: int, home: Path) -> Workspace:
    command = [
        sys.executable, "-m", "sandbox",
        "--workspace", str(ROOT / "sandbox" / "lantern_harbor_groups.toml"),
        "--manifest", str(ROOT / "manifest.yml"),
        "--port", str(port),
        "--clock", str(home / "clock"),
    ]  # fmt: skip
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 - our own program
    line = child.stdout.readline() if child.stdout else ""
    try:
        said = json.loads(line)
    except json.JSONDecodeError:
        child.wait(_CHILD_SECONDS)
        raise Unsafe("The practice workspace did not start; it says why above.") from None
    return Workspace(child, said)


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
        "LEADBOT_DATABASE_URL": os.environ.get(
            "LEADBOT_PRACTICE_DATABASE_URL", f"sqlite:///{home / 'data' / 'leadbot.db'}"
        ),
        "LEADBOT_KEYRING": str(home / "keys" / "keyring.json"),
        "LEADBOT_PRACTICE_CLOCK": str(home / "clock"),
    }


def _free_port() -> int:
    """One that nobody listens on just now: the secure page's address is to be known beforehand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _empty(home: Path) -> None:
    if home.exists():
        shutil.rmtree(home)
    for part in (home, home / "data", home / "keys"):
        part.mkdir(mode=0o700, parents=True)


def _welcome(bot: Bot, url: str, open_browser: bool, details: Details) -> None:  # noqa: FBT001 - a thread's one argument list
    """Say the address once the bot answers there, and not before: nobody clicks into an empty house."""
    if bot.process.socket is not None:
        bot.process.socket.wait_connected(_CONNECT_SECONDS)
    click.echo(f"Practice workspace: {url}")
    click.echo("Everybody in it is fictional. Try: be Tansy Quillfeather and refer a person.")
    if details == "page":
        click.echo("Details are on the secure page here: it opens in a tab of its own.")
        click.echo("Before you become somebody else, press Sign out there: a browser is one person's.")
    click.echo("Stop with Ctrl+C. Every start begins afresh.")
    if open_browser:
        webbrowser.open(url)


def _watch(child: subprocess.Popen[str], ending: threading.Event) -> None:
    """Without its workspace there is nothing to practise with."""
    child.wait()
    ending.set()
