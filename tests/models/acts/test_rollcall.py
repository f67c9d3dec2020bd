"""The engine: every moment once, whatever the clocks, the process and the database do meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.acts.rollcall import is_told_in_numbers
from models.acts.schedules import end, pause, plan_anew, resume
from models.database import Database
from models.deadlines import after_minutes
from models.due import DueStep, Step
from models.errors import StorageUnavailable, Unsafe
from models.notice import Kind
from models.recurrence import Rule
from models.rollcall import FiringState, Schedule
from models.scene import Scene
from models.schema import SlackUserId
from tests import databases
from tests.factories import OFFICER, QUAY_OFFICER
from tests.models.acts.rolling import (
    AUTUMN,
    EVERY_DAY,
    SERGEANT,
    SPRING,
    START,
    Precincts,
    lay_precincts,
    night,
    utc,
)

SENT, NOT_SENT = FiringState.SENT, FiringState.NOT_SENT
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def precincts(database: Database, tmp_path: Path) -> Precincts:
    return lay_precincts(database, tmp_path)


def daily(precincts: Precincts, at: str, begins: date, **more: object) -> str:
    return precincts.make(night(at, rule=Rule(begins, EVERY_DAY), **more))


# Scenario 7, word by word.
def test_8_march_half_past_two_does_not_exist_and_fires_once_at_three(precincts: Precincts) -> None:
    schedule = daily(precincts, "02:30", SPRING - DAY)
    precincts.live(utc(2026, 3, 9, 7))
    assert [one.due_at for one in precincts.firings(schedule)] == [
        utc(2026, 3, 7, 10, 30),
        utc(2026, 3, 8, 10, 0),
    ]
    precincts.live(utc(2026, 3, 9, 10))
    assert precincts.firings(schedule)[-1].due_at == utc(2026, 3, 9, 9, 30)


def test_1_november_half_past_one_happens_twice_and_fires_at_the_first_only(precincts: Precincts) -> None:
    schedule = daily(precincts, "01:30", AUTUMN)
    precincts.live(utc(2026, 11, 1, 8, 29))
    assert precincts.fired(schedule) == []
    precincts.live(utc(2026, 11, 1, 8, 30))
    assert precincts.fired(schedule) == [(AUTUMN, SENT)]
    precincts.live(utc(2026, 11, 1, 9, 31))
    assert precincts.fired(schedule) == [(AUTUMN, SENT)]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]
    assert precincts.planned(schedule) == [utc(2026, 11, 2, 9, 30)]


def test_a_restart_inside_the_repeated_hour_asks_nobody_twice(precincts: Precincts) -> None:
    schedule = daily(precincts, "01:30", AUTUMN)
    precincts.live(utc(2026, 11, 1, 8, 45))
    for minute in range(0, 90, 7):  # through the second half past one, a new process each time
        precincts.sleep(utc(2026, 11, 1, 8, 46) + minute * MINUTE)
        precincts.act(lambda scene: plan_anew(scene, schedule))
        precincts.tick()
    assert precincts.fired(schedule) == [(AUTUMN, SENT)]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]


def test_a_process_that_was_down_over_the_first_half_past_one_fires_in_the_second_hour(
    precincts: Precincts,
) -> None:
    schedule = daily(precincts, "01:30", AUTUMN)
    precincts.sleep(utc(2026, 11, 1, 9, 10))  # 01:10 PST; the window is open until 09:30 UTC
    assert precincts.fired(schedule) == [(AUTUMN, SENT)]
    precincts.live(utc(2026, 11, 1, 10))
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]


@pytest.mark.parametrize(("around", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_ten_at_night_stays_ten_at_night(precincts: Precincts, around: date, hours: int) -> None:
    schedule = daily(precincts, "22:00", around - DAY)
    precincts.live(utc(around.year, around.month, around.day, 12) + DAY)
    before, after = (one.due_at for one in precincts.firings(schedule))
    assert after - before == timedelta(hours=hours)


def test_thirty_elapsed_minutes_end_at_twenty_past_one_by_the_wall() -> None:
    ends = after_minutes(utc(2026, 11, 1, 8, 50), 30)  # 01:50 PDT
    assert ends == utc(2026, 11, 1, 9, 20)  # 01:20 PST


@pytest.mark.parametrize(("region", "at"), [("oahu", (12, 30)), ("mesa", (9, 30))])
@pytest.mark.parametrize("around", [SPRING, AUTUMN])
def test_where_there_is_no_change_the_hour_is_the_same_on_every_day(
    precincts: Precincts, around: date, region: str, at: tuple[int, int]
) -> None:
    schedule = daily(precincts, "02:30", around - DAY, region=region)
    precincts.live(utc(around.year, around.month, around.day + 1, 23))
    assert [(one.due_at.hour, one.due_at.minute) for one in precincts.firings(schedule)] == [at] * 3


def test_the_precincts_zone_wins_over_the_officers(precincts: Precincts) -> None:
    """Slack's own zone is never asked for: an officer of Mesa named in Oahu is asked at its hour."""
    away = SlackUserId("UMESA001")
    schedule = daily(precincts, "07:00", SPRING, region="oahu", seats=[away])
    precincts.live(utc(2026, 3, 8, 18))
    assert precincts.told(Kind.ROLLCALL) == [away]
    assert precincts.firings(schedule)[0].due_at == utc(2026, 3, 8, 17)


def test_the_service_date_is_the_local_date_before_any_shift(precincts: Precincts) -> None:
    schedule = daily(precincts, "23:30", SPRING, region="oahu")
    precincts.live(utc(2026, 3, 9, 10))
    assert precincts.fired(schedule) == [(SPRING, SENT)]  # 9 March in UTC


# Whom it asks, and what follows.
def test_all_who_serve_the_region_are_asked_unless_some_are_named(precincts: Precincts) -> None:
    daily(precincts, "06:45", SPRING)
    daily(precincts, "06:46", SPRING, seats=[QUAY_OFFICER])
    precincts.live(utc(2026, 3, 8, 14))
    assert precincts.told(Kind.ROLLCALL) == [OFFICER, QUAY_OFFICER]


def test_a_shift_without_officers_asks_nobody_and_its_leader_hears_so_at_the_end(
    precincts: Precincts,
) -> None:
    schedule = daily(precincts, "06:45", SPRING, seats=[SlackUserId("UUNROST01")])
    precincts.live(utc(2026, 3, 8, 23))
    assert precincts.fired(schedule) == [(SPRING, SENT)]
    assert precincts.firings(schedule)[0].asked == 0
    assert precincts.told(Kind.ROLLCALL) == precincts.told(Kind.ROLLCALL_NUDGE) == []
    assert precincts.told(Kind.ROLLCALL_DIGEST) == [SERGEANT]


def test_one_nudge_after_half_an_hour_and_the_digest_at_the_hour(precincts: Precincts) -> None:
    daily(precincts, "06:45", SPRING)
    precincts.live(utc(2026, 3, 8, 14, 14))
    assert precincts.told(Kind.ROLLCALL_NUDGE) == []
    precincts.live(utc(2026, 3, 8, 14, 15))
    assert precincts.told(Kind.ROLLCALL_NUDGE) == [OFFICER]
    assert precincts.told(Kind.ROLLCALL_DIGEST) == []
    precincts.live(utc(2026, 3, 8, 23))
    assert precincts.told(Kind.ROLLCALL_NUDGE) == [OFFICER]
    assert precincts.told(Kind.ROLLCALL_DIGEST) == [SERGEANT]


def test_a_notice_of_a_roll_call_names_the_firing_and_nobody(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.live(utc(2026, 3, 8, 15))
    (firing,) = precincts.firings(schedule)
    for kind in (Kind.ROLLCALL, Kind.ROLLCALL_NUDGE, Kind.ROLLCALL_DIGEST):
        assert {(one.subject, one.target, one.handle) for one in precincts.notices(kind)} == {
            ("", firing.id, None)
        }


def test_holidays_of_the_region_are_left_out(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", date(2026, 11, 25), holidays="US-WA")
    precincts.live(utc(2026, 11, 29))
    # Thanksgiving, and in Washington the day after it
    assert [day.day for day, _ in precincts.fired(schedule)] == [25, 28]


# Down-time, jumps, a database that goes away, a tick that raises.
def test_a_missed_roll_call_is_sent_while_its_window_is_open(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.sleep(utc(2026, 3, 8, 14, 44))  # the window ends at 14:45
    assert precincts.fired(schedule) == [(SPRING, SENT)]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]
    precincts.live(utc(2026, 3, 8, 20))
    assert precincts.told(Kind.ROLLCALL_NUDGE) == []  # not in the same breath
    assert precincts.told(Kind.ROLLCALL_DIGEST) == [SERGEANT]


def test_one_whose_window_is_over_is_recorded_as_not_sent_and_its_leader_is_told(
    precincts: Precincts,
) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.sleep(utc(2026, 3, 8, 14, 45))
    assert precincts.fired(schedule) == [(SPRING, NOT_SENT)]
    assert precincts.told(Kind.ROLLCALL) == []
    assert precincts.told(Kind.ROLLCALL_NOT_SENT) == [SERGEANT]
    precincts.live(utc(2026, 3, 9, 14))
    assert precincts.fired(schedule)[-1] == (SPRING + DAY, SENT)


def test_after_a_week_away_every_date_is_settled_and_the_leader_hears_of_it_once(
    precincts: Precincts,
) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.sleep(utc(2026, 3, 14, 13, 50))  # five minutes into the seventh
    assert precincts.fired(schedule) == [
        *((SPRING + ahead * DAY, NOT_SENT) for ahead in range(6)),
        (SPRING + 6 * DAY, SENT),
    ]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]
    assert precincts.told(Kind.ROLLCALL_NOT_SENT) == [SERGEANT]


def test_a_clock_that_jumps_forth_and_back_sends_nothing_twice_and_loses_nothing(
    precincts: Precincts,
) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.live(utc(2026, 3, 8, 13, 45))
    precincts.sleep(utc(2026, 3, 10, 13, 50))  # forth, by two days
    seen = precincts.fired(schedule)
    precincts.moment = utc(2026, 3, 8, 13, 40)  # and back
    precincts.tick()
    precincts.live(utc(2026, 3, 10, 20))
    assert precincts.fired(schedule) == seen
    assert [day for day, _ in seen] == [SPRING, SPRING + DAY, SPRING + 2 * DAY]
    precincts.live(utc(2026, 3, 11, 14))
    assert precincts.fired(schedule)[-1] == (SPRING + 3 * DAY, SENT)
    assert len(precincts.told(Kind.ROLLCALL)) == 3


def test_a_step_that_raises_is_taken_seconds_later_and_once(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.raises = [Unsafe("no"), Unsafe("no")]
    precincts.live(utc(2026, 3, 8, 13, 45))
    assert precincts.fired(schedule) == []
    precincts.live(utc(2026, 3, 8, 13, 46))
    assert precincts.fired(schedule) == [(SPRING, SENT)]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]
    assert precincts.firings(schedule)[0].due_at == utc(2026, 3, 8, 13, 45)


def test_a_bug_in_a_step_is_no_different(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.raises = [KeyError("bug")]
    precincts.moment = utc(2026, 3, 8, 13, 45)
    with pytest.raises(KeyError):  # the clock reports it and beats on
        precincts.tick()
    precincts.sleep(utc(2026, 3, 8, 13, 45, 5))
    assert precincts.fired(schedule) == [(SPRING, SENT)]


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """The database does not answer: on SQLite somebody holds it, on PostgreSQL it takes no connection."""
    name = str(database.engine.url.database)
    if database.dialect == "sqlite":
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    databases._on_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    everybody = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    databases._on_server(f"{everybody}'{name}'")  # a name of our own
    yield
    databases._on_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_database_that_is_gone_for_a_minute_costs_a_minute(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.moment = utc(2026, 3, 8, 13, 45)
    with gone(precincts.ground.database), pytest.raises(StorageUnavailable):  # the clock reports it
        precincts.tick()
    precincts.sleep(utc(2026, 3, 8, 13, 46))
    assert precincts.fired(schedule) == [(SPRING, SENT)]
    assert precincts.told(Kind.ROLLCALL) == [OFFICER]


def test_nothing_is_asked_while_it_pauses(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.act(lambda scene: pause(scene, schedule))
    assert precincts.planned(schedule) == []
    precincts.live(utc(2026, 3, 12))
    assert precincts.fired(schedule) == []
    precincts.act(lambda scene: resume(scene, schedule))
    precincts.live(utc(2026, 3, 12, 14))
    assert precincts.fired(schedule) == [(date(2026, 3, 12), SENT)]


@pytest.mark.parametrize("rests", [pause, end])
def test_nobody_is_reminded_of_one_that_rests_or_is_over_and_its_leader_still_hears(
    precincts: Precincts, rests: Callable[[Scene, str], Schedule]
) -> None:
    schedule = daily(precincts, "09:00", START.date())
    precincts.live(utc(2026, 1, 5, 17, 5))
    assert precincts.told(Kind.ROLLCALL)
    precincts.act(lambda scene: rests(scene, schedule))
    precincts.live(utc(2026, 1, 5, 19))
    assert precincts.told(Kind.ROLLCALL_NUDGE) == []
    assert precincts.told(Kind.ROLLCALL_DIGEST) == [SERGEANT]


def test_a_step_of_a_schedule_that_paused_meanwhile_fires_nothing(precincts: Precincts) -> None:
    schedule = daily(precincts, "06:45", SPRING)
    precincts.act(lambda scene: pause(scene, schedule))
    with precincts.ground.database.work() as work:  # as if the clock had held it already
        work.session.execute(
            update(DueStep)
            .where(DueStep.subject == schedule, DueStep.step == Step.ROLLCALL_FIRE.value)
            .values(done_at=None)
        )
        work.commit()
    precincts.live(utc(2026, 3, 9))
    assert precincts.fired(schedule) == []


def test_it_ends_with_its_last_date(precincts: Precincts) -> None:
    schedule = precincts.make(night(rule=Rule(SPRING, EVERY_DAY, ends=SPRING + DAY)))
    precincts.live(utc(2026, 4, 1))
    assert [day for day, _ in precincts.fired(schedule)] == [SPRING, SPRING + DAY]
    assert precincts.planned(schedule) == []


def test_a_schedule_begins_with_what_is_still_to_come(precincts: Precincts) -> None:
    precincts.moment = utc(2026, 3, 8, 13, 50)  # five minutes past, its window is open
    schedule = daily(precincts, "06:45", SPRING)
    precincts.tick()
    assert precincts.fired(schedule) == []
    assert precincts.planned(schedule) == [utc(2026, 3, 9, 13, 45)]
    assert precincts.moment > START


@pytest.mark.parametrize(
    ("asked", "answered", "said"), [(9, 4, True), (9, 0, False), (9, 9, False), (4, 2, False), (5, 1, True)]
)
def test_numbers_are_told_only_where_they_name_nobody(asked: int, answered: int, said: bool) -> None:
    assert is_told_in_numbers(asked, answered) is said
