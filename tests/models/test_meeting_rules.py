"""`[[meetings]]`: what the file may say, and what is refused with its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.errors import BadFile
from models.meeting_rules import MeetingRule
from models.site_file import read_site_file
from tests.factories import SITE

BEGINS = date(2026, 10, 6)


def rule(**said: Any) -> MeetingRule:
    whole = {"code": "tables", "name": "Common table", "group": "owg", "at": "10:00", "begins": BEGINS}
    return MeetingRule.model_validate(whole | {"days": ["tue"]} | said)


def test_an_hour_long_and_an_agenda_the_day_before_unless_said_otherwise() -> None:
    assert (rule().minutes, rule().agenda_days_before) == (60, 1)
    told = rule(minutes=90, agenda_days_before=3)
    assert (told.minutes, told.agenda_days_before) == (90, 3)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"minutes": 9}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"agenda_days_before": 0}, "agenda_days_before"),
        ({"agenda_days_before": 15}, "agenda_days_before"),
        ({"group": "No Code"}, "group"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rule(**said)
    assert reason in str(refused.value)


ENTRY = """
[[meetings]]
code = "{code}"
name = "Common table"
group = "{group}"
at = "{at}"
begins = 2026-10-06
days = ["tue"]
"""


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([{"at": "25:30"}], ".at"),
        ([{"group": "atlantis"}], "group 'atlantis' is not among [[groups]]"),
        ([{}, {}], "a meeting's code stands twice"),
    ],
)
def test_the_file_is_refused_whole_with_the_place(
    tmp_path: Path, entries: list[dict[str, str]], reason: str
) -> None:
    text = (SITE / "site.toml").read_text()
    usual = {"code": "one-more", "group": "owg", "at": "10:00"}
    text += "".join(ENTRY.format(**(usual | said)) for said in entries)
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(BadFile) as refused:
        read_site_file(tmp_path / "site.toml")
    assert reason in str(refused.value)
