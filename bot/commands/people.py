"""`site import|show` and `members import|list|suspend`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import select

from bot.floor import Floor, lay_floor
from bot.settings import Settings
from models.acts.appoint import appoint
from models.acts.depart import depart, opened_lately
from models.acts.site_rules import adopt
from models.errors import NotOnRoster, Unsafe
from models.people import Member
from models.roster_file import read_roster_file
from models.schema import ReferralRef, SlackUserId
from models.site_file import read_site_file

_FILE = click.Path(path_type=Path, dir_okay=False)


def _floor() -> tuple[Settings, Floor]:
    settings = Settings.from_environment(os.environ)
    return settings, lay_floor(settings)


@click.group()
def site() -> None:
    """The site's rules: regions, rota, clocks, contacts."""


@site.command("import")
@click.argument("file", type=_FILE, required=False)
def import_site(file: Path | None) -> None:
    """Take a site file into force as a new version (by default the one LEADBOT_SITE names)."""
    settings, floor = _floor()
    rules = read_site_file(file or settings.site_file)
    ground = floor.ground
    with ground.database.work() as work:
        version = adopt(work, ground.vault, ground.audit, rules, ground.now())
        work.commit()
    floor.keys.ensure_epochs(ground.now(), rules.clocks.destroy_days)
    click.echo("Nothing changed." if version is None else f"Version {version} is in force.")


@site.command("show")
def show_site() -> None:
    """Print the rules in force."""
    _, floor = _floor()
    with floor.ground.database.look() as work:
        click.echo(floor.ground.book.current(work).model_dump_json(indent=2, by_alias=True))


@click.group()
def members() -> None:
    """The roster."""


@members.command("import")
@click.argument("file", type=_FILE)
def import_members(file: Path) -> None:
    """Add and change seats as the CSV file says; seats it does not name stay as they are."""
    _, floor = _floor()
    ground = floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        seats = read_roster_file(file, rules)
        done = appoint(work, ground.vault, ground.audit, rules, seats, ground.now())
        work.commit()
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged.")
    if done.suspended:
        click.echo(
            f"{done.suspended} suspended and left so: a new appointment begins with an active_from "
            "on or after the day of the suspension."
        )


@members.command("list")
def list_members() -> None:
    """Print the roster."""
    _, floor = _floor()
    ground = floor.ground
    with ground.database.look() as work:
        today = ground.book.current(work).today(ground.now())
        for member in work.session.scalars(select(Member).order_by(Member.agency, Member.slack_user_id)):
            standing = "active" if member.active_on(today) else "not active"
            held = standing if ground.vault.rows.row_holds(member) else "ALTERED, refused"
            places = member.regions or "all regions"
            click.echo(f"{member.slack_user_id}  {member.agency}  {member.roles}  {places}  {held}")


@members.command("suspend")
@click.argument("slack_user_id")
def suspend_member(slack_user_id: str) -> None:
    """End a member's access at once: the seat, everything handed out, views still open."""
    _, floor = _floor()
    ground, user = floor.ground, SlackUserId(slack_user_id)
    with ground.database.work() as work:
        try:
            rules = ground.book.current(work)
            gone = depart(work, ground.vault, ground.audit, rules, user, ground.now(), "operator")
        except NotOnRoster:
            raise Unsafe("Nobody on the roster has this id. See `leadbot members list`.") from None
        work.commit()
    click.echo(f"Suspended. {gone.taken_back} sealed items taken back.")
    click.echo(f"Open, with a part of theirs: {_listed(gone.still_open)}.")
    with ground.database.look() as work:
        opened = opened_lately(work, user, ground.now())
    click.echo(f"Opened by them in the last 90 days: {_listed(opened)}.")


def _listed(refs: Sequence[ReferralRef]) -> str:
    return ", ".join(refs) or "none"


COMMANDS = (site, members)
