"""The practice workspace's page in Chromium: the first paint, going from place to place, scrolling."""

from __future__ import annotations

import os
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from websockets.sync.client import connect

from benchmarks.figures import Verdict, heading, percentile
from benchmarks.plan import Bench
from benchmarks.processes import ROOT
from sandbox.conversations import Message
from sandbox.server import PracticeServer

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_ME, _BUSY, _QUIET = "UQUILL001", "C0OWG0001", "home"
# Milliseconds from asking for the page to the frame that shows its messages.
_PAINTED = """async () => {
  while (!document.querySelector('article')) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now();
}"""
_SENT = """() => [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
  .reduce((sum, each) => sum + each.transferSize, 0)"""
# From the click to the frame that shows the place: its list is there, and the frame after it was begun.
_SWITCH = """async (id) => {
  const began = performance.now();
  const wanted = id === 'home' ? '.home' : 'article';
  document.querySelector(`[data-testid="nav-${id}"]`).click();
  while (!document.querySelector(wanted)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
# Turn the wheel up the list, frame by frame; the gaps between frames.
_SCROLL = """async (frames) => {
  const list = document.querySelector('.messages');
  const gaps = [];
  let last = performance.now();
  for (let n = 0; n < frames; n += 1) {
    list.scrollTop -= 240;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return [gaps, document.querySelectorAll('article').length];
}"""


def measure(bench: Bench) -> list[Verdict]:
    """So many messages in one channel, everybody's window open, and somebody writing all the while."""
    amounts = bench.amounts
    with ExitStack() as stack:
        server = stack.enter_context(_filled(amounts.messages))
        stack.enter_context(_everybody_looks(server))
        browser = stack.enter_context(_browser())
        paints, sent = zip(*(_open(browser, server) for _ in range(amounts.rounds)), strict=True)
        page, _ = _enter(browser, server)
        stack.enter_context(_somebody_writes(server))
        switches = _switch(page, amounts.switches)
        gaps, drawn = _scroll(page, amounts.frames)
    heading(f"The practice page, {amounts.messages} messages, everybody's window open, two posts a second")
    for name, figures in (
        ("first paint with messages", paints),
        ("switch", switches),
        ("frame, scrolling", gaps),
    ):
        middle, slow = statistics.median(figures), percentile(figures, 99)
        print(f"  {name:<34}{middle:>9.0f} ms p50{slow:>9.0f} ms p99")
    print(f"  {'sent to the browser':<34}{max(sent) / 1000:>9.0f} kB")
    print(f"  {'messages drawn after scrolling':<34}{drawn:>9}")
    return [
        Verdict("practice page: first paint with messages", statistics.median(paints), 1000, "ms"),
        Verdict("practice page: sent to the browser", max(sent) / 1000, 150, "kB"),
        Verdict("practice page: p99 of going to another place", percentile(switches, 99), 100, "ms"),
        Verdict("practice page: p99 of a frame while scrolling", percentile(gaps, 99), 100, "ms"),
    ]


@contextmanager
def _filled(count: int) -> Iterator[PracticeServer]:
    workspace = ROOT / "sandbox" / "lantern_harbor_groups.toml"
    with PracticeServer(workspace=workspace, manifest=ROOT / "manifest.yml") as server:
        place = server.workspace.conversations.find(_BUSY)
        assert place is not None
        people = [user for user in place.members if user != server.workspace.bot.id]
        began = time.time() - 60 * count
        for number in range(count):
            ts = f"{began + 60 * number:.6f}"
            until = f"<!date^{int(began)}^{{time}}|late>"
            words = f"Round {number}: *North* is covered, <@{_ME}> has the Quay until {until}."
            place.messages[ts] = Message(ts, _BUSY, people[number % len(people)], words)
        yield server


@contextmanager
def _everybody_looks(server: PracticeServer) -> Iterator[None]:
    """A live line for each of the cast, as their windows would hold."""
    address = server.url.replace("http", "ws", 1) + "ui/live?user="
    with ExitStack() as stack:
        for user, person in server.workspace.people.items():
            if not person.is_bot:
                stack.enter_context(connect(address + user, max_queue=None))
        yield


@contextmanager
def _somebody_writes(server: PracticeServer) -> Iterator[None]:
    """Two messages a second while the page is used."""
    ending = threading.Event()

    def write() -> None:
        while not ending.wait(0.5):
            server.acts.say("UMARROW01", _BUSY, "And one more.")

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        ending.set()
        writer.join(5)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _enter(browser: Browser, server: PracticeServer) -> tuple[Page, float]:
    """A window with nothing kept from before, and the milliseconds until its messages were painted."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{server.url}?me={_ME}&at={_BUSY}", wait_until="commit")
    painted: float = page.evaluate(_PAINTED)
    page.wait_for_load_state()
    return page, painted


def _open(browser: Browser, server: PracticeServer) -> tuple[float, int]:
    """Milliseconds to the first paint with messages; bytes sent."""
    page, painted = _enter(browser, server)
    sent: int = page.evaluate(_SENT)
    page.context.close()
    return painted, sent


def _switch(page: Page, count: int) -> list[float]:
    return [page.evaluate(_SWITCH, _BUSY if number % 2 else _QUIET) for number in range(2 * count)][1::2]


def _scroll(page: Page, frames: int) -> tuple[list[float], Any]:
    gaps, drawn = page.evaluate(_SCROLL, frames)
    return gaps, drawn
