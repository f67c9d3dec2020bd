"""A journey in headless Chromium over TLS: no CSP violation, the cookies' flags, other sites' tricks."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.bot.page.secured import link_for, secured
from tests.journeys.hands import FLAGS
from tests.stage import OFFICER, RESPONDER, Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
]
LISTENS = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__refused.push(event.effectiveDirective + " " + event.blockedURI));
"""
CANARY = "Zebulon Testperson, one boot"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with secured(tmp_path_factory.mktemp("secured")) as stage:
        yield stage


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


class Watched:
    """One person's browser, and everything its pages complained of."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, ignore_https_errors=True
        )
        self.context.add_init_script(LISTENS)
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        expected = "Failed to load resource: the server responded with a status of"  # a 410 or 403 is one
        if message.type in {"error", "warning"} and not message.text.startswith(expected):
            self.complaints.append(message.text)

    def tap(self, label: str) -> None:
        """A button; then see that nothing was refused on the page it led to."""
        self.page.get_by_role("button", name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        self.complaints += self.page.evaluate("window.__refused || []")


@pytest.fixture
def officer(browser: Browser) -> Iterator[Watched]:
    watched = Watched(browser)
    yield watched
    watched.context.close()


def way_in(stage: Stage, user: str, watched: Watched, command: str = "/lead refer") -> None:
    stage.server.person(user).command(command)
    watched.page.goto(link_for(stage, user))
    watched.look()
    watched.tap("Continue")


def test_a_journey_breaks_no_rule_of_the_policy_and_asks_nobody_else(stage: Stage, officer: Watched) -> None:
    way_in(stage, OFFICER, officer)
    officer.tap("Arrest diversion")
    officer.tap("Page now")  # nothing filled in: errors at the fields
    assert officer.page.locator("[aria-invalid=true], .wrong").count() > 0
    for box in officer.page.locator("input[type=text], textarea").all():
        if box.is_visible():
            box.fill(CANARY)
    for select in officer.page.locator("select").all():
        select.select_option(index=1)
    officer.tap("Page now")
    officer.page.reload()
    officer.look()
    officer.page.goto(f"{stage.settings.page.address}/v/PGnothing")  # type: ignore[union-attr]  # the stage has one
    officer.look()
    assert officer.complaints == []
    assert {url.split("/")[2] for url in officer.asked} == {stage.settings.page.address.split("/")[2]}  # type: ignore[union-attr]  # as above
    assert officer.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    assert officer.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_the_policy_does_refuse_what_it_is_for(stage: Stage, officer: Watched) -> None:
    """Else the test above could not notice anything."""
    way_in(stage, OFFICER, officer)
    officer.page.evaluate(
        """() => {
          const tries = [
            () => { const s = document.createElement("script"); s.textContent = "window.__ran = 1"; },
            () => { document.body.innerHTML = "<b>x</b>"; },
            () => { const i = new Image(); i.src = "https://evil.example/x"; document.body.append(i); },
          ];
          for (const one of tries) { try { one(); } catch { /* said by the event */ } }
        }"""
    )
    officer.page.wait_for_timeout(300)
    officer.look()
    refused = " ".join(officer.complaints)
    assert "require-trusted-types-for" in refused or "TrustedHTML" in refused
    assert "img-src" in refused
    assert officer.page.evaluate("window.__ran") is None


def test_the_cookies_are_this_hosts_alone_and_no_script_reads_them(stage: Stage, officer: Watched) -> None:
    way_in(stage, OFFICER, officer)
    kept = {cookie["name"]: cookie for cookie in officer.context.cookies()}
    assert set(kept) == {"__Host-lead", "__Host-lead-way"}
    for cookie in kept.values():
        assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
        assert (cookie["path"], cookie["domain"]) == ("/", "localhost")
    assert kept["__Host-lead"]["expires"] == -1  # gone with the browser
    assert officer.page.evaluate("document.cookie") == ""


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """A site of somebody else's; its address."""

    class Serves(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *said: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Serves) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def posting(address: str) -> str:
    return (
        '<meta name="referrer" content="no-referrer">'
        f'<form id="f" method="post" action="{address}"><input name="tap" value="submit">'
        '</form><script>document.getElementById("f").submit()</script>'
    )


def test_another_site_can_neither_tap_nor_sign_anybody_out(stage: Stage, officer: Watched) -> None:
    way_in(stage, OFFICER, officer)
    where = officer.page.url
    for address in (where, f"{where.rpartition('/v/')[0]}/out"):
        with another_site(posting(address)) as theirs, officer.page.expect_navigation(url=address) as led:
            officer.page.goto(theirs, wait_until="commit")
        answer = led.value
        assert answer.status == 403
        assert "cookie" not in answer.request.all_headers()
    officer.page.goto(where)
    assert officer.page.get_by_role("button", name="Arrest diversion").count() == 1


def test_nobody_is_signed_in_by_somebody_elses_link_from_another_site(stage: Stage, officer: Watched) -> None:
    stage.server.person(RESPONDER).command("/lead refer")
    link = link_for(stage, RESPONDER)
    with another_site(posting(link)) as theirs, officer.page.expect_navigation(url=link) as led:
        officer.page.goto(theirs, wait_until="commit")
    assert led.value.status == 403
    assert [one["name"] for one in officer.context.cookies()] == []
    way_in(stage, OFFICER, officer)
    officer.page.goto(link)
    officer.page.get_by_role(
        "button", name="Continue"
    ).click()  # theirs, in a browser where another is signed in
    assert "not good any more" in officer.page.content()


def test_the_page_cannot_be_framed(stage: Stage, officer: Watched) -> None:
    way_in(stage, OFFICER, officer)
    with another_site(f'<iframe src="{officer.page.url}"></iframe>') as theirs:
        officer.page.goto(theirs)
        officer.page.wait_for_timeout(300)
        inside = officer.page.frames[1]
        assert "Arrest" not in inside.content()
