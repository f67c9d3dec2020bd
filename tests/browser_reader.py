"""A phone: what a person does on the secure page in headless Chromium, with the interface of `PageReader`."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, Response

from tests.axe.looking import PHONE
from tests.page_reader import PageReader

_LISTENS = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__refused.push(event.effectiveDirective + " " + event.blockedURI));
"""
_STEP_MS = 8_000
_DOCUMENT: Literal["domcontentloaded"] = "domcontentloaded"


@dataclass
class BrowserReader(PageReader):
    """One person's phone. `complaints`: what the browser refused or stumbled over; `asked`: every address."""

    browser: Browser | None = None
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A browser profile of its own."""
        super().__post_init__()
        assert self.browser is not None
        context = self.browser.new_context(viewport=PHONE, has_touch=True, color_scheme="dark")
        context.set_default_timeout(_STEP_MS)
        context.add_init_script(_LISTENS)
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._noted)

    def get(self, address: str, method: str = "GET") -> PageReader:
        """Follow an address."""
        assert method == "GET", "a person follows links"
        where = urllib.parse.urljoin(self.base, address)
        try:
            answer = self.page.goto(where, wait_until=_DOCUMENT)
        except Error as refused:
            if "interrupted" not in str(refused):
                raise
            self.page.wait_for_load_state(_DOCUMENT)  # the page's own script was on its way already
            answer = self.page.goto(where, wait_until=_DOCUMENT)
        return self._came(answer)

    def post(self, fields: Iterable[tuple[str, str]]) -> PageReader:
        """Type, choose and tick as a thumb would; then tap."""
        given: dict[str, list[str]] = {}
        for name, value in fields:
            given.setdefault(name, []).append(value)
        tapped = given.pop("tap", [""])[0]
        for name, values in given.items():
            self._enter(name, [value for value in values if value])
        return self._tap(self._button(tapped))

    def look(self) -> None:
        """Hear whatever the page was refused so far."""
        self.complaints += self.page.evaluate("window.__refused || []")

    def _button(self, tapped: str) -> Locator:
        if not tapped:
            return self.page.locator("main form button[type=submit]").first
        value = tapped.replace("\\", "\\\\").replace('"', '\\"')
        return self.page.locator(f'button:not(.unseen)[name=tap][value="{value}"]').first

    def _enter(self, name: str, values: list[str]) -> None:
        found = self.page.locator(f'[name="{name}"]')
        kinds = found.evaluate_all("(all) => all.map((one) => one.type)")
        for at, kind in enumerate(kinds):
            one = found.nth(at)
            self._unfold(one)
            if kind in {"checkbox", "radio"}:
                one.set_checked(one.get_attribute("value") in values)
            elif kind.startswith("select"):
                one.select_option(values[at] if at < len(values) else "")
            else:
                one.fill(values[0] if values else "")

    def _unfold(self, one: Locator) -> None:
        for folded in one.locator("xpath=ancestor::details[not(@open)]/summary").all():
            folded.tap()

    def _tap(self, button: Locator) -> PageReader:
        self._unfold(button)
        self.look()
        with self.page.expect_navigation(wait_until=_DOCUMENT) as coming:
            button.tap()
        return self._came(coming.value)

    def _came(self, answer: Response | None) -> PageReader:
        assert answer is not None
        self.status, self.headers = answer.status, answer.headers
        self.address = urllib.parse.urlsplit(answer.url).path
        self.html = answer.text()
        self.seen.append(self.html)
        self.look()
        return self

    def _noted(self, request: Request) -> None:
        self.asked.append(request.url)
        if request.post_data_buffer:
            self.sent.append(request.post_data_buffer)

    def _heard(self, said: ConsoleMessage) -> None:
        # That something is over is answered with 410 or 401, and Chromium says so.
        if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
            self.complaints.append(said.text)
