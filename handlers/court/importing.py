"""A court's file taken in: read beside everything else, then written shortly; only counts come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handlers.deps import Ground
from models.acts.calendars import look, write_down
from models.calendar_file import read_calendar
from models.schema import SlackUserId


@dataclass(frozen=True)
class Tally:
    """What became of a file: rows read, and line and reason of each that was refused.

    Nothing here says how many rows were anybody's: whoever imports would learn who is known.
    """

    rows: int
    refused: tuple[str, ...]


def _nobody_listens(done: int, whole: int) -> None:
    del done, whole


class CalendarImport:
    """Takes court calendars and jail lists in."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def take(
        self,
        user: SlackUserId,
        path: Path,
        court: str = "",
        heard: Callable[[int, int], object] = _nobody_listens,
    ) -> Tally:
        """Read the file, hold its rows against who is known, hand over what may be theirs, drop the rest.

        Holding them against everybody holds no lock. `heard`: told how many of how many rows were looked at.

        Raises:
            BadFile: nothing of it could be read.
            StorageUnavailable, Unsafe: nothing was kept; the same file can be taken again.
        """
        ground = self._ground
        with ground.database.look() as work:
            file = read_calendar(path, ground.book.current(work), ground.now(), court)
            found = look(ground.scene(work, user), file.rows, lambda done: heard(done, len(file.rows)))
        with ground.database.work() as work:
            write_down(ground.scene(work, user), file, found)
            work.commit()
        ground.wake()
        return Tally(len(file.rows), file.refused)
