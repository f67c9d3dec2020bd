"""What one test's engine compiled serves the next test's too: a process in use compiles a statement once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.util import LRUCache, memoized_property

_PLAIN = (str, int, type(None), tuple)
_Kind = tuple[type[Dialect], frozenset[tuple[str, Hashable]]]
_KNOWN: dict[_Kind, tuple[Dialect, LRUCache[Any, Any]]] = {}


def share_statements() -> None:
    """From now on all engines of this process whose dialects say the same of themselves share one.

    SQLAlchemy keeps compiled statements by dialect, and every engine brings its own: with a fresh database
    for each test, half of all statements would be compiled again, which is a third of a test's time.
    """
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    own, engine = connection.dialect, connection.engine
    if "compiled_cache" in engine.get_execution_options():
        return
    dialect, compiled = _KNOWN.setdefault(_kind(own), (own, LRUCache(2000)))
    engine.dialect = connection.dialect = dialect
    engine.update_execution_options(compiled_cache=compiled)
    connection.execution_options(compiled_cache=compiled)


def _kind(dialect: Dialect) -> _Kind:
    """Everything plain that the dialect says of itself, without what it notes down while in use."""
    kind = type(dialect)
    said = {
        (name, value)
        for name, value in vars(dialect).items()
        if isinstance(value, _PLAIN) and not isinstance(getattr(kind, name, None), memoized_property)
    }
    return kind, frozenset(said)
