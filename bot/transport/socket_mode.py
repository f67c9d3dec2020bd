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
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

_THREADS = 16  # `process_before_response` answers in the request's own thread
_SLACK_WAITS_SECONDS = 3.0
_LONGEST_PATIENCE_SECONDS = 60.0  # each fresh client costs a call of a method Slack limits strictly
_LOOK_SECONDS = 0.1
_log = structlog.get_logger("socket_mode")

RequestAnswered = Callable[[Mapping[str, Any], int, float], None]


@dataclass(frozen=True)
class SocketState:
    """Whether Slack reaches us, and for how many seconds that has been so."""

    connected: bool
    seconds: float


class SocketModeRunner:
    """Socket Mode: slack_sdk's aiohttp client on a small event loop of its own, the Bolt app in 16 threads.

    The client follows refreshes by itself. Beside it stands a watch, for the one hole it leaves: it keeps
    trying the single-use address it was given last, for ever, if the connection fails after that was
    issued. A client that is not connected for `patience` seconds (longer each time while Slack stays away) is
    replaced by a fresh one. Answers always leave by the connection of the moment; Slack matches them by
    envelope.
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
        self._unanswered = 0
        self._client: SocketModeClient | None = None
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
        """Answer what was taken, for at most `seconds`, then close."""
        end = time.monotonic() + seconds
        while self._unanswered and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS / 4)
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(max(1.0, end - time.monotonic()))
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        asyncio.run(self._stay_connected())

    async def _stay_connected(self) -> None:
        patience = self._patience
        while not self._stopping.is_set():
            client = self._client = self._new_client()
            connecting = asyncio.ensure_future(client.connect())  # type: ignore[no-untyped-call]  # the SDK's
            stood = await self._watch(client, patience)
            patience = self._patience if stood else min(patience * 2, _LONGEST_PATIENCE_SECONDS)
            self._show(connected=False)
            connecting.cancel()
            await _close(client)

    def _new_client(self) -> SocketModeClient:
        client = SocketModeClient(
            self._app_token, web_client=self._web_client, ping_interval=self._ping_interval
        )
        client.socket_mode_request_listeners.append(self._take)
        return client

    async def _watch(self, client: SocketModeClient, patience: float) -> bool:
        """Return when the client has to be replaced, or at the end; whether it ever was connected."""
        last_alive = time.monotonic()
        stood = False
        while not self._stopping.is_set():
            connected = await client.is_connected()
            stood = stood or connected
            last_alive = time.monotonic() if connected else last_alive
            self._show(connected=connected)
            if time.monotonic() - last_alive > patience:
                _log.warning("socket_replaced", seconds=round(patience, 1))
                break
            await asyncio.sleep(_LOOK_SECONDS)
        return stood

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
        del client  # the answer leaves by the connection of that moment, which may be a later one
        began = time.monotonic()
        self._unanswered += 1
        try:
            loop = asyncio.get_running_loop()
            response = await loop.run_in_executor(self._threads, run_bolt_app, self._app, request)
            await self._answer(request, response, began)
            if self._on_answered is not None:
                self._on_answered(request.payload, response.status, time.monotonic() - began)
        finally:
            self._unanswered -= 1

    async def _answer(self, request: SocketModeRequest, response: BoltResponse, began: float) -> None:
        """Send the answer as soon as a connection stands; after Slack's 3 seconds nobody waits for it."""
        while time.monotonic() - began < _SLACK_WAITS_SECONDS:
            client = self._client
            if client is not None and await client.is_connected():
                try:
                    await send_async_response(client, request, response, time.time())
                except (ClientError, ConnectionError):
                    _log.info("answer_waits_for_connection")
                else:
                    return
            await asyncio.sleep(_LOOK_SECONDS / 10)
        _log.warning("answer_came_too_late", ms=round((time.monotonic() - began) * 1000))


async def _close(client: SocketModeClient) -> None:
    """Close without waiting for the other side, which may be gone."""
    try:
        await asyncio.wait_for(client.close(), 1.0)  # type: ignore[no-untyped-call]  # the SDK's
    except (TimeoutError, ClientError, ConnectionError):
        _log.info("socket_closed_one_sided")
        await client.aiohttp_client_session.close()
