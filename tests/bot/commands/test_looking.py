"""`policy show` prints the table that decides; `doctor` ends with 0 only when nothing is wrong."""

from __future__ import annotations

import pytest

from models.access import CONDITIONS, MATRIX, ONLY_FOR, denials_table
from models.classes import NEVER_STORED, Category
from models.duties import ACTS, BESIDE_THE_TEAM, DOORS, DUTIES
from models.people import Role
from tests.bot.operator_seat import Operator, slack_for


def test_the_policy_is_printed_without_any_set_up(operator: Operator) -> None:
    ran = operator.types("policy", "show")
    assert ran.code == 0
    assert list(operator.folder.iterdir()) == []


def sections(operator: Operator) -> dict[str, list[list[str]]]:
    """What is printed, by the first word of each heading: the cells of each line."""
    found: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for line in operator.types("policy", "show").out.splitlines():
        if line.startswith("  "):
            lines.append(line.strip().split(" | "))
        else:
            lines = found.setdefault(line.split()[0], [])
    return found


def test_every_cell_of_the_matrix_is_printed(operator: Operator) -> None:
    heading, *rows = sections(operator)["Need"]
    assert heading == ["role", *Category]
    assert [row[0] for row in rows] == list(MATRIX)
    for role, *cells in rows:
        for category, cell in zip(Category, cells, strict=True):
            bases = MATRIX[Role(role)].get(category)
            letters = {"own": "O", "referral": "R", "care_team": "T", "consent": "S"}
            expected = "".join(sorted(letters[basis] for basis in bases or ())) or "-"
            assert cell == ("never" if category in NEVER_STORED else expected)


def test_every_condition_denial_door_duty_and_act_has_its_line(operator: Operator) -> None:
    printed = sections(operator)
    assert [line[:2] for line in printed["Conditions"]] == [
        [basis.value, role.value if role else "author"] for basis, role in CONDITIONS
    ]
    assert all(line[2] for line in printed["Conditions"])
    assert [line for [line] in printed["Denials"]] == list(denials_table())
    assert printed["Doors"] == [[door, ", ".join(sorted(roles))] for door, roles in DOORS.items()]
    assert printed["Duties"] == [[duty, ", ".join(sorted(roles))] for duty, roles in DUTIES.items()]
    assert printed["Beside"] == [[duty, ", ".join(sorted(roles))] for duty, roles in BESIDE_THE_TEAM.items()]
    assert printed["Beside"] == [["read_log", "records_auditor"]]
    assert printed["Acts"] == [[act, ", ".join(sorted(roles))] for act, roles in ACTS.items()]
    assert set(printed) == {"Need", "Conditions", "Denials", "Doors", "Duties", "Beside", "Acts"}


def test_a_cell_for_one_purpose_is_printed_with_it(operator: Operator) -> None:
    lines = sections(operator)["Conditions"]
    for (role, category), purpose in ONLY_FOR.items():
        [when] = [line[2] for line in lines if line[:2] == ["consent", role.value]]
        assert f"{category.value} for {purpose.value} only" in when


@pytest.mark.parametrize("role", ["executive", "policy_group_member", "records_auditor", "technician"])
def test_no_cell_is_printed_for_who_may_see_no_content(operator: Operator, role: str) -> None:
    [row] = [row for row in sections(operator)["Need"] if row[0] == role]
    assert set(row[1:]) == {"-", "never"}


@pytest.mark.parametrize("role", ["officer", "liaison_prosecutor", "community_representative"])
def test_no_basis_but_ones_own_and_a_release_is_printed_for_who_is_outside_the_team(
    operator: Operator, role: str
) -> None:
    [row] = [row for row in sections(operator)["Need"] if row[0] == role]
    assert set(row[1:]) <= {"-", "never", "O", "OS", "S"}


def test_the_doctor_finds_a_laid_harbor_sound(operator: Operator) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        ran = operator.types("doctor")
    assert "NO " not in ran.out
    assert ran.code == 0


def test_the_doctor_prints_the_mend_under_each_fault_and_ends_with_one(operator: Operator) -> None:
    operator.lay_harbor()
    operator.ring.chmod(0o640)
    with slack_for(operator):
        ran = operator.types("doctor")
    assert ran.code == 1
    assert "NO  Key ring\n    The key ring: other users of this machine can reach the file." in ran.out
    assert "ok  Slack knows the bot token" in ran.out
