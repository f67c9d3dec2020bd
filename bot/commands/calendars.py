"""`calendar import`: a court's calendar or a jail's list, held against who is known inside the vault."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.floor import lay_floor
from bot.settings import Settings
from handlers.court.importing import CalendarImport
from models.errors import BadFile
from models.proposal import OPERATOR
from models.schema import SlackUserId

_EVERY = 500  # rows between two words of progress


@click.group()
def calendar() -> None:
    """Court calendars and jail lists."""


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--court", default="", metavar="CODE", help="The court of rows that name none.")
def import_calendar(file: Path, court: str) -> None:
    """Read a .csv or .ics file; what may concern somebody goes to their care team, the rest is dropped."""
    floor = lay_floor(Settings.from_environment(os.environ))
    taking = CalendarImport(floor.ground)
    try:
        tally = taking.take(SlackUserId(OPERATOR), file, court, _say_rows)
    except BadFile as bad:
        raise BadFile([f"{file}: {problem}" for problem in bad.problems]) from None
    for reason in tally.refused:
        click.echo(f"{file}: {reason}", err=True)
    click.echo(f"Rows read: {tally.rows}. Rows refused: {len(tally.refused)}.")
    click.echo("Handed to the care teams where it concerned somebody. Nothing else was kept.")


def _say_rows(done: int, whole: int) -> None:
    """Progress on a terminal only; a script that reads stderr is not bothered."""
    if sys.stderr.isatty() and (done % _EVERY == 0 or (done == whole and whole >= _EVERY)):
        click.echo(f"\r{done} of {whole} rows", nl=done == whole, err=True)


COMMANDS = (calendar,)
