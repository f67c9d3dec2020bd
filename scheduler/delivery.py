"""The Postman: takes what is due out of the outbox, has it delivered, and writes down what became of it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from models import outbox
from models.database import Database, UnitOfWork
from models.notice import Again, Kind, Never, Notice, Outcome, Sent, Urgency
from scheduler.carriers import Carriers, Messenger
from scheduler.rates import WORKSPACE, Rates
from scheduler.retries import next_step
from scheduler.seat import Seat

Undelivered = Callable[[UnitOfWork, Notice, str], None]
Steps = Sequence[tuple[Notice, Outcome]]
_BREATH = 0.01  # between two turns that found something due and could take none of it
_STOP_LOOK = 0.05


class DeliveryMeter(Protocol):
    """Counts what became of notices."""

    def notice_settled(self, kind: str, outcome: str, lateness_seconds: float) -> None:
        """`outcome` is `sent`, `again` or `never`; lateness runs from the moment it was due."""


def scopes_of(notice: Notice) -> tuple[str, ...]:
    """The rate scopes a notice uses up: a view belongs to no channel."""
    if notice.kind == Kind.BLANK_VIEW:
        return ("method:views.update",)
    if notice.kind == Kind.PAGER:
        return ()  # it does not pass through Slack
    return (WORKSPACE, f"channel:{notice.recipient}")


@dataclass(frozen=True)
class Terms:
    """How the Postman works.

    `lease` must outlast one delivery: a notice whose process died waits for its end. `longest_sleep` bounds
    how late a notice is seen that another process posted.
    """

    threads: int = 8
    lease: timedelta = timedelta(seconds=30)
    longest_sleep: float = 0.25
    seconds: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    scopes: Callable[[Notice], Sequence[str]] = scopes_of
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True)
class Round:
    """One turn: how many notices went to the messenger, and how long nothing new can happen (seconds)."""

    handed: int
    rest: float


class Postman:
    """Delivers the outbox.

    One turn, in steps:
    1. Keep the seat; a process without it only settles what it still had in hand.
    2. Sleep on if nothing came back, and nothing is due or no thread or no rate has room.
    3. In ONE transaction: settle what came back `WHERE lease_token = mine`, claim what is due (most urgent
       first, one a lane), give back what Slack's rates have no room for; commit.
    4. Hand each claimed notice to a thread: the transaction is over, so a slow Slack holds nothing.
    5. Settle every `Never` in a transaction of its own, together with telling the people concerned.

    A process that dies after 3 leaves a claimed row: once the lease ends the next claim marks it
    `may_have_arrived`, and the messenger looks before it sends. A row claimed again while this very process
    still has it in hand is not sent twice: the new claim replaces the old one's token.

    `now` is the site's clock (practice time in practice), `Terms.seconds` a monotonic one for the rates.
    """

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        *,
        seat: Seat,
        now: Callable[[], datetime],
        undelivered: Undelivered,
        meter: DeliveryMeter,
        terms: Terms | None = None,
    ) -> None:
        self._database = database
        self._seat = seat
        self._now = now
        self._undelivered = undelivered
        self._meter = meter
        self._terms = terms or Terms()
        self._bell = threading.Event()
        self._carriers = Carriers(messenger, self._terms.threads, self._bell.set)
        self._closing = False

    def wake(self) -> None:
        """Something was posted: end the sleep. Meant for `UnitOfWork.after_commit`; never blocks."""
        self._bell.set()

    def sleep(self, seconds: float) -> None:
        """Rest until `wake()`, a delivery that came back, or the end of `seconds`."""
        self._bell.wait(seconds)
        self._bell.clear()

    def deliver_due(self) -> int:
        """Turn after turn until nothing more can be done now; returns how many were handed over."""
        handed = 0
        while True:
            done = self.turn()
            handed += done.handed
            if done.rest > 0 and self._carriers.is_idle():
                return handed
            if not self._carriers.tray() and not self._carriers.is_idle():
                self.sleep(self._terms.longest_sleep)

    def deliver_turn(self) -> float:
        """One turn for the clock's loop; returns the seconds it may sleep."""
        return self.turn().rest

    def turn(self) -> Round:
        """One round (see the class).

        Raises:
            StorageUnavailable: nothing was claimed, and what came back is kept for the next turn.
        """
        tray = self._carriers.tray()
        rest = self._rest(len(tray))
        if rest > 0 and not tray:
            return Round(0, rest)
        moment = self._now()
        steps = [(notice, next_step(notice, end, moment, self._terms.chance)) for notice, end in tray]
        with self._database.work() as work:
            _settle(work, steps, moment)
            claimed = self._claim(work, moment, len(tray)) if rest <= 0 else []
            work.commit()
        self._carriers.put_away(len(tray))
        for notice in claimed:
            self._carriers.hand_over(notice)
        self._count(tray, steps, moment)
        self._tell_undelivered(steps, moment)
        return Round(len(claimed), 0.0 if claimed or tray else _BREATH)

    def close(self, seconds: float) -> None:
        """Claim nothing more, let what is in hand finish for at most `seconds`, settle it, free the seat.

        Raises:
            StorageUnavailable: what came back last is not written; the next process looks before it sends.
        """
        self._closing = True
        end = time.monotonic() + seconds
        while not self._carriers.is_idle() and time.monotonic() < end:
            if not self._carriers.tray():
                self.sleep(min(_STOP_LOOK, seconds))
            self.turn()
        self._carriers.dismiss()
        self._seat.leave()

    def _rest(self, coming_free: int) -> float:
        """Seconds for which no claim can succeed; 0 or less = try one now.

        With an answer on the tray the database is not asked first: settling it may free the next in its lane.
        """
        longest = self._terms.longest_sleep
        if self._closing or not self._seat.keep() or self._carriers.room() + coming_free <= 0:
            return longest
        no_room = self._terms.rates.wait(WORKSPACE, self._terms.seconds(), alert=True)
        if no_room > 0 or coming_free:
            return min(longest, no_room)
        with self._database.look() as work:
            due = outbox.next_due(work, self._now() + timedelta(seconds=longest))
        return longest if due is None else min(longest, (due - self._now()).total_seconds())

    def _claim(self, work: UnitOfWork, moment: datetime, coming_free: int) -> list[Notice]:
        limit = self._carriers.room() + coming_free
        rates, seconds = self._terms.rates, self._terms.seconds()
        claimed, without_room = [], []
        for notice in outbox.claim(work, moment, lease=self._terms.lease, limit=limit):
            if self._carriers.adopt(notice):
                continue
            wait = rates.take(self._terms.scopes(notice), seconds, alert=notice.urgency <= Urgency.ALERT)
            if wait > 0:
                without_room.append((notice, moment + timedelta(seconds=wait)))
            else:
                claimed.append(notice)
        outbox.give_back(work, without_room)
        return claimed

    def _count(self, tray: Steps, steps: Steps, moment: datetime) -> None:
        """Tell the rates who was refused, and the meter what was settled."""
        for notice, end in tray:
            if isinstance(end, Again) and end.rate_limited:
                scopes, seconds = self._terms.scopes(notice), self._terms.seconds()
                self._terms.rates.refused(scopes, seconds, end.after.total_seconds())
        for notice, end in steps:
            late = (moment - notice.due_at).total_seconds()
            self._meter.notice_settled(notice.kind, type(end).__name__.lower(), late)

    def _tell_undelivered(self, steps: Steps, moment: datetime) -> None:
        # Each alone: if telling of one is refused, its lease ends and it comes round again; the rest stands.
        for notice, end in steps:
            if isinstance(end, Never):
                with self._database.work() as work:
                    if outbox.settle(work, notice, end, moment):
                        self._undelivered(work, notice, end.why)
                    work.commit()


def _settle(work: UnitOfWork, steps: Steps, moment: datetime) -> None:
    outbox.settle_sent(work, [(notice, end) for notice, end in steps if isinstance(end, Sent)], moment)
    for notice, end in steps:
        if isinstance(end, Again):
            outbox.settle(work, notice, end, moment)
