"""Events of iCalendar as rows: floating hours are the court's, and what cannot be told is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.calendar_ics import read_ics
from models.calendar_row import CalendarFile, Reading, RowKind
from models.errors import BadFile
from models.site_file import read_site_file
from tests.factories import NOON, SITE

RULES = read_site_file(SITE / "site.toml")
NINE_IN_NOVEMBER = datetime(2026, 11, 18, 17, tzinfo=UTC)  # 09:00 PST
TITLE = "State v. Testperson, Zebulon - 26-0-00000-0"


def calendar(*events: list[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fictional//Court//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@court.example", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def event(*more: str, starts: str = "DTSTART:20261118T090000", title: str = TITLE) -> list[str]:
    return [starts, f"SUMMARY:{title}", *more]


def read(*events: list[str], court: str = "superior") -> CalendarFile:
    return read_ics(calendar(*events), Reading(RULES, NOON, court))


def test_an_event_says_who_where_and_when() -> None:
    file = read(event("DESCRIPTION:DOB: 1901-01-01"))
    assert file.refused == ()
    row = file.rows[0]
    assert (row.line, row.court, row.kind, row.at) == (1, "superior", RowKind.HEARING, NINE_IN_NOVEMBER)
    said = [text.reveal() for text in (row.name, row.born, row.number)]
    assert said == ["Testperson, Zebulon", "1901-01-01", "26-0-00000-0"]


@pytest.mark.parametrize(
    "starts",
    [
        "DTSTART:20261118T090000",
        "DTSTART:20261118T170000Z",
        "DTSTART;TZID=America/New_York:20261118T120000",
    ],
)
def test_an_hour_without_a_zone_is_the_courts_and_one_with_a_zone_its_own(starts: str) -> None:
    assert read(event(starts=starts)).rows[0].at == NINE_IN_NOVEMBER


@pytest.mark.parametrize(
    ("title", "more", "name", "number"),
    [
        (TITLE, "DESCRIPTION:x", "Testperson, Zebulon", "26-0-00000-0"),
        ("26-0-00000-0 | Zebulon Testperson", "DESCRIPTION:x", "Zebulon Testperson", "26-0-00000-0"),
        ("Zebulon Testperson", "DESCRIPTION:Case number: 26-0-1", "Zebulon Testperson", "26-0-1"),
        ("Zebulon Testperson", "X-LEAD-CASE-NUMBER:26-0-2", "Zebulon Testperson", "26-0-2"),
        ("City vs Testperson", "DESCRIPTION:x", "Testperson", ""),
    ],
)
def test_name_and_number_are_found_where_courts_write_them(
    title: str, more: str, name: str, number: str
) -> None:
    row = read(event(more, title=title)).rows[0]
    assert (row.name.reveal(), row.number.reveal()) == (name, number)


def test_the_place_may_be_a_courts_code_or_name_and_a_room_is_none() -> None:
    places = ("saltmarsh", "Lantern Harbor Municipal Court", "Department 4")
    file = read(*(event(f"LOCATION:{place}") for place in places))
    assert [row.court for row in file.rows] == ["saltmarsh", "municipal", "superior"]


def test_a_booking_is_told_by_its_category() -> None:
    row = read(event("CATEGORIES:booking", starts="DTSTART:20260914T031000")).rows[0]
    assert (row.kind, row.hearing_at) == (RowKind.BOOKING, None)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (event(starts="DTSTART;VALUE=DATE:20261118"), "starts_at: a hearing needs"),
        (event(starts="DTSTART:20260915T110000"), "starts_at: this hearing is over"),
        (event(starts="DTSTART;TZID=Nowhere/Testperson:20261118T090000"), "DTSTART: its time zone"),
        (event("RRULE:FREQ=WEEKLY"), "it recurs"),
        (event("STATUS:CANCELLED"), "it is cancelled"),
        (event(title=""), "name, case_number"),
        (event(title="Testperson " * 30), "SUMMARY is longer"),
    ],
)
def test_an_event_that_cannot_be_kept_is_named_by_its_place_and_reason(made: list[str], reason: str) -> None:
    file = read(event(), made)
    assert len(file.rows) == 1
    assert [said.startswith(f"event 2: {reason}") for said in file.refused] == [True]
    assert not any("Testperson" in said for said in file.refused)


def test_an_event_of_no_court_is_refused() -> None:
    assert read(event(), court="").refused == ("event 1: court: none is named",)


@pytest.mark.parametrize(
    "text",
    ["", "Zebulon Testperson", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n"],
)
def test_what_is_no_calendar_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadFile, match="this is not iCalendar"):
        read_ics(text, Reading(RULES, NOON, "superior"))
