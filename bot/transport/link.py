"""One Socket Mode connection: slack_sdk's client, held to a single life."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time

from aiohttp import ClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

_CLOSE_SECONDS = 1.0
_LOOK_SECONDS = 0.05


class Link(SocketModeClient):
    """slack_sdk's aiohttp client, which says when it should be replaced instead of replacing itself.

    By itself the SDK closes the old connection before it opens the next, so that answers under way have
    nowhere to go; and when opening does not work it keeps trying the address it was given last, although
    Slack's addresses work once. With one object a connection, the next can stand before this one ends.
    https://docs.slack.dev/apis/events-api/using-socket-mode/
    """

    def __init__(self, app_token: str, web_client: AsyncWebClient, ping_interval: float) -> None:
        super().__init__(app_token, web_client=web_client, ping_interval=ping_interval)
        self.leaving = asyncio.Event()
        self.unanswered = 0
        self._connecting: asyncio.Future[None] | None = None

    def begin(self) -> None:
        """Start connecting."""
        self._connecting = asyncio.ensure_future(self.connect())  # type: ignore[no-untyped-call]  # the SDK's

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002  # the SDK's
        """The SDK calls this at a `disconnect`, a close from the other side, or a silence: time to go."""
        del force
        self.leaving.set()

    async def retire(self, linger: float, hurry: threading.Event, seconds: float) -> None:
        """Serve on until Slack closes its end (or for `linger`, or until `hurry`); then answer and end.

        Closing first would lose an envelope that is on the wire just then.
        What came in has `seconds` to be answered.
        """
        end = time.monotonic() + linger
        while self._is_open() and time.monotonic() < end and not hurry.is_set():  # noqa: ASYNC110  # as below
            await asyncio.sleep(_LOOK_SECONDS)
        end = time.monotonic() + seconds
        while self.is_busy() and time.monotonic() < end:  # noqa: ASYNC110  # two counts, no event
            await asyncio.sleep(_LOOK_SECONDS)
        await self.end()

    def _is_open(self) -> bool:
        return self.current_session is not None and not self.current_session.closed

    def is_busy(self) -> bool:
        """Something came in that is not answered yet."""
        return self.unanswered > 0 or not self.message_queue.empty()

    async def end(self) -> None:
        """Close without waiting long for the other side, which may be gone."""
        with contextlib.suppress(TimeoutError, ClientError, ConnectionError):
            await asyncio.wait_for(self.close(), _CLOSE_SECONDS)  # type: ignore[no-untyped-call]  # the SDK's
        # All again, for the case that closing was cut short above.
        tasks = (
            self._connecting,
            self.message_processor,
            self.current_session_monitor,
            self.message_receiver,
        )
        for task in tasks:
            if task is not None:
                task.cancel()
        await self.aiohttp_client_session.close()
