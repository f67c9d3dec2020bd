"""Where a request comes from: which address it is counted under, and whether our own page sent it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from bot.page.pace import network_of

_PORTS = {"http": 80, "https": 443}
_OURS = frozenset({"same-origin", "none"})  # "none": typed or reloaded by the person; no site can cause that


class Origin:
    """Knows the page's own address. `proxied`: a proxy on this machine stands in front."""

    def __init__(self, address: str, *, proxied: bool) -> None:
        self._origin = _whole(address)
        self._proxied = proxied

    @property
    def secure(self) -> bool:
        """Whether people reach it over TLS."""
        return self._origin[0] == "https"

    def is_our_host(self, headers: Mapping[str, str]) -> bool:
        """Whether the page was asked under its own name: a name that somebody else rebound to us is not."""
        scheme = self._origin[0]
        return _whole(f"{scheme}://{headers.get('host', '')}") == self._origin

    def is_our_page(self, headers: Mapping[str, str]) -> bool:
        """Whether our own page may have sent a form (Fetch Metadata, W3C; RFC 6454).

        A browser that sends neither header, or only "null" (which our own `no-referrer` makes of Origin),
        tells nothing: there the form's token decides alone.
        """
        site = headers.get("sec-fetch-site", "").strip().lower()
        if site and site not in _OURS:
            return False
        said = headers.get("origin", "").strip()
        return said in {"", "null"} or _whole(said) == self._origin

    def counted_under(self, scope: Scope) -> str:
        """The address that rates are counted under, and nothing else is decided by.

        Behind a proxy on this machine it is the last one in `X-Forwarded-For`: that one the proxy wrote,
        those before it the asker may have.
        """
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        if self._proxied and _is_loopback(peer):
            told = Headers(scope=scope).getlist("x-forwarded-for")
            last = told[-1].rpartition(",")[2].strip() if told else ""
            return network_of(last or peer)
        return network_of(peer)


def _whole(address: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; an impossible one equals none of ours."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "", "", 0
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        return "", "", 0
    return parts.scheme, (parts.hostname or "").rstrip("."), port or _PORTS.get(parts.scheme, 0)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
