"""Reads members.csv: one seat a line, or every problem with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from models.errors import BadFile
from models.people import ROLE_KINDS, Account, Role, agency_kind, fits
from models.schema import SlackUserId
from models.site import SiteRules

COLUMNS = ("slack_user_id", "display_name", "agency", "roles", "regions", "active_from", "active_until")
_OPTIONAL = "account"  # which kind of Slack account is expected: any (default), member or guest
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME_LENGTH = 80
_AGENCY_LENGTH = 120


@dataclass(frozen=True)
class Seating:
    """One line of the file, checked. Roles and regions are sorted: their order in the file means nothing."""

    user: SlackUserId
    display_name: str
    agency: str
    roles: tuple[str, ...]
    regions: tuple[str, ...]
    account: Account
    active_from: date | None
    active_until: date | None
    line: int = field(default=0, compare=False)  # where it stands in the file


def seat_problems(seat: Seating, rules: SiteRules) -> list[str]:
    """Why these rules cannot keep such a seat; empty when they can. For seats that come of no file."""
    days = ["" if day is None else day.isoformat() for day in (seat.active_from, seat.active_until)]
    texts = (seat.user, seat.display_name, seat.agency, ";".join(seat.roles), ";".join(seat.regions), *days)
    return list(_problems(dict(zip(COLUMNS, texts, strict=True)), rules))


def read_roster_file(path: Path, rules: SiteRules) -> list[Seating]:
    """Every seat of the file.

    Raises:
        BadFile: unreadable, another header, or any line that cannot be kept; each with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadFile([f"{path}: cannot be read ({type(trouble).__name__})"]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return _seatings(path, reader, rules)
    except csv.Error as trouble:
        raise BadFile([f"{path}:{reader.reader.line_num}: not CSV: {trouble}"]) from None


def _seatings(path: Path, reader: csv.DictReader[str], rules: SiteRules) -> list[Seating]:
    header = tuple(reader.fieldnames or ())
    if header not in {COLUMNS, (*COLUMNS, _OPTIONAL)}:
        raise BadFile([f"{path}:1: the header must be {','.join(COLUMNS)} (and, if you like, {_OPTIONAL})"])
    seats: dict[str, Seating] = {}
    problems: list[str] = []
    for row in reader:
        at = f"{path}:{reader.line_num}"
        found = list(_problems(row, rules))
        if (row.get("slack_user_id") or "").strip() in seats:
            found.append("slack_user_id: stands twice")
        problems += [f"{at}: {problem}" for problem in found]
        if not found:
            seat = _seating(row, reader.line_num)
            seats[seat.user] = seat
    if problems:
        raise BadFile(problems)
    return list(seats.values())


def _problems(row: dict[str, str], rules: SiteRules) -> Iterator[str]:
    if None in row or None in row.values():
        yield "the number of fields differs from the header's"
        return
    if not _USER_ID.fullmatch(row["slack_user_id"].strip()):
        yield "slack_user_id: not a Slack user id such as U0123ABCD"
    if not 1 <= len(row["display_name"].strip()) <= _NAME_LENGTH:
        yield f"display_name: 1 to {_NAME_LENGTH} characters"
    yield from _agency_problems(row["agency"].strip(), rules)
    roles = _split(row["roles"])
    if not roles:
        yield "roles: at least one"
    yield from (f"roles: {role!r} is not a role" for role in roles if role not in set(Role))
    yield from _misfits(roles, row["agency"].strip())
    codes = {region.code for region in rules.regions}
    yield from (
        f"regions: {code!r} is not a region of the site"
        for code in _split(row["regions"])
        if code not in codes
    )
    yield from _term_problems(row)
    if (row.get(_OPTIONAL) or "").strip() not in {"", *Account}:
        yield f"{_OPTIONAL}: any, member or guest"


def _agency_problems(agency: str, rules: SiteRules) -> Iterator[str]:
    if len(agency) > _AGENCY_LENGTH:
        yield f"agency: at most {_AGENCY_LENGTH} characters"
    try:
        agency_kind(agency)
    except ValueError:
        yield "agency: write kind:name, such as police:Lantern Harbor PD"
        return
    listed = {entry.name for entry in rules.agencies}
    if listed and agency not in listed:
        yield f"agency: {agency!r} is not listed under [[agencies]]"


def _misfits(roles: list[str], agency: str) -> Iterator[str]:
    try:
        kind = agency_kind(agency)
    except ValueError:
        return  # said at the agency
    for role in roles:
        if role in set(Role) and not fits(Role(role), kind):
            where = ", ".join(sorted(ROLE_KINDS[Role(role)]))
            yield f"roles: {role!r} belongs to an agency of kind {where}, not {kind.value}"


def _term_problems(row: dict[str, str]) -> Iterator[str]:
    days: dict[str, date | None] = {}
    for column in ("active_from", "active_until"):
        try:
            days[column] = _day(row[column])
        except ValueError:
            yield f"{column}: a date is written 2026-01-31"
    begins, ends = days.get("active_from"), days.get("active_until")
    if begins and ends and ends < begins:
        yield "active_until: before active_from"


def _seating(row: dict[str, str], line: int) -> Seating:
    return Seating(
        user=SlackUserId(row["slack_user_id"].strip()),
        display_name=row["display_name"].strip(),
        agency=row["agency"].strip(),
        roles=tuple(sorted(set(_split(row["roles"])))),
        regions=tuple(sorted(set(_split(row["regions"])))),
        account=Account((row.get(_OPTIONAL) or "").strip() or Account.ANY),
        active_from=_day(row["active_from"]),
        active_until=_day(row["active_until"]),
        line=line,
    )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _day(text: str) -> date | None:
    if not (day := text.strip()):
        return None
    if not _DAY.fullmatch(day):  # Python would take 20260131 and 2026-W05-6, too
        raise ValueError("not a date")
    return date.fromisoformat(day)
