"""The weekly look for signs that the site drifts."""

from __future__ import annotations

from datetime import time, timedelta

from handlers.deps import Ground
from models.acts.chain import BOT
from models.acts.drift import tell_drift
from models.rounds import due_day, is_done, write_done

# On Mondays, by day: a sign is nothing to be woken for.
ROUND, AT = "drift", time(9, 30)


class DriftLook:
    """Looks once a week, from Monday 09:30 in the site's zone; one look makes up for any down-time."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def look(self) -> None:
        """One beat.

        Raises:
            StorageUnavailable, Unsafe: nothing was posted; the next beat looks again.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            day = due_day(now, ground.book.current(work).zone_of(), AT)
            monday = day - timedelta(days=day.weekday())
            if is_done(work, ROUND, monday):
                return
        with ground.database.work() as work:
            if write_done(work, ROUND, monday, now):
                tell_drift(ground.scene(work, BOT), monday)
                work.after_commit.append(ground.wake)
            work.commit()
