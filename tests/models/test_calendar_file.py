"""A court's file as a whole: its kind, its size, its court, and what is said when it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.calendar_file import read_calendar
from models.errors import BadFile
from models.site_file import read_site_file
from tests.factories import NOON, SITE
from tests.models.courting import HEADER, csv_file

RULES = read_site_file(SITE / "site.toml")
ROW = "superior,2026-11-18 09:00,Zebulon Testperson,,26-0-00000-0,hearing"


def refused(path: Path, court: str = "") -> str:
    with pytest.raises(BadFile) as wrong:
        read_calendar(path, RULES, NOON, court)
    return str(wrong.value)


def test_a_csv_file_is_read_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    file = read_calendar(csv_file(tmp_path, ROW, name="docket.CSV"), RULES, NOON)
    assert (len(file.rows), file.refused) == (1, ())


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "docket.csv"
    path.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8-sig")
    assert len(read_calendar(path, RULES, NOON).rows) == 1


def test_another_ending_is_refused(tmp_path: Path) -> None:
    assert ".csv or .ics" in refused(csv_file(tmp_path, ROW, name="docket.xlsx"))


def test_a_file_that_is_not_there_or_not_utf_8_is_refused_with_the_mend(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "missing.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes(f"{HEADER}\nsuperior,2026-11-18 09:00,Zo\xeb Testperson,,1,hearing\n".encode("latin-1"))
    said = refused(path)
    assert "UTF-8" in said
    assert "Testperson" not in said


def test_a_default_court_must_be_one_of_the_site(tmp_path: Path) -> None:
    assert "no court of the site file" in refused(csv_file(tmp_path, ROW), "nowhere")


def test_a_file_too_large_to_be_a_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert "please split it" in refused(path)


@pytest.mark.parametrize(
    "first",
    [
        "Zebulon Testperson,26-0-00000-0,2026-11-18",
        "name,case_number",
        "name,case_number,kind",
        "",
    ],
)
def test_a_first_line_that_names_no_columns_is_refused_without_being_repeated(
    tmp_path: Path, first: str
) -> None:
    said = refused(csv_file(tmp_path, ROW, header=first))
    assert "must name the columns: court, starts_at" in said
    assert "Testperson" not in said


def test_a_file_of_broken_quotation_marks_is_refused_by_its_line(tmp_path: Path) -> None:
    said = refused(csv_file(tmp_path, ROW, 'superior,"2026-11-18 09:00,Zebulon Testperson,,1,hearing'))
    assert said.startswith("line ")
    assert "Testperson" not in said
