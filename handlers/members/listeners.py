"""Slack says that an account changed: reduced to three facts at the door, and handed on."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.call import Call, Handler, Tables
from handlers.ids import Event
from handlers.members.facts import account_facts
from handlers.members.service import Departures
from handlers.slack_client import Home


class MemberListeners:
    """Changes of accounts."""

    def __init__(self, departures: Departures, home: Home) -> None:
        self._departures = departures
        self._home = home

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(events=self.events())

    def events(self) -> Mapping[str, Handler]:
        """Events."""
        return {Event.USER_CHANGED: self.changed}

    def changed(self, call: Call) -> None:
        """An account's profile, kind or state changed; most such changes are nothing to us."""
        account = (call.body.get("event") or {}).get("user")
        if isinstance(account, Mapping):
            facts = account_facts(account, self._home.team_id, self._home.enterprise_id)
            self._departures.changed(facts, call.key)
        call.ack()
