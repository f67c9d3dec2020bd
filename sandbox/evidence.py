"""What the database holds: the bot's SQLite file, opened to be read only, as rows and as bytes."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.recorder import Call
from sandbox.wire import Json, NotPossible

NO_FILE = (
    "The database of this practice is not a file on this machine that can be looked into. "
    "Started with `make run` it is."
)
SHORTEST = 3  # of a word that is looked for; shorter ones stand everywhere
_ENCODED_FROM = 6  # shorter ones stand in base64 and hex by chance
_MOST_PLACES = 12
_MOST_LINES = 12
_SHOWN_BYTES = 48


def look_for(file: str, word: str) -> Json:
    """Where a word stands in the file: `rows` in all, `places` as `table`, `column`, `count`, and `bytes`.

    `forms` counts it in the raw bytes of the file and its journal, as written and as it could be wrapped.

    Raises:
        NotPossible: there is no such file, or the word is too short.
    """
    wanted = word.strip()
    if len(wanted) < SHORTEST:
        raise NotPossible("too_short", f"Type at least {SHORTEST} letters.")
    places: dict[tuple[str, str], int] = {}
    rows = 0
    with _opened(file) as database:
        for table in _tables(database):
            for row in _rows(database, table):
                rows += 1
                for column, value in row.items():
                    if _holds(value, wanted):
                        places[table, column] = places.get((table, column), 0) + 1
    found = [{"table": table, "column": column, "count": count} for (table, column), count in places.items()]
    data = _bytes_of(Path(file))
    return {
        "ok": True,
        "rows": rows,
        "places": found[:_MOST_PLACES],
        "bytes": len(data),
        "forms": {name: data.count(form) for name, form in _forms(wanted)},
    }


def came_of(file: str, call: Call) -> Json:
    """What the bot wrote down around a call: `audit` lines, and `sealed` rows as they lie there, in hex.

    The bot's own seconds are whole ones: what it did in the same second for somebody else stands here, too.

    Raises:
        NotPossible: there is no such file.
    """
    since, until = _second(call.at), _second(call.at + call.ms / 1000 + 2)
    with _opened(file) as database:
        lines = database.execute(
            "SELECT at, actor, verb, objects, decision, digest FROM audit_events "
            "WHERE at BETWEEN ? AND ? ORDER BY seq LIMIT ?",
            (since, until, _MOST_LINES),
        ).fetchall()
        sealed = database.execute(
            "SELECT created, subject, category, nonce, details_sealed FROM envelopes "
            "WHERE created BETWEEN ? AND ? LIMIT ?",
            (since, until, _MOST_LINES),
        ).fetchall()
    return {
        "ok": True,
        "audit": [{name: _shown(row[name]) for name in row.keys()} for row in lines],  # noqa: SIM118 - a Row
        "sealed": [
            {name: _shown(row[name]) for name in row.keys()} | {"length": len(row["details_sealed"])}  # noqa: SIM118
            for row in sealed
        ],
    }


@contextmanager
def _opened(file: str) -> Iterator[sqlite3.Connection]:
    path = Path(file)
    if not file or not path.is_file():
        raise NotPossible("no_database", NO_FILE)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)) as database:
            database.row_factory = sqlite3.Row
            yield database
    except sqlite3.Error:
        raise NotPossible("no_database", NO_FILE) from None


def _tables(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [row["name"] for row in database.execute(query)]


def _rows(database: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    query = f'SELECT * FROM "{table}"'  # noqa: S608 - a name that the database itself gave
    return (dict(row) for row in database.execute(query))


def _holds(value: Any, word: str) -> bool:
    if isinstance(value, bytes):
        return word.lower().encode() in value.lower()
    return word.casefold() in str(value).casefold()


def _bytes_of(path: Path) -> bytes:
    """The file and the journal beside it."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return b"".join(one.read_bytes() for one in files if one.is_file())


def _forms(word: str) -> Iterator[tuple[str, bytes]]:
    plain = word.encode()
    yield "as typed", plain
    if len(plain) < _ENCODED_FROM:
        return
    yield "in hex", plain.hex().encode()
    yield "in two-byte letters", word.encode("utf-16-le")
    for shift in range(3):  # base64 differs by where in a group of three the word begins
        whole = base64.b64encode(b"\0" * shift + plain).rstrip(b"=")
        yield f"in base64 ({shift + 1} of 3)", whole[(0, 2, 3)[shift] : -1]


def _second(moment: float) -> str:
    """As the bot writes a moment: RFC 3339, UTC, whole seconds."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _shown(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    rest = f"… and {len(value) - _SHOWN_BYTES} bytes more" if len(value) > _SHOWN_BYTES else ""
    return value[:_SHOWN_BYTES].hex(" ") + rest
