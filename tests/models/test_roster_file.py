"""members.csv: every seat, or every problem with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.errors import BadFile
from models.people import Account, AgencyKind, Role, fits
from models.roster_file import COLUMNS, Seating, read_roster_file, seat_problems
from models.site_file import read_site_file
from tests.factories import SITE

RULES = read_site_file(SITE / "site.toml")
HEADER = ",".join(COLUMNS)
GOOD = "UZEB00001,Zebulon Testperson,police:Lantern Harbor PD,officer,north,2026-01-01,2026-12-31"


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "members.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def problems(folder: Path, *lines: str, header: str = HEADER) -> list[str]:
    path = written(folder, *lines, header=header)
    with pytest.raises(BadFile) as told:
        read_roster_file(path, RULES)
    return [problem.removeprefix(str(path)) for problem in told.value.problems]


def changed(column: str, value: str) -> str:
    fields = GOOD.split(",")
    fields[COLUMNS.index(column)] = value
    return ",".join(fields)


def test_the_example_roster_is_read_whole() -> None:
    seats = read_roster_file(SITE / "members.csv", RULES)
    assert len(seats) == 14
    assert {seat.account for seat in seats} == {Account.ANY}


def test_a_line_is_read_with_its_term_and_its_roles_in_order(tmp_path: Path) -> None:
    line = (
        "UZEB00001, Zebulon Testperson ,police:Lantern Harbor PD,police_supervisor; officer;officer,"
        "quay;north,2026-01-01,"
    )
    assert read_roster_file(written(tmp_path, line), RULES) == [
        Seating(
            "UZEB00001",  # type: ignore[arg-type]
            "Zebulon Testperson",
            "police:Lantern Harbor PD",
            (Role.OFFICER, Role.POLICE_SUPERVISOR),
            ("north", "quay"),
            Account.ANY,
            date(2026, 1, 1),
            None,
        )
    ]


def test_the_kind_of_account_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, f"{GOOD},guest", header=f"{HEADER},account")
    assert read_roster_file(path, RULES)[0].account is Account.GUEST


def test_a_file_of_a_spreadsheet_with_its_mark_and_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\r\n{GOOD}\r\n".encode())
    assert len(read_roster_file(path, RULES)) == 1


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("slack_user_id", "zeb", "slack_user_id: not a Slack user id"),
        ("slack_user_id", "", "slack_user_id: not a Slack user id"),
        ("slack_user_id", "C0CHANNEL", "slack_user_id: not a Slack user id"),
        ("display_name", "", "display_name: 1 to 80"),
        ("display_name", "Z" * 81, "display_name: 1 to 80"),
        ("agency", "Lantern Harbor PD", "agency: write kind:name"),
        ("agency", "church:Harbor", "agency: write kind:name"),
        ("agency", "police: ", "agency: write kind:name"),
        ("agency", f"police:{'x' * 120}", "agency: at most 120"),
        ("roles", "", "roles: at least one"),
        ("roles", "officer;captain", "roles: 'captain' is not a role"),
        ("regions", "north;moon", "regions: 'moon' is not a region"),
        ("active_from", "01/02/2026", "active_from: a date is written"),
        ("active_from", "20260131", "active_from: a date is written"),
        ("active_from", "2026-W05-6", "active_from: a date is written"),
        ("active_until", "2026-02-30", "active_until: a date is written"),
        ("active_until", "2025-12-31", "active_until: before active_from"),
    ],
)
def test_each_thing_that_cannot_be_kept_is_told_with_its_line(
    tmp_path: Path, column: str, value: str, words: str
) -> None:
    (problem,) = problems(tmp_path, changed("slack_user_id", "UOTHER001"), changed(column, value))
    assert problem.startswith(f":3: {words}")


def test_a_person_who_stands_twice_is_told_with_the_second_line(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, GOOD) == [":3: slack_user_id: stands twice"]


def test_a_strange_kind_of_account_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"{GOOD},robot", header=f"{HEADER},account")
    assert problem == ":2: account: any, member or guest"


@pytest.mark.parametrize("line", [GOOD + ",more", GOOD.rsplit(",", 2)[0]])
def test_a_line_with_too_many_or_too_few_fields_is_refused(tmp_path: Path, line: str) -> None:
    assert problems(tmp_path, line) == [":2: the number of fields differs from the header's"]


@pytest.mark.parametrize("header", ["", "id,name", HEADER + ",notes", ",".join(reversed(COLUMNS))])
def test_another_header_is_refused(tmp_path: Path, header: str) -> None:
    (problem,) = problems(tmp_path, GOOD, header=header)
    assert "the header must be" in problem


def test_every_problem_of_every_line_is_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, changed("roles", "captain;major"), GOOD, changed("slack_user_id", "x"))
    assert [problem[:4] for problem in found] == [":2: ", ":2: ", ":4: "]


def test_an_agency_must_be_listed_where_the_site_lists_agencies(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert len(read_roster_file(path, RULES)) == 1
    text = (SITE / "site.toml").read_text() + '\n[[agencies]]\nname = "police:Another PD"\n'
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(BadFile, match="not listed under"):
        read_roster_file(path, read_site_file(tmp_path / "site.toml"))


def test_a_quote_that_never_ends_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD, changed("display_name", '"Zeb'))
    assert problem.startswith(":3: not CSV")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "members.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFile, match=r"members\.csv: cannot be read"):
        read_roster_file(path, RULES)


def test_no_problem_repeats_a_persons_name(tmp_path: Path) -> None:
    lines = [changed("roles", "captain"), changed("agency", "x"), GOOD + ",more"]
    assert "Zebulon" not in "\n".join(problems(tmp_path, *lines))


FITS = {
    "officer": "police",
    "police_supervisor": "police",
    "liaison_prosecutor": "prosecutor",
    "public_defender": "defense",
    "case_manager": "case_management",
    "outreach_responder": "case_management",
    "clinical_supervisor": "case_management",
    "legal_system_advocate": "case_management legal_services",
    "legal_services": "legal_services",
    "project_manager": "project_management",
    "community_representative": "community",
    "service_provider": "service",
}


@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_fits_the_kinds_of_agency_that_have_it(role: Role) -> None:
    every = {kind.value for kind in AgencyKind}
    wanted = set(FITS.get(role.value, " ".join(every)).split())
    assert {kind.value for kind in AgencyKind if fits(role, kind)} == wanted


def test_a_seat_that_comes_of_no_file_is_judged_by_the_same_rules() -> None:
    rules = read_site_file(SITE / "site.toml")
    [seat, *_] = read_roster_file(SITE / "members.csv", rules)
    assert seat_problems(seat, rules) == []
    assert seat.line == 2
    wrong = replace(seat, roles=("case_manager",), regions=("nowhere",))
    assert [problem.split(":")[0] for problem in seat_problems(wrong, rules)] == ["roles", "regions"]
