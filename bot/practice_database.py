"""Where the rows of a practice site lie: a file in its folder, or a schema of its own on a PostgreSQL."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.engine import make_url


def emptied(home: Path, wanted: str | None) -> str:
    """The address of a database for a fresh site: `wanted`, or else a file in `home`.

    On PostgreSQL the site has a schema named after the folder and after where that lies, since two people
    may share a server. That alone is dropped and made anew: whatever else stands in the database is nothing
    of practice's, and stays.

    Raises:
        SQLAlchemyError: the server does not answer, or lets nobody make a schema.
    """
    if wanted is None:
        return f"sqlite:///{home / 'data' / 'leadbot.db'}"
    address = make_url(wanted)
    if address.get_backend_name() != "postgresql":
        return wanted
    schema = _schema_of(home)
    _make_anew(address, schema)
    given = address.query.get("options", "")
    options = " ".join((*([given] if isinstance(given, str) else given), f"-csearch_path={schema}")).strip()
    return address.update_query_dict({"options": options}).render_as_string(hide_password=False)


def looked_into(address: URL) -> str:
    """How the workspace finds it, which only reads there: a file's path, or an address as libpq takes it."""
    if address.get_backend_name() == "sqlite":
        return str(Path(address.database or "").resolve())
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


def _schema_of(home: Path) -> str:
    """At most 63 letters, which is as long as PostgreSQL lets a name be."""
    where = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:8]
    return f"leadbot_{re.sub('[^a-z0-9]', '_', home.name.lower())[:40]}_{where}"


def _make_anew(address: URL, schema: str) -> None:
    engine = create_engine(address, hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
            connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    finally:
        engine.dispose()
