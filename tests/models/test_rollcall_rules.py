"""`[[rollcalls]]`: what the file may say, and what is refused with its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.errors import BadFile
from models.recurrence import Every, Rule
from models.rollcall_rules import RollCallRule
from models.site_file import read_site_file
from tests.factories import SITE

BEGINS = date(2026, 10, 5)


def rule(**said: Any) -> RollCallRule:
    whole = {
        "code": "north-night",
        "name": "North night",
        "region": "north",
        "at": "01:30",
        "begins": BEGINS,
        "leader": "UOXLIP001",
    }
    return RollCallRule.model_validate(whole | {"days": ["mon"]} | said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"days": ["wed", "mon", "mon"]}, Rule(BEGINS, (0, 2))),
        ({"every": 2}, Rule(BEGINS, (0,), interval=2)),
        ({"week_of_month": -1}, Rule(BEGINS, (0,), Every.MONTH, nth=-1)),
        ({"days": [], "on_days": 4, "off_days": 3}, Rule(BEGINS, on=4, off=3)),
        ({"ends": date(2026, 12, 24)}, Rule(BEGINS, (0,), ends=date(2026, 12, 24))),
    ],
)
def test_an_entry_is_a_rule(said: dict[str, Any], expected: Rule) -> None:
    assert rule(**said).rule() == expected


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"days": []}, "name one of days"),
        ({"days": ["someday"]}, "days"),
        ({"every": 0}, "between 1 and 52"),
        ({"week_of_month": 5}, "week_of_month is"),
        ({"on_days": 4}, "belong together"),
        ({"ends": date(2026, 10, 4)}, "ends lies before begins"),
        ({"at": "24:00"}, "at"),
        ({"at": "6:45"}, "at"),
        ({"holidays": "US-XX"}, "not a country"),
        ({"holidays": "us"}, "not a country"),
        ({"nudge_minutes": 60}, "below close_minutes"),
        ({"leader": "nobody"}, "leader"),
        ({"channel": "D0DIRECT1"}, "channel"),
        ({"loudness": 11}, "loudness"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rule(**said)
    assert reason in str(refused.value)


ENTRY = """
[[rollcalls]]
code = "north-night"
name = "North night"
region = "{region}"
at = "{at}"
begins = 2026-10-05
leader = "UOXLIP001"
days = ["mon"]
"""


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([{"at": "25:30"}], "rollcalls.0.at"),
        ([{"region": "atlantis"}], "'atlantis' is not among [[regions]]"),
        ([{}, {}], "code stands twice"),
    ],
)
def test_the_file_is_refused_whole_with_the_place(
    tmp_path: Path, entries: list[dict[str, str]], reason: str
) -> None:
    text = (SITE / "site.toml").read_text()
    text += "".join(ENTRY.format(**({"region": "north", "at": "01:30"} | said)) for said in entries)
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(BadFile) as refused:
        read_site_file(tmp_path / "site.toml")
    assert reason in str(refused.value)
