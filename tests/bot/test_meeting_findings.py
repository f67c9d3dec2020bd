"""Meetings of the file at an hour that is none, or at once, are named when it comes and by the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.incoming import site_warnings
from bot.meeting_findings import meetings_hold
from models.site import SiteRules
from tests.handlers.harbor import Harbor, lay


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def meets(code: str, at: str, day: str = "tue", **said: object) -> dict[str, object]:
    """A meeting of the work group, an hour each week."""
    whole = {"code": code, "name": f"Table {code}", "group": "owg", "at": at, "days": [day]}
    return whole | {"begins": date(2026, 10, 5)} | said


def said(harbor: Harbor, *meetings: dict[str, object]) -> list[str]:
    rules = {**harbor.rules().model_dump(by_alias=True), "meetings": meetings}
    return list(site_warnings(harbor.ground, SiteRules.model_validate(rules)))


def test_meetings_at_hours_of_their_own_are_no_news(harbor: Harbor) -> None:
    assert said(harbor, meets("a", "10:00"), meets("b", "11:00"), meets("c", "10:30", "wed")) == []


def test_two_of_a_group_at_once_are_named(harbor: Harbor) -> None:
    [line] = said(harbor, meets("a", "10:00"), meets("b", "10:30"), meets("c", "11:30"))
    assert line == "The meetings Table a and Table b of one group run at once: Nov 24, 2026."


def test_an_hour_that_the_clocks_leave_out_is_named_and_so_is_what_never_comes(harbor: Harbor) -> None:
    [line] = said(harbor, meets("a", "02:30", "sun"))
    assert line.startswith("The meeting Table a: on Mar 14, 2027 the clocks leave 02:30 out")
    over = meets("b", "10:00", begins=date(2020, 1, 1), ends=date(2020, 2, 1))
    assert said(harbor, over) == ["The meeting Table b does not come within a year."]


def test_the_doctor_says_it_of_the_rules_in_force_with_the_mend(harbor: Harbor) -> None:
    harbor.change_rules(meetings=[meets("a", "10:00")])
    assert meetings_hold(harbor.ground).ok
    harbor.change_rules(meetings=[meets("a", "10:00"), meets("b", "10:30")])
    found = meetings_hold(harbor.ground)
    assert not found.ok
    assert found.mend.startswith("The meetings Table a and Table b of one group run at once")
    assert found.mend.endswith("/lead rollcall, Times.")
