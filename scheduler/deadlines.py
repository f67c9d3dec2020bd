"""Takes what has fallen due, one step a transaction; a step that raises is put off and holds up no other."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from models.database import Database, UnitOfWork
from models.due import DueStep, finish, is_any_due, next_before, put_off, take
from models.errors import DomainError
from scheduler.trouble import report

Act = Callable[[UnitOfWork, DueStep], str]
GivenUp = Callable[[UnitOfWork, DueStep], None]
_OF_A_BEAT = 0.97  # so much of the time to the next beat is waited through
_LEARN_AFTER = 60  # beats
_AT_ONCE = 200  # in one beat; the next follows within a second


class Pace:
    """When beats of one kind are meant to come: so many seconds apart, learnt from when they came.

    A beat may be held up and come late, never early: the earliest counts, learnt anew from time to time.
    """

    def __init__(self, every: timedelta) -> None:
        self.every = every.total_seconds()
        self._meant = 0.0
        self._beats = 0

    def begin(self, seconds: float) -> float:
        """A beat begins at `seconds`; answers when it was meant to."""
        late = (seconds - self._meant) % self.every
        if self._beats % _LEARN_AFTER == 0 or late > self.every / 2:
            self._meant, late = seconds, 0.0
        self._beats += 1
        return seconds - late


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
        # Most looks find nothing: they do not hold up whoever writes.
        with self._database.look() as work:
            if not is_any_due(work, self._now()):
                return 0
        for _ in range(_AT_ONCE):
            held: list[int] = []
            settled = False
            try:
                settled = self._take_one(held)
                if not held:
                    break
                taken += settled
            except DomainError as trouble:
                if not held:
                    raise
                report("step_put_off", trouble, code=trouble.code)
            finally:
                # Also when it raised what nobody expected: the clock reports that, and the others go on.
                if held and not settled:
                    self._put_off(held[0])
        return taken

    def beat(
        self,
        pace: Pace,
        taken: Callable[[], None],
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take what is due, and what falls due before the next beat, each at its moment.

        A beat that is not over when the next one comes costs that one, and then takes its part as well.

        Args:
            pace: of these beats.
            taken: called after something was taken.
            seconds: a clock that nobody sets.
            sleep: waits so many seconds.

        Raises:
            StorageUnavailable: the database does not answer; what was not taken is due still.
        """
        began = pace.begin(seconds())
        while True:
            # What falls due between the last taking and the look ahead is not to be overlooked by both.
            looked = self._now()
            if self.take_due():
                taken()
            while seconds() > began + pace.every:
                began += pace.every
            left = began + pace.every * _OF_A_BEAT - seconds()
            if left <= 0 or (coming := self._next_between(looked, left)) is None:
                return
            sleep(max(0.0, (coming - self._now()).total_seconds()))

    def _next_between(self, looked: datetime, left: float) -> datetime | None:
        with self._database.look() as work:
            return next_before(work, looked, self._now() + timedelta(seconds=left))

    def _take_one(self, held: list[int]) -> bool:
        """Take the oldest due step in one transaction; its id goes into `held` before anything is done."""
        with self._database.work() as work:
            moment = self._now()
            step = take(work, moment)
            if step is None:
                return False
            held.append(step.id)
            finish(step, self._act(work, step), moment)
            work.commit()
        return True

    def _put_off(self, step_id: int) -> None:
        with self._database.work() as work:
            if not put_off(work, step_id, self._now()):
                self._given_up(work, work.session.get_one(DueStep, step_id))
            work.commit()
