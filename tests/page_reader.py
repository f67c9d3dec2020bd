"""A browser without a script: what a person does on the secure page, one request at a time."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar

_FORM = re.compile(r'<form method="post" action="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_BUTTON = re.compile(r'<button[^>]*name="tap" value="([^"]*)"[^>]*>([^<]*)</button>')
_TAG = re.compile(r"<[^>]+>")


@dataclass
class PageReader:
    """One person's browser. `status`, `text`: of the last answer; `seen`: every byte that came."""

    base: str
    status: int = 0
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A cookie jar of its own."""
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    @property
    def words(self) -> str:
        """What a person reads."""
        return unescape(_TAG.sub(" ", self.html))

    def get(self, address: str) -> PageReader:
        """Follow an address."""
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.base, address)))

    def post(self, fields: Iterable[tuple[str, str]]) -> PageReader:
        """Send the page's form with its hidden fields."""
        found = _FORM.search(self.html)
        assert found is not None, "the page has no form"
        hidden = [(name, unescape(value)) for name, value in _HIDDEN.findall(self.html)]
        body = urllib.parse.urlencode([*hidden, *fields]).encode()
        address = urllib.parse.urljoin(self.base, unescape(found[1]))
        return self._ask(urllib.request.Request(address, body))

    def go_on(self) -> PageReader:
        """Tap Continue."""
        return self.post([])

    def tap(self, label: str, fields: Iterable[tuple[str, str]] = ()) -> PageReader:
        """Tap the button of this label, with the form as it is filled."""
        for value, text in _BUTTON.findall(self.html):
            if unescape(text).strip() == label:
                return self.post([*fields, ("tap", unescape(value))])
        raise AssertionError(f"no button {label!r} on the page")

    def _ask(self, request: urllib.request.Request) -> PageReader:
        try:
            answer = self._opener.open(request, timeout=10)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.status, self.headers = answer.status, dict(answer.headers.items())
            self.html = answer.read().decode()
        self.seen.append(self.html)
        return self
