"""What time it is: the real clock, or in practice the real clock plus an offset that a file holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def real_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def clock_of(offset_file: Path | None) -> Callable[[], datetime]:
    """The clock everything is judged by; leases and signatures use `real_now` instead."""
    if offset_file is None:
        return real_now

    def practice_now() -> datetime:
        try:
            offset = timedelta(seconds=float(offset_file.read_text(encoding="ascii").strip() or "0"))
            return real_now() + offset
        except (OSError, ValueError, OverflowError):
            return real_now()  # no file yet, or no number in it: practice begins in the present

    return practice_now
