"""What the bot says of its own next moments, in a file beside the practice clock that is only read here."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Moment:
    """One that is to come: seconds since the epoch, and what it is in a few words."""

    at: float
    words: str = ""


@dataclass(frozen=True)
class Said:
    """What stood in the file. `seen`: up to which moment the bot had looked; `due`: what it does next.

    `database` is the path of its SQLite file, or the address of its PostgreSQL.
    """

    seen: float = 0.0
    due: float | None = None
    roll_call: Moment | None = None
    reminder: Moment | None = None
    database: str = ""

    def has_done(self, moment: float) -> bool:
        """Whether nothing that fell due up to this moment still waits."""
        return self.seen >= moment and (self.due is None or self.due > self.seen)


ALONE = Said(seen=math.inf)  # no bot that says anything is no bot to wait for


class Moments:
    """The file. While it is not there (a site is being laid), the bot has said nothing."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def said(self) -> Said:
        """What stands there now."""
        if self._file is None:
            return ALONE
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return Said(
                float(found["seen"]),
                None if found["due"] is None else float(found["due"]),
                _moment(found["roll_call"]),
                _moment(found["reminder"]),
                str(found["database"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return Said()


def _moment(row: Any) -> Moment | None:
    return None if row is None else Moment(float(row["at"]), str(row["words"]))
