"""The watched folder: court files put there are taken in one a beat, then moved to `done/` or `refused/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from handlers.court.importing import CalendarImport
from handlers.deps import Ground
from models.acts.chain import BOT
from models.calendar_file import SUFFIXES
from models.errors import BadFile, Unsafe

DONE, REFUSED = "done", "refused"
_SETTLED = timedelta(seconds=10)  # a file that was written to more lately may not be whole yet
_log = structlog.get_logger("calendars")


class CalendarFolder:
    """Looks for files in the folder, and in those of its folders that bear a court's code.

    What lies in `superior/` is of the court `superior` where its rows name none. The log has counts only;
    which rows were refused, and why, stands in a text file beside the moved one, without their content.
    """

    def __init__(self, ground: Ground, folder: Path, clock: Callable[[], datetime]) -> None:
        """`clock`: the real time, by which the file system keeps its own.

        Raises:
            Unsafe: there is no such folder.
        """
        if not folder.is_dir():
            raise Unsafe("LEADBOT_CALENDARS names no folder. Make it, or leave the name unset.")
        self._taking = CalendarImport(ground)
        self._ground = ground
        self._folder = folder
        self._clock = clock

    def beat(self) -> None:
        """Take the next file in, if one waits.

        A kill between the reading and the moving has it read again, which changes nothing.

        Raises:
            StorageUnavailable, Unsafe: nothing was kept; the file is taken at a later beat.
        """
        waiting = next(self._waiting(), None)
        if waiting is None:
            return
        path, court = waiting
        try:
            tally = self._taking.take(BOT, path, court)
        except BadFile as bad:
            _move(path, REFUSED, bad.problems)
            _log.warning("calendar_refused", code=bad.code)
            return
        _move(path, DONE, tally.refused)
        _log.info("calendar_read", rows=tally.rows, refused=len(tally.refused))

    def _waiting(self) -> Iterator[tuple[Path, str]]:
        """Files that are whole, each with the court of its folder; the first by name."""
        with self._ground.database.look() as work:
            codes = [court.code for court in self._ground.book.current(work).courts]
        for folder, court in ((self._folder, ""), *((self._folder / code, code) for code in codes)):
            if folder.is_dir() and not folder.is_symlink():
                yield from ((path, court) for path in sorted(folder.iterdir()) if self._is_ready(path))

    def _is_ready(self, path: Path) -> bool:
        if path.suffix.lower() not in SUFFIXES or path.is_symlink() or not path.is_file():
            return False
        return path.stat().st_mtime <= (self._clock() - _SETTLED).timestamp()


def _move(path: Path, where: str, problems: tuple[str, ...] | list[str]) -> None:
    folder = path.parent / where
    folder.mkdir(mode=0o700, exist_ok=True)
    target = _free(folder, path.name)
    path.replace(target)
    if problems:
        target.with_name(f"{target.name}.refused.txt").write_text(
            "\n".join([*problems, ""]), encoding="utf-8"
        )


def _free(folder: Path, name: str) -> Path:
    """A name that no earlier file has."""
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{number}-{name}"
    return target
