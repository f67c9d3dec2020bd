"""Everybody of the workspace by name, for the form that seats somebody new: Slack lists them itself there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from slack_sdk import WebClient

from handlers.members.facts import account_facts
from handlers.slack_client import TROUBLE, Home

_LASTS_SECONDS = 120.0
_A_PAGE = 200
_PAGES_AT_MOST = 50


class Everybody:
    """Names are asked of Slack when the form is drawn, kept in memory for two minutes, and nowhere else."""

    def __init__(self, client: WebClient, home: Home, seconds: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._home = home
        self._seconds = seconds
        self._lock = threading.Lock()
        self._known: tuple[float, Mapping[str, str]] | None = None

    def __call__(self) -> Mapping[str, str]:
        """User id -> name of everybody who could be seated; empty when Slack does not answer."""
        with self._lock:
            if self._known is None or self._known[0] < self._seconds():
                found = self._asked()
                if not found:
                    return {}
                self._known = (self._seconds() + _LASTS_SECONDS, found)
            return self._known[1]

    def _asked(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        cursor = ""
        try:
            for _ in range(_PAGES_AT_MOST):
                answer = self._client.users_list(limit=_A_PAGE, cursor=cursor or None)
                for account in answer["members"]:
                    facts = account_facts(account, self._home.team_id, self._home.enterprise_id)
                    if not facts.ended and facts.user != "USLACKBOT":
                        found[str(facts.user)] = _name(account)
                cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    break
        except TROUBLE:
            return {}
        return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def _name(account: Mapping[str, object]) -> str:
    profile = account.get("profile")
    given = profile.get("real_name") if isinstance(profile, Mapping) else None
    return str(given or account.get("real_name") or account.get("name") or account.get("id"))
