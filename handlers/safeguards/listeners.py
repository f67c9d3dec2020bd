"""Slack in: a word with one's supervisor, and setting aside; the ack is always the last word."""

from __future__ import annotations

from handlers.call import Call, Tables
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.reminding import stop_view
from handlers.safeguards.service import Safeguards
from handlers.safeguards.views import asked_view, asked_words, set_aside_view


class SafeguardListeners:
    """The two buttons."""

    def __init__(self, safeguards: Safeguards) -> None:
        self._safeguards = safeguards

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(actions={Action.TALK_TO_SUPERVISOR: self.talk, Action.SET_ASIDE: self.set_aside})

    def talk(self, call: Call) -> None:
        """On Home, or in the reminder: the supervisor hears that somebody would like a word."""
        names = self._safeguards.ask_for_a_word(call.user, key=call.key)
        contacts = self._safeguards.contacts()
        told = asked_words(names, contacts)
        if call.in_modal:
            callback = ViewId(call.view["callback_id"])
            view = stop_view(
                contacts,
                again=callback if callback is not ViewId.STOPPED else None,
                metadata=str(call.view.get("private_metadata") or ""),
                told=told,
            )
            call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=asked_view(told))
        call.ack()

    def set_aside(self, call: Call) -> None:
        """In an opened item: it is gone from that side's sight."""
        self._safeguards.set_aside(call.user, call.handle, key=call.key)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=set_aside_view())
        call.ack()
