"""Takes what has fallen due, one step a transaction; a step that raises is put off and holds up no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from models.database import Database, UnitOfWork
from models.due import DueStep, finish, put_off, take
from models.errors import DomainError
from scheduler.trouble import report

Act = Callable[[UnitOfWork, DueStep], str]
GivenUp = Callable[[UnitOfWork, DueStep], None]
_AT_ONCE = 200  # in one beat; the next follows within a second


class Deadlines:
    """The clock's hand on `due_steps`.

    Args:
        database: where they stand.
        act: takes one step inside the unit of work and answers a short code; the step is settled with it.
        given_up: tells people about a step that could not be taken for a day.
        now: an aware moment.
    """

    def __init__(
        self, database: Database, act: Act, *, given_up: GivenUp, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._act = act
        self._given_up = given_up
        self._now = now

    def take_due(self) -> int:
        """Take what is due, the oldest first; answers how many were taken.

        Raises:
            StorageUnavailable: the database does not answer; what was not taken is due still.
        """
        taken = 0
        for _ in range(_AT_ONCE):
            held: int | None = None
            try:
                with self._database.work() as work:
                    moment = self._now()
                    step = take(work, moment)
                    if step is None:
                        break
                    held = step.id
                    finish(step, self._act(work, step), moment)
                    work.commit()
                    taken += 1
            except DomainError as trouble:
                if held is None:
                    raise
                report("step_put_off", trouble, code=trouble.code)
                self._put_off(held)
        return taken

    def _put_off(self, step_id: int) -> None:
        with self._database.work() as work:
            if not put_off(work, step_id, self._now()):
                self._given_up(work, work.session.get_one(DueStep, step_id))
            work.commit()
