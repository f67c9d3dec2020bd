"""Due steps on both databases: planned once, taken in order, put off, called off, given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from models.database import Database
from models.due import DueStep, Planned, Step, call_off, finish, overdue, plan, put_off, take

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def planned(database: Database, *steps: Planned) -> None:
    with database.work() as work:
        plan(work, steps)
        work.commit()


def step(minutes: int, key: str = "", subject: str = "R-AAAAA", kind: Step = Step.HANDOFF_REPAGE) -> Planned:
    return Planned(kind, subject, NOON + minutes * MINUTE, key or f"{kind}:{subject}:{minutes}")


def rows(database: Database) -> list[DueStep]:
    with database.look() as work:
        return list(work.session.scalars(select(DueStep).order_by(DueStep.id)))


def taken_at(database: Database, moment: datetime) -> list[str]:
    keys: list[str] = []
    while True:
        with database.work() as work:
            found = take(work, moment)
            if found is None:
                return keys
            keys.append(found.key)
            finish(found, "done", moment)
            work.commit()


def test_a_step_planned_twice_is_one_step_and_keeps_its_first_moment(database: Database) -> None:
    planned(database, step(5, "same"))
    planned(database, step(9, "same"), step(9, "other"))
    assert [(row.key, row.due_at) for row in rows(database)] == [
        ("same", NOON + 5 * MINUTE),
        ("other", NOON + 9 * MINUTE),
    ]


def test_what_is_due_is_taken_the_oldest_first_and_nothing_before_its_time(database: Database) -> None:
    planned(database, step(8), step(5), step(12))
    assert taken_at(database, NOON + 4 * MINUTE) == []
    assert taken_at(database, NOON + 8 * MINUTE) == [step(5).key, step(8).key]
    assert taken_at(database, NOON + 8 * MINUTE) == []


def test_a_clock_that_jumps_ahead_takes_everything_in_order_and_one_that_jumps_back_nothing_again(
    database: Database,
) -> None:
    planned(database, *(step(minutes) for minutes in (5, 8, 12, 20, 30)))
    assert taken_at(database, NOON + timedelta(days=3)) == [step(one).key for one in (5, 8, 12, 20, 30)]
    assert taken_at(database, NOON - timedelta(days=3)) == []
    assert taken_at(database, NOON + timedelta(days=4)) == []


def test_only_the_named_steps_of_the_one_subject_are_called_off(database: Database) -> None:
    over = Step.HANDOFF_OVER
    planned(database, step(5), step(30, kind=over), step(5, subject="R-BBBBB"))
    with database.work() as work:
        call_off(work, "R-AAAAA", [Step.HANDOFF_REPAGE], NOON)
        work.commit()
    assert taken_at(database, NOON + 60 * MINUTE) == [step(5, subject="R-BBBBB").key, step(30, kind=over).key]
    assert rows(database)[0].outcome == "called_off"


def test_what_was_called_off_is_not_planned_anew_under_the_same_key(database: Database) -> None:
    planned(database, step(5))
    with database.work() as work:
        call_off(work, "R-AAAAA", [Step.HANDOFF_REPAGE], NOON)
        plan(work, [step(5)])
        work.commit()
    assert taken_at(database, NOON + 9 * MINUTE) == []


def test_a_step_that_cannot_be_taken_waits_longer_and_longer_and_is_given_up_after_a_day(
    database: Database,
) -> None:
    planned(database, step(0))
    moment, waits = NOON, []
    for _ in range(200):
        with database.work() as work:
            found = take(work, moment)
            assert found is not None
            again = put_off(work, found.id, moment)
            work.commit()
        if not again:
            break
        waits.append(rows(database)[0].due_at - moment)
        moment = rows(database)[0].due_at
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=5)
    assert timedelta(hours=20) < moment - NOON < timedelta(hours=28)
    assert rows(database)[0].outcome == "given_up"
    assert taken_at(database, moment + timedelta(days=9)) == []


def test_what_is_late_counts_only_what_is_not_done(database: Database) -> None:
    planned(database, step(5), step(8))
    with database.look() as work:
        assert overdue(work, NOON + 6 * MINUTE, MINUTE) == 0
        assert overdue(work, NOON + 7 * MINUTE, MINUTE) == 1
    taken_at(database, NOON + 20 * MINUTE)
    with database.look() as work:
        assert overdue(work, NOON + timedelta(days=9), MINUTE) == 0


def test_what_is_put_off_again_and_again_is_late_all_the_while(database: Database) -> None:
    planned(database, step(0), step(600))
    moment = NOON
    for tries in range(8):
        with database.work() as work:
            found = take(work, moment)
            assert found is not None
            assert found.key == step(0).key
            assert put_off(work, found.id, moment)
            work.commit()
        with database.look() as work:
            assert overdue(work, moment + timedelta(seconds=1), MINUTE) == (moment - NOON >= MINUTE), tries
            # Also the moment the longest pause has begun.
            assert overdue(work, moment, timedelta(0)) == (moment > NOON), tries
            assert overdue(work, moment + 2 * MINUTE, MINUTE) == 1, tries  # and when it is over
        moment = rows(database)[0].due_at
