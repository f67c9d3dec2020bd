"""Constant sentences that a listener wants told: they leave through the outbox like everything else."""

from __future__ import annotations

import time
from collections.abc import Callable

from handlers.deps import Ground
from models.errors import DomainError
from models.notice import Kind, NewNotice, Urgency, post
from models.schema import SlackUserId
from models.site import Contacts

_FRESH_SECONDS = 10.0


class Teller:
    """Posts the few notices that belong to no referral."""

    def __init__(self, ground: Ground, seconds: Callable[[], float] = time.monotonic) -> None:
        self._ground = ground
        self._seconds = seconds
        self._read: tuple[float, Contacts] | None = None

    def tell(self, kind: Kind, user: SlackUserId, key: str) -> None:
        """Once for a delivery, however often Slack repeats it.

        Raises:
            StorageUnavailable: it could not be kept.
        """
        now = self._ground.now()
        with self._ground.database.work() as work:
            post(work, now, [NewNotice(kind, user, f"{kind.value}:{key}", urgency=Urgency.ROUTINE)])
            work.commit()
        self._ground.wake()

    def contacts(self) -> Contacts:
        """Whom to call, for sentences that must come even while the database does not answer.

        A number that was read within ten seconds is not read again: help has nothing else to ask for.
        """
        now = self._seconds()
        if self._read is not None and now < self._read[0] + _FRESH_SECONDS:
            return self._read[1]
        try:
            with self._ground.database.look() as work:
                contacts = self._ground.book.current(work).contacts
        except DomainError:
            return self._read[1] if self._read else Contacts()
        self._read = (now, contacts)
        return contacts
