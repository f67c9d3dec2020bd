"""A court's calendar or a jail's list as CSV: documented columns, the court's own clock, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

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

COLUMNS = ("court", "starts_at", "date", "time", "name", "date_of_birth", "case_number", "kind")
_NEEDED = frozenset({"name", "case_number", "kind"})
_DAYS = ("%Y-%m-%d", "%m/%d/%Y")
_HOURS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p")


def read_csv(text: str, reading: Reading) -> CalendarFile:
    """Every row of a CSV text.

    Raises:
        BadFile: its first line does not name the columns, or it is no CSV.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = {(name or "").strip().lower() for name in reader.fieldnames or ()}
        if not header >= _NEEDED or not header & {"starts_at", "date"}:
            raise BadFile([f"line 1: the first line must name the columns: {', '.join(COLUMNS)}"])
        return _collected(_csv_rows(reader), reading)
    except csv.Error:
        raise BadFile([f"line {reader.line_num}: this is not CSV: look at its quotation marks"]) from None


def _csv_rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for row in reader:
        yield reader.line_num, {(name or "").strip().lower(): value for name, value in row.items()}


def _collected(found: Iterable[tuple[int, Mapping[str, Any]]], reading: Reading) -> CalendarFile:
    rows, refused = [], []
    for line, row in found:
        try:
            rows.append(_row(line, row, reading))
        except Wrong as wrong:
            refused.append(f"line {line}: {wrong}")
    return CalendarFile(tuple(rows), tuple(refused))


def _row(line: int, row: Mapping[str, Any], reading: Reading) -> CalendarRow:
    if not all(isinstance(text, str) for text in row.values()):
        raise Wrong("the number of fields differs from the first line's")
    said = {name: text.strip() for name, text in row.items()}
    if any(len(said.get(name, "")) > LENGTH for name in COLUMNS):
        raise Wrong(f"a field is longer than {LENGTH} characters")
    court = court_named(said.get("court", ""), reading)
    try:
        kind = RowKind(said.get("kind", "").lower() or RowKind.HEARING)
    except ValueError:
        raise Wrong("kind: hearing or booking") from None
    born = said.get("date_of_birth", "")
    if born:
        _day(born, "date_of_birth")
    return whole_row(
        line, court, kind, _moment(said, court), said.get("name", ""), born, said["case_number"], reading
    )


def _moment(said: Mapping[str, str], court: Court) -> datetime | None:
    """`starts_at`, or `date` and `time`, by the court's clock unless an offset is written with it."""
    whole = said.get("starts_at", "")
    if whole:
        try:
            read = datetime.fromisoformat(whole)
        except ValueError:
            read = None
        if read is not None and read.tzinfo is not None:
            return read.astimezone(UTC)
        day, _, hour = whole.replace("T", " ", 1).partition(" ")
    else:
        day, hour = said.get("date", ""), said.get("time", "")
    if not day:
        return None
    if not hour:
        _day(day, "starts_at")
        return None
    return local_moment(_day(day, "starts_at"), _hour(hour), court.zone())


def _day(text: str, column: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Wrong(f"{column}: a day is written 2026-01-31 or 01/31/2026")


def _hour(text: str) -> time:
    for form in _HOURS:
        try:
            return datetime.strptime(text.strip().upper(), form).time()  # noqa: DTZ007 - the court's zone is added
        except ValueError:
            continue
    raise Wrong("starts_at: an hour is written 09:30 or 9:30 AM")
