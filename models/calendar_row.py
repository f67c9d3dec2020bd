"""One row of a court's calendar or jail list, and what makes one unreadable; no word of it is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.court_rules import Court
from models.sensitive import Sensitive
from models.site import SiteRules

LENGTH = 200


class RowKind(StrEnum):
    """What a row says: somebody is to be heard, or somebody was booked."""

    HEARING = "hearing"
    BOOKING = "booking"


@dataclass(frozen=True, repr=False)
class CalendarRow:
    """One row. `at`: an aware moment in UTC, of the hearing or (if it is known) of the booking."""

    line: int
    court: str
    kind: RowKind
    at: datetime | None
    name: Sensitive
    born: Sensitive
    number: Sensitive

    @property
    def hearing_at(self) -> datetime | None:
        """When somebody is to be heard; a booking has no hearing yet."""
        return self.at if self.kind is RowKind.HEARING else None


@dataclass(frozen=True, repr=False)
class CalendarFile:
    """What was read. `refused`: line and reason of each row that was not; nothing of what stood there."""

    rows: tuple[CalendarRow, ...]
    refused: tuple[str, ...]


class Wrong(Exception):
    """A row cannot be read; the text says why and repeats nothing of it."""


@dataclass(frozen=True)
class Reading:
    """By which rules, at which moment, and for which court (a code) where a row names none."""

    rules: SiteRules
    moment: datetime
    court: str


def whole_row(
    line: int,
    court: Court,
    kind: RowKind,
    at: datetime | None,
    name: str,
    born: str,
    number: str,
    reading: Reading,
) -> CalendarRow:
    """The row, if it says who and when.

    Raises:
        Wrong: it does not, or the hearing is over.
    """
    if not name and not number:
        raise Wrong("name, case_number: at least one of the two")
    if kind is RowKind.HEARING and at is None:
        raise Wrong("starts_at: a hearing needs its day and hour")
    if kind is RowKind.HEARING and at is not None and at <= reading.moment:
        raise Wrong("starts_at: this hearing is over")
    return CalendarRow(line, court.code, kind, at, Sensitive(name), Sensitive(born), Sensitive(number))


def court_named(code: str, reading: Reading) -> Court:
    """The court of this code, or the one that the whole file is of.

    Raises:
        Wrong: neither is a court of the site.
    """
    court = reading.rules.court(code or reading.court)
    if court is None:
        raise Wrong("court: no court of the site file has this code" if code else "court: none is named")
    return court
