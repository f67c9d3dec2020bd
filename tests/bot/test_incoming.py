"""Files are looked at before they are taken: no details in open names, and private channels."""

from __future__ import annotations

import pytest

from bot.practice import SITE
from tests.bot.operator_seat import Operator, slack_for
from tests.bot.test_doctor import workspace_with

DETAILS = "Zebulon Testperson 01/01/1901"


@pytest.fixture
def begun(operator: Operator) -> Operator:
    assert operator.types("migrate").code == 0
    assert operator.types("keys", "new").code == 0
    return operator


@pytest.mark.parametrize("key", ["site.name", "regions.0.name"])
def test_a_name_with_a_persons_details_is_refused_and_not_repeated(begun: Operator, key: str) -> None:
    was = '"Lantern Harbor LEAD (fictional)"' if key == "site.name" else '"North"'
    text = (SITE / "site.toml").read_text().replace(was, f'"{DETAILS}"', 1)
    file = begun.folder / "site.toml"
    file.write_text(text)
    ran = begun.types("site", "import", str(file))
    assert ran.code != 0
    assert f"{key}: that looks like a person's details" in ran.err
    assert "Testperson" not in ran.err + ran.out


def test_a_display_name_with_a_date_of_birth_is_refused_and_not_repeated(begun: Operator) -> None:
    begun.types("site", "import", str(SITE / "site.toml"))
    file = begun.folder / "members.csv"
    file.write_text((SITE / "members.csv").read_text() + f"UNEWONE01,{DETAILS},police:X PD,officer,north,,\n")
    ran = begun.types("members", "import", str(file))
    assert ran.code != 0
    assert "display_name: that looks like a person's details" in ran.err
    assert "Testperson" not in ran.err + ran.out


def test_without_a_token_the_import_says_that_it_could_not_look(begun: Operator) -> None:
    ran = begun.types("site", "import", str(SITE / "site.toml"))
    assert (ran.code, "`leadbot doctor` looks." in ran.err) == (0, True)


def test_where_slack_says_private_nothing_is_said(begun: Operator) -> None:
    with slack_for(begun):
        ran = begun.types("site", "import", str(SITE / "site.toml"))
    assert (ran.code, ran.err) == (0, "")


def test_a_public_channel_is_refused(begun: Operator) -> None:
    with slack_for(begun, workspace=workspace_with(begun.folder, "private = true", "private = false")):
        ran = begun.types("site", "import", str(SITE / "site.toml"))
    assert ran.code != 0
    assert "C0OWG0001: a group's channel must be private" in ran.err


def test_a_channel_the_bot_does_not_see_is_left_to_doctor(begun: Operator) -> None:
    unseen = workspace_with(begun.folder, '"UBOTLEAD1", "UQUILL001"', '"UQUILL001"')
    with slack_for(begun, workspace=unseen):
        ran = begun.types("site", "import", str(SITE / "site.toml"))
    assert (ran.code, "`leadbot doctor` looks." in ran.err) == (0, True)
