"""Draws Homes: when looked at, and again for who looked lately, after what they do and what reaches them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import words
from handlers.blocks import View
from handlers.call import Call
from handlers.errors import SLACK_TROUBLE
from handlers.home.lookers import Looker, Lookers
from handlers.home.service import Home
from handlers.home.views import home_view, one_sentence_view
from handlers.telling import Teller
from models.errors import NotOnRoster, StorageUnavailable, Unsafe
from models.notice import Notice, Outcome, Sent
from models.schema import SlackUserId

_GATHERS = 1.0  # seconds: what is done within one makes one drawing
_APART = 2.0  # seconds between two drawings for one person; views.publish is a method of Tier 4
_WAITS = 30.0  # seconds after "too many calls", where Slack does not say how long


class HomePane:
    """People's Home on their screens.

    A look is answered by `show`. Everything else is drawn beside the listeners, one after the other, judged
    anew as at any look, and not sent where the same stands there already. Where two drawings for one person
    were made at once, nobody knows which came to Slack last: one more follows.
    """

    def __init__(
        self,
        home: Home,
        teller: Teller,
        client: WebClient,
        *,
        log_error: Callable[[str, BaseException], object],
        beside: Executor | None = None,
        seconds: Callable[[], float] = time.monotonic,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        """`client` gives up soon and asks once. `rest` sleeps, until `close` at most."""
        self._home = home
        self._teller = teller
        self._client = client
        self._log_error = log_error
        self._beside = beside or ThreadPoolExecutor(1, thread_name_prefix="home")
        self._seconds = seconds
        self._closing = threading.Event()
        self._rest = rest or self._closing.wait
        self._lock = threading.Lock()
        self._lookers = Lookers(seconds)
        self._calm_until = float("-inf")

    def show(self, user: SlackUserId, client: WebClient) -> None:
        """They look at it: draw it now.

        Raises:
            SlackApiError, URLError, TimeoutError: Slack did not take it.
        """
        self._draw(user, self._looks(user), client, whatever_stands=True)

    def acted(self, call: Call) -> None:
        """They did something: what stands on their Home may be over. Who taps there looks at it."""
        if call.view.get("type") == "home":
            self._looks(call.user)
        self.follow(call.user)

    def hearing(self, deliver: Callable[[Notice], Outcome]) -> Callable[[Notice], Outcome]:
        """The same delivery; the Home of whoever it reached in a direct message is drawn again."""

        def delivered(notice: Notice) -> Outcome:
            outcome = deliver(notice)
            if isinstance(outcome, Sent) and outcome.channel.startswith("D"):
                self.follow(notice.recipient)
            return outcome

        return delivered

    def follow(self, user: SlackUserId) -> None:
        """Draw it soon, if they looked lately and no drawing waits. Never blocks, and asks nobody."""
        with self._lock:
            looker = self._lookers.lately(user)
            if looker is None or looker.waits or self._closing.is_set():
                return
            looker.waits = True
            due = max(self._seconds() + _GATHERS, looker.drawn_at + _APART)
            drawing = self._beside.submit(self._draw_soon, user, looker, due)
        drawing.add_done_callback(self._look_after)

    def close(self) -> None:
        """Draw no more; a drawing in hand is ended."""
        with self._lock:
            self._closing.set()
        self._beside.shutdown(wait=True, cancel_futures=True)

    def _look_after(self, done: Future[None]) -> None:
        if not done.cancelled() and (trouble := done.exception()):
            self._log_error("home_raised", trouble)

    def _looks(self, user: SlackUserId) -> Looker:
        with self._lock:
            return self._lookers.look(user)

    def _draw_soon(self, user: SlackUserId, looker: Looker, due: float) -> None:
        self._rest(max(0.0, max(due, self._calm_until) - self._seconds()))
        with self._lock:
            looker.waits = False  # what is done from here on asks for a drawing of its own
            if self._closing.is_set():
                return
        try:
            self._draw(user, looker, self._client)
        except SLACK_TROUBLE as trouble:
            # Their next act or look draws it; "too many calls" alone is waited out.
            if isinstance(trouble, SlackApiError) and (wait := _told_to_wait(trouble)):
                self._calm_until = self._seconds() + wait
                self.follow(user)

    def _draw(
        self, user: SlackUserId, looker: Looker, client: WebClient, *, whatever_stands: bool = False
    ) -> None:
        with self._drawing(user, looker):
            view = self._view_of(user)
            drawn = hashlib.sha256(json.dumps(view).encode()).digest()
            if drawn == looker.stands and not whatever_stands:
                return
            looker.stands = b""  # until Slack has said that it took it
            client.views_publish(user_id=user, view=view)
            looker.stands = drawn

    @contextmanager
    def _drawing(self, user: SlackUserId, looker: Looker) -> Iterator[None]:
        with self._lock:
            looker.drawn_at = self._seconds()
            looker.under_way += 1
            looker.crossed |= looker.under_way > 1
        try:
            yield
        finally:
            with self._lock:
                looker.under_way -= 1
                again = looker.crossed and not looker.under_way
                if looker.crossed:
                    looker.stands = b""
                looker.crossed &= looker.under_way > 0
            if again:
                self.follow(user)

    def _view_of(self, user: SlackUserId) -> View:
        try:
            return home_view(self._home.of(user))
        except NotOnRoster:
            return one_sentence_view(words.NOT_A_MEMBER)
        except (StorageUnavailable, Unsafe):
            return one_sentence_view(words.not_shown(self._teller.contacts()))


def _told_to_wait(refused: SlackApiError) -> float:
    """How long Slack wants no such call, in seconds; 0 = it said something else."""
    status = int(getattr(refused.response, "status_code", 0) or 0)
    if status != 429 and refused.response.get("error") != "ratelimited":  # noqa: PLR2004 - HTTP's own number
        return 0.0
    wait = str((getattr(refused.response, "headers", None) or {}).get("Retry-After", ""))
    return float(wait) if wait.isdecimal() else _WAITS
