"""Socket Mode: one connection that is always there, and an answer for every envelope."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.transport.link import Link

_THREADS = 16  # `process_before_response` answers in the request's own thread
_SLACK_WAITS_SECONDS = 3.0
_LONGEST_PATIENCE_SECONDS = 60.0  # each attempt costs a call of a method Slack limits strictly
_SHORT_LIFE_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 30.0
_LINGER_SECONDS = 15.0  # Slack warns about 10 s before it closes
_LOOK_SECONDS = 0.05
_log = structlog.get_logger("socket_mode")

RequestAnswered = Callable[[Mapping[str, Any], int, float], None]


@dataclass(frozen=True)
class SocketState:
    """Whether Slack reaches us, and for how many seconds that has been so."""

    connected: bool
    seconds: float


class SocketModeRunner:
    """Keeps a link to Slack on a small event loop of its own; the Bolt app works in 16 threads.

    At a refresh the next link stands before the old one ends, and an answer leaves by the link its envelope
    came in on, if that still stands. A cut is noticed by pings (`ping_interval` seconds apart), within three
    intervals. An attempt that has not connected within `patience` seconds is given up for a fresh one.
    """

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        base_url: str = AsyncWebClient.BASE_URL,
        ssl: SSLContext | None = None,
        ping_interval: float = 2.0,
        patience: float = 6.0,
        on_answered: RequestAnswered | None = None,
        on_connected: Callable[[bool], None] | None = None,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web_client = AsyncWebClient(base_url=base_url, ssl=ssl, timeout=5)
        self._ping_interval = ping_interval
        self._patience = patience
        self._on_answered = on_answered
        self._on_connected = on_connected
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="slack-request")
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._since = time.monotonic()
        self._link: Link | None = None
        self._retiring: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="socket-mode", daemon=True)

    def start(self) -> None:
        """Connect in the background, and stay connected."""
        self._thread.start()

    def wait_connected(self, seconds: float) -> bool:
        """Whether the connection stood within `seconds`."""
        return self._connected.wait(seconds)

    def state(self) -> SocketState:
        """For the health endpoint."""
        return SocketState(self._connected.is_set(), time.monotonic() - self._since)

    def stop(self, seconds: float) -> None:
        """Answer what was taken, for at most about `seconds`, then close."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(seconds + 1.0)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        asyncio.run(self._stay_connected())

    async def _stay_connected(self) -> None:
        patience, short_lives = self._patience, 0
        while not self._stopping.is_set():
            link = Link(self._app_token, self._web_client, self._ping_interval)
            link.socket_mode_request_listeners.append(self._take)
            link.begin()
            if not await self._stands(link, patience):
                self._retire(link)
                patience = min(patience * 2, _LONGEST_PATIENCE_SECONDS)
                continue
            patience, began = self._patience, time.monotonic()
            if self._link is not None:
                self._retire(self._link)
            self._link = link
            await self._watch(link)
            short_lives = short_lives + 1 if time.monotonic() - began < _SHORT_LIFE_SECONDS else 0
            await self._pause(short_lives)
        if self._link is not None:
            self._retire(self._link)
        await asyncio.gather(*self._retiring)
        self._show(connected=False)

    async def _stands(self, link: Link, patience: float) -> bool:
        """Wait until the new link is connected; meanwhile the old one may still serve."""
        end = time.monotonic() + patience
        while time.monotonic() < end and not self._stopping.is_set():
            if await link.is_connected():
                return True
            self._show(connected=self._link is not None and await self._link.is_connected())
            await asyncio.sleep(_LOOK_SECONDS)
        _log.warning("socket_not_opened", seconds=round(patience, 1))
        return False

    async def _watch(self, link: Link) -> None:
        """Return when the link asks to be replaced, or at the end."""
        while not self._stopping.is_set() and not link.leaving.is_set():
            self._show(connected=await link.is_connected())
            await asyncio.sleep(_LOOK_SECONDS)

    async def _pause(self, short_lives: int) -> None:
        """A link that Slack ends at once (Socket Mode switched off, say) is not reopened in a tight circle.

        The first short life costs no pause: Slack may well refresh twice in a row.
        """
        seconds = min(2.0 ** (short_lives - 2), _LONGEST_PAUSE_SECONDS) if short_lives > 1 else 0.0
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._stopping.is_set():
            self._show(connected=self._link is not None and await self._link.is_connected())
            await asyncio.sleep(_LOOK_SECONDS)

    def _retire(self, link: Link) -> None:
        task = asyncio.ensure_future(link.retire(_LINGER_SECONDS, self._stopping, _SLACK_WAITS_SECONDS))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    def _show(self, *, connected: bool) -> None:
        if connected == self._connected.is_set():
            return
        seconds = round(time.monotonic() - self._since, 1)
        self._since = time.monotonic()
        (self._connected.set if connected else self._connected.clear)()
        _log.info("socket_connected" if connected else "socket_lost", seconds=seconds)
        if self._on_connected is not None:
            self._on_connected(connected)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        began = time.monotonic()
        if not isinstance(client, Link):
            raise TypeError("an envelope came from a client that is not ours")
        client.unanswered += 1
        try:
            loop = asyncio.get_running_loop()
            response = await loop.run_in_executor(self._threads, run_bolt_app, self._app, request)
            await self._answer(client, request, response, began)
            if self._on_answered is not None:
                self._on_answered(request.payload, response.status, time.monotonic() - began)
        finally:
            client.unanswered -= 1

    async def _answer(
        self, came_by: Link, request: SocketModeRequest, response: BoltResponse, began: float
    ) -> None:
        """Answer by the link it came in on, else by the one of the moment, until nobody waits any more."""
        while True:
            for link in (came_by, self._link):
                if link is not None and await link.is_connected():
                    try:
                        await send_async_response(link, request, response, time.time())
                    except (ClientError, ConnectionError):
                        _log.info("answer_waits_for_connection")
                    else:
                        return
            if time.monotonic() - began > _SLACK_WAITS_SECONDS:
                break
            await asyncio.sleep(_LOOK_SECONDS)
        _log.warning("answer_came_too_late", ms=round((time.monotonic() - began) * 1000))
