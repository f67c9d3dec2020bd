"""A database as it is looked into, and never written to: a SQLite file, or the tables of a PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

_WAIT_SECONDS = 2
_PAGE = 1000


class OutOfReach(Exception):
    """There is no such database, or it does not answer."""


class Holdings(Protocol):
    """What both kinds can tell. `searched`: what `data` is, in a few words."""

    searched: str

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row of one of them."""

    def asked(self, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        """A query's rows; its values are marked `?`."""

    def data(self) -> bytes:
        """The bytes, as they lie there."""


@contextmanager
def opened(address: str) -> Iterator[Holdings]:
    """Open a file's path, or an address that begins with `postgresql:`, to be read only.

    Raises:
        OutOfReach: it cannot be looked into.
    """
    try:
        if address.startswith("postgresql:"):
            with psycopg.connect(address, connect_timeout=_WAIT_SECONDS, row_factory=dict_row) as server:
                server.read_only = True
                yield _Server(server)
            return
        path = Path(address)
        if not address or not path.is_file():
            raise OutOfReach
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)) as file:
            file.row_factory = sqlite3.Row
            yield _File(path, file)
    except (sqlite3.Error, psycopg.Error):
        raise OutOfReach from None


class _File:
    searched = "its file"

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path = path
        self._database = database

    def tables(self) -> list[str]:
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [row["name"] for row in self._database.execute(query)]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        query = f'SELECT * FROM "{table}"'  # noqa: S608 - a name that the database itself gave
        return (dict(row) for row in self._database.execute(query))

    def asked(self, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [dict(row) for row in self._database.execute(query, values)]

    def data(self) -> bytes:
        """The file, and the journal beside it."""
        files = (self._path, self._path.with_name(f"{self._path.name}-wal"))
        return b"".join(one.read_bytes() for one in files if one.is_file())


class _Server:
    searched = "its rows, as the server keeps them"

    def __init__(self, database: psycopg.Connection[dict[str, Any]]) -> None:
        self._database = database
        for kind in ("json", "jsonb"):
            database.adapters.register_loader(kind, TextLoader)  # searched as it is written

    def tables(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        return [row["tablename"] for row in self._database.execute(query)]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        with self._database.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
            while page := cursor.fetchmany(_PAGE):
                yield from page

    def asked(self, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        return self._database.execute(query.replace("?", "%s").encode(), values).fetchall()

    def data(self) -> bytes:
        """Every row in the server's own binary writing: its files are out of a client's reach."""
        return b"".join(self._written(table) for table in self.tables())

    def _written(self, table: str) -> bytes:
        query = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self._database.cursor() as cursor, cursor.copy(query) as copy:
            return b"".join(bytes(part) for part in copy)
