"""The clock's hand on the due steps: exactly once, also beside others, after a death and after a jump."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.database import Database, UnitOfWork
from models.due import DueStep, Planned, Step, plan
from models.errors import Unsafe
from models.notice import Kind, NewNotice, Notice, post
from models.schema import SlackUserId
from scheduler.deadlines import Deadlines, Pace

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
WHO = SlackUserId("UZEBULON1")


class SetTime:
    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()


class Office:
    """Takes steps by telling somebody under the step's own key, and counts how often each was begun."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.time = SetTime()
        self.begun: Counter[str] = Counter()
        self.given_up: list[str] = []
        self.refuse: Callable[[DueStep], Exception | None] = lambda step: None

    def act(self, work: UnitOfWork, step: DueStep) -> str:
        self.begun[step.key] += 1
        # Not by the step's key: were a step taken twice, there would be two of them.
        told = NewNotice(Kind.REVIEW_DUE, WHO, f"{step.key}:{self.begun[step.key]}:{threading.get_ident()}")
        post(work, self.time(), [told])
        trouble = self.refuse(step)
        if trouble is not None:
            raise trouble
        return "told"

    def give_up(self, work: UnitOfWork, step: DueStep) -> None:
        del work
        self.given_up.append(step.key)

    def taker(self) -> Deadlines:
        return Deadlines(self.database, self.act, given_up=self.give_up, now=self.time)

    def plan(self, *keys: str, at: datetime = NOON) -> None:
        with self.database.work() as work:
            plan(work, [Planned(Step.SCREENING_DUE, "R-AAAAA", at, key) for key in keys])
            work.commit()

    def told(self) -> list[str]:
        query = select(Notice.dedupe_key).order_by(Notice.id)
        with self.database.look() as work:
            return [key.split(":")[0] for key in work.session.scalars(query)]

    def waiting(self) -> list[DueStep]:
        with self.database.look() as work:
            return list(work.session.scalars(select(DueStep).where(DueStep.done_at.is_(None))))


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.mark.parametrize("takers", [1, 2, 4])
def test_every_step_is_taken_exactly_once_whoever_else_takes(office: Office, takers: int) -> None:
    keys = [f"step{number}" for number in range(40)]
    office.plan(*keys)
    barrier, taken = threading.Barrier(takers), []

    def work() -> None:
        taker = office.taker()
        barrier.wait()
        while office.waiting():
            taken.append(taker.take_due())

    threads = [threading.Thread(target=work) for _ in range(takers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(office.told()) == sorted(keys)
    assert sum(taken) == len(keys)


def test_a_restart_inside_the_minute_takes_nothing_twice_and_nothing_never(office: Office) -> None:
    office.plan("a")
    office.plan("b", at=NOON + timedelta(seconds=30))
    assert office.taker().take_due() == 1
    office.time.moment += timedelta(seconds=20)
    assert office.taker().take_due() == 0
    office.time.moment += timedelta(seconds=20)
    assert office.taker().take_due() == 1
    assert office.told() == ["a", "b"]


def test_a_process_that_dies_in_the_act_leaves_the_step_to_the_next_one(office: Office) -> None:
    office.plan("a")
    office.refuse = lambda step: KeyboardInterrupt()  # type: ignore[assignment, return-value]  # any way to end
    with pytest.raises(KeyboardInterrupt):
        office.taker().take_due()
    assert office.told() == []
    office.refuse = lambda step: None
    office.time.moment += timedelta(minutes=1)
    assert office.taker().take_due() == 1
    assert office.told() == ["a"]


def test_a_step_that_raises_is_put_off_and_holds_up_no_other(office: Office) -> None:
    office.plan("bad", "good1", "good2")
    office.refuse = lambda step: Unsafe("no") if step.key == "bad" else None
    assert office.taker().take_due() == 2
    assert office.told() == ["good1", "good2"]
    (left,) = office.waiting()
    assert (left.key, left.tries, left.due_at) == ("bad", 1, NOON + timedelta(seconds=5))
    office.refuse = lambda step: None
    office.time.moment += timedelta(seconds=5)
    assert office.taker().take_due() == 1
    assert sorted(office.told()) == ["bad", "good1", "good2"]


def test_what_nobody_expected_is_put_off_too_and_the_next_beat_takes_the_others(office: Office) -> None:
    office.plan("bad", "good")
    office.refuse = lambda step: KeyError("bug") if step.key == "bad" else None
    taker = office.taker()
    with pytest.raises(KeyError):  # the clock reports it
        taker.take_due()
    assert taker.take_due() == 1
    assert office.told() == ["good"]
    assert office.waiting()[0].tries == 1


def test_what_cannot_be_taken_for_a_day_is_told_once_and_left(office: Office) -> None:
    office.plan("bad")
    office.refuse = lambda step: Unsafe("no")
    taker = office.taker()
    for _ in range(200):
        taker.take_due()
        office.time.moment += timedelta(minutes=15)
    assert office.given_up == ["bad"]
    assert office.waiting() == []
    assert office.told() == []


def test_a_clock_that_jumps_takes_what_it_jumped_over_once(office: Office) -> None:
    office.plan("a", at=NOON + timedelta(minutes=5))
    office.plan("b", at=NOON + timedelta(days=2))
    office.time.moment += timedelta(days=3)
    assert office.taker().take_due() == 2
    office.time.moment -= timedelta(days=3)
    assert office.taker().take_due() == 0
    assert office.told() == ["a", "b"]


def pace() -> Pace:
    return Pace(timedelta(seconds=1))


def test_a_pace_learns_when_beats_are_meant_to_come_from_the_earliest() -> None:
    beats = pace()
    meant = [beats.begin(at) for at in (100.04, 101.0, 102.3, 103.001, 104.2)]
    assert meant == pytest.approx([100.04, 101.0, 102.0, 103.0, 104.0])


def test_a_pace_is_learnt_anew_from_time_to_time() -> None:
    beats = pace()
    for number in range(60):
        beats.begin(100.0 + number)
    assert beats.begin(160.3) == pytest.approx(160.3)  # the computer's clocks drift apart


def test_what_falls_due_before_the_next_beat_is_taken_at_its_moment(office: Office) -> None:
    for key, after in (("now", 0.0), ("soon", 0.2), ("sooner", 0.1), ("later", 1.0)):
        office.plan(key, at=NOON + timedelta(seconds=after))
    slept: list[float] = []
    woken: list[int] = []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        office.time.moment += timedelta(seconds=seconds)

    office.taker().beat(pace(), lambda: woken.append(len(office.told())), office.time.seconds, sleep)
    assert office.told() == ["now", "sooner", "soon"]
    assert slept == [0.1, 0.1]
    assert woken == [1, 2, 3]


def test_what_falls_due_while_the_clock_looks_is_not_overlooked(office: Office) -> None:
    """A look takes a while: in whichever millisecond it is due, it is taken then, not at the next one's."""
    for number in range(1, 40):
        office.plan(str(number), at=NOON + timedelta(milliseconds=10 * number + number % 7))
    late: list[timedelta] = []

    class Running(SetTime):
        def __call__(self) -> datetime:
            self.moment += timedelta(milliseconds=1)
            return self.moment

    office.time = Running()

    def keep(step: DueStep) -> None:
        late.append(office.time.moment - step.planned_for)

    def sleep(seconds: float) -> None:
        office.time.moment += timedelta(seconds=seconds)

    office.refuse = keep
    office.taker().beat(pace(), lambda: None, office.time.seconds, sleep)
    assert len(late) == 39
    assert max(late) <= timedelta(milliseconds=5)


def test_a_beat_waits_for_nothing_that_has_a_beat_of_its_own_or_was_put_off(office: Office) -> None:
    with office.database.work() as work:
        plan(work, [Planned(Step.PAIRS_LOOK, "R-AAAAA", NOON + timedelta(seconds=0.5), "beside")])
        work.commit()
    office.plan("bad")
    office.refuse = lambda step: Unsafe("no")
    slept: list[float] = []
    office.taker().beat(pace(), lambda: None, office.time.seconds, slept.append)
    assert slept == []
    assert office.begun["bad"] == 1


def test_a_beat_that_ran_into_the_next_one_takes_its_part_as_well(office: Office) -> None:
    office.plan("slow")
    office.plan("next", at=NOON + timedelta(seconds=1.5))
    office.plan("after", at=NOON + timedelta(seconds=1.99))

    def take_long(step: DueStep) -> None:
        office.time.moment += timedelta(seconds=1.1 if step.key == "slow" else 0)

    office.refuse = take_long

    def sleep(seconds: float) -> None:
        office.time.moment += timedelta(seconds=seconds)

    office.taker().beat(pace(), lambda: None, office.time.seconds, sleep)
    assert office.told() == ["slow", "next"]
