"""`run`, `practice` and `migrate`."""

from __future__ import annotations

import gc
import os
from typing import get_args

import click

from bot import logs
from bot.assembly import build
from bot.floor import open_database
from bot.practice import practise
from bot.seeding import FIRST_WEEK, SEEDS
from bot.settings import Settings
from bot.transport.process import serve
from models.site import Details


@click.command()
@click.option(
    "--only", type=click.Choice(["listeners", "clock"]), help="One half of two processes (PostgreSQL)."
)
def run(only: str | None) -> None:
    """Run the bot until SIGTERM."""
    settings = Settings.from_environment(os.environ)
    logs.configure(settings.log_level)
    bot = build(settings, only=only or "")
    logs.refuse_debug()
    settle()
    raise click.exceptions.Exit(serve(bot.process))


def settle() -> None:
    """What stands now stays for good: the garbage collector need not look at it again.

    One full pass over it takes 130 ms of processor time, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port of the practice workspace; 0 = any free one.",
)
@click.option(
    "--seed",
    type=click.Choice(list(SEEDS)),
    default=FIRST_WEEK,
    show_default=True,
    help="What has happened there already.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option(
    "--details",
    type=click.Choice(get_args(Details)),
    default="modal",
    show_default=True,
    help="Where details are: in Slack's windows, or on the secure page alone.",
)
def practice(port: int, seed: str, no_browser: bool, details: Details) -> None:  # noqa: FBT001 - click hands over flags by name
    """Start a practice workspace with fictional people, and the real bot on it."""
    raise click.exceptions.Exit(practise(port, open_browser=not no_browser, seed=seed, details=details))


@click.command()
def migrate() -> None:
    """Bring the database to this version's step."""
    # Alembic takes half a second to import; no other command waits for it.
    from models.migrations.steps import upgrade  # noqa: PLC0415

    database = open_database(Settings.from_environment(os.environ))
    upgrade(database)
    database.close()
    click.echo("The database is up to date.")


COMMANDS = (run, practice, migrate)
