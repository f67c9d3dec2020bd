"""`policy show` and `doctor`."""

from __future__ import annotations

import os

import click

from bot.doctor import examine
from bot.settings import Settings
from models.access import ACTS, doors_table, table


@click.group()
def policy() -> None:
    """Who may do and open what."""


@policy.command("show")
def show_policy() -> None:
    """Print the need-to-know table. What is not in it is refused."""
    click.echo("Openings (basis | role | categories | when)")
    for row in table():
        click.echo("  " + " | ".join(row))
    click.echo("Doors (door | roles that may refer through it)")
    for door, roles in doors_table():
        click.echo(f"  {door} | {roles}")
    click.echo("Acts on a referral that was handed to you (act | roles)")
    for act, who in ACTS.items():
        click.echo(f"  {act.value} | {', '.join(sorted(who))}")


@click.command()
def doctor() -> None:
    """Examine the set-up, and say how to mend each fault."""
    sound = True
    for finding in examine(Settings.from_environment(os.environ)):
        click.echo(f"{'ok ' if finding.ok else 'NO '} {finding.what}")
        if not finding.ok:
            click.echo(f"    {finding.mend}")
        sound = sound and finding.ok
    raise click.exceptions.Exit(0 if sound else 1)


COMMANDS = (policy, doctor)
