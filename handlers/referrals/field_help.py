"""The officer's taps on what a call for field help became."""

from __future__ import annotations

from handlers import curtain
from handlers.acting import do_once
from handlers.call import Call, Tables
from handlers.deps import Ground
from handlers.ids import Action
from handlers.referrals import views
from handlers.referrals.becoming import BECAME, SAID
from models.acts.field_help import Became, became
from models.schema import Handle, SlackUserId


class FieldHelp:
    """What it became, said once by whoever called."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def say(self, user: SlackUserId, handle: Handle, what: Became, *, key: str) -> None:
        """Keep it; a repeated delivery does nothing more.

        Raises:
            NotAvailable: not their own item, or they have no seat.
            AlreadyChanged: it was said before, or it is over.
            StorageUnavailable: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: became(scene, handle, what))


class FieldHelpListeners:
    """The three buttons."""

    def __init__(self, field_help: FieldHelp) -> None:
        self._field_help = field_help

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(actions=dict.fromkeys(BECAME, self.say))

    def say(self, call: Call) -> None:
        """An arrest diversion goes on with its second screen; the others say that it is noted."""
        what, _, _ = BECAME[Action(call.action["action_id"])]
        self._field_help.say(call.user, call.handle, what, key=f"became:{call.key}")
        if what is Became.ARREST_DIVERSION:
            view = views.rest_form(call.handle)
        else:
            view = curtain.notice_view("Field help", SAID[what])
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()
