"""Practice time: real time plus an offset that a file may hold, and message timestamps that never repeat."""

import os
import threading
import time
from pathlib import Path


class PracticeClock:
    """Tells the workspace's time. Signatures and time limits use real time and never come here."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._seen: tuple[int, int] = (0, 0)
        self._offset = 0.0
        self._last_micros = 0
        self._lock = threading.Lock()

    @property
    def can_move(self) -> bool:
        """Whether somebody else reads the file: without one, time is the time on the wall."""
        return self._file is not None

    @property
    def ahead(self) -> float:
        """Seconds by which practice time is ahead of the time on the wall."""
        return self._current_offset()

    def now(self) -> float:
        """Seconds since the epoch, in practice time."""
        return time.time() + self._current_offset()

    def stamp(self) -> str:
        """A new message timestamp, `seconds.micros`, later than every one before it."""
        with self._lock:
            micros = max(int(self.now() * 1_000_000), self._last_micros + 1)
            self._last_micros = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def move_to(self, moment: float) -> None:
        """Make it this moment (seconds since the epoch) for whoever reads the file; never an earlier one.

        Raises:
            OSError: there is no file, or it cannot be written.
        """
        if self._file is None:
            raise FileNotFoundError("practice time has no file")
        offset = max(moment - time.time(), self._current_offset())
        half = self._file.with_suffix(".half-moved")
        half.write_text(f"{offset:.3f}", encoding="ascii")
        os.replace(half, self._file)  # noqa: PTH105 - whoever reads it sees the old offset or the new one, whole

    def _current_offset(self) -> float:
        if self._file is None:
            return 0.0
        try:
            status = self._file.stat()
            seen = (status.st_mtime_ns, status.st_size)
            if seen != self._seen:
                self._offset = float(self._file.read_text(encoding="ascii").strip() or "0")
                self._seen = seen
        except (OSError, ValueError):
            # Missing, or half written by whoever moves the clock: keep the offset known last.
            return self._offset
        return self._offset
