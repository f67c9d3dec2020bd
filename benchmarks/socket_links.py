"""Socket Mode from Slack's side: envelopes out, answers timed, links refreshed or cut."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from benchmarks import payloads

_EVERY = 0.02  # seconds between two envelopes while a link is disturbed
_OLD_LINK_STANDS = 1.0  # Slack keeps a link for a while after it said goodbye
_LAST_ANSWERS = 15.0


@dataclass
class _Asked:
    """An envelope that waits for its answer."""

    envelope: dict[str, Any]
    at: float
    answered: asyncio.Future[float]


@dataclass
class Links:
    """Every connection of one app."""

    open: list[web.WebSocketResponse] = field(default_factory=list)
    deaf: set[int] = field(default_factory=set)
    asked: dict[str, _Asked] = field(default_factory=dict)
    connected: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        link = web.WebSocketResponse(autoping=False)
        await link.prepare(request)
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": payloads.APP}}
        await link.send_str(json.dumps(hello | {"debug_info": {"host": "bench"}}))
        self.open.append(link)
        self.connected.set()
        await self._repeat(link)
        async for message in link:
            if id(link) in self.deaf:
                continue
            if message.type is WSMsgType.PING:
                await link.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._answered(message.data)
        if link in self.open:
            self.open.remove(link)
        return link

    async def drive(self, bodies: Sequence[dict[str, Any]], in_flight: int) -> dict[str, Any]:
        """Deliver all, so many at a time: each one's seconds, and the whole's."""
        waiting = iter(bodies)
        seconds: list[float] = []
        async with asyncio.timeout(30):
            await self.connected.wait()

            async def carry() -> None:
                for body in waiting:
                    asked = await self._ask(payloads.as_envelope(body))
                    seconds.append(await asked.answered - asked.at)

            began = time.perf_counter()
            await asyncio.gather(*(carry() for _ in range(in_flight)))
            took = time.perf_counter() - began
        return {"seconds": seconds, "took": took}

    async def disturb(self, how: str, lasting: float) -> dict[str, Any]:
        """Refresh or cut the links amid a steady stream of commands; the longest wait for an answer."""
        stream = asyncio.ensure_future(self._stream(lasting))
        await asyncio.sleep(0.5)
        old = list(self.open)
        if how == "cut":
            self.deaf.update(id(link) for link in old)
        for link in old if how == "refresh" else ():
            await link.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        await asyncio.sleep(_OLD_LINK_STANDS)
        for link in old:
            if how == "refresh":
                await link.close()
        asked = await stream
        await asyncio.wait([one.answered for one in asked], timeout=_LAST_ANSWERS)
        waits = [one.answered.result() - one.at for one in asked if one.answered.done()]
        return {"asked": len(asked), "answered": len(waits), "longest": max(waits)}

    async def _stream(self, lasting: float) -> list[_Asked]:
        asked = []
        end = time.perf_counter() + lasting
        while time.perf_counter() < end:
            asked.append(await self._ask(payloads.as_envelope(payloads.help_command())))
            await asyncio.sleep(_EVERY)
        return asked

    async def _ask(self, envelope: dict[str, Any]) -> _Asked:
        future = asyncio.get_running_loop().create_future()
        asked = _Asked(envelope, time.perf_counter(), future)
        self.asked[envelope["envelope_id"]] = asked
        if self.open:
            await self._send(self.open[-1], asked)
        return asked

    async def _repeat(self, link: web.WebSocketResponse) -> None:
        """What no link has answered goes out again by the new one."""
        for asked in list(self.asked.values()):
            await self._send(link, asked)

    async def _send(self, link: web.WebSocketResponse, asked: _Asked) -> None:
        if not link.closed:
            await link.send_str(json.dumps(asked.envelope))

    def _answered(self, raw: str) -> None:
        asked = self.asked.pop(json.loads(raw).get("envelope_id", ""), None)
        if asked is not None and not asked.answered.done():
            asked.answered.set_result(time.perf_counter())
