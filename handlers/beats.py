"""What the clock's beats have in common: a search beside everybody who writes, and a round made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Generic, TypeVar

from handlers.deps import Ground
from models.acts.chain import BOT
from models.rounds import due_day, is_done, write_done
from models.scene import Scene

Sight = TypeVar("Sight")


class Search(Generic[Sight]):
    """Holds what came in a few seconds ago against everybody known.

    `look` reads and answers what it saw, None where nothing is due; `write_down` keeps that, shortly.
    """

    def __init__(
        self,
        ground: Ground,
        look: Callable[[Scene], Sight | None],
        write_down: Callable[[Scene, Sight], None],
    ) -> None:
        self._ground = ground
        self._look = look
        self._write_down = write_down

    def beat(self) -> None:
        """One look. Reading every name or number holds no lock: nobody who refers or asks waits for it.

        Raises:
            StorageUnavailable: nothing was kept; the same is looked at again at the next beat.
        """
        ground = self._ground
        with ground.database.look() as work:
            sight = self._look(ground.scene(work, BOT))
        if sight is None:
            return
        with ground.database.work() as work:
            self._write_down(ground.scene(work, BOT), sight)
            work.commit()
        ground.wake()


class Round:
    """A round that is made once for a day, from `at` in the site's zone, however long nothing ran.

    `name` is its key. `made_for` answers for which day the round of a due day is made: with its Monday, it is
    made once a week. `make` is handed the scene and that day.
    """

    def __init__(
        self,
        ground: Ground,
        name: str,
        at: time,
        make: Callable[[Scene, date], object],
        made_for: Callable[[date], date] = lambda day: day,
    ) -> None:
        self._ground = ground
        self._name = name
        self._at = at
        self._make = make
        self._made_for = made_for

    def look(self) -> None:
        """Make the round if it is due.

        Raises:
            StorageUnavailable, Unsafe: nothing was posted; the next beat looks again.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            day = self._made_for(due_day(now, ground.book.current(work).zone_of(), self._at))
            if is_done(work, self._name, day):
                return
        with ground.database.work() as work:
            if write_done(work, self._name, day, now):
                self._make(ground.scene(work, BOT), day)
                work.after_commit.append(ground.wake)
            work.commit()
