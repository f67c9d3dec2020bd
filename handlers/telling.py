"""Constant sentences that a listener wants told: they leave through the outbox like everything else."""

from __future__ import annotations

from handlers.deps import Ground
from models.errors import DomainError
from models.notice import Kind, NewNotice, Urgency, post
from models.schema import SlackUserId
from models.site import Contacts


class Teller:
    """Posts the few notices that belong to no referral."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

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
        """Whom to call, for sentences that must come even while the database does not answer."""
        try:
            with self._ground.database.look() as work:
                return self._ground.book.current(work).contacts
        except DomainError:
            return Contacts()
