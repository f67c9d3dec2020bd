"""A browser without a script: what a person does on the secure page, one request at a time."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar

_FORM = re.compile(r'<form method="post" action="([^"]+)"')
_BUTTON = re.compile(r'<button[^>]*name="tap" value="([^"]*)"[^>]*>([^<]*)</button>')
_TAG = re.compile(r"<[^>]+>")
# Random on every page by design: tokens of the form, and the view's own address.
_RANDOM = re.compile(
    r'(?<=name="csrf" value=")[^"]*|(?<=name="secret" value=")[^"]*|(?<=name="hash" value=")[^"]*'
    r'|(?<=name="about" value=")[^"]*|PG[0-9a-f]{32}'
)
_TYPED = frozenset({"text", "date", "time", "hidden"})


def without_random(html: str) -> str:
    """A page, with every token of its form and address as one word."""
    return _RANDOM.sub("<random>", html)


class _Fields(HTMLParser):
    """What a browser would send of the page's form as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.offered: set[tuple[str, str]] = set()  # of lists and boxes: name, value
        self._select = ""
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields, as they stand."""
        had = {name: value or "" for name, value in attrs}
        name = had.get("name", "")
        if tag in {"input", "select", "textarea"}:
            self.names.add(name)
        kind = had.get("type", "text")
        if tag == "input" and (kind in _TYPED or "checked" in had):
            self.found.append((name, had.get("value", "")))
        elif tag == "select":
            self._select = name
        if tag == "option":
            self.offered.add((self._select, had.get("value", "")))
            if "selected" in had:
                self.found.append((self._select, had.get("value", "")))
        elif kind in {"checkbox", "radio"}:
            self.offered.add((name, had.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        """What stands in a large field."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """A large field ends."""
        if tag == "textarea" and self._area is not None:
            self.found.append((self._area, self._text))
            self._area = None


@dataclass
class PageReader:
    """One person's browser. `status`, `html`, `address`: of the last answer; `seen`, `sent`: every byte."""

    base: str
    status: int = 0
    html: str = ""
    address: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)  # seconds, of each in `seen`
    sent: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A cookie jar of its own."""
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    @property
    def words(self) -> str:
        """What a person reads."""
        return unescape(_TAG.sub(" ", self.html))

    @property
    def plain(self) -> str:
        """The page without what is random by design: what two people, or two worlds, are compared by."""
        return without_random(self.html)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form holds, hidden fields too."""
        return self._form().found

    @property
    def names(self) -> set[str]:
        """Under which names the form has fields."""
        return self._form().names

    @property
    def offered(self) -> set[tuple[str, str]]:
        """What its lists and boxes offer: name of the field, value."""
        return self._form().offered

    def taps(self) -> set[str]:
        """What its buttons send."""
        return {unescape(value) for value, _ in _BUTTON.findall(self.html)}

    def get(self, address: str, method: str = "GET") -> PageReader:
        """Follow an address."""
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.base, address), method=method))

    def post(self, fields: Iterable[tuple[str, str]]) -> PageReader:
        """Send the page's form as it stands, with these in place of its own."""
        found = _FORM.search(self.html)
        assert found is not None, "the page has no form"
        given = list(fields)
        named = {name for name, _ in given}
        kept = [(name, value) for name, value in self.fields if name not in named]
        body = urllib.parse.urlencode([*kept, *given]).encode()
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

    def _form(self) -> _Fields:
        form = _Fields()
        form.feed(self.html)
        return form

    def _ask(self, request: urllib.request.Request) -> PageReader:
        body = request.data
        if isinstance(body, bytes):
            self.sent.append(body)
        began = time.monotonic()
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.status, self.headers = answer.status, dict(answer.headers.items())
            self.address = urllib.parse.urlsplit(answer.geturl()).path
            self.html = answer.read().decode()
        self.seen.append(self.html)
        self.took.append(time.monotonic() - began)
        return self
