"""A court's calendar or a jail's list as a file, CSV or iCalendar: each row is kept or refused for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from models.calendar_csv import read_csv
from models.calendar_ics import read_ics
from models.calendar_row import CalendarFile, Reading
from models.errors import BadFile
from models.site import SiteRules

_LARGEST = 50_000_000  # bytes: a county's calendar of a year has a fifth of that
_READERS: Mapping[str, Callable[[str, Reading], CalendarFile]] = {".csv": read_csv, ".ics": read_ics}
SUFFIXES = frozenset(_READERS)


def read_calendar(path: Path, rules: SiteRules, moment: datetime, court: str = "") -> CalendarFile:
    """Every row of a `.csv` or `.ics` file. `court`: the code for rows that name none.

    Raises:
        BadFile: the file as a whole cannot be read, or `court` is no court of the site.
    """
    if court and rules.court(court) is None:
        raise BadFile(["--court: no court of the site file has this code"])
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadFile(["the file's name must end in .csv or .ics"])
    return reader(_text_of(path), Reading(rules, moment, court))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile([f"the file is larger than {_LARGEST // 1_000_000} MB: please split it"])
        return path.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise BadFile([f"the file cannot be read ({type(trouble).__name__})"]) from None
    except UnicodeDecodeError:
        raise BadFile(["the file is not UTF-8: please export it as UTF-8"]) from None
