"""`export disclosures`: what leaves as a file, for people who have a right to it."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from bot.floor import lay_floor
from bot.settings import Settings
from models.audit import Verb
from models.disclosure import Account, account_of
from models.errors import BadFile, UnknownReference
from models.participant import circle_of
from models.people import agency_kind
from models.private_file import replace_private
from models.proposal import OPERATOR
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId, rfc3339

COLUMNS = ("when", "agency", "kind_of_agency", "role", "what", "purpose", "authority", "release_signed_on")
_REFERENCE = re.compile(r"C-[0-9A-HJKMNP-TV-Z]{4,6}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.group()
def export() -> None:
    """Files for people who have a right to what stands in them."""


@export.command("disclosures")
@click.argument("ref")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_disclosures(ref: str, file: Path) -> None:
    """Write who was told what about participant REF into a CSV file, at the participant's own request.

    It says when, to which agency and role, which class of detail, what for and by what authority: never what
    was told, and no member's name. Writing it is recorded.
    """
    if file.exists() or file.is_symlink():
        raise BadFile([f"{file}: it is there already; choose a new name"])
    ground = lay_floor(Settings.from_environment(os.environ)).ground
    with ground.database.work() as work:
        rules, participant = ground.book.current(work), ParticipantRef(ref.upper())
        known = _REFERENCE.fullmatch(participant) and circle_of(work, ground.vault.rows, participant)
        if not known:
            raise UnknownReference("No participant has this reference.")
        lines = account_of(work, ground.vault.rows, participant)
        scene = Scene(work, ground.vault, ground.audit, rules, SlackUserId(OPERATOR), ground.now())
        scene.note(Verb.LOG_READ, (participant,), "exported")
        work.commit()  # recorded before anything leaves
    replace_private(file, as_csv(lines).encode())
    click.echo(f"{len(lines)} disclosures written. Hand the file over, then delete it here.")


def as_csv(lines: Sequence[Account]) -> str:
    """The account as CSV, the newest first; a cell that a spreadsheet would run gets a quote before it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    for line in lines:
        row = (
            rfc3339(line.at),
            line.agency.partition(":")[2],
            agency_kind(line.agency).value,
            line.role.value if line.role else "",
            ";".join(line.categories),
            line.purpose.value,
            line.basis.value,
            ";".join(day.isoformat() for day in line.signed_on),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return made.getvalue()


COMMANDS = (export,)
