"""A browser on a phone and at a desk, and the words for what is done in the practice workspace's page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDS_CHROMIUM = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
SLOW = 15_000
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)
OWG = "owg"
# Letters read as they crossed the wire keep their lines, faces are swiped; all else scrolls up and down.
_SIDEWAYS = """
[...document.querySelectorAll('html, body *:not(pre, textarea, input, select, .faces)')].some((node) => {
  if (node.scrollWidth <= node.clientWidth + 1) return false;
  return node.localName === 'html' || ['auto', 'scroll'].includes(getComputedStyle(node).overflowX);
})
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium: everybody of a module has their windows in it; what is awaited may take a while."""
    expect.set_options(timeout=SLOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def opened(browser: Browser, url: str, *, on_phone: bool) -> Page:
    """A window on a phone, dark, or on a desk, light; whatever is waited for may take a while."""
    size = PHONE if on_phone else DESK
    page = browser.new_page(viewport=size, color_scheme="dark" if on_phone else "light")
    page.set_default_timeout(SLOW)
    page.goto(url)
    return page


def phone(browser: Browser, url: str, user: str) -> Page:
    return opened(browser, f"{url}?me={user}", on_phone=True)


def desk(browser: Browser, url: str, user: str) -> Page:
    return opened(browser, f"{url}?me={user}", on_phone=False)


def shoot(page: Page, name: str) -> None:
    """Keep a picture where LEADBOT_SHOTS says; without it the test looks, and keeps nothing."""
    if folder := os.environ.get("LEADBOT_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for toast in page.get_by_test_id("toast").all():
            toast.get_by_role("button").last.dispatch_event("click")  # it may lie behind a window
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)  # let the modal's fade-in end
        page.screenshot(path=Path(folder) / f"{name}.png")


def block(name: str) -> str:
    """The field with this block id."""
    return f'[data-block-id="{name}"]'


def modal(page: Page) -> Locator:
    return page.get_by_test_id("modal")


def tap(page: Page, action: str) -> None:
    """The button with this action id in the form that stands open."""
    modal(page).locator(f"[data-action-id={action}]").first.click(timeout=SLOW)


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the right edge: of the screen, nor of what scrolls up and down in it."""
    return not page.evaluate(_SIDEWAYS)


def go_to_messages(page: Page) -> None:
    """The bot's direct messages."""
    go_to(page, "^=nav-D")


def go_to(page: Page, place: str) -> None:
    """A place by how its test id begins (`^=`) or is (`=`); on a phone the places stand in a drawer."""
    sign, name = place.split("=")
    expect(page.get_by_test_id("switcher")).to_be_visible(timeout=SLOW)
    if page.get_by_test_id("menu").is_visible():
        page.get_by_test_id("menu").click()
        page.wait_for_timeout(400)  # the drawer slides in
    page.locator(f'[data-testid{sign}="{name}"]').first.click(timeout=SLOW)


def command(page: Page, line: str, channel: str) -> None:
    """Typed into a channel (by its id), and sent by the Enter key; nobody else sees it."""
    go_to(page, f"=nav-{channel}")
    page.get_by_test_id("composer").fill(line)
    page.get_by_test_id("composer").press("Enter")
