"""A court's calendar as iCalendar: one event is one row, by DTSTART, SUMMARY, LOCATION and DESCRIPTION."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from icalendar import Calendar
from icalendar.cal import Component

from models.calendar_row import (
    LENGTH,
    CalendarFile,
    CalendarRow,
    Reading,
    RowKind,
    Wrong,
    court_named,
    whole_row,
)
from models.court_rules import Court
from models.deadlines import local_moment
from models.errors import BadFile

CASE_NUMBER = "X-LEAD-CASE-NUMBER"  # of an iCalendar event, where a court's export can name it
_NO_CALENDAR = "this is not iCalendar: it should begin with BEGIN:VCALENDAR"
_BORN = re.compile(
    r"(?:date of birth|born|dob)\s*[:=]?\s*([0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4})", re.IGNORECASE
)
_NUMBERED = re.compile(r"case (?:no\.?|number)\s*[:=]?\s*([A-Z0-9][A-Z0-9 .-]{2,40})", re.IGNORECASE)
_PIECES = re.compile(r"\s+[-|/]\s+|[;|]")
_AGAINST = re.compile(r"^.*\bvs?\.?\s+", re.IGNORECASE)


def read_ics(text: str, reading: Reading) -> CalendarFile:
    """Every event of an iCalendar text.

    Raises:
        BadFile: it is no iCalendar.
    """
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError):
        raise BadFile([_NO_CALENDAR]) from None
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise BadFile([_NO_CALENDAR])
    events = (event for calendar in calendars for event in calendar.walk("VEVENT"))
    rows, refused = [], []
    for number, event in enumerate(events, start=1):
        try:
            rows.append(_event(number, event, reading))
        except Wrong as wrong:
            refused.append(f"event {number}: {wrong}")
    return CalendarFile(tuple(rows), tuple(refused))


def _event(number: int, event: Component, reading: Reading) -> CalendarRow:
    if event.errors:
        raise Wrong("it cannot be read as an event")
    if "RRULE" in event:
        raise Wrong("it recurs: please export each day as an event of its own")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise Wrong("it is cancelled")
    court = _court_at(str(event.get("LOCATION", "")).strip(), reading)
    summary, more = str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))
    if len(summary) > LENGTH:
        raise Wrong(f"SUMMARY is longer than {LENGTH} characters")
    kinds = str(event.get("CATEGORIES", "")).lower()
    kind = RowKind.BOOKING if RowKind.BOOKING.value in kinds else RowKind.HEARING
    born = _BORN.search(more)
    name, found = _said(summary)
    named = str(event.get(CASE_NUMBER, "")).strip() or _first(_NUMBERED.search(more)) or found
    return whole_row(number, court, kind, _starts(event, court), name, _first(born), named[:LENGTH], reading)


def _starts(event: Component, court: Court) -> datetime | None:
    begins = event.get("DTSTART")
    at = getattr(begins, "dt", None)
    if not isinstance(at, datetime):  # none, or a whole day: a hearing has an hour
        return None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if begins.params.get("TZID"):
        raise Wrong("DTSTART: its time zone is not known")
    return local_moment(at.date(), at.time(), court.zone())


def _court_at(location: str, reading: Reading) -> Court:
    """LOCATION may be a court's code or name; anything else is a room, and the file's court counts."""
    by_name = (court for court in reading.rules.courts if location and location in {court.code, court.name})
    return next(by_name, None) or court_named("", reading)


def _said(summary: str) -> tuple[str, str]:
    """Name and number in a title such as `State v. Testperson, Zebulon - 26-0-00000-0`."""
    pieces = [piece.strip() for piece in _PIECES.split(summary) if piece.strip()]
    number = next((piece for piece in pieces if any(char.isdigit() for char in piece)), "")
    names = [piece for piece in pieces if piece != number]
    against = next((piece for piece in names if _AGAINST.match(piece)), names[0] if names else "")
    return _AGAINST.sub("", against), number


def _first(match: re.Match[str] | None) -> str:
    return match.group(1).strip() if match else ""
