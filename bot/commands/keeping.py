"""`keys new|list|verify` and `audit verify|checkpoint`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.clock_source import real_now
from bot.floor import lay_floor, open_audit, open_database, open_journal
from bot.settings import Settings
from models.audit_chain import AuditBroken
from models.errors import Unsafe
from models.keyring import FileKeyRing

_KINDS = ("grant", "hold", "dir", "consent", "rows")


@click.group()
def keys() -> None:
    """The key ring: outside the database, its folder and its backups."""


@keys.command("new")
@click.argument("kind", type=click.Choice(_KINDS), required=False)
def new_key(kind: str | None) -> None:
    """Make the key ring; with KIND, begin a rotation with the next key of that kind."""
    settings = Settings.from_environment(os.environ)
    settings.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if kind is None:
        if settings.keyring.exists():
            raise Unsafe("There is a key ring already. To rotate, name a kind: leadbot keys new grant.")
        FileKeyRing.create(settings.keyring, real_now())
        click.echo("The key ring is made. Keep a backup of it apart from the database's.")
        return
    ring = FileKeyRing.load(settings.keyring)
    click.echo(f"{ring.new(kind, real_now())} is active now.")  # type: ignore[arg-type]  # click checked it


@keys.command("list")
def list_keys() -> None:
    """Print every key's id, kind, state and birthday; never a secret."""
    ring = FileKeyRing.load(Settings.from_environment(os.environ).keyring)
    for key in ring.keys():  # noqa: SIM118 - a ring is no dictionary
        click.echo(f"{key.id}  {key.kind}  {key.state}  {key.created}")


@keys.command("verify")
def verify_keys() -> None:
    """Check the ring's file, its keys, the revocation journal, and that they belong to the database."""
    settings = Settings.from_environment(os.environ)
    ring = FileKeyRing.load(settings.keyring)
    problems = ring.verify()
    open_journal(settings, ring).verify()
    if problems:
        raise Unsafe("\n".join(problems))
    lay_floor(settings)
    click.echo("The key ring is sound and belongs to this database.")


@click.group()
def audit() -> None:
    """The audit log: a hash chain with signed heads."""


@audit.command("verify")
@click.option("--checkpoint", type=click.Path(path_type=Path, dir_okay=False), help="A head kept elsewhere.")
def verify_audit(checkpoint: Path | None) -> None:
    """Reread the whole log. 0 ok, 10 tampered, 11 truncated, 12 fork, 13 bad signature, 1 not checked."""
    settings = Settings.from_environment(os.environ)
    trail = open_audit(settings, FileKeyRing.load(settings.keyring))
    database = open_database(settings)
    verdict = trail.verify(database, checkpoint, _say_rows)
    database.close()
    click.echo(verdict.words, err=bool(verdict.code))
    raise click.exceptions.Exit(verdict.code)


@audit.command("checkpoint")
def checkpoint_audit() -> None:
    """Sign the log's head and print it, to be kept by somebody else."""
    floor = lay_floor(Settings.from_environment(os.environ))
    try:
        floor.ground.audit.checkpoint(floor.ground.database, real_now())
    except AuditBroken as broken:
        raise Unsafe(f"{broken} Run `leadbot audit verify`.") from None
    click.echo(floor.ground.audit.export_checkpoint())


def _say_rows(rows: int) -> None:
    """Progress on a terminal only; a script that reads stderr is not bothered."""
    if sys.stderr.isatty():
        click.echo(f"\r{rows} rows checked", nl=False, err=True)


COMMANDS = (keys, audit)
