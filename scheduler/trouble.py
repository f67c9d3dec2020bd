"""What is said about an exception that was caught on purpose: its type and place, never its text."""

from __future__ import annotations

import secrets
import traceback
from pathlib import Path

import structlog

_log = structlog.get_logger("scheduler")


def report(event: str, trouble: BaseException, **fields: str | int) -> str:
    """Log `event` under a new error id, which is returned; never the exception's own text."""
    error_id = secrets.token_hex(4)
    _log.error(event, error_id=error_id, error_type=type(trouble).__name__, at=_place(trouble), **fields)
    return error_id


def _place(trouble: BaseException) -> str:
    """`file.py:123` of the innermost frame; `unknown:0` when it was never raised."""
    frames = traceback.extract_tb(trouble.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown:0"
