"""Views shown on the secure page: kept in memory only, for their owner, for a while; and blanked."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from handlers.blocks import View
from models.schema import SlackUserId

PREFIX = "PG"
_LIVES_SECONDS = 30 * 60.0
_MOST = 2_000


@dataclass(repr=False)
class Shown:
    """One view on somebody's page. `under`: what it was put on top of; `hash` changes with its content."""

    id: str
    user: SlackUserId
    view: View
    under: str = ""
    hash: str = ""
    closed: bool = False
    busy: bool = False  # something is being opened into it
    at: float = 0.0
    changed: threading.Event = field(default_factory=threading.Event)

    def as_slack_has_it(self) -> View:
        """The view with what Slack adds to it."""
        return {**self.view, "id": self.id, "hash": self.hash, "root_view_id": self.under or self.id}


class Screens:
    """All views of this process. `seconds`: a monotonic clock; `noted` writes down that one is shown."""

    def __init__(
        self,
        noted: Callable[[str, SlackUserId], None],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._noted = noted
        self._seconds = seconds
        self._lock = threading.Lock()
        self._shown: dict[str, Shown] = {}

    def open(self, user: SlackUserId, view: View, under: str = "") -> Shown:
        """Show a view; nobody but `user` ever gets it."""
        id_ = f"{PREFIX}{secrets.token_hex(16)}"
        shown = Shown(id_, user, view, under, secrets.token_hex(8), at=self._seconds())
        with self._lock:
            self._forget_old()
            self._shown[id_] = shown
        self._noted(id_, user)
        return shown

    def find(self, id_: str, user: SlackUserId) -> Shown | None:
        """The view, if it is theirs and still open."""
        with self._lock:
            shown = self._shown.get(id_)
        return None if shown is None or shown.user != user or shown.closed else shown

    def begun(self, view_id: str) -> None:
        """Something is being opened into this view: whoever looks waits for it a moment."""
        with self._lock:
            if shown := self._shown.get(view_id):
                shown.busy = True
                shown.changed.clear()

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """Replace what stands; False when it has gone or changed meanwhile. Empty hash: whatever stands."""
        with self._lock:
            shown = self._shown.get(view_id)
            if shown is None or shown.closed or (hash_ and hash_ != shown.hash):
                return False
            shown.view, shown.hash, shown.at = view, secrets.token_hex(8), self._seconds()
            shown.busy = False
        shown.changed.set()
        return True

    def close(self, id_: str, *, whole: bool = False) -> str:
        """Close a view, or everything under it too; answers the one that is seen now, empty = none."""
        with self._lock:
            shown = self._shown.pop(id_, None)
            while shown is not None:
                shown.closed = True
                shown.changed.set()
                below = self._shown.get(shown.under)
                if not whole:
                    return below.id if below else ""
                shown = self._shown.pop(shown.under, None)
        return ""

    def _forget_old(self) -> None:
        oldest = self._seconds() - _LIVES_SECONDS
        gone = [id_ for id_, shown in self._shown.items() if shown.at < oldest]
        gone += list(self._shown)[: max(0, len(self._shown) - len(gone) - _MOST)]
        for id_ in gone:
            self._shown.pop(id_, None)


class BothScreens:
    """What the desk shows on: the page's views by their ids, Slack's by Slack."""

    def __init__(self, page: Screens, slack: Callable[[str, str, View], bool]) -> None:
        self._page = page
        self._slack = slack

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """As `handlers.desk.Screen`."""
        if view_id.startswith(PREFIX):
            return self._page.show(view_id, hash_, view)
        return self._slack(view_id, hash_, view)


class PageClient:
    """What a listener calls instead of Slack's client: only `views.*`, and only on this person's page."""

    def __init__(self, screens: Screens, user: SlackUserId, current: str = "") -> None:
        self._screens = screens
        self._user = user
        self._current = current
        self.opened = ""

    def views_open(self, *, trigger_id: str, view: View) -> Mapping[str, View]:
        """A view of its own."""
        del trigger_id
        return self._put(view, "")

    def views_push(self, *, trigger_id: str, view: View) -> Mapping[str, View]:
        """A view on top of the one that was tapped."""
        del trigger_id
        return self._put(view, self._current)

    def views_update(self, *, view_id: str, view: View, hash: str = "") -> Mapping[str, View]:  # noqa: A002 - Slack's name
        """Another content. One that has gone meanwhile is no concern of whoever tapped."""
        self._screens.show(view_id, hash, view)
        self.opened = view_id
        return {"view": {**view, "id": view_id, "hash": hash}}

    def views_publish(self, *, user_id: str, view: View, hash: str = "") -> Mapping[str, View]:  # noqa: A002 - Slack's name
        """Home is Slack's; it is drawn anew when it is looked at."""
        del user_id, hash
        return {"view": view}

    def _put(self, view: View, under: str) -> Mapping[str, View]:
        shown = self._screens.open(self._user, view, under)
        self.opened = shown.id
        return {"view": shown.as_slack_has_it()}
