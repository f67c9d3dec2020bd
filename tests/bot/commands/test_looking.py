"""`policy show` prints the table that decides; `doctor` ends with 0 only when nothing is wrong."""

from __future__ import annotations

import pytest

from models.access import OPENINGS
from models.duties import ACTS, DOORS
from tests.bot.operator_seat import Operator, slack_for


def test_the_policy_is_printed_without_any_set_up(operator: Operator) -> None:
    ran = operator.types("policy", "show")
    assert ran.code == 0
    assert list(operator.folder.iterdir()) == []


def test_every_rule_of_the_policy_has_its_line(operator: Operator) -> None:
    lines = operator.types("policy", "show").out.splitlines()
    assert len(lines) == 3 + len(OPENINGS) + len(DOORS) + len(ACTS)
    for basis, role in OPENINGS:
        assert any(line.strip().startswith(f"{basis} | {role or 'any'} | ") for line in lines)
    for door, roles in DOORS.items():
        assert f"  {door.value} | {', '.join(sorted(roles))}" in lines


@pytest.mark.parametrize("role", ["officer", "liaison_prosecutor", "community_representative"])
def test_no_opening_is_printed_for_who_may_open_only_their_own(operator: Operator, role: str) -> None:
    openings = operator.types("policy", "show").out.split("Doors (")[0]
    assert role not in openings


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
