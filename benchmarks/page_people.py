"""People on the secure page: a browser each, over a kept connection; each opening timed from tap to text."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from benchmarks.http_load import OddAnswer

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_TITLE = re.compile(r"<h1>([^<]*)</h1>")
_FORM = "application/x-www-form-urlencoded"
_LOOKS_EVERY = 5.0  # seconds: the page's script asks so often whether its view still stands
_OPENINGS_END = 30.0


@dataclass
class Browser:
    """One person's. `number` makes an address of their own for them, as a proxy would tell it."""

    port: int
    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    view: str = ""

    def __post_init__(self) -> None:
        """A connection that is kept."""
        self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method: str, path: str, fields: Sequence[tuple[str, str]] = ()) -> tuple[int, str, str]:
        """Status, where it leads, and the text."""
        headers = {
            "X-Forwarded-For": f"192.0.2.{self.number % 250}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": _FORM,
        }
        body = urlencode(fields) if method == "POST" else None
        try:
            self._link.request(method, path, body, headers)
            answer = self._link.getresponse()
        except ConnectionError:  # it was left alone for five seconds: a browser makes a new one, too
            self._link.close()
            self._link.request(method, path, body, headers)
            answer = self._link.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text

    def look(self, link: str) -> list[tuple[str, str]]:
        """Follow a link; what its Continue would send."""
        status, _, text = self.ask("GET", f"/p/{link}")
        if status != 200:
            raise OddAnswer(f"a link answered {status}")
        return _HIDDEN.findall(text)

    def go_on(self, link: str, fields: Sequence[tuple[str, str]]) -> str:
        """Tap Continue, and read what it leads to."""
        status, to, _ = self.ask("POST", f"/p/{link}", fields)
        return self._follow(status, to)

    def tap(self, text: str, tapped: str) -> str:
        """Tap a button of the page that reads so."""
        status, to, _ = self.ask("POST", self.view, [*_HIDDEN.findall(text), ("tap", tapped)])
        return self._follow(status, to)

    def stands(self) -> None:
        """What the script asks."""
        if self.view:
            self.ask("GET", f"{self.view}/stands")

    def _follow(self, status: int, to: str) -> str:
        if status != 303:
            raise OddAnswer(f"a tap answered {status}")
        self.view = to
        return self.ask("GET", to)[2]


def open_timed(browser: Browser, link: str, shows: str) -> float:
    """Seconds from the tap on Continue to the page that shows the item."""
    fields = browser.look(link)
    began = time.perf_counter()
    text = browser.go_on(link, fields)
    while shows not in text:
        if time.perf_counter() - began > _OPENINGS_END:
            raise OddAnswer(f"an item did not open; the page says: {_TITLE.findall(text)}")
        text = browser.ask("GET", browser.view)[2]
    return time.perf_counter() - began


def open_at_leisure(
    browsers: Sequence[Browser], links: Sequence[Sequence[str]], every: float, shows: str
) -> list[float]:
    """Everybody opens one item after another, at moments of their own, and looks every five seconds."""
    seconds: list[float] = []
    raised: list[BaseException] = []

    def person(browser: Browser, theirs: Sequence[str]) -> None:
        chance = Random(browser.number)  # noqa: S311 - moments of a load, no secret
        start = time.monotonic() + chance.uniform(0, every)
        looked = start  # each page counts from when it was drawn: nobody looks in step with the others
        try:
            for turn, link in enumerate(theirs):
                while (left := start + turn * every - time.monotonic()) > 0:
                    if time.monotonic() - looked > _LOOKS_EVERY:
                        looked = time.monotonic()
                        browser.stands()
                    time.sleep(min(left, 0.25))
                seconds.append(open_timed(browser, link, shows))
                looked = time.monotonic()
        except (OddAnswer, OSError, http.client.HTTPException) as trouble:
            raised.append(trouble)

    _everybody([threading.Thread(target=person, args=pair) for pair in zip(browsers, links, strict=True)])
    if raised:
        raise raised[0]
    return seconds


def open_at_once(browsers: Sequence[Browser], links: Sequence[str], shows: str) -> list[float]:
    """Everybody taps in the same instant."""
    together = threading.Barrier(len(browsers))
    seconds: list[float] = []

    def person(browser: Browser, link: str) -> None:
        together.wait()
        seconds.append(open_timed(browser, link, shows))

    _everybody([threading.Thread(target=person, args=pair) for pair in zip(browsers, links, strict=True)])
    if len(seconds) != len(browsers):
        raise OddAnswer("somebody's item did not open")
    return seconds


def _everybody(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
