"""What every answer of the secure page carries, and the cookie that is all it keeps on a device."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_HSTS = "max-age=63072000; includeSubDomains"


class Guarded:
    """Puts the headers on every answer, whoever made it; `counted` hears its status."""

    def __init__(self, app: ASGIApp, counted: Callable[[int], None], *, secure: bool) -> None:
        self._app = app
        self._counted = counted
        self._headers = {**_ALWAYS, **({"Strict-Transport-Security": _HSTS} if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
                self._counted(message["status"])
            await send(message)

        await self._app(scope, receive, with_headers)


class Cookie:
    """The session's cookie: this host's only, no script reads it, no other site's page sends it."""

    def __init__(self, *, secure: bool) -> None:
        self._name = "__Host-lead" if secure else "lead"
        self._way = "__Host-lead-way" if secure else "lead-way"
        self._secure = secure

    def of(self, request: Request) -> str:
        """The token in it; empty = none."""
        return request.cookies.get(self._name, "")

    def put(self, response: Response, token: str) -> None:
        """Keep the token until the browser is closed; the server ends it sooner."""
        response.set_cookie(
            self._name, token, path="/", secure=self._secure, httponly=True, samesite="strict"
        )

    def take(self, response: Response) -> None:
        """Forget it."""
        response.delete_cookie(self._name, path="/", secure=self._secure, httponly=True, samesite="strict")

    def way_of(self, request: Request) -> str:
        """The random text of a browser that looked at a link; empty = it has not."""
        return request.cookies.get(self._way, "")

    def put_way(self, response: Response, way: str) -> None:
        """Mark a browser that looks at a link, so that only it can tap Continue."""
        response.set_cookie(
            self._way, way, path="/", secure=self._secure, httponly=True, samesite="strict", max_age=600
        )


def new_way() -> str:
    """128 random bits: a browser's mark."""
    return secrets.token_urlsafe(16)
