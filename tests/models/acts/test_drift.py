"""Signs of drift, of shifts, regions and seats; a skipped, missed or lost week counts neither way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from models.acts.checkin import InTheWay, Said, answer
from models.acts.depart import depart
from models.acts.drift import Sign, quiet_weeks, signals, tell_drift
from models.acts.in_person import was_there
from models.acts.schedule_dates import skip
from models.database import Database
from models.notice import Kind
from models.people import Role
from models.recurrence import Rule
from models.referral import Door
from models.rollcall import Firing, Schedule, SkipReason
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Drift
from tests.factories import MANAGER, OFFICER, PROSECUTOR
from tests.models.acts.rolling import SERGEANT, START, Precincts, lay_precincts, night

WEEK = timedelta(days=7)


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Precincts:
    return lay_precincts(database, tmp_path)


def weekly(site: Precincts) -> str:
    return site.make(night(rule=Rule(date(2026, 1, 5), (2,)), at="06:45"))


def run(site: Precincts, schedule: str) -> int:
    return site.act(lambda scene: quiet_weeks(scene, scene.work.session.get_one(Schedule, schedule)))


def found(site: Precincts, sign: Sign) -> list[tuple[str, int]]:
    return site.act(lambda scene: [(one.where, one.count) for one in signals(scene) if one.sign is sign])


def live_weeks(site: Precincts, count: int) -> None:
    site.live(site.moment + count * WEEK)


def last(site: Precincts, schedule: str) -> Firing:
    return site.firings(schedule)[-1]


def test_three_quiet_weeks_are_a_sign_and_two_are_not(site: Precincts) -> None:
    schedule = weekly(site)
    live_weeks(site, 2)
    assert (run(site, schedule), found(site, Sign.QUIET_WEEKS)) == (2, [])
    live_weeks(site, 1)
    assert found(site, Sign.QUIET_WEEKS) == [("North night", 3)]


def test_an_answer_a_visit_and_the_leaders_word_end_the_run(site: Precincts) -> None:
    schedule = weekly(site)
    live_weeks(site, 3)
    firing = last(site, schedule)
    site.act(lambda scene: answer(scene, firing.id, Said((InTheWay.NOTHING,))), OFFICER)
    assert run(site, schedule) == 0
    live_weeks(site, 3)
    assert run(site, schedule) == 3
    day = last(site, schedule).day
    site.act(lambda scene: was_there(scene, schedule, day, 4, [], ""), MANAGER)
    assert run(site, schedule) == 0


def test_a_skipped_a_missed_and_a_lost_week_count_neither_way(site: Precincts) -> None:
    schedule = weekly(site)
    live_weeks(site, 2)
    day = last(site, schedule).day
    site.act(lambda scene: skip(scene, schedule, day, SkipReason.CALL_OUT))
    assert run(site, schedule) == 1
    live_weeks(site, 1)
    newest = last(site, schedule).id

    def lose(scene: Scene) -> None:
        row = scene.work.session.get_one(Firing, newest)
        row.not_delivered = row.asked

    site.act(lose)
    assert run(site, schedule) == 1
    site.sleep(site.moment + WEEK)  # down over the window: not sent
    assert last(site, schedule).state == "not_sent"
    assert run(site, schedule) == 1


def test_a_paused_and_an_ended_shift_are_no_sign(site: Precincts) -> None:
    schedule = weekly(site)
    live_weeks(site, 3)

    def pause(scene: Scene) -> None:
        scene.work.session.get_one(Schedule, schedule).paused_at = START

    site.act(pause)
    assert found(site, Sign.QUIET_WEEKS) == []


def test_more_than_thirty_days_without_an_arrest_diversion_in_a_region(site: Precincts) -> None:
    since = site.ground.rules.zone_of("north")
    came = datetime.combine(date(2026, 10, 1), time(12), since)
    site.ground.refer(region="north", moment=came)
    site.ground.refer(Door.SOCIAL_CONTACT, region="quay", moment=came)
    site.moment = came + timedelta(days=14)
    assert found(site, Sign.NO_DIVERSION) == []
    site.moment = came + timedelta(days=30)
    regions = dict(found(site, Sign.NO_DIVERSION))
    assert "North" not in regions
    site.moment = came + timedelta(days=31)
    assert dict(found(site, Sign.NO_DIVERSION))["North"] == 31
    assert dict(found(site, Sign.NO_DIVERSION))["Quay"] == 47, "none yet: counted since the site began"


def test_a_seat_that_stays_empty_for_two_weeks(site: Precincts) -> None:
    site.moment = datetime(2026, 9, 20, 12, tzinfo=START.tzinfo)

    def leave(scene: Scene) -> None:
        ground = site.ground
        for user in (PROSECUTOR, SlackUserId("UTULLEX01")):
            depart(scene.work, ground.vault, ground.audit, site.ground.rules, user, site.moment, "operator")

    site.act(leave)
    seat = "liaison prosecutor @ Lantern County Prosecutor"
    site.moment += timedelta(days=13)
    assert found(site, Sign.EMPTY_SEAT) == []
    site.moment += timedelta(days=1)
    assert found(site, Sign.EMPTY_SEAT) == [(seat, 14)]


def test_a_limit_of_nought_leaves_its_sign_out(site: Precincts) -> None:
    weekly(site)
    live_weeks(site, 4)
    off = Drift(quiet_weeks=0, no_diversion_days=0, empty_seat_days=0)
    site.ground = replace(site.ground, rules=site.ground.rules.model_copy(update={"drift": off}))
    assert site.act(signals) == []


def test_the_project_manager_is_told_once_a_week_and_only_if_there_is_a_sign(site: Precincts) -> None:
    assert site.act(lambda scene: tell_drift(scene, START.date())) == 0
    assert site.told(Kind.DRIFT) == []
    weekly(site)
    live_weeks(site, 3)
    for _ in range(2):
        site.act(lambda scene: tell_drift(scene, date(2026, 2, 2)))
    assert site.told(Kind.DRIFT) == [MANAGER]
    assert site.notices(Kind.DRIFT)[0].target == "1"


def test_no_sign_names_anybody(site: Precincts) -> None:
    weekly(site)
    live_weeks(site, 3)
    names = {seat.display_name for seat in site.ground.seats}
    assert not any(name in one.where for one in site.act(signals) for name in names)
    assert SERGEANT not in str(site.act(signals))
    assert Role.OFFICER not in str(site.act(signals))
