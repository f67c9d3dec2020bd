"""`policy show` and `doctor`."""

from __future__ import annotations

import os

import click

from bot.doctor import examine
from bot.settings import Settings
from models.access import conditions_table, denials_table, matrix_table
from models.duties import ACTS, beside_the_team_table, doors_table, duties_table


@click.group()
def policy() -> None:
    """Who may do and open what."""


@policy.command("show")
def show_policy() -> None:
    """Print the need-to-know table. What is not in it opens for nobody."""
    click.echo("Need to know (O own, R referral, T care team, S sealed item under a live release, - never)")
    for row in matrix_table():
        click.echo("  " + " | ".join(row))
    click.echo("Conditions (basis | role | when, all of it)")
    for line in conditions_table():
        click.echo("  " + " | ".join(line))
    click.echo("Denials that nothing overrides")
    for denial in denials_table():
        click.echo(f"  {denial}")
    click.echo("Doors (door | roles that may refer through it)")
    for door, roles in doors_table():
        click.echo(f"  {door} | {roles}")
    click.echo("Duties for a participant, on top of being on the care team (duty | roles)")
    for duty, roles in duties_table():
        click.echo(f"  {duty} | {roles}")
    click.echo("Beside the team: by reference, without names, and whoever's participant it is (duty | roles)")
    for duty, roles in beside_the_team_table():
        click.echo(f"  {duty} | {roles}")
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
