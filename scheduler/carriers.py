"""The threads that carry notices to the messenger, and the tray on which the answers come back."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from models.notice import Again, Notice, Outcome
from scheduler.trouble import report


class Messenger(Protocol):
    """The way out. Blocks; is called from several threads at once, never twice at once for one lane."""

    def deliver(self, notice: Notice) -> Outcome:
        """Send it. With `notice.may_have_arrived` set, look whether Slack has it before sending again."""


class Carriers:
    """Up to `threads` deliveries at a time. All methods are for the Postman's own thread.

    The threads are daemons: a Slack that never answers must not hold up the end of the process.
    """

    def __init__(self, messenger: Messenger, threads: int, came_back: Callable[[], None]) -> None:
        self._messenger = messenger
        self._threads = threads
        self._came_back = came_back
        self._started: list[threading.Thread] = []
        self._to_carry: queue.SimpleQueue[Notice | None] = queue.SimpleQueue()
        self._in_hand: dict[int, Notice] = {}
        self._tray: deque[tuple[int, Outcome]] = deque()

    def room(self) -> int:
        """How many more notices can be taken now."""
        return self._threads - len(self._in_hand)

    def is_idle(self) -> bool:
        """Nothing is on its way, and nothing lies on the tray."""
        return not self._in_hand

    def hand_over(self, notice: Notice) -> None:
        """Start carrying a claimed notice."""
        self._in_hand[notice.id] = notice
        if len(self._started) < min(len(self._in_hand), self._threads):
            carrier = threading.Thread(target=self._carry, name="postman-carrier", daemon=True)
            self._started.append(carrier)
            carrier.start()
        self._to_carry.put(notice)

    def adopt(self, notice: Notice) -> bool:
        """True if this very notice is in hand already: its lease ran out, the new claim counts."""
        if notice.id not in self._in_hand:
            return False
        self._in_hand[notice.id] = notice
        return True

    def tray(self) -> list[tuple[Notice, Outcome]]:
        """What came back and is not yet `put_away`, oldest first."""
        return [(self._in_hand[key], outcome) for key, outcome in list(self._tray)]

    def put_away(self, count: int) -> None:
        """The first `count` on the tray are written down."""
        for _ in range(count):
            key, _outcome = self._tray.popleft()
            del self._in_hand[key]

    def dismiss(self) -> None:
        """Let every thread end after what it carries."""
        for _ in self._started:
            self._to_carry.put(None)

    def _carry(self) -> None:
        while (notice := self._to_carry.get()) is not None:
            self._tray.append((notice.id, self._try(notice)))
            self._came_back()

    def _try(self, notice: Notice) -> Outcome:
        try:
            return self._messenger.deliver(notice)
        except Exception as trouble:  # noqa: BLE001  # one notice must not stop the round
            report("delivery_raised", trouble, kind=notice.kind)
            return Again(timedelta(0), unknown=True)
