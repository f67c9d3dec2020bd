"""`site` and `members`: files are taken whole or not at all, twice changes nothing, suspending is at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.practice import SITE
from models.database import Database
from models.rollcall import Schedule
from tests.bot.operator_seat import Operator

RECEIPT = """Suspended. 0 sealed items taken back.
Open, with a part of theirs: none.
Opened by them in the last 90 days: none.
"""
CONFIRM = "Two people of two agencies confirm it in Slack: /lead roster.\n"
NOBODY_WAITS = "Waiting for two people: 0 new, 0 already.\n"
NO_MANAGER = "this would leave the work group without an active project manager; appoint another one first"
HEADER = "slack_user_id,display_name,agency,roles,regions,active_from,active_until\n"


@pytest.fixture
def begun(operator: Operator) -> Operator:
    """A database and keys, and nothing in them yet."""
    assert operator.types("migrate").code == 0
    assert operator.types("keys", "new").code == 0
    return operator


def test_a_site_begins_with_two_imports(begun: Operator) -> None:
    site = begun.types("site", "import", str(SITE / "site.toml"))
    assert (site.code, site.out) == (0, "Version 1 is in force.\n")
    roster = begun.types("members", "import", str(SITE / "members.csv"))
    assert (roster.code, roster.out) == (0, "14 added, 0 changed, 0 unchanged.\n")
    listed = begun.types("members", "list")
    assert listed.out.count("active") == 14
    assert "UQUILL001  police:Lantern Harbor PD  officer  north  active" in listed.out


def test_importing_the_same_again_changes_nothing(begun: Operator) -> None:
    for _ in range(2):
        site = begun.types("site", "import", str(SITE / "site.toml"))
        roster = begun.types("members", "import", str(SITE / "members.csv"))
    assert site.out == "Nothing changed.\n"
    assert roster.out == "Taken away at once: 0 narrowed, 0 ended. Unchanged: 14.\n" + NOBODY_WAITS


def test_a_changed_site_waits_for_two_people(operator: Operator) -> None:
    operator.lay_harbor()
    text = (SITE / "site.toml").read_text().replace('emergency = "911"', 'emergency = "112"')
    (operator.folder / "site.toml").write_text(text)
    assert operator.types("site", "import").out == f"What the file changes waits. {CONFIRM}"
    again = operator.types("site", "import").out
    assert again == f"What the file changes waits already; nothing was added. {CONFIRM}"
    assert '"emergency": "911"' in operator.types("site", "show").out


ROLL_CALL = """
[[rollcalls]]
code = "quay-day"
name = "{name}"
region = "quay"
at = "06:45"
begins = 2026-10-05
leader = "UOXLIP001"
days = ["mon", "wed"]
"""


def test_roll_calls_of_a_first_site_file_are_scheduled_at_once_and_once(begun: Operator) -> None:
    text = (SITE / "site.toml").read_text() + ROLL_CALL.format(name="Quay day")
    (begun.folder / "site.toml").write_text(text)
    for said in ("Version 1 is in force.\n", "Nothing changed.\n"):
        assert begun.types("site", "import", str(begun.folder / "site.toml")).out == said
        database = Database(f"sqlite:///{begun.database}")
        with database.look() as work:
            rows = list(work.session.scalars(select(Schedule)))
        database.close()
        assert [(row.shift, row.at, row.version) for row in rows] == [("quay-day", "06:45", 1)]


def test_a_roll_call_that_names_somebody_is_refused_by_its_key(begun: Operator) -> None:
    text = (SITE / "site.toml").read_text() + ROLL_CALL.format(name="Zebulon Testperson 01/01/1901")
    (begun.folder / "site.toml").write_text(text)
    ran = begun.types("site", "import", str(begun.folder / "site.toml"))
    assert ran.code == 1
    assert ran.err.startswith("rollcalls.0.name: ")
    assert "Zebulon" not in ran.err


def test_a_shorter_time_for_viewing_is_in_force_at_once(operator: Operator) -> None:
    operator.lay_harbor()
    text = (SITE / "site.toml").read_text()
    assert "view_hours" not in text
    (operator.folder / "site.toml").write_text(text.replace("[clocks]", "[clocks]\nview_hours = 24"))
    assert operator.types("site", "import").out == "Version 2 is in force.\n"
    assert '"view_hours": 24' in operator.types("site", "show").out


def test_what_a_roster_takes_away_is_done_and_what_it_adds_waits(operator: Operator) -> None:
    operator.lay_harbor()
    file = operator.folder / "roster.csv"
    police = "police:Lantern Harbor PD,officer"
    narrower = f"UQUILL001,Tansy Quillfeather,{police},north,,2027-01-31\n"
    file.write_text(f"{HEADER}{narrower}UNEW00001,Quillon Newperson,{police},,,\n")
    ran = operator.types("members", "import", str(file))
    assert ran.code == 0
    assert ran.out == (
        "Taken away at once: 1 narrowed, 0 ended. Unchanged: 0.\n"
        f"Waiting for two people: 1 new, 0 already.\n{CONFIRM}"
    )
    assert "UNEW00001" not in operator.types("members", "list").out
    again = operator.types("members", "import", str(file))
    assert again.out == (
        "Taken away at once: 0 narrowed, 0 ended. Unchanged: 1.\n"
        f"Waiting for two people: 0 new, 1 already.\n{CONFIRM}"
    )


def test_a_roster_without_its_last_project_manager_is_refused_with_the_line(operator: Operator) -> None:
    operator.lay_harbor()
    file = operator.folder / "roster.csv"
    table = "project_management:Lantern Harbor Common Table"
    file.write_text(f"{HEADER}\nUFENNIM01,Odalys Fennimore,{table},executive,,,\n")
    ran = operator.types("members", "import", str(file))
    assert ran.code == 1
    assert ran.err == f"{file}:3: roles: {NO_MANAGER}\nNothing was changed.\n"
    assert (
        "UFENNIM01  project_management:Lantern Harbor Common Table  project_manager  all regions  active"
        in (operator.types("members", "list").out)
    )


def test_the_last_project_manager_is_not_suspended_from_the_command_line(operator: Operator) -> None:
    operator.lay_harbor()
    ran = operator.types("members", "suspend", "UFENNIM01")
    assert (ran.code, ran.err) == (1, f"Nothing was changed: {NO_MANAGER}.\n")


def test_a_first_roster_without_a_project_manager_is_refused(begun: Operator) -> None:
    begun.types("site", "import", str(SITE / "site.toml"))
    file = begun.folder / "roster.csv"
    file.write_text(f"{HEADER}UNEW00001,Quillon Newperson,police:Lantern Harbor PD,officer,north,,\n")
    ran = begun.types("members", "import", str(file))
    assert (ran.code, ran.err) == (1, f"{file}:1: roles: {NO_MANAGER}\nNothing was changed.\n")


def test_a_role_that_does_not_fit_its_agency_is_refused_with_the_line(operator: Operator) -> None:
    operator.lay_harbor()
    file = operator.folder / "roster.csv"
    file.write_text(f"{HEADER}UNEW00001,Quillon Newperson,police:Lantern Harbor PD,case_manager,north,,\n")
    ran = operator.types("members", "import", str(file))
    assert ran.code == 1
    assert (
        f"{file}:2: roles: 'case_manager' belongs to an agency of kind case_management, not police" in ran.err
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "cannot be read"),
        ("[site\n", "not TOML"),
        ('[site]\nname = "X"\ncolour = "red"\n', "colour"),
    ],
    ids=["missing", "not TOML", "unknown key"],
)
def test_a_site_file_that_cannot_be_kept_is_refused_with_its_place(
    operator: Operator, text: str | None, why: str
) -> None:
    operator.lay_harbor()
    file = operator.folder / "new.toml"
    if text is not None:
        file.write_text(text)
    ran = operator.types("site", "import", str(file))
    assert ran.code == 1
    assert f"{file}:" in ran.err
    assert why in ran.err
    assert ran.err.endswith("Nothing was changed.\n")


def test_one_bad_line_of_a_roster_keeps_the_whole_file_out(operator: Operator) -> None:
    operator.lay_harbor()
    file = operator.folder / "roster.csv"
    good = "UNEW00001,Quillon Newperson,police:Lantern Harbor PD,officer,north,,\n"
    file.write_text(f"{HEADER}{good}UNEW00002,Zinnia Newperson,police:Lantern Harbor PD,wizard,north,,\n")
    ran = operator.types("members", "import", str(file))
    assert ran.code == 1
    assert f"{file}:3:" in ran.err
    assert "UNEW00001" not in operator.types("members", "list").out


def test_a_roster_needs_a_site_first(begun: Operator) -> None:
    ran = begun.types("members", "import", str(SITE / "members.csv"))
    assert (ran.code, ran.err) == (1, "No site is set up. Run `leadbot site import site.toml` first.\n")


def test_a_suspended_member_is_out_at_once_and_the_same_old_line_does_not_let_them_in(
    operator: Operator,
) -> None:
    operator.lay_harbor()
    ran = operator.types("members", "suspend", "ULARKSP01")
    assert (ran.code, ran.out) == (0, RECEIPT)
    assert (
        "ULARKSP01  case_management:Harbor Bridge Outreach  outreach_responder  all regions  not active"
        in (operator.types("members", "list").out)
    )
    again = operator.types("members", "import", str(SITE / "members.csv"))
    assert "1 suspended and left so" in again.out
    assert operator.types("members", "suspend", "ULARKSP01").code == 0


@pytest.mark.parametrize("user", ["UNOBODY99", "", "x" * 200])
def test_nobody_can_be_suspended_who_is_not_there(operator: Operator, user: str) -> None:
    operator.lay_harbor()
    ran = operator.types("members", "suspend", user)
    assert (ran.code, ran.err) == (1, "Nobody on the roster has this id. See `leadbot members list`.\n")


def test_a_roster_row_that_somebody_altered_is_shown_as_such(operator: Operator) -> None:
    import sqlite3  # noqa: PLC0415 - the one test that plays somebody with the database in hand

    operator.lay_harbor()
    with sqlite3.connect(operator.database) as connection:
        connection.execute("UPDATE members SET roles = 'project_manager' WHERE slack_user_id = 'USTOOP001'")
    connection.close()
    [line] = [row for row in operator.types("members", "list").out.splitlines() if "USTOOP001" in row]
    assert line.endswith("ALTERED, refused")


def test_the_files_are_looked_for_where_they_were_named(begun: Operator) -> None:
    ran = begun.types("site", "import")
    assert ran.code == 1
    assert ran.err.startswith(f"{Path('site.toml')}: cannot be read")
