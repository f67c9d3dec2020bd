"""The clock: a few fixed beats and the delivery loop, none of which an exception can stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from models.errors import StorageUnavailable
from scheduler.trouble import report
from scheduler.upkeep import Tick

_DELIVERY = "deliver"
_HEARTBEAT = Tick("heartbeat", timedelta(seconds=5), lambda: None)  # shows that the scheduler itself lives
_DELIVERY_PULSE_SECONDS = 2.0
_PAUSE_AFTER_TROUBLE = 1.0
_BEATS_MISSED = 3
_GRACE_SECONDS = 10.0


class Deliverer(Protocol):
    """What the loop needs of the Postman."""

    def deliver_turn(self) -> float:
        """One turn; the seconds for which there is nothing to do."""

    def deliver_due(self) -> int:
        """Turn after turn until nothing more can be done now; how many were handed over."""

    def sleep(self, seconds: float) -> None:
        """Until woken, at most `seconds`."""

    def wake(self) -> None:
        """End the sleep."""

    def close(self, seconds: float) -> None:
        """Finish what is in hand."""


class TickMeter(Protocol):
    """Counts beats."""

    def tick_ran(self, name: str, *, raised: bool) -> None:
        """One beat is over; `raised` = it ended in an exception."""


@dataclass
class _Pulse:
    """When a beat last ended (monotonic seconds) and how far apart two may be."""

    last: float
    every: float


class Clock:
    """Runs `ticks` with APScheduler and the delivery in a loop of its own.

    APScheduler keeps nothing (memory store): `coalesce`, one instance of a tick at a time, and no grace time,
    so that a beat missed while the host slept is made up once instead of dropped.
    """

    def __init__(
        self,
        deliverer: Deliverer,
        ticks: Sequence[Tick],
        *,
        meter: TickMeter,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deliverer = deliverer
        self._ticks = (*ticks, _HEARTBEAT)
        self._meter = meter
        self._seconds = seconds
        self._pulses: dict[str, _Pulse] = {}
        self._stopping = threading.Event()
        self._loop = threading.Thread(target=self._deliver_forever, name="clock-deliver", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(self._ticks))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin beating; the first beat of each tick comes after its first interval."""
        moment = self._seconds()
        self._pulses[_DELIVERY] = _Pulse(moment, _DELIVERY_PULSE_SECONDS)
        for tick in self._ticks:
            every = tick.every.total_seconds()
            self._pulses[tick.name] = _Pulse(moment, every)
            self._scheduler.add_job(self._beat, "interval", args=(tick.name, tick.call), seconds=every)
        self._scheduler.start()
        self._loop.start()

    def beat_once(self, names: Collection[str]) -> None:
        """These ticks once, then everything due delivered, all in the caller's thread; only before `start()`.

        So a practice site's past is told: there, time is set and nobody waits for it.
        """
        for tick in self._ticks:
            if tick.name in names:
                tick.call()
        self._deliverer.deliver_due()

    def wake(self) -> None:
        """Something due now was committed: meant for `UnitOfWork.after_commit`."""
        self._deliverer.wake()

    def stuck(self) -> list[str]:
        """The beats that are overdue by three intervals (and 10 s): empty when all is alive."""
        moment = self._seconds()
        return sorted(
            name
            for name, pulse in self._pulses.items()
            if moment - pulse.last > pulse.every * _BEATS_MISSED + _GRACE_SECONDS
        )

    def stop(self, seconds: float) -> None:
        """Stop beating; the deliveries in hand get at most `seconds` to finish and be written down."""
        end = time.monotonic() + seconds
        self._stopping.set()
        self._deliverer.wake()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._loop.is_alive():
            self._loop.join(seconds)
        if self._loop.is_alive():  # it hangs in the database; a second one beside it could only do harm
            return
        try:
            self._deliverer.close(max(0.0, end - time.monotonic()))
        except StorageUnavailable as trouble:
            report("settle_at_stop_refused", trouble)

    def _deliver_forever(self) -> None:
        while not self._stopping.is_set():
            rest = self._beat(_DELIVERY, self._deliverer.deliver_turn)
            self._deliverer.sleep(_PAUSE_AFTER_TROUBLE if rest is None else rest)

    def _beat(self, name: str, call: Callable[[], float | None]) -> float | None:
        """Run one beat; None when it raised (or has nothing to say)."""
        try:
            said = call()
        except Exception as trouble:  # noqa: BLE001  # a beat that raises must not end the clock
            report("tick_raised", trouble, tick=name)
            self._meter.tick_ran(name, raised=True)
            return None
        else:
            self._meter.tick_ran(name, raised=False)
            return said
        finally:
            self._pulses[name].last = self._seconds()
