"""As many rows in as many tables as one submission of ours writes, kept in one durable commit."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, LargeBinary, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# Table -> rows of one submission of an arrest diversion, sealed for the author and the first on call. The
# harness counts ours before it measures and stops when the two differ.
ROWS = {
    "referrals": 1,
    "envelopes": 1,
    "custody_wraps": 1,
    "sealed_items": 2,
    "grants": 2,
    "audit_events": 1,
    "notices": 2,
    "replays": 1,
    "due_steps": 7,
}
_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA busy_timeout=5000")
_COLUMNS = ("id", "subject", "kind", "who", "at", "data")


class PlainBase(DeclarativeBase):
    """The tables of the bare contenders."""


class _Row:
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime)
    data: Mapped[bytes] = mapped_column(LargeBinary)


TABLES: dict[str, Any] = {
    name: type(f"Plain_{name}", (_Row, PlainBase), {"__tablename__": name, "__module__": __name__})
    for name in ROWS
}


def new_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, columns) of each row; the bytes are about as many as a wrap or a MAC has."""
    subject, at = f"R-{secrets.token_hex(3)}", datetime.now(UTC).replace(tzinfo=None)
    for name, count in ROWS.items():
        for _ in range(count):
            values = (secrets.token_hex(16), subject, "plain", "UQUILL001", at, secrets.token_bytes(60))
            yield name, dict(zip(_COLUMNS, values, strict=True))


def plain_engine(file: Path) -> Engine:
    """SQLAlchemy on SQLite, WAL and FULL as ours."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        del record
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    PlainBase.metadata.create_all(engine)
    return engine


def commit_mapped(engine: Engine) -> None:
    """One ORM commit, as one writes it: make the objects, add them, commit."""
    with Session(engine) as session:
        session.add_all(TABLES[name](**values) for name, values in new_rows())
        session.commit()


def raw_connection(file: Path) -> sqlite3.Connection:
    """The standard library's, on the same tables."""
    plain_engine(file).dispose()
    link = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        link.execute(pragma)
    return link


def commit_raw(link: sqlite3.Connection) -> None:
    """The same rows without anything between: one statement a table."""
    by_table: dict[str, list[tuple[Any, ...]]] = {}
    for name, values in new_rows():
        row = tuple(v.isoformat() if isinstance(v, datetime) else v for v in values.values())
        by_table.setdefault(name, []).append(row)
    link.execute("BEGIN IMMEDIATE")
    for name, rows in by_table.items():
        link.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - names of our own
    link.execute("COMMIT")
