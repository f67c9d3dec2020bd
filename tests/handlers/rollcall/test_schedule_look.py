"""The schedules' own look: after the rules changed, once an hour, and not in between."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event, select, update

from handlers.rollcall.schedule_look import ScheduleLook
from models.due import DueStep, Step
from models.rollcall import Schedule
from tests.handlers.harbor import Harbor
from tests.handlers.rollcall.test_schedules import RULE
from tests.handlers.shifts import shift


def standing(harbor: Harbor) -> list[tuple[str, bool]]:
    with harbor.ground.database.look() as work:
        rows = work.session.scalars(select(Schedule).order_by(Schedule.shift))
        return [(row.shift, row.ended_at is None) for row in rows]


def test_rules_that_were_confirmed_meanwhile_are_kept_at_the_next_beat(harbor: Harbor) -> None:
    look = ScheduleLook(harbor.ground)
    look.look()
    assert standing(harbor) == []
    harbor.change_rules(rollcalls=[RULE])
    look.look()
    assert standing(harbor) == [("quay-day", True)]
    harbor.change_rules(rollcalls=[])
    look.look()
    assert standing(harbor) == [("quay-day", False)]


def test_it_reads_once_an_hour_and_writes_only_where_something_is_missing(harbor: Harbor) -> None:
    schedule = shift(harbor)
    look = ScheduleLook(harbor.ground)
    look.look()
    with harbor.ground.database.work() as work:  # somebody lost its next moment
        work.session.execute(
            update(DueStep)
            .where(DueStep.subject == schedule, DueStep.step == Step.ROLLCALL_FIRE.value)
            .values(done_at=harbor.time(), outcome="given_up")
        )
        work.commit()
    written: list[str] = []
    event.listen(
        harbor.ground.database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: written.append(statement),
    )
    look.look()
    assert not [statement for statement in written if "schedules" in statement]
    harbor.time.go(timedelta(minutes=61))
    look.look()
    assert [statement for statement in written if statement.startswith("INSERT INTO due_steps")]
    written.clear()
    harbor.time.go(timedelta(minutes=61))
    look.look()
    assert not [statement for statement in written if statement.startswith(("INSERT", "UPDATE"))]
