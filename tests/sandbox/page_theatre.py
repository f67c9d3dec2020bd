"""A theatre for the page's tests: the stage, and one real browser in front of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.sandbox.page_stage import OFFICER, Stage, serve

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = "Chromium is not installed; the page is looked at in a real browser"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


def chromium_is_here() -> bool:
    """Whether the browser the page tests drive is installed."""
    return shutil.which(CHROMIUM) is not None


class Theatre:
    """One stage and one browser for the tests of a module."""

    def __init__(self, stage: Stage, browser: Browser) -> None:
        """Hold both; windows are opened as the tests ask for them."""
        self.stage = stage
        self.browser = browser
        self.troubles: list[str] = []
        self._kept: dict[tuple[bool, bool], Page] = {}
        self._taken: set[tuple[bool, bool]] = set()

    def enter(self, me: str = OFFICER, at: str = "", *, phone: bool = False, dark: bool = False) -> Page:
        """Open the page as somebody (or on the start screen for me = "") and wait until it is live."""
        page = self._window((phone, dark))
        page.goto(f"{self.stage.url}?me={me}&at={at}" if me else self.stage.url)
        if me:
            page.wait_for_selector("body[data-line=up]")
        return page

    def _window(self, key: tuple[bool, bool]) -> Page:
        """The first window of a kind is kept from test to test, to spare time; others are new."""
        if key not in self._kept:
            self._kept[key] = self._new_window(phone=key[0], dark=key[1])
        elif key in self._taken:
            return self._watched(self._kept[key].context.new_page())
        self._taken.add(key)
        return self._kept[key]

    def _new_window(self, *, phone: bool, dark: bool) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            color_scheme="dark" if dark else "light",
            timezone_id="Europe/Berlin",
            has_touch=phone,
        )
        context.set_default_timeout(8000)
        return self._watched(context.new_page())

    def _watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda note: self.troubles.append(note.text) if note.type == "error" else None)
        return page

    def leave(self) -> None:
        """Close what the test opened and set the scene anew."""
        for page in [page for context in self.browser.contexts for page in context.pages]:
            if page in self._kept.values():
                page.unroute_all()
                page.goto("about:blank")
            else:
                page.close()
        self._taken.clear()
        self.stage.reset()
        self.troubles.clear()


@contextmanager
def theatre() -> Iterator[Theatre]:
    """A stage with a browser in front of it."""
    stage = Stage()
    with serve(stage), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Theatre(stage, browser)
        finally:
            browser.close()
