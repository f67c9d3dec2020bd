"""One process from start to end: what is started in which order, and what a SIGTERM undoes."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

import structlog

from bot.transport.http_port import HttpRunner, PortTaken
from bot.transport.socket_mode import SocketModeRunner

_IN_FLIGHT_SECONDS = 3.5  # an answer is of no use after Slack's 3 s
_CLOCK_SECONDS = 3.0
_LOOK_SECONDS = 0.5
_log = structlog.get_logger("process")


class Beating(Protocol):
    """The clock."""

    def start(self) -> None:
        """Begin."""

    def stop(self, seconds: float) -> None:
        """End within about that time."""


@dataclass(frozen=True)
class Process:
    """What one process runs. `socket` is None in HTTP mode; the HTTP side always runs, for the probes.

    `last_act` signs the final checkpoint and closes the database, after everything else has ended.
    """

    http: HttpRunner
    clock: Beating
    last_act: Callable[[], None]
    socket: SocketModeRunner | None = None
    page: HttpRunner | None = None


def serve(process: Process, stop: threading.Event | None = None) -> int:
    """Run until SIGTERM, SIGINT or `stop`; the exit code.

    Ends in this order, within about 10 s: no new requests, those in hand answered, the deliveries in hand
    written down, the last act. 0 after an orderly end, 1 when the port is taken or the HTTP side died.
    """
    ending = stop or threading.Event()
    _listen_for_signals(ending)
    try:
        process.http.start()
        if process.page is not None:
            process.page.start()
    except PortTaken as taken:
        sys.stderr.write(f"{taken}\n")
        return 1
    process.clock.start()
    if process.socket is not None:
        process.socket.start()
    _log.info("started", mode="http" if process.socket is None else "socket")
    while not ending.wait(_LOOK_SECONDS) and process.http.is_alive():
        pass
    orderly = ending.is_set()
    _end(process)
    _log.info("ended", ok=orderly)
    return 0 if orderly else 1


def _end(process: Process) -> None:
    if process.socket is not None:
        process.socket.stop(_IN_FLIGHT_SECONDS)
    if process.page is not None:
        process.page.stop(_IN_FLIGHT_SECONDS)
    process.http.stop(_IN_FLIGHT_SECONDS)
    process.clock.stop(_CLOCK_SECONDS)
    process.last_act()


def _listen_for_signals(ending: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return  # Python delivers signals to the main thread only; there, somebody else sets `stop`

    def on_signal(number: int, frame: FrameType | None) -> None:
        del number, frame
        ending.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
