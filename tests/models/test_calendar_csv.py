"""Rows of CSV: read on the court's own clock; a bad one is named by line and reason, never repeated."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.calendar_csv import read_csv
from models.calendar_row import CalendarFile, CalendarRow, Reading, RowKind
from models.site_file import read_site_file
from tests.factories import NOON, SITE
from tests.models.courting import HEADER

RULES = read_site_file(SITE / "site.toml")
NINE_IN_NOVEMBER = datetime(2026, 11, 18, 17, tzinfo=UTC)  # 09:00 PST


def read(*lines: str, header: str = HEADER, court: str = "") -> CalendarFile:
    return read_csv("\n".join([header, *lines]), Reading(RULES, NOON, court))


def one(line: str, **more: str) -> CalendarRow:
    file = read(line, **more)
    assert file.refused == ()
    return file.rows[0]


def test_a_row_says_who_where_and_when() -> None:
    row = one("superior,2026-11-18 09:00,Zebulon Testperson,1901-01-01,26-0-00000-0,hearing")
    assert (row.line, row.court, row.kind, row.at) == (2, "superior", RowKind.HEARING, NINE_IN_NOVEMBER)
    said = [text.reveal() for text in (row.name, row.born, row.number)]
    assert said == ["Zebulon Testperson", "1901-01-01", "26-0-00000-0"]


def test_a_row_never_prints_what_it_says() -> None:
    row = one("superior,2026-11-18 09:00,Zebulon Testperson,,26-0-00000-0,hearing")
    assert "Testperson" not in repr(row)
    assert "Testperson" not in repr(read("superior,2026-11-18 09:00,Zebulon Testperson,,1,hearing"))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-18 09:00",
        "2026-11-18T09:00",
        "2026-11-18T09:00:00",
        "2026-11-18T17:00:00Z",
        "2026-11-18T12:00:00-05:00",
        "11/18/2026 9:00 AM",
        "11/18/2026 9:00am",
    ],
)
def test_a_day_and_hour_may_be_written_in_several_ways(written: str) -> None:
    assert one(f"superior,{written},Zebulon Testperson,,1,hearing").at == NINE_IN_NOVEMBER


def test_day_and_hour_may_stand_in_columns_of_their_own() -> None:
    row = one(
        "11/18/2026,9:00 AM,Zebulon Testperson,26-0,hearing,Department 4",
        header="Date,Time,Name,Case_Number,Kind,Room",
        court="superior",
    )
    assert (row.at, row.court) == (NINE_IN_NOVEMBER, "superior")


def test_a_court_without_summer_time_keeps_its_own_hours() -> None:
    row = one("saltmarsh,2027-07-15 09:00,Zebulon Testperson,,1,hearing")
    assert row.at == datetime(2027, 7, 15, 16, tzinfo=UTC)


def test_a_booking_may_be_past_and_has_no_hearing() -> None:
    row = one("superior,2026-09-14 03:10,Zebulon Testperson,,,booking")
    assert row.kind is RowKind.BOOKING
    assert row.hearing_at is None
    assert one("superior,,Zebulon Testperson,,,booking").at is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nowhere,2026-11-18 09:00,Zebulon Testperson,,1,hearing", "court: no court of the site file"),
        (",2026-11-18 09:00,Zebulon Testperson,,1,hearing", "court: none is named"),
        ("superior,2026-09-15 11:59,Zebulon Testperson,,1,hearing", "starts_at: this hearing is over"),
        ("superior,2026-11-18,Zebulon Testperson,,1,hearing", "starts_at: a hearing needs its day and hour"),
        ("superior,,Zebulon Testperson,,1,hearing", "starts_at: a hearing needs its day and hour"),
        ("superior,18.11.2026 09:00,Zebulon Testperson,,1,hearing", "starts_at: a day is written"),
        ("superior,2026-11-18 nine,Zebulon Testperson,,1,hearing", "starts_at: an hour is written"),
        ("superior,2026-11-18 09:00,,,,hearing", "name, case_number: at least one"),
        (
            "superior,2026-11-18 09:00,Zebulon Testperson,1.1.1901,1,hearing",
            "date_of_birth: a day is written",
        ),
        ("superior,2026-11-18 09:00,Zebulon Testperson,,1,trial by fire", "kind: hearing or booking"),
        ("superior,2026-11-18 09:00,Zebulon Testperson,,1", "the number of fields differs"),
        ("superior,2026-11-18 09:00,Zebulon Testperson,,1,hearing,more", "the number of fields differs"),
        (f"superior,2026-11-18 09:00,{'Testperson ' * 20},,1,hearing", "a field is longer than"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason_and_the_good_ones_are_read(line: str, reason: str) -> None:
    file = read("superior,2026-11-18 09:00,Zebulon Testperson,,1,hearing", line)
    assert len(file.rows) == 1
    assert [said.startswith(f"line 3: {reason}") for said in file.refused] == [True]
    assert not any("Testperson" in said for said in file.refused)
