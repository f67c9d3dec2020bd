"""The officer's tap on "Released to LEAD"."""

from __future__ import annotations

from handlers import curtain
from handlers.acting import do_once
from handlers.call import Call, Tables
from handlers.deps import Ground
from handlers.ids import Action
from handlers.referrals.releasing import SAID
from models.acts.intake import released
from models.schema import Handle, SlackUserId


class Intakes:
    """The beginning of the time where nobody has met the person."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def release(self, user: SlackUserId, handle: Handle, *, key: str) -> None:
        """Begin it; a repeated delivery does nothing more.

        Raises:
            NotAvailable, NotAllowed, NotOnRoster: not the officer's own arrest diversion.
            AlreadyChanged: the time runs already, or it is over.
            StorageUnavailable: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: released(scene, handle))


class IntakeListeners:
    """One button."""

    def __init__(self, intakes: Intakes) -> None:
        self._intakes = intakes

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(actions={Action.RELEASED: self.release})

    def release(self, call: Call) -> None:
        """It is noted, and said so."""
        self._intakes.release(call.user, call.handle, key=f"released:{call.key}")
        view = curtain.notice_view("Released", SAID)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()
