"""The HTTP side: Slack's signed requests, and what operators ask (healthz, readyz, metrics)."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

_LARGEST_BODY = 1024 * 1024
_THREADS = 16  # `process_before_response` answers in the request's own thread
_LONGEST_NUMBER = 12
_FORWARDED = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")
_TEXT = "text/plain; charset=utf-8"
_METRICS_TEXT = "text/plain; version=0.0.4; charset=utf-8"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Facts = Mapping[str, bool]

_log = structlog.get_logger("http")


class RequestMeter(Protocol):
    """Counts requests and renders what was counted."""

    def request_answered(self, body: Mapping[str, Any], status: int, seconds: float) -> None:
        """One of Slack's requests was answered."""

    def request_refused(self) -> None:
        """One had no valid signature."""

    def render(self) -> str:
        """The Prometheus text."""


@dataclass(frozen=True)
class Probes:
    """What the two health endpoints ask. Each fact must be true; its name is shown, so no name may tell much.

    `alive` is asked on the event loop and must not block; `ready` may ask the database.
    """

    alive: Callable[[], Facts]
    ready: Callable[[], Facts]


@dataclass(frozen=True)
class _Answer:
    status: int
    body: bytes = b""
    content_type: str = _TEXT


_NOT_FOUND = _Answer(404, b"not found")
_NOT_SIGNED = _Answer(401, b'{"error": "invalid request"}', "application/json")
_BAD = _Answer(400, b"bad request")
_TOO_LARGE = _Answer(413, b"too large")


class HttpSide:
    """An ASGI application. No body is ever logged, and none is parsed before its signature holds."""

    def __init__(
        self,
        app: App,
        *,
        signing_secret: str,
        probes: Probes,
        meter: RequestMeter,
        probe_seconds: float = 2.0,
    ) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._probes = probes
        self._probe_seconds = probe_seconds
        self._meter = meter
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="slack-request")
        # Of their own: sixteen slow requests must not make a living process look dead.
        self._probe_threads = ThreadPoolExecutor(2, thread_name_prefix="probe")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; other kinds of connection are let go without a word."""
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        headers = [
            (b"content-type", answer.content_type.encode()),
            (b"content-length", str(len(answer.body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def close(self) -> None:
        """Let the threads end after what they do."""
        self._threads.shutdown(wait=False)
        self._probe_threads.shutdown(wait=False)

    async def _answer(self, scope: Scope, receive: Receive) -> _Answer:
        match (scope["method"], scope["path"]):
            case ("POST", "/slack/events"):
                return await self._slack(scope, receive)
            case ("GET", "/healthz"):
                return _facts(self._probes.alive())
            case ("GET", "/readyz"):
                return await self._ready()
            case ("GET", "/metrics") if _is_from_this_host(scope):
                return _Answer(200, self._meter.render().encode(), _METRICS_TEXT)
            case _:
                return _NOT_FOUND

    async def _slack(self, scope: Scope, receive: Receive) -> _Answer:
        began = time.monotonic()
        headers = _headers(scope)
        raw = await _read(headers, receive)
        if raw is None:
            return _TOO_LARGE
        if not is_signed(self._verifier, raw, headers):
            self._meter.request_refused()
            _log.warning("signature_refused")
            return _NOT_SIGNED
        loop = asyncio.get_running_loop()
        done = await loop.run_in_executor(self._threads, self._dispatch, raw, headers)
        if done is None:
            return _BAD
        request, response = done
        self._meter.request_answered(request.body, response.status, time.monotonic() - began)
        if response.status == _NOT_SIGNED.status:
            return _NOT_SIGNED  # signed, but for another team or app: the asker is told no more than a forger
        kind = response.headers.get("content-type", [_TEXT])[0]
        return _Answer(response.status, (response.body or "").encode(), kind)

    def _dispatch(self, raw: bytes, headers: dict[str, str]) -> tuple[BoltRequest, BoltResponse] | None:
        """Bolt's answer; None for what is signed and still neither JSON nor a form."""
        try:
            # No header from outside may steer Bolt itself (`x-slack-bolt-lazy-only` would).
            request = BoltRequest(
                body=raw.decode(),
                headers={key: value for key, value in headers.items() if not key.startswith("x-slack-bolt-")},
            )
        except ValueError:
            return None
        return request, self._app.dispatch(request)

    async def _ready(self) -> _Answer:
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._probe_threads, self._probes.ready)
        try:
            return _facts(await asyncio.wait_for(asked, self._probe_seconds))
        except TimeoutError:
            return _facts({"answers_in_time": False})


def is_signed(verifier: SignatureVerifier, raw: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed exactly these bytes within the last five minutes.

    https://docs.slack.dev/authentication/verifying-requests-from-slack/ . The SDK's verifier raises on a
    timestamp that is no number, on a body that is no UTF-8 and on a signature beyond ASCII; here all three
    are refusals, and a second header of the same name is refused with them.
    """
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    in_shape = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_NUMBER
    if not in_shape or not signature.isascii():
        return False
    try:
        return verifier.is_valid(raw, timestamp, signature)
    except UnicodeDecodeError:
        return False


def _headers(scope: Scope) -> dict[str, str]:
    """Names in lower case; one that comes twice is joined by a comma, which no signature survives."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


async def _read(headers: Mapping[str, str], receive: Receive) -> bytes | None:
    """The whole body; None when it is larger than 1 MB, by its own word or in fact."""
    announced = headers.get("content-length", "0")
    in_shape = announced.isascii() and announced.isdigit() and len(announced) <= _LONGEST_NUMBER
    if not in_shape or int(announced) > _LARGEST_BODY:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > _LARGEST_BODY:
            return None
        parts.append(part)
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(parts)


def _is_from_this_host(scope: Scope) -> bool:
    """From a loopback address, and not passed on by a proxy on this host (which also comes from loopback)."""
    if any(name.lower() in _FORWARDED for name, _ in scope["headers"]):
        return False
    client = scope.get("client")
    if not client:
        return False
    try:
        return ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _facts(facts: Facts) -> _Answer:
    """200 when every fact holds, else 503; the facts themselves as JSON."""
    ok = all(facts.values())
    body = json.dumps({"ok": ok, **facts}, sort_keys=True)
    return _Answer(200 if ok else 503, body.encode(), "application/json")
