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
            seconds = float(offset_file.read_text(encoding="ascii").strip() or "0")
        except (OSError, ValueError):
            seconds = 0.0  # no file yet: practice begins in the present
        return real_now() + timedelta(seconds=seconds)

    return practice_now
