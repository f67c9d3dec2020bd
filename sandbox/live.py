"""Tells every open browser window what changed, the moment it changes."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.wire import Json


@dataclass(eq=False)
class Window:
    """One browser window, playing one person."""

    user: str
    loop: asyncio.AbstractEventLoop
    news: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)


class Live:
    """The windows now open; `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._windows: set[Window] = set()

    @property
    def watched(self) -> bool:
        """Whether any window is open."""
        return bool(self._windows)

    def tell(self, change: Json, users: frozenset[str] | None) -> None:
        """Pass a change on to the windows of these people, or to all."""
        for window in list(self._windows):
            if users is None or window.user in users:
                # A window's loop is closed only when the whole server goes.
                with contextlib.suppress(RuntimeError):
                    window.loop.call_soon_threadsafe(window.news.put_nowait, change)

    def tell_that_somebody_waits(self, change: Json, users: frozenset[str] | None) -> None:
        """What some people have unread may be different now: every window shows what waits for the others."""
        if users is not None and change["type"] in ("message", "state"):
            self.tell({"type": "waiting"}, None)

    async def serve(self, websocket: WebSocket) -> None:
        """The life of one window."""
        window = Window(websocket.query_params.get("user", ""), asyncio.get_running_loop())
        self._windows.add(window)  # before the line opens: what happens while it does is told, too
        reader: asyncio.Task[None] | None = None
        try:
            await websocket.accept()
            reader = asyncio.create_task(self._until_closed(websocket, window))
            while (change := await window.news.get()) is not None:
                await websocket.send_json(change)
        except (WebSocketDisconnect, RuntimeError):
            # The window closed while news was on its way.
            return
        finally:
            self._windows.discard(window)
            if reader is not None:
                reader.cancel()

    @staticmethod
    async def _until_closed(websocket: WebSocket, window: Window) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await websocket.receive_text()
        window.news.put_nowait(None)
