"""Slack says that somebody wrote or changed a message in a private channel, or tapped the guard's button."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.call import Call, Handler, Tables
from handlers.guarding.posted import read_posted
from handlers.guarding.refresher import refresher_view
from handlers.guarding.service import Guarding
from handlers.ids import Action


class GuardListeners:
    """Channel messages in, nothing out but notices."""

    def __init__(self, guarding: Guarding) -> None:
        self._guarding = guarding

    def triggers(self) -> Tables:
        """Everything of it, by id; `message` is for the registry to place."""
        return Tables(actions=self.actions())

    def actions(self) -> Mapping[str, Handler]:
        """Buttons."""
        return {Action.NOT_DETAILS: self.not_details, Action.SHOW_REFRESHER: self.refresher}

    def message(self, call: Call) -> None:
        """A message of a private channel, new or edited."""
        posted = read_posted(call.body.get("event") or {})
        if posted is not None:
            self._guarding.look_at(posted, key=call.key)
        call.ack()

    def refresher(self, call: Call) -> None:
        """The button of a repeated card: how to share safely; who opened it is not kept."""
        call.client.views_open(trigger_id=call.trigger_id, view=refresher_view())
        call.ack()

    def not_details(self, call: Call) -> None:
        """The button of the guard's card: it was no person's details."""
        self._guarding.take_back(call.user, call.handle)
        call.ack()
