"""Views shown on the secure page: kept in memory only, for their owner, for a while; and blanked."""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from handlers.blocks import View
from models.schema import SlackUserId

PREFIX = "PG"
_LIVES_SECONDS = 45 * 60.0  # longer than a session: what a lost one typed must find its view
_DETAILS_SECONDS = 10 * 60.0
_LATE_SECONDS = 15.0  # the clock blanks details after their ten minutes; this holds if the clock does not
_MOST = 2_000
_MOST_OF_ONE = 24


def new_view_id() -> str:
    """Nobody's yet: it can be written down before a view is put there."""
    return f"{PREFIX}{secrets.token_hex(16)}"


@dataclass(repr=False)
class Shown:
    """One view on somebody's page. `under`: what it was put on top of; `hash` changes with its content.

    `session`: in which session (by its hash) it was put there, and is shown; empty = in any of its owner's.
    `turn` is held while somebody's tap in it is carried out: a second one sees what it did.
    """

    id: str
    user: SlackUserId
    view: View
    under: str = ""
    root: str = ""
    hash: str = ""
    session: str = ""
    closed: bool = False
    busy: bool = False  # something is being opened into it
    details: bool = False  # something was opened into it: it ends sooner
    typed: bytes = b""  # what stood in its fields when it was last sent, sealed
    at: float = 0.0
    opened_at: float = 0.0  # when something was opened into it
    hearers: list[Callable[[], object]] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def heard_by(self, hears: Callable[[], object]) -> Iterator[None]:
        """Within it `hears` is called, by whichever thread it was, when something else stands here."""
        self.hearers.append(hears)
        try:
            yield
        finally:
            self.hearers.remove(hears)

    def tell(self) -> None:
        """Something else stands here, or nothing any more."""
        for hears in tuple(self.hearers):
            hears()

    def as_slack_has_it(self) -> View:
        """The view with what Slack adds to it."""
        return {
            **self.view,
            "id": self.id,
            "hash": self.hash,
            "root_view_id": self.root or self.id,
            "previous_view_id": self.under or None,
        }


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

    def open(
        self, user: SlackUserId, view: View, under: str = "", session: str = "", noted: str = ""
    ) -> Shown:
        """Show a view; nobody but `user` ever gets it. `noted`: its id, if that is written down already."""
        id_ = noted or new_view_id()
        fresh = secrets.token_hex(8)
        shown = Shown(id_, user, view, under, hash=fresh, session=session, at=self._seconds())
        with self._lock:
            self._forget_old(user)
            below = self._shown.get(under)
            shown.root = (below.root or below.id) if below else ""
            self._shown[id_] = shown
        if not noted:
            self._noted(id_, user)
        return shown

    def find(self, id_: str, user: SlackUserId, session: str | None = None) -> Shown | None:
        """The view, if it is theirs and still open. `session`: by its hash, if it must be of this one."""
        with self._lock:
            shown = self._shown.get(id_)
            if shown is not None and self._is_over(shown):
                self._shown.pop(id_)
                shown.closed = True
        if shown is None or shown.user != user or shown.closed:
            return None
        return shown if session is None or shown.session in {"", session} else None

    def session_of(self, view_id: str) -> str:
        """In which session, by its hash, a view was put on the page; empty = it is not there."""
        with self._lock:
            shown = self._shown.get(view_id)
        return shown.session if shown else ""

    def begun(self, view_id: str) -> None:
        """Something is being opened into this view: whoever looks waits for it a moment.

        Its ten minutes begin anew, and what was blanked before may show again: it is judged anew as well.
        """
        with self._lock:
            shown = self._shown.get(view_id)
            if shown is None:
                return
            first = not shown.details
            shown.busy = shown.details = True
            shown.at = shown.opened_at = self._seconds()
        # It was noted when it was put there; only what was opened into it could have blanked it since.
        if not first:
            self._noted(view_id, shown.user)

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """Replace what stands; False when it has gone or changed meanwhile. Empty hash: whatever stands."""
        with self._lock:
            shown = self._shown.get(view_id)
            if shown is None or shown.closed or (hash_ and hash_ != shown.hash):
                return False
            shown.view, shown.hash, shown.at = view, secrets.token_hex(8), self._seconds()
            shown.busy = False
        shown.tell()
        return True

    def close(self, id_: str, *, whole: bool = False) -> str:
        """Close a view, or everything under it too; answers the one that is seen now, empty = none."""
        with self._lock:
            shown = self._shown.pop(id_, None)
            while shown is not None:
                shown.closed = True
                shown.tell()
                below = self._shown.get(shown.under)
                if not whole:
                    return below.id if below else ""
                shown = self._shown.pop(shown.under, None)
        return ""

    def seconds_left(self, shown: Shown) -> int:
        """How long what was opened into a view still shows; a tap in it makes that no longer."""
        since = shown.opened_at if shown.details else shown.at
        return max(1, math.ceil(since + _DETAILS_SECONDS - self._seconds()))

    def is_spent(self, shown: Shown) -> bool:
        """Whether the ten minutes of what was opened into a view are over, written down yet or not."""
        return shown.details and shown.opened_at + _DETAILS_SECONDS <= self._seconds()

    def _is_over(self, shown: Shown) -> bool:
        if shown.details:
            return shown.opened_at + _DETAILS_SECONDS + _LATE_SECONDS < self._seconds()
        return shown.at + _LIVES_SECONDS < self._seconds()

    def _forget_old(self, user: SlackUserId) -> None:
        """What is over, and the oldest; of somebody who has many first: nobody's push out another's."""
        gone = [id_ for id_, shown in self._shown.items() if self._is_over(shown)]
        theirs = [id_ for id_, shown in self._shown.items() if shown.user == user]
        gone += theirs[: max(0, len(theirs) - _MOST_OF_ONE + 1)]
        gone += list(self._shown)[: max(0, len(self._shown) - len(gone) - _MOST)]
        for id_ in gone:
            if shown := self._shown.pop(id_, None):
                shown.closed = True
                shown.tell()


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

    def __init__(
        self, screens: Screens, user: SlackUserId, current: str = "", session: str = "", noted: str = ""
    ) -> None:
        """`noted`: the id of a view that is written down already; the first one put there gets it."""
        self._screens = screens
        self._user = user
        self._current = current
        self._session = session
        self._noted = noted
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
        """Another content, as it stands then; nothing when it has gone. One that changed stays as it is."""
        shown = self._screens.find(view_id, self._user)
        if shown is None:
            return {"view": {}}
        self._screens.show(view_id, hash, view)
        self.opened = view_id
        return {"view": shown.as_slack_has_it()}

    def views_publish(self, *, user_id: str, view: View, hash: str = "") -> Mapping[str, View]:  # noqa: A002 - Slack's name
        """Home is Slack's; it is drawn anew when it is looked at."""
        del user_id, hash
        return {"view": view}

    def _put(self, view: View, under: str) -> Mapping[str, View]:
        noted, self._noted = self._noted, ""
        shown = self._screens.open(self._user, view, under, self._session, noted)
        self.opened = shown.id
        return {"view": shown.as_slack_has_it()}
