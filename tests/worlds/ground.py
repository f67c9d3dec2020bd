"""One seeded site, laid once for each database and copied for every world: same keys, roster and moment."""

from __future__ import annotations

import atexit
import functools
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.floor import lay_floor, open_database
from bot.practice import SITE
from bot.settings import Settings
from models.acts.appoint import appoint
from models.acts.site_rules import adopt
from models.keyring import FileKeyRing
from models.migrations.steps import upgrade
from models.roster_file import read_roster_file
from models.site_file import read_site_file
from tests.databases import _server_url
from tests.handlers.harbor import TEAM, Harbor, SetTime, settings_in

BEGIN = datetime(2026, 9, 15, 19, tzinfo=UTC)  # noon in Lantern Harbor, a Tuesday


@contextmanager
def copied_site(kind: str, folder: Path) -> Iterator[Harbor]:
    """A Lantern Harbor of one world's own, on "sqlite" or "postgresql"; it is `BEGIN` there."""
    template = _template(kind)
    home = folder / "harbor"
    shutil.copytree(template, home)
    with _copied_url(kind, home, template.name) as url:
        floor = lay_floor(_settings(home, url), team_id=TEAM)
        time, rung = SetTime(), list[str]()
        time.moment = BEGIN
        ground = replace(floor.ground, now=time, wake=lambda: rung.append("woken"))
        try:
            yield Harbor(home, floor, ground, time, rung)
        finally:
            ground.database.close()


@functools.cache
def _template(kind: str) -> Path:
    """The folder the copies are made of; on PostgreSQL a database of the folder's name belongs to it."""
    folder = Path(tempfile.gettempdir()) / f"worlds_{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = _sqlite_url(folder)
    if kind == "postgresql":
        _administer(f"CREATE DATABASE {folder.name}")
        url = _url_of(folder.name)
    settings = _settings(folder, url)
    settings.keyring.parent.mkdir(mode=0o700)
    database = open_database(settings)
    upgrade(database)
    database.close()
    FileKeyRing.create(settings.keyring, BEGIN)
    _seat_everybody(settings)
    return folder


def _seat_everybody(settings: Settings) -> None:
    floor = lay_floor(settings, team_id=TEAM)
    ground = floor.ground
    with ground.database.work() as work:
        rules = read_site_file(SITE / "site.toml")
        adopt(work, ground.vault, ground.audit, rules, BEGIN)
        appoint(work, ground.vault, ground.audit, rules, read_roster_file(SITE / "members.csv", rules), BEGIN)
        work.commit()
    floor.keys.ensure_epochs(BEGIN, rules.clocks.destroy_days)
    ground.database.close()


@contextmanager
def _copied_url(kind: str, home: Path, template: str) -> Iterator[str]:
    if kind == "sqlite":
        yield _sqlite_url(home)
        return
    name = f"w{secrets.token_hex(6)}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _url_of(name)
    _administer(f"DROP DATABASE {name} WITH (FORCE)")


def _settings(home: Path, url: str) -> Settings:
    return settings_in(home, LEADBOT_DATABASE_URL=url)


def _sqlite_url(home: Path) -> str:
    return f"sqlite:///{home / 'data' / 'leadbot.db'}"


def _url_of(name: str) -> str:
    return make_url(_server_url()).set(database=name).render_as_string(hide_password=False)


def _administer(statement: str) -> None:
    admin = create_engine(_server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
