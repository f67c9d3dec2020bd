"""Slack says that somebody looks at the app: draw their Home, or answer what they typed into its DM."""

from __future__ import annotations

from handlers.call import Call, Handler, Tables
from handlers.home.leadership_view import ask_view
from handlers.home.pane import HomePane
from handlers.home.service import Home
from handlers.ids import Action, Event
from handlers.telling import Teller
from models.notice import Kind


class HomeListeners:
    """The Home tab and the app's own DM."""

    def __init__(self, home: Home, pane: HomePane, teller: Teller) -> None:
        self._home = home
        self._pane = pane
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id; `message` is for the registry to place."""
        asks: dict[str, Handler] = {Action.LEADERSHIP_ASK: self.ask}
        return Tables(actions=asks, events={Event.HOME_OPENED: self.opened})

    def opened(self, call: Call) -> None:
        """The Home tab is looked at: show what stands now."""
        if (call.body.get("event") or {}).get("tab") != "home":
            call.ack()
            return
        self._pane.show(call.user, call.client)
        call.ack()

    def ask(self, call: Call) -> None:
        """Community leadership asks: as a situation, or as an issue."""
        self._home.require_leader(call.user)
        call.client.views_open(trigger_id=call.trigger_id, view=ask_view())
        call.ack()

    def message(self, call: Call) -> None:
        """Somebody typed into the app's DM: one fixed sentence; the text is not looked at."""
        event = call.body.get("event") or {}
        by_a_person = not event.get("bot_id") and not event.get("subtype") and bool(call.user)
        if by_a_person and event.get("channel_type") == "im":
            self._teller.tell(Kind.READ_ONLY_TAB, call.user, call.key)
        call.ack()
