"""JSON lines on stderr that cannot carry a detail: an allow-list of fields, each with its own shape."""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from models.errors import Unsafe

_LOUD = (
    *("slack_bolt", "slack_sdk", "sqlalchemy", "apscheduler", "aiohttp", "uvicorn", "asyncio", "alembic"),
    *("apprise", "requests", "urllib3"),
)
_CONSTANT = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_EVENT = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TYPE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")
_PLACE = re.compile(r"[A-Za-z0-9_.<>-]{1,80}:\d{1,7}")
_HEX = re.compile(r"[0-9a-f]{4,64}")
_METHOD = re.compile(r"[a-zA-Z]{2,30}(\.[a-zA-Z]{2,40}){0,4}")
_MOMENT = re.compile(r"[0-9TZ:.+-]{10,35}")

# Field -> the only form its text may have. What is not here, or looks otherwise, is left out and counted.
_TEXTS: Mapping[str, re.Pattern[str]] = {
    "event": _EVENT,
    "level": _CONSTANT,
    "ts": _MOMENT,
    "logger": re.compile(r"[A-Za-z0-9_.]{1,80}"),
    "error_id": _HEX,
    "error_type": _TYPE,
    "at": _PLACE,
    "kind": _CONSTANT,
    "method": _METHOD,
    "code": _CONSTANT,
    "tick": _CONSTANT,
    "outcome": _CONSTANT,
    "reason": _CONSTANT,
    "mode": _CONSTANT,
}
_NUMBERS = frozenset(
    {"status", "ms", "count", "seconds", "port", "attempt", "retry_after", "rows", "refused"}
)
_LARGEST_NUMBER = 999_999  # seven digits and more could be somebody's telephone or record number
_FLAGS = frozenset({"ok", "connected"})

Event = MutableMapping[str, Any]


def configure(level: str, stream: TextIO | None = None) -> None:
    """Set up logging for the whole process, other people's libraries included.

    Args:
        level: `INFO`, `WARNING` or `ERROR`.
        stream: where the lines go; stderr when left out.

    Raises:
        Unsafe: `DEBUG` was asked for, or a library stands at it.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None or number <= logging.DEBUG:
        raise Unsafe("The log level must be INFO, WARNING or ERROR: at DEBUG, libraries log message texts.")
    out = stream or sys.stderr
    structlog.configure(
        processors=[_add_level, _add_moment, only_allowed, structlog.processors.JSONRenderer(sort_keys=True)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,  # a logger made at import must still follow this configuration
    )
    handler = _ReducingHandler(out)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(number)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # else a record that cannot be formatted is printed with its arguments
    _take_over_hooks()
    refuse_debug()


def refuse_debug() -> None:
    """Look again, after the libraries were set up.

    Raises:
        Unsafe: a library's logger would pass on DEBUG records.
    """
    for name in _LOUD:
        if logging.getLogger(name).getEffectiveLevel() <= logging.DEBUG:
            raise Unsafe(f"The logger {name} stands at DEBUG, where it logs message texts. Set it to INFO.")
    for name, logger in list(logging.root.manager.loggerDict.items()):
        is_loud = name.partition(".")[0] in _LOUD
        if is_loud and isinstance(logger, logging.Logger) and 0 < logger.level <= logging.DEBUG:
            raise Unsafe(f"The logger {name} stands at DEBUG, where it logs message texts. Set it to INFO.")


def forbid_core_dumps() -> None:
    """A crash must not write the process's memory, keys included, to a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def only_allowed(logger: Any, name: str, event: Event) -> dict[str, Any]:
    """The structlog processor behind the promise: drops each field that is not listed or not in shape."""
    del logger, name
    kept = {key: value for key, value in event.items() if _fits(key, value)}
    dropped = len(event) - len(kept)
    if "event" not in kept:
        kept["event"] = "unnamed_event"
    if dropped:
        kept["dropped"] = dropped
    return kept


def _fits(key: str, value: object) -> bool:
    if key in _TEXTS:
        return isinstance(value, str) and _TEXTS[key].fullmatch(value) is not None
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return abs(value) <= _LARGEST_NUMBER
    return key in _FLAGS and isinstance(value, bool)


def _add_level(logger: Any, name: str, event: Event) -> Event:
    del logger
    event["level"] = name
    return event


def _add_moment(logger: Any, name: str, event: Event) -> Event:
    del logger, name
    event["ts"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


class _ReducingHandler(logging.Handler):
    """A library's record as logger, level and place; its message and arguments may hold anything."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        fields: Event = {
            "event": "library",
            "logger": record.name,
            "at": f"{record.filename}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0] is not None:
            fields["error_type"] = record.exc_info[0].__name__
        line = only_allowed(
            None, "", _add_moment(None, "", _add_level(None, record.levelname.lower(), fields))
        )
        self._stream.write(json.dumps(line, sort_keys=True) + "\n")
        self._stream.flush()


def _take_over_hooks() -> None:
    """Python's own last words print an exception's text: say its type and place instead."""

    def at_the_end(kind: type[BaseException], trouble: BaseException, trace: TracebackType | None) -> None:
        del trouble
        _last_words("unhandled", kind, trace)

    def in_a_thread(args: threading.ExceptHookArgs) -> None:
        _last_words("unhandled_in_thread", args.exc_type, args.exc_traceback)

    def unraisable(args: Any) -> None:
        _last_words("unraisable", args.exc_type, args.exc_traceback)

    sys.excepthook = at_the_end
    threading.excepthook = in_a_thread
    sys.unraisablehook = unraisable


def _last_words(event: str, kind: type[BaseException], trace: TracebackType | None) -> None:
    frames = traceback.extract_tb(trace)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown:0"
    say: Callable[..., Any] = structlog.get_logger("process").error
    say(event, error_type=kind.__name__, at=place)
