"""The one place at the counter: which process of the site delivers, by a lease in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from models import lease
from models.database import Database

_NAME = "postman"


class Seat:
    """Held by at most one process; a holder that dies loses it after `length`.

    Token buckets and the order within a lane live in the holder, so two at once would break both.
    """

    def __init__(
        self,
        database: Database,
        holder: str,
        real_now: Callable[[], datetime],
        length: timedelta = timedelta(seconds=12),
    ) -> None:
        self._database = database
        self._holder = holder
        self._real_now = real_now
        self._length = length
        self._until: datetime | None = None
        self._ask_again: datetime | None = None

    def keep(self) -> bool:
        """Whether this process may deliver now; asks the database only every third of the lease.

        Raises:
            StorageUnavailable: the database does not answer; whoever held the seat keeps it for now.
        """
        moment = self._real_now()
        if self._ask_again is None or moment >= self._ask_again:
            with self._database.work() as work:
                held = lease.hold(work, _NAME, self._holder, moment, self._length)
                work.commit()
            self._until = moment + self._length if held else None
            self._ask_again = moment + self._length / 3
        return self._until is not None and moment < self._until

    def leave(self) -> None:
        """Free the seat for the next process at once."""
        self._until = self._ask_again = None
        with self._database.work() as work:
            lease.let_go(work, _NAME, self._holder)
            work.commit()
