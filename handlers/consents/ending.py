"""The daily round that shows case managers which releases end soon."""

from __future__ import annotations

from datetime import time

from handlers.deps import Ground
from models.acts.release_ends import flag_ending
from models.rounds import due_day, is_done, write_done
from models.schema import SlackUserId

# By day: a release that ends in two weeks is nothing to be woken for.
ROUND, AT = "releases_end", time(8, 0)
BY = SlackUserId("bot")


class EndingReleases:
    """Looks once a day, from 08:00 in the site's zone; one round makes up for however long nothing ran."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def look(self) -> None:
        """Make the day's round if it is due.

        Raises:
            StorageUnavailable, Unsafe: nothing was posted; the next beat looks again.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            day = due_day(now, ground.book.current(work).zone_of(), AT)
            if is_done(work, ROUND, day):
                return
        with ground.database.work() as work:
            if write_done(work, ROUND, day, now):
                flag_ending(ground.scene(work, BY))
                work.after_commit.append(ground.wake)
            work.commit()
