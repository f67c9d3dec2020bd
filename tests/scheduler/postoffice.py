"""A post office for tests: a messenger that remembers, a clock one can set, a Postman on a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from models.database import Database, UnitOfWork
from models.lease import Lease
from models.notice import Kind, NewNotice, Notice, Outcome, Sent, Urgency, post
from models.schema import SlackUserId
from scheduler.delivery import Postman, Terms
from scheduler.rates import WORKSPACE, Limit, Rates
from scheduler.seat import Seat

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
TABLES = (Notice, Lease)
ROOMY = {scope: Limit(rate=10_000, burst=10_000) for scope in (WORKSPACE, "channel", "method")}


class SetTime:
    """A clock that stands where it is put; monotonic seconds go with it."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return (self.moment - NOON).total_seconds()

    def go(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Carrier:
    """A messenger that delivers in memory, as told by `behave`."""

    def __init__(self, behave: Callable[[Notice], Outcome] | None = None) -> None:
        self.behave = behave or (lambda notice: Sent(f"D{notice.recipient}", "1.0"))
        self.tried: list[Notice] = []
        self._door = threading.Lock()

    def deliver(self, notice: Notice) -> Outcome:
        with self._door:
            self.tried.append(notice)
        return self.behave(notice)

    def keys(self) -> list[str]:
        return [notice.dedupe_key for notice in self.tried]


class Tally:
    """A meter one can read."""

    def __init__(self) -> None:
        self.settled: list[tuple[str, str, float]] = []
        self.ticks: list[tuple[str, bool]] = []

    def notice_settled(self, kind: str, outcome: str, lateness_seconds: float) -> None:
        self.settled.append((kind, outcome, lateness_seconds))

    def tick_ran(self, name: str, *, raised: bool) -> None:
        self.ticks.append((name, raised))


@dataclass
class Office:
    """Everything around one Postman."""

    database: Database
    carrier: Carrier = field(default_factory=Carrier)
    time: SetTime = field(default_factory=SetTime)
    tally: Tally = field(default_factory=Tally)
    rates: Rates = field(default_factory=lambda: Rates(ROOMY))
    told: list[tuple[str, str]] = field(default_factory=list)
    holder: str = "this-process"
    threads: int = 4

    def postman(self) -> Postman:
        terms = Terms(
            threads=self.threads,
            longest_sleep=0.05,
            seconds=self.time.seconds,
            chance=lambda: 0.0,
            rates=self.rates,
        )
        return Postman(
            self.database,
            self.carrier,
            seat=Seat(self.database, self.holder, self.time),
            now=self.time,
            undelivered=self.tell,
            meter=self.tally,
            terms=terms,
        )

    def tell(self, work: UnitOfWork, notice: Notice, why: str) -> None:
        self.told.append((notice.dedupe_key, why))
        told = NewNotice(Kind.NOT_REACHED, SlackUserId("UFENNIM01"), f"told:{notice.dedupe_key}")
        post(work, self.time(), [told])

    def put(
        self,
        key: str,
        recipient: str = "",
        kind: Kind = Kind.RECEIVED,
        urgency: Urgency = Urgency.ALERT,
        after: float = 0,
    ) -> None:
        new = NewNotice(
            kind,
            SlackUserId(recipient or f"U{key}"),
            key,
            urgency=urgency,
            due_at=self.time() + timedelta(seconds=after),
        )
        with self.database.work() as work:
            post(work, self.time(), [new])
            work.commit()

    def outcomes(self) -> dict[str, str | None]:
        with self.database.look() as work:
            rows = work.session.execute(select(Notice.dedupe_key, Notice.outcome).order_by(Notice.id))
            return {key: outcome for key, outcome in rows}  # noqa: C416  # a Row is no pair to mypy
