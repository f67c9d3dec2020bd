"""What the database holds: a word looked for in its rows and bytes, and what was written around a call."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sandbox.holdings import Holdings, OutOfReach, opened
from sandbox.recorder import Call
from sandbox.wire import Json, NotPossible

NO_FILE = (
    "The database of this practice cannot be looked into from here. Started with `make run`, or on a "
    "PostgreSQL, it can."
)
SHORTEST = 3  # of a word that is looked for; shorter ones stand everywhere
_ENCODED_FROM = 6  # shorter ones stand in base64 and hex by chance
_MOST_PLACES = 12
_MOST_LINES = 12
_SHOWN_BYTES = 48
_ESCAPED = re.compile(r'\\+(?:u([0-9a-fA-F]{4})|(["/]))')  # by JSON, also by JSON within JSON


def look_for(address: str, word: str) -> Json:
    """Where a word stands in the database: `rows` in all, `places` as `table`, `column`, `count`, `bytes`.

    `forms` counts it in the raw bytes (`searched` says of what), as written and as it could be wrapped.

    Raises:
        NotPossible: there is no such database, or the word is too short.
    """
    wanted = word.strip()
    if len(wanted) < SHORTEST:
        raise NotPossible("too_short", f"Type at least {SHORTEST} letters.")
    places: dict[tuple[str, str], int] = {}
    rows = 0
    with _looked_into(address) as held:
        for table in held.tables():
            for row in held.rows(table):
                rows += 1
                for column, value in row.items():
                    if _holds(value, wanted):
                        places[table, column] = places.get((table, column), 0) + 1
        data, searched = held.data(), held.searched
    found = [{"table": table, "column": column, "count": count} for (table, column), count in places.items()]
    return {
        "ok": True,
        "rows": rows,
        "places": found[:_MOST_PLACES],
        "bytes": len(data),
        "searched": searched,
        "forms": {name: data.count(form) for name, form in _forms(wanted)},
    }


def came_of(address: str, call: Call) -> Json:
    """What the bot wrote down around a call: `audit` lines, and `sealed` rows as they lie there, in hex.

    The bot's own seconds are whole ones: what it did in the same second for somebody else stands here, too.

    Raises:
        NotPossible: there is no such database.
    """
    since, until = _second(call.at), _second(call.at + call.ms / 1000 + 2)
    with _looked_into(address) as held:
        lines = held.asked(
            "SELECT at, actor, verb, objects, decision, digest FROM audit_events "
            "WHERE at BETWEEN ? AND ? ORDER BY seq LIMIT ?",
            (since, until, _MOST_LINES),
        )
        sealed = held.asked(
            "SELECT created, subject, category, nonce, details_sealed FROM envelopes "
            "WHERE created BETWEEN ? AND ? LIMIT ?",
            (since, until, _MOST_LINES),
        )
    return {
        "ok": True,
        "audit": [{name: _shown(value) for name, value in row.items()} for row in lines],
        "sealed": [
            {name: _shown(value) for name, value in row.items()} | {"length": len(row["details_sealed"])}
            for row in sealed
        ],
    }


@contextmanager
def _looked_into(address: str) -> Iterator[Holdings]:
    try:
        with opened(address) as held:
            yield held
    except OutOfReach:
        raise NotPossible("no_database", NO_FILE) from None


def _holds(value: Any, word: str) -> bool:
    if isinstance(value, bytes):
        return word.lower().encode() in value.lower()
    text, wanted = str(value), _folded(word)
    return wanted in _folded(text) or ("\\" in text and wanted in _folded(_unescaped(text)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)) if hit[1] else hit[2], text)
    # Beyond the first plane JSON writes two halves of a letter.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _forms(word: str) -> Iterator[tuple[str, bytes]]:
    plain = word.encode()
    yield "as typed", plain
    if len(plain) < _ENCODED_FROM:
        return
    escaped = json.dumps(word)[1:-1].encode()
    if escaped != plain:
        yield "in JSON's escapes", escaped
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
