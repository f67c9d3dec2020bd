"""Stands before the page's routes: what is not ours, too often, too large or too slow never reaches them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.page.hall import Hall

_METHODS = frozenset({"GET", "HEAD", "POST"})
_KINDS = frozenset({"application/x-www-form-urlencoded", "application/json"})
_LARGEST_BODY = 256 * 1024
_BODY_SECONDS = 20.0
_LONGEST_NUMBER = 12
_ENDS: Mapping[str, str] = {"Connection": "close"}  # what was not read is not waited for


class Gate:
    """An ASGI application around another. A form from elsewhere is refused before a byte of it is read."""

    def __init__(self, app: ASGIApp, hall: Hall, *, body_seconds: float = _BODY_SECONDS) -> None:
        self._app = app
        self._hall = hall
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, whole, or say why not."""
        status, headers = self._refusal(scope)
        body = b""
        if not status and scope["method"] == "POST":
            try:
                async with asyncio.timeout(self._body_seconds):
                    body = await _read(receive)
            except TimeoutError:
                status, headers = 408, _ENDS
            except _NotWhole as odd:
                status, headers = odd.status, _ENDS
        if status:
            refusal = await self._hall.notes.refuse(status, headers)
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _refusal(self, scope: Scope) -> tuple[int, Mapping[str, str]]:
        """By its head alone; 0 = let it go on."""
        headers, origin = Headers(scope=scope), self._hall.origin
        if not origin.is_our_host(headers) or len(headers.getlist("host")) != 1:
            return 421, _ENDS
        if scope["method"] not in _METHODS:
            return 405, {"Allow": ", ".join(sorted(_METHODS)), **_ENDS}
        if seconds := self._hall.pace.address.take(origin.counted_under(scope)):
            return 429, {"Retry-After": str(seconds), **_ENDS}
        if scope["method"] != "POST":
            return 0, {}
        if not origin.is_our_page(headers):
            return 403, _ENDS
        if headers.get("content-type", "").split(";")[0].strip().lower() not in _KINDS:
            return 415, _ENDS
        said = headers.get("content-length", "0")
        if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER):
            return 400, _ENDS
        return (413, _ENDS) if int(said) > _LARGEST_BODY else (0, {})


class _NotWhole(Exception):
    """A body that is too large, or was cut off: half a form is no form."""

    def __init__(self, status: int) -> None:
        self.status = status


async def _read(receive: Receive) -> bytes:
    """The whole body.

    Raises:
        _NotWhole: it is not to be had.
    """
    raw = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _NotWhole(400)
        raw += message.get("body", b"")
        if len(raw) > _LARGEST_BODY:
            raise _NotWhole(413)
        if not message.get("more_body", False):
            return bytes(raw)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hands on what was read, once."""
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again
