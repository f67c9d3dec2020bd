"""Pages in headless Chromium as people meet them, and what axe-core says of each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize, sync_playwright

from bot.page.headers import POLICY
from handlers.page import rendering
from tests.slack_types.check import install

HERE = Path(__file__).parent
STATIC = Path(rendering.__file__).parent / "static"
HOST = "http://page.test"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_RUN = """axe.run(document, {resultTypes: ["violations"]}).then((said) => said.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""
# The smallest target of WCAG 2.2's stricter criterion (2.5.5), in CSS pixels.
_SMALL = """[...document.querySelectorAll("button:not(.unseen), summary, select, textarea, label.tick,"
    + " .errors a, input:not([type=hidden], [type=checkbox], [type=radio])")]
    .filter((one) => one.offsetParent && Math.min(one.offsetHeight, one.offsetWidth) < 44)
    .map((one) => one.outerHTML.slice(0, 200))"""


def axe() -> str:
    """axe-core's source, fetched once as the lock file names it.

    Raises:
        NoNode: there is nothing to fetch it with.
    """
    install(HERE)
    return (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def has_chromium() -> bool:
    """Whether Chromium is installed."""
    return shutil.which("chromium") is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Looking:
    """A window before which pages are put, under the page's own policy.

    `stands`: what the server says of the page; `refresh`: its header; `unreachable`: it says nothing.
    """

    def __init__(
        self,
        browser: Browser,
        size: ViewportSize = PHONE,
        scheme: Scheme = "light",
        *,
        script: bool = True,
        examined: bool = False,
    ) -> None:
        """`examined`: axe-core is to be run here; it needs what the policy refuses to everybody else."""
        context = browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=script, bypass_csp=examined
        )
        context.set_default_timeout(5_000)
        self.troubles: list[str] = []
        self.stands = 204
        self.unreachable = False
        self.refresh = ""
        self.posted: list[str] = []
        self.html = ""
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._heard)
        context.route("**/*", self._serve)

    def put(self, html: str) -> Page:
        """Show a page."""
        self.html = html
        self.page.goto(f"{HOST}/v/PG0")
        return self.page

    def findings(self, source: str) -> list[str]:
        """What axe-core calls serious or critical here, with everything unfolded."""
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        self.page.evaluate(source)
        found: list[str] = self.page.evaluate(_RUN)
        return found

    def too_small(self) -> list[str]:
        """What one would miss with a thumb."""
        found: list[str] = self.page.evaluate(_SMALL)
        return found

    def is_too_wide(self) -> bool:
        """Whether one has to scroll sideways."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return wide

    def close(self) -> None:
        """Close the window; a request that is still under way is let go first, or the end waits for it."""
        self.page.context.unroute_all(behavior="ignoreErrors")
        self.page.context.close()

    @contextmanager
    def sending(self) -> Iterator[None]:
        """What is done inside sends the form: wait until the next page stands."""
        with self.page.expect_navigation():
            yield

    def _heard(self, said: ConsoleMessage) -> None:
        # That the server answers 410 is no trouble of the page's.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.troubles.append(said.text)

    def _serve(self, route: Route) -> None:
        if self.unreachable:
            route.abort("connectionfailed")
            return
        path = route.request.url.removeprefix(HOST)
        answers: Mapping[str, Callable[[], dict[str, Any]]] = {
            "/v/PG0": self._answer,
            "/v/PG0/stands": lambda: {"status": self.stands},
        }
        if route.request.method == "POST":
            self.posted.append(route.request.post_data or "")
        if path in answers:
            route.fulfill(**answers[path]())
        elif (file := STATIC / path.lstrip("/")).is_file():
            route.fulfill(body=file.read_text("utf-8"), content_type=_KINDS[file.suffix])
        else:
            route.fulfill(status=204)

    def _answer(self) -> dict[str, Any]:
        """The page, with the headers that say how it may behave."""
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        body = (
            self.html
            if self.stands == 204
            else "<!doctype html><html lang=en><title>x</title><h1>Closed</h1>"
        )
        if self.refresh:
            headers["Refresh"] = self.refresh
        return {"body": body, "headers": {**headers, "Content-Type": "text/html; charset=utf-8"}}
