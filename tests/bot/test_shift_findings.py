"""A shift that nobody is on, or that nobody leads, is named when the file comes and by the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.incoming import site_warnings
from bot.shift_findings import shifts_hold
from models.acts.schedule_file import keep_file
from models.site import SiteRules
from tests.handlers.harbor import MANAGER, OFFICER, RESPONDER, SERGEANT, Harbor, lay

ASKS_NOBODY = "The roll call North night asks nobody: it has no officer of the roster."


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def night(**said: object) -> dict[str, object]:
    """Mondays at 01:30, led by the sergeant."""
    whole = {"code": "night", "name": "North night", "region": "north", "at": "01:30", "days": ["mon"]}
    return whole | {"begins": date(2026, 10, 5), "leader": SERGEANT} | said


def with_shift(harbor: Harbor, shift: dict[str, object]) -> SiteRules:
    return SiteRules.model_validate({**harbor.rules().model_dump(by_alias=True), "rollcalls": [shift]})


def take(harbor: Harbor, shift: dict[str, object]) -> None:
    """The file comes into force with this shift."""
    harbor.change_rules(rollcalls=[shift])
    with harbor.ground.database.work() as work:
        keep_file(harbor.ground.scene(work, MANAGER))
        work.commit()


def test_an_import_names_shifts_without_officers_or_without_a_leader(harbor: Harbor) -> None:
    assert list(site_warnings(harbor.ground, with_shift(harbor, night()))) == []
    nobody = night(officers=[RESPONDER], leader=RESPONDER)
    assert list(site_warnings(harbor.ground, with_shift(harbor, nobody))) == [
        ASKS_NOBODY,
        f"The roll call North night is led by {RESPONDER}, no police supervisor of the roster.",
    ]
    harbor.suspend(OFFICER)
    assert list(site_warnings(harbor.ground, with_shift(harbor, night()))) == [ASKS_NOBODY]


def test_a_shift_that_never_comes_is_named_and_one_that_is_over_is_not(harbor: Harbor) -> None:
    today = harbor.time.moment.date()
    mondays = next(
        day for day in (today + timedelta(days=ahead) for ahead in range(7, 14)) if not day.weekday()
    )
    between = night(begins=mondays + timedelta(days=1), ends=mondays + timedelta(days=5))
    assert list(site_warnings(harbor.ground, with_shift(harbor, between))) == [
        "The roll call North night does not come within a year."
    ]
    over = night(begins=today - timedelta(days=30), ends=today - timedelta(days=2))
    assert list(site_warnings(harbor.ground, with_shift(harbor, over))) == []


def test_the_doctor_names_a_shift_that_has_become_empty_and_how_to_mend_it(harbor: Harbor) -> None:
    assert shifts_hold(harbor.ground).ok
    take(harbor, night())
    assert shifts_hold(harbor.ground).ok
    harbor.suspend(OFFICER)
    found = shifts_hold(harbor.ground)
    assert not found.ok
    assert found.mend == (
        f"{ASKS_NOBODY} Name officers and a police supervisor of the roster: "
        "/lead rollcall, Times, or the site file."
    )


def test_a_shift_that_left_the_file_is_not_the_doctors_business(harbor: Harbor) -> None:
    take(harbor, night(officers=[RESPONDER]))
    assert not shifts_hold(harbor.ground).ok
    harbor.change_rules(rollcalls=[])
    with harbor.ground.database.work() as work:
        keep_file(harbor.ground.scene(work, MANAGER))
        work.commit()
    assert shifts_hold(harbor.ground).ok
