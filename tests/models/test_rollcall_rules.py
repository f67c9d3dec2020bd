"""`[[rollcalls]]`: what the file may say, and what is refused with its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.errors import BadFile
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
    ("said", "reason"),
    [
        ({"nudge_minutes": 60}, "below close_minutes"),
        ({"leader": "nobody"}, "leader"),
        ({"channel": "D0DIRECT1"}, "channel"),
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
