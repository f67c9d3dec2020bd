"""Making and changing schedules: what was due is never lost by a change, and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.acts.schedule_dates import move, put_back, skip
from models.acts.schedules import change, end, make, may_keep, pause, plan_anew, resume, whom_it_asks
from models.database import Database
from models.errors import AlreadyChanged, NotAllowed, UnknownReference
from models.notice import Kind
from models.people import find_actor
from models.recurrence import Rule
from models.rollcall import Asked, FiringState, SkipReason
from models.scene import Scene
from models.schema import Base, SlackUserId
from tests.databases import fresh_url
from tests.factories import CASE_MANAGER, MANAGER, OFFICER, QUAY_OFFICER
from tests.models.acts.rolling import EVERY_DAY, SERGEANT, Precincts, lay_precincts, night, utc

SENT, NOT_SENT, SKIPPED = FiringState.SENT, FiringState.NOT_SENT, FiringState.SKIPPED
DAY = timedelta(days=1)
MONDAY = date(2026, 6, 1)  # in summer time: 06:45 there is 13:45 in UTC
WEDNESDAY, FRIDAY = MONDAY + 2 * DAY, MONDAY + 4 * DAY
WORKDAYS = night("06:45", rule=Rule(MONDAY, (0, 2, 4)))
REASON = SkipReason.CALL_OUT


@pytest.fixture
def precincts(database: Database, tmp_path: Path) -> Precincts:
    made = lay_precincts(database, tmp_path)
    made.moment = utc(2026, 5, 31, 12)
    return made


@pytest.fixture
def schedule(precincts: Precincts) -> str:
    return precincts.make(WORKDAYS)


def test_a_change_plans_the_next_moment_anew_and_only_that(precincts: Precincts, schedule: str) -> None:
    later = replace(WORKDAYS, at=time(22), name="North late")
    precincts.act(lambda scene: change(scene, schedule, later))
    assert precincts.planned(schedule) == [utc(2026, 6, 2, 5)]
    assert (precincts.row(schedule).name, precincts.row(schedule).version) == ("North late", 2)
    precincts.live(utc(2026, 6, 2, 6))
    assert precincts.fired(schedule) == [(MONDAY, SENT)]


def test_a_date_that_was_asked_is_not_asked_again_at_a_later_hour(
    precincts: Precincts, schedule: str
) -> None:
    precincts.live(utc(2026, 6, 1, 13, 50))
    precincts.act(lambda scene: change(scene, schedule, replace(WORKDAYS, at=time(9))))
    precincts.live(utc(2026, 6, 3, 17))
    assert precincts.fired(schedule) == [(MONDAY, SENT), (WEDNESDAY, SENT)]


def test_a_date_that_is_due_and_not_yet_fired_outlives_a_change(precincts: Precincts, schedule: str) -> None:
    precincts.moment = utc(2026, 6, 1, 13, 50)  # the clock has not come to it yet
    precincts.act(lambda scene: change(scene, schedule, replace(WORKDAYS, at=time(6, 30))))
    precincts.tick()
    assert precincts.fired(schedule) == [(MONDAY, SENT)]


def test_a_date_that_no_rule_names_any_more_is_not_asked(precincts: Precincts, schedule: str) -> None:
    precincts.moment = utc(2026, 6, 1, 13, 50)
    precincts.act(lambda scene: change(scene, schedule, replace(WORKDAYS, rule=Rule(MONDAY, (1,)))))
    precincts.tick()
    assert precincts.fired(schedule) == []
    precincts.live(utc(2026, 6, 2, 14))
    assert precincts.fired(schedule) == [(MONDAY + DAY, SENT)]


def test_a_hand_that_saw_an_older_version_changes_nothing(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: pause(scene, schedule))
    with pytest.raises(AlreadyChanged):
        precincts.act(lambda scene: change(scene, schedule, WORKDAYS, version=1))


def test_a_pause_is_not_made_up_for(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: pause(scene, schedule))
    precincts.sleep(utc(2026, 6, 3, 14))  # the Wednesday's window is still open
    precincts.act(lambda scene: resume(scene, schedule))
    precincts.live(utc(2026, 6, 6))
    assert precincts.fired(schedule) == [(FRIDAY, SENT)]


def test_an_end_is_an_end(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: end(scene, schedule))
    precincts.act(lambda scene: resume(scene, schedule))
    precincts.live(utc(2026, 6, 6))
    assert precincts.fired(schedule) == []


def test_a_skipped_date_is_not_asked_and_the_next_one_is(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: skip(scene, schedule, MONDAY, REASON))
    precincts.live(utc(2026, 6, 4))
    assert precincts.fired(schedule) == [(WEDNESDAY, SENT)]


def test_skipping_one_that_is_not_the_next_leaves_the_next(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: skip(scene, schedule, WEDNESDAY, REASON))
    precincts.live(utc(2026, 6, 6))
    assert precincts.fired(schedule) == [(MONDAY, SENT), (FRIDAY, SENT)]


def test_a_quiet_date_can_be_skipped_afterwards_and_does_not_count(
    precincts: Precincts, schedule: str
) -> None:
    precincts.live(utc(2026, 6, 1, 13, 50))
    precincts.act(lambda scene: skip(scene, schedule, MONDAY, REASON))
    precincts.live(utc(2026, 6, 2))
    (firing,) = precincts.firings(schedule)
    assert (firing.state, firing.reason) == (SKIPPED, REASON)
    assert precincts.told(Kind.ROLLCALL_NUDGE) == precincts.told(Kind.ROLLCALL_DIGEST) == []


@pytest.mark.parametrize("put_back_first", [False, True])
def test_a_date_moved_behind_its_successor_and_back(
    precincts: Precincts, schedule: str, put_back_first: bool
) -> None:
    precincts.act(lambda scene: move(scene, schedule, MONDAY, WEDNESDAY + DAY, time(10)))
    if put_back_first:
        precincts.act(lambda scene: put_back(scene, schedule, MONDAY))
    precincts.live(utc(2026, 6, 6))
    moved = [(WEDNESDAY, SENT), (MONDAY, SENT), (FRIDAY, SENT)]
    assert precincts.fired(schedule) == (sorted(moved) if put_back_first else moved)


def test_a_date_moved_before_its_predecessor_loses_neither(precincts: Precincts, schedule: str) -> None:
    precincts.live(utc(2026, 6, 1, 14))
    precincts.act(lambda scene: move(scene, schedule, FRIDAY, MONDAY + DAY, time(6, 45)))
    precincts.live(utc(2026, 6, 9))
    assert [day for day, _ in precincts.fired(schedule)] == [
        MONDAY,
        FRIDAY,
        WEDNESDAY,
        MONDAY + 7 * DAY,
    ]


def test_a_date_moved_onto_the_moment_of_another_fires_beside_it(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: move(scene, schedule, MONDAY, WEDNESDAY, time(6, 45)))
    precincts.live(utc(2026, 6, 3, 13, 45))
    assert sorted(precincts.fired(schedule)) == [(MONDAY, SENT), (WEDNESDAY, SENT)]


def test_a_date_moved_while_it_was_due_is_asked_at_its_new_hour(precincts: Precincts, schedule: str) -> None:
    precincts.moment = utc(2026, 6, 1, 13, 46)
    precincts.act(lambda scene: move(scene, schedule, MONDAY, MONDAY, time(10)))
    precincts.tick()
    assert precincts.fired(schedule) == []
    precincts.live(utc(2026, 6, 1, 17))
    assert precincts.fired(schedule) == [(MONDAY, SENT)]


def test_a_date_that_was_asked_early_cannot_be_put_back(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: move(scene, schedule, WEDNESDAY, MONDAY, time(9)))
    precincts.live(utc(2026, 6, 1, 20))
    assert precincts.fired(schedule) == [(MONDAY, SENT), (WEDNESDAY, SENT)]
    with pytest.raises(NotAllowed, match="day"):
        precincts.act(lambda scene: put_back(scene, schedule, WEDNESDAY))


def test_a_date_whose_own_moment_is_over_cannot_be_put_back(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: move(scene, schedule, MONDAY, WEDNESDAY + DAY, time(10)))
    precincts.live(utc(2026, 6, 2))
    with pytest.raises(NotAllowed):
        precincts.act(lambda scene: put_back(scene, schedule, MONDAY))


@pytest.mark.parametrize(
    ("day", "to_day", "code"),
    [
        (MONDAY + DAY, WEDNESDAY, "day"),
        (MONDAY, MONDAY + 15 * DAY, "to_day"),
        (MONDAY, MONDAY - 3 * DAY, "to_day"),
    ],
)
def test_what_cannot_be_moved_is_refused_by_name(
    precincts: Precincts, schedule: str, day: date, to_day: date, code: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        precincts.act(lambda scene: move(scene, schedule, day, to_day, time(6)))
    assert refused.value.code == code
    precincts.live(utc(2026, 6, 1, 14))
    assert precincts.fired(schedule) == [(MONDAY, SENT)]


def test_one_that_was_asked_cannot_be_moved(precincts: Precincts, schedule: str) -> None:
    precincts.live(utc(2026, 6, 1, 14))
    with pytest.raises(NotAllowed):
        precincts.act(lambda scene: move(scene, schedule, MONDAY, WEDNESDAY, time(6)))


def test_only_a_date_of_the_rule_can_be_skipped(precincts: Precincts, schedule: str) -> None:
    with pytest.raises(NotAllowed):
        precincts.act(lambda scene: skip(scene, schedule, MONDAY + DAY, REASON))


@pytest.mark.parametrize("act", [pause, resume, end, plan_anew])
def test_a_schedule_that_does_not_exist_is_refused(
    precincts: Precincts, act: Callable[[Scene, str], object]
) -> None:
    with pytest.raises(UnknownReference):
        precincts.act(lambda scene: act(scene, "none"))


def test_every_change_is_in_the_log_and_nobody_is_named_there(precincts: Precincts, schedule: str) -> None:
    precincts.act(lambda scene: skip(scene, schedule, MONDAY, REASON))
    precincts.act(lambda scene: pause(scene, schedule))
    rows = [row for row in precincts.ground.audit_rows() if row[1] == "schedule.changed"]
    assert [(row[0], row[3]) for row in rows] == [
        (SERGEANT, "made"),
        (SERGEANT, "skipped"),
        (SERGEANT, "paused"),
    ]
    assert all(schedule in row[2] for row in rows)


@pytest.mark.parametrize(
    ("user", "region", "asks", "may"),
    [
        (MANAGER, "quay", Asked.ROLL_CALL, True),
        (MANAGER, "north", Asked.VISIT, True),
        (SERGEANT, "north", Asked.ROLL_CALL, True),
        (SERGEANT, "quay", Asked.ROLL_CALL, False),
        (SERGEANT, "north", Asked.VISIT, False),
        (OFFICER, "north", Asked.ROLL_CALL, False),
        (CASE_MANAGER, "north", Asked.ROLL_CALL, False),
    ],
)
def test_who_keeps_which_schedules(
    precincts: Precincts, user: SlackUserId, region: str, asks: Asked, may: bool
) -> None:
    ground = precincts.ground
    with ground.database.look() as work:
        actor = find_actor(work, ground.vault.rows, user, MONDAY)
    assert may_keep(actor, region, asks) is may


def test_whom_it_asks_is_counted_before_it_is_kept(precincts: Precincts) -> None:
    def count(**more: object) -> int:
        return precincts.act(lambda scene: whom_it_asks(scene, replace(WORKDAYS, **more)))  # type: ignore[arg-type]

    assert count() == 1
    assert count(seats=[QUAY_OFFICER, OFFICER]) == 2
    assert count(seats=[CASE_MANAGER]) == 0
    assert count(region="nowhere") == 0


class Walk:
    """What may happen to a schedule in some weeks, and what must have come of it."""

    acts = ("wait", "sleep", "change", "pause", "skip", "move", "back")

    def __init__(self, precincts: Precincts) -> None:
        self.precincts = precincts
        self.schedule = precincts.make(WORKDAYS)
        self.paused = False
        self.unasked: set[date] = set()  # skipped, or lay in a pause
        self.until = precincts.moment

    def step(self, act: str, number: int) -> None:
        precincts, schedule = self.precincts, self.schedule
        day = precincts.moment.date() + timedelta(days=number % 9)
        if act == "pause":
            precincts.act(lambda scene: (resume if self.paused else pause)(scene, schedule))
            self.paused = not self.paused
        elif act == "change":
            hour = time(5 + number % 4)
            precincts.act(lambda scene: change(scene, schedule, replace(WORKDAYS, at=hour)))
        elif act in {"wait", "sleep"}:
            until = precincts.moment + timedelta(hours=7 * (1 + number % 9))
            (precincts.live if act == "wait" else precincts.sleep)(until)
        else:
            self._date(act, day, number)

    def _date(self, act: str, day: date, number: int) -> None:
        done: dict[str, Callable[[Scene], None]] = {
            "skip": lambda scene: skip(scene, self.schedule, day, REASON),
            "move": lambda scene: move(
                scene, self.schedule, day, day + timedelta(days=number % 5 - 2), time(8)
            ),
            "back": lambda scene: put_back(scene, self.schedule, day),
        }
        try:
            self.precincts.act(done[act])
        except NotAllowed:
            return


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Walk.acts), st.integers(0, 40)), max_size=25))
def test_whatever_is_done_to_a_schedule_every_date_is_settled_once_and_one_is_planned(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with fresh_url("sqlite", tmp_path_factory.mktemp("walk")) as url:
        database = Database(url)
        Base.metadata.create_all(database.engine)
        precincts = lay_precincts(database, tmp_path_factory.mktemp("keys"))
        precincts.moment = utc(2026, 5, 31, 12)
        walk = Walk(precincts)
        for act, number in steps:
            walk.step(act, number)
            assert len(precincts.planned(walk.schedule)) == (0 if walk.paused else 1)
        days = [day for day, _ in precincts.fired(walk.schedule)]
        assert len(days) == len(set(days))
        asked = precincts.told(Kind.ROLLCALL)
        states = [state for _, state in precincts.fired(walk.schedule)]
        assert states.count(SENT) <= len(asked) <= states.count(SENT) + states.count(SKIPPED)
        database.close()


def test_without_pause_or_skip_no_date_is_ever_lost(precincts: Precincts) -> None:
    """The same walk, by hand: three weeks of changes at every hour, each date settled."""
    schedule = precincts.make(WORKDAYS)
    for hour in range(0, 24 * 21, 5):
        wanted = replace(WORKDAYS, at=time(6 + hour % 3, hour % 60))
        precincts.act(lambda scene, wanted=wanted: change(scene, schedule, wanted))  # type: ignore[misc]
        step = precincts.live if hour % 2 else precincts.sleep
        step(precincts.moment + timedelta(hours=5))
    settled = {day for day, _ in precincts.fired(schedule)}
    wanted_days = {MONDAY + DAY * ahead for ahead in range(20) if (ahead % 7) in {0, 2, 4}}
    assert wanted_days <= settled


def test_a_schedule_made_by_nobody_known_is_still_the_same_shape(precincts: Precincts) -> None:
    row = precincts.act(lambda scene: make(scene, replace(WORKDAYS, rule=Rule(MONDAY, EVERY_DAY))), MANAGER)
    assert (row.made_by, row.days, row.at, row.version) == (MANAGER, "0;1;2;3;4;5;6", "06:45", 1)
