"""Socket Mode's server side: single-use addresses, up to ten sockets, each payload to one of them.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import contextlib
import json
import secrets
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.wire import DispatchFailed, Json, SlackTimeout

MOST_SOCKETS = 10
ACK_SECONDS = 3.0
LINGER_SECONDS = 3.0


@dataclass(eq=False)
class Socket:
    """One connection of the app; `draining` once it was asked to leave."""

    websocket: WebSocket
    loop: asyncio.AbstractEventLoop
    pending: dict[str, Future[str]] = field(default_factory=dict)
    draining: bool = False

    async def say(self, message: Json) -> None:
        """Send one message; a socket that is gone says nothing."""
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self.websocket.send_text(json.dumps(message))


class Sockets:
    """The open sockets of the app. `cut` ends a connection without a goodbye."""

    def __init__(self, app_id: str, cut: Callable[[WebSocket], None], changed: Callable[[], None]) -> None:
        self._app_id = app_id
        self._cut = cut
        self._changed = changed
        self._open: list[Socket] = []
        self._tickets: set[str] = set()
        self._turn = 0
        self._lock = threading.Lock()
        self.ack_seconds = ACK_SECONDS
        self.enabled = True

    def new_ticket(self) -> str:
        """A ticket that opens one connection, once."""
        ticket = secrets.token_urlsafe(18)
        with self._lock:
            self._tickets.add(ticket)
        return ticket

    def connected(self) -> int:
        """How many sockets take payloads."""
        with self._lock:
            return sum(not one.draining for one in self._open)

    async def serve(self, websocket: WebSocket) -> None:
        """The life of one connection."""
        ticket = websocket.query_params.get("ticket", "")
        with self._lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
        if not known:
            await websocket.close(code=4404)
            return
        await websocket.accept()
        socket = Socket(websocket, asyncio.get_running_loop())
        if await self._turned_away(socket):
            return
        try:
            await socket.say(self._hello())
            self._changed()
            while True:
                self._received(socket, await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(socket)

    async def _turned_away(self, socket: Socket) -> bool:
        with self._lock:
            too_many = len(self._open) >= MOST_SOCKETS
            if self.enabled and not too_many:
                self._open.append(socket)
                return False
        reason = "too_many_websockets" if too_many else "link_disabled"
        await socket.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})
        await socket.websocket.close()
        return True

    def _hello(self) -> Json:
        with self._lock:
            number = len(self._open)
        return {
            "type": "hello",
            "num_connections": number,
            "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _received(self, socket: Socket, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = socket.pending.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(text)

    def _forget(self, socket: Socket) -> None:
        with self._lock:
            if socket in self._open:
                self._open.remove(socket)
        for waiting in list(socket.pending.values()):
            if not waiting.done():
                waiting.set_exception(SlackTimeout())
        self._changed()

    def _next(self) -> Socket:
        with self._lock:
            ready = [one for one in self._open if not one.draining]
            if not ready:
                raise DispatchFailed
            self._turn += 1
            return ready[self._turn % len(ready)]

    def send(self, kind: str, payload: Json, retry: tuple[int, str] | None, *, drop: bool) -> tuple[str, str]:
        """Send a payload to one socket and wait for its ack; gives both as text.

        Raises `SlackTimeout` after `ack_seconds` or when the socket goes away (at once when `drop` cuts it).
        """
        socket = self._next()
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            number, reason = retry or (0, "")
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        waiting: Future[str] = Future()
        socket.pending[envelope["envelope_id"]] = waiting
        if drop:
            socket.loop.call_soon_threadsafe(self._cut, socket.websocket)
        else:
            asyncio.run_coroutine_threadsafe(socket.say(envelope), socket.loop)
        try:
            return json.dumps(envelope, ensure_ascii=False), waiting.result(timeout=self.ack_seconds)
        except TimeoutError:
            raise SlackTimeout from None
        finally:
            socket.pending.pop(envelope["envelope_id"], None)

    def disconnect(self, reason: str) -> None:
        """Say `disconnect` on every socket; all but a `warning` close it three seconds later."""
        with self._lock:
            leaving = list(self._open)
        if reason == "link_disabled":
            self.enabled = False
        for socket in leaving:
            socket.draining = reason != "warning"
            asyncio.run_coroutine_threadsafe(self._dismiss(socket, reason), socket.loop)

    async def _dismiss(self, socket: Socket, reason: str) -> None:
        await socket.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})
        if reason == "warning":
            return
        # Clients move to a new connection by themselves and close this one; the rest is closed for them.
        await asyncio.sleep(LINGER_SECONDS)
        with contextlib.suppress(RuntimeError):
            await socket.websocket.close()

    def cut_all(self) -> None:
        """End every connection without a goodbye, as a dead network does."""
        with self._lock:
            leaving = list(self._open)
        for socket in leaving:
            socket.loop.call_soon_threadsafe(self._cut, socket.websocket)
