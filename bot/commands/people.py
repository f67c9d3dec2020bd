"""`site import|show` and `members import|list|suspend`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy import select

from bot.floor import Floor, lay_floor
from bot.incoming import COULD_NOT_LOOK, channels_private, guard_roster, guard_site, shown, site_warnings
from bot.settings import Settings
from handlers.deps import Ground
from models.acts.bring import Brought, Change, bring_rules, bring_seats
from models.acts.depart import depart, opened_lately
from models.acts.schedule_file import keep_file
from models.acts.vacancy import require_manager
from models.database import UnitOfWork
from models.errors import BadFile, LastManager, NotOnRoster, Unsafe
from models.people import Member
from models.proposal import OPERATOR
from models.roster_file import Seating, read_roster_file
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId
from models.site import SiteRules
from models.site_file import read_site_file

_FILE = click.Path(path_type=Path, dir_okay=False)
_NO_MANAGER = "this would leave the work group without an active project manager; appoint another one first"
_CONFIRM = "Two people of two agencies confirm it in Slack: /lead roster."


def _floor() -> tuple[Settings, Floor]:
    settings = Settings.from_environment(os.environ)
    return settings, lay_floor(settings)


def _scene(work: UnitOfWork, ground: Ground, rules: SiteRules) -> Scene:
    return Scene(work, ground.vault, ground.audit, rules, SlackUserId(OPERATOR), ground.now())


@click.group()
def site() -> None:
    """The site's rules: regions, rota, clocks, contacts."""


@site.command("import")
@click.argument("file", type=_FILE, required=False)
def import_site(file: Path | None) -> None:
    """Take a site file into force (by default the one LEADBOT_SITE names).

    On a site that has one, it waits for two people; a shorter view_hours applies at once.
    """
    settings, floor = _floor()
    rules = read_site_file(file or settings.site_file)
    guard_site(rules)
    if not channels_private(settings, rules):
        click.echo(COULD_NOT_LOOK, err=True)
    ground = floor.ground
    with ground.database.work() as work:
        try:
            now = ground.book.current(work)
        except Unsafe:  # none yet, or the row was altered: the file is the mend
            now = None
        version, rest = bring_rules(_scene(work, ground, now or rules), rules, now)
        if version is not None:
            keep_file(_scene(work, ground, ground.book.current(work)))
        work.commit()
    for line in site_warnings(ground, rules):
        click.echo(line, err=True)
    floor.keys.ensure_epochs(ground.now(), rules.clocks.destroy_days)
    if version is not None:
        click.echo(f"Version {version} is in force.")
    if rest is Change.UNCHANGED:
        click.echo("Nothing changed.")
    elif rest is Change.PROPOSED:
        click.echo(f"What the file changes waits. {_CONFIRM}")
    elif rest is Change.WAITING:
        click.echo(f"What the file changes waits already; nothing was added. {_CONFIRM}")


@site.command("show")
def show_site() -> None:
    """Print the rules in force."""
    _, floor = _floor()
    with floor.ground.database.look() as work:
        click.echo(shown(floor.ground.book.current(work)).model_dump_json(indent=2, by_alias=True))


@click.group()
def members() -> None:
    """The roster."""


@members.command("import")
@click.argument("file", type=_FILE)
def import_members(file: Path) -> None:
    """Add and change seats as the CSV file says; seats it does not name stay as they are.

    On a site with a roster, what takes away applies at once; what grants waits for two people.
    """
    _, floor = _floor()
    ground = floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        seats = read_roster_file(file, rules)
        guard_roster(seats)
        try:
            done = bring_seats(_scene(work, ground, rules), seats)
        except LastManager as last:
            raise BadFile([_where(file, seats, last)]) from None
        work.commit()
    for line in _told(done):
        click.echo(line)


def _where(file: Path, seats: Sequence[Seating], last: LastManager) -> str:
    line = next((seat.line for seat in seats if seat.user == last.user), 1)
    return f"{file}:{line}: roles: {_NO_MANAGER}"


def _told(done: Brought) -> Iterator[str]:
    counts = done.counts
    if done.at_once:
        added, changed, same = (counts[one] for one in (Change.ADDED, Change.CHANGED, Change.UNCHANGED))
        yield f"{added} added, {changed} changed, {same} unchanged."
    else:
        yield (
            f"Taken away at once: {counts[Change.NARROWED]} narrowed, {counts[Change.ENDED]} ended. "
            f"Unchanged: {counts[Change.UNCHANGED]}."
        )
        yield f"Waiting for two people: {counts[Change.PROPOSED]} new, {counts[Change.WAITING]} already."
        if counts[Change.PROPOSED] + counts[Change.WAITING]:
            yield _CONFIRM
    if counts[Change.SUSPENDED]:
        yield (
            f"{counts[Change.SUSPENDED]} suspended and left so: a new appointment begins with an active_from "
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
            today = rules.today(ground.now())
            require_manager(work, ground.vault.rows, today, {user: None})
            gone = depart(work, ground.vault, ground.audit, rules, user, ground.now(), OPERATOR)
        except NotOnRoster:
            raise Unsafe("Nobody on the roster has this id. See `leadbot members list`.") from None
        except LastManager:
            raise Unsafe(f"Nothing was changed: {_NO_MANAGER}.") from None
        work.commit()
    click.echo(f"Suspended. {gone.taken_back} sealed items taken back.")
    click.echo(f"Open, with a part of theirs: {_listed(gone.still_open)}.")
    with ground.database.look() as work:
        opened = opened_lately(work, user, ground.now())
    click.echo(f"Opened by them in the last 90 days: {_listed(opened)}.")


def _listed(refs: Sequence[ReferralRef]) -> str:
    return ", ".join(refs) or "none"


COMMANDS = (site, members)
