"""The schedules of the site file: as the file has them, however often; and whatever lost its next moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from models.acts.schedule_dates import move
from models.acts.schedule_file import file_id, is_kept, keep_file
from models.acts.schedules import pause
from models.database import Database
from models.due import DueStep, Step
from models.recurrence import Rule
from models.rollcall import Schedule
from models.rollcall_rules import RollCallRule
from tests.models.acts.rolling import EVERY_DAY, SERGEANT, Precincts, lay_precincts, night, utc

MONDAY = date(2026, 6, 1)


@pytest.fixture
def precincts(database: Database, tmp_path: Path) -> Precincts:
    made = lay_precincts(database, tmp_path)
    made.moment = utc(2026, 5, 31, 12)
    return made


def entry(code: str = "quay-day", **said: Any) -> RollCallRule:
    whole = {
        "code": code,
        "name": "Quay day",
        "region": "quay",
        "at": "06:45",
        "begins": MONDAY,
        "leader": SERGEANT,
        "days": ["mon", "wed"],
        "officers": ["UMARROW01"],
    }
    return RollCallRule.model_validate(whole | said)


def put_in_force(precincts: Precincts, *entries: RollCallRule, **more: Any) -> int:
    rules = precincts.ground.rules.model_copy(update={"rollcalls": entries, **more})
    precincts.ground = replace(precincts.ground, rules=rules)
    kept = precincts.act(is_kept)
    done = precincts.act(keep_file)
    assert kept is (done == 0)
    assert precincts.act(is_kept)
    return done


def rows(precincts: Precincts) -> list[Schedule]:
    with precincts.ground.database.look() as work:
        return list(work.session.scalars(select(Schedule).order_by(Schedule.shift)))


def test_an_import_makes_what_the_file_says_and_a_second_one_nothing(precincts: Precincts) -> None:
    assert put_in_force(precincts, entry(), entry("quay-swing", at="22:00")) == 2
    assert put_in_force(precincts, entry(), entry("quay-swing", at="22:00")) == 0
    assert [(row.shift, row.at, row.from_file, row.version) for row in rows(precincts)] == [
        ("quay-day", "06:45", 1, 1),
        ("quay-swing", "22:00", 1, 1),
    ]
    assert precincts.planned(file_id("quay-day")) == [utc(2026, 6, 1, 13, 45)]


@pytest.mark.parametrize(
    "said",
    [
        {"at": "07:00"},
        {"name": "Quay early"},
        {"officers": []},
        {"days": ["tue"]},
        {"every": 2},
        {"holidays": "US-WA"},
        {"channel": "C0QUAY001"},
        {"close_minutes": 90},
        {"ends": date(2026, 9, 1)},
    ],
)
def test_an_entry_that_changed_is_changed_once(precincts: Precincts, said: dict[str, Any]) -> None:
    put_in_force(precincts, entry())
    assert put_in_force(precincts, entry(**said)) == 1
    assert put_in_force(precincts, entry(**said)) == 0
    assert rows(precincts)[0].version == 2


def test_an_entry_that_left_the_file_is_ended_and_begins_again_with_its_past(precincts: Precincts) -> None:
    put_in_force(precincts, entry())
    precincts.live(utc(2026, 6, 1, 14))
    assert put_in_force(precincts) == 1
    precincts.live(utc(2026, 6, 4))
    assert put_in_force(precincts, entry()) == 1
    precincts.live(utc(2026, 6, 8, 14))
    assert [day for day, _ in precincts.fired(file_id("quay-day"))] == [MONDAY, date(2026, 6, 8)]


def test_what_people_made_in_slack_is_left_alone(precincts: Precincts) -> None:
    schedule = precincts.make(night("06:45", rule=Rule(MONDAY, EVERY_DAY)))
    put_in_force(precincts, entry())
    put_in_force(precincts)
    assert precincts.row(schedule).ended_at is None


def test_a_pause_outlives_an_import(precincts: Precincts) -> None:
    put_in_force(precincts, entry())
    precincts.act(lambda scene: pause(scene, file_id("quay-day")))
    assert put_in_force(precincts, entry()) == 0
    assert precincts.planned(file_id("quay-day")) == []


def test_a_region_whose_zone_changes_takes_the_next_hour_along(precincts: Precincts) -> None:
    schedule = precincts.make(night("06:45", rule=Rule(MONDAY, EVERY_DAY), region="mesa"))
    assert precincts.planned(schedule) == [utc(2026, 6, 1, 13, 45)]
    regions = tuple(
        region.model_copy(update={"time_zone": "America/New_York"}) if region.code == "mesa" else region
        for region in precincts.ground.rules.regions
    )
    assert put_in_force(precincts, regions=regions) == 1
    assert precincts.planned(schedule) == [utc(2026, 6, 1, 10, 45)]


def test_a_schedule_whose_next_moment_was_given_up_is_planned_again(precincts: Precincts) -> None:
    schedule = precincts.make(night("06:45", rule=Rule(MONDAY, EVERY_DAY)))
    with precincts.ground.database.work() as work:
        work.session.execute(
            update(DueStep)
            .where(DueStep.subject == schedule, DueStep.step == Step.ROLLCALL_FIRE.value)
            .values(done_at=precincts.moment, outcome="given_up")
        )
        work.commit()
    assert not precincts.act(is_kept)
    assert precincts.act(keep_file) == 1
    precincts.live(utc(2026, 6, 1, 14))
    assert [day for day, _ in precincts.fired(schedule)] == [MONDAY]


def test_one_that_has_come_to_its_end_is_left_in_peace(precincts: Precincts) -> None:
    schedule = precincts.make(night("06:45", rule=Rule(MONDAY, EVERY_DAY, ends=MONDAY)))
    precincts.live(utc(2026, 6, 3))
    version = precincts.row(schedule).version
    assert precincts.act(keep_file) == 0
    assert precincts.row(schedule).version == version


def test_a_moved_date_counts_as_planned_well(precincts: Precincts) -> None:
    schedule = precincts.make(night("06:45", rule=Rule(MONDAY, EVERY_DAY)))
    precincts.act(lambda scene: move(scene, schedule, MONDAY, MONDAY, time(10)))
    assert precincts.act(keep_file) == 0
