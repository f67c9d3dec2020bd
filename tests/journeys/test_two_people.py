"""Two people at once, time let pass, trouble ordered, and the proof: by clicks, on what `make run` starts."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.journeys.hands import NEEDS_CHROMIUM, SLOW, block, browser, opened, shoot
from tests.stage import BACKUP, OFFICER, RESPONDER

__all__ = ("browser",)  # the fixture

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
PLACE, PERSON = "Cooperage behind the ropewalk", "Zebulon Testperson, one boot"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty site as `leadbot practice` lays it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--no-browser", "--port", port, "--seed", "empty"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path_factory.mktemp("practice"),
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdout is not None
    try:
        found = (re.search(r"Practice workspace: (http\S+)", line) for line in process.stdout)
        yield next(match[1] for match in found if match)
        threading.Thread(target=process.stdout.read, daemon=True).start()
    finally:
        process.terminate()
        process.wait(30)


def window(browser: Browser, url: str, *, phone: bool = False) -> Page:
    return opened(browser, url, on_phone=phone)


def half(page: Page, number: int) -> FrameLocator:
    return page.frame_locator(f"[data-testid=half-{number}]")


def to_messages(side: FrameLocator | Page) -> None:
    side.get_by_test_id("menu").click()
    side.locator('[data-testid^="nav-D"]').first.click()


def refer(side: FrameLocator | Page) -> None:
    """An arrest diversion, up to "Your reference is"."""
    side.locator("[data-action-id=start_referral]").click()
    side.locator("[data-action-id=choose_arrest_diversion]").click()
    side.locator(block("arrest_first.place")).fill(PLACE)
    side.locator(block("arrest_first.callback")).fill("555-0107")
    side.get_by_test_id("modal-submit").click()
    side.locator(block("arrest_rest.hand_off")).select_option(label="The scene")
    side.locator(block("arrest_rest.person")).fill(PERSON)
    side.locator(block("arrest_rest.offence")).select_option(label="Possession")
    side.get_by_text("This is within my agency's LEAD criteria, or I am not sure").click()
    side.get_by_test_id("modal-submit").click()
    expect(side.get_by_test_id("modal")).to_contain_text("Your reference is R-", timeout=SLOW)
    side.get_by_test_id("modal-close").click()


def test_one_refers_and_beside_them_the_card_arrives(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={OFFICER}&beside={RESPONDER}")
    left, right = half(page, 0), half(page, 1)
    expect(left.get_by_test_id("people-strip")).to_be_visible(timeout=SLOW)
    refer(left)
    expect(page.get_by_test_id("split-tab-1").locator(".badge")).to_be_visible(timeout=SLOW)
    to_messages(right)
    expect(right.get_by_text("Please open it now.")).to_be_visible(timeout=SLOW)
    shoot(page, "two-people-desk")
    page.close()


def search(page: Page, word: str) -> str:
    page.get_by_test_id("calls-search").fill(word)
    expect(page.get_by_test_id("verdict")).to_contain_text(word, timeout=SLOW)
    return page.get_by_test_id("verdict").inner_text()


def test_a_sealed_word_is_found_on_its_way_in_and_nowhere_else(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={OFFICER}")
    page.get_by_test_id("calls-open").click()
    said = search(page, PLACE)
    assert re.fullmatch(
        rf"“{PLACE}” stands in 1 form on the way in, and nowhere else. No message, notification or Home "
        r"carries it, and of [\d,]+ rows in the database none holds it: it lies there sealed.",
        said,
    ), said
    expect(page.get_by_test_id("database")).to_contain_text("not there in any wrapping")
    shoot(page, "evidence-desk")
    page.get_by_test_id("call").first.locator("summary").first.click()
    expect(page.get_by_test_id("audit-line").filter(has_text="referral.submitted").first).to_be_visible()
    expect(page.get_by_test_id("sealed-row").first).to_contain_text("Sealed:")
    expect(page.get_by_text("as it crossed the wire").first).to_be_visible()
    shoot(page, "evidence-call-desk")
    assert "is an open word" in search(page, "Please open it now")
    assert search(page, "Nobody ever wrote this").endswith(
        "stands nowhere: no call carried it, and the database holds none of it."
    )
    page.close()


def test_once_opened_it_stands_in_that_window_too(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={RESPONDER}", phone=True)
    to_messages(page)
    page.locator("[data-action-id=open_item]").last.click()
    expect(page.get_by_test_id("modal")).to_contain_text(PLACE, timeout=SLOW)
    page.get_by_test_id("modal-close").click()
    page.get_by_test_id("calls-open").click()
    assert "opened for somebody who may read it, and nowhere else." in search(page, PLACE)
    shoot(page, "evidence-phone")
    page.close()


def test_time_is_let_pass_to_the_next_reminder(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={BACKUP}", phone=True)
    page.get_by_test_id("strip-time").click()
    expect(page.get_by_test_id("clock-reminder")).to_contain_text(
        "somebody has to answer a hand-off", timeout=SLOW
    )
    expect(page.get_by_test_id("clock-panel")).to_contain_text("No roll call is planned yet.")
    shoot(page, "time-phone")
    page.get_by_test_id("clock-hour").click()
    expect(page.get_by_test_id("clock-said")).to_have_text(
        re.compile("ahead of the time on the wall"), timeout=SLOW
    )
    page.get_by_test_id("panel-close").click()
    to_messages(page)
    expect(page.get_by_text("Please open it now.")).to_be_visible(timeout=SLOW)
    shoot(page, "time-passed-phone")
    page.close()


def test_the_bot_copes_with_a_lost_answer_in_plain_words(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={OFFICER}")
    page.get_by_test_id("tool-trouble").click()
    page.get_by_test_id("trouble-lost").click()
    expect(page.get_by_test_id("trouble-now")).to_contain_text("An answer is lost")
    refer(page)
    log = page.get_by_test_id("trouble-log")
    expect(log).to_contain_text("its answer was lost", timeout=SLOW)
    expect(log).to_contain_text("Nothing was sent twice.", timeout=SLOW)
    expect(page.get_by_test_id("trouble-tally")).to_contain_text("Nothing is on the way any more")
    shoot(page, "trouble-desk")
    page.close()


def test_time_comes_to_the_morning_of_a_clock_change(address: str, browser: Browser) -> None:
    page = window(browser, f"{address}?me={OFFICER}")
    page.get_by_test_id("strip-time").click()
    page.get_by_test_id("clock-clock_change").click()
    now = page.get_by_test_id("clock-now")
    expect(now).to_contain_text("1:30 AM", timeout=3 * SLOW)
    expect(page.get_by_test_id("clock-hour")).to_be_enabled(timeout=SLOW)
    before = now.inner_text().split()[-1]
    page.get_by_test_id("clock-hour").click()
    expect(now).to_contain_text("PDT" if before == "PST" else "PST", timeout=SLOW)
    page.close()
