"""Scenario 1 in headless Chromium against what `make run` starts; it makes the documents' pictures, too."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.hands import (
    NEEDS_CHROMIUM,
    SLOW,
    block,
    browser,
    desk,
    fits,
    go_to,
    go_to_messages,
    phone,
    shoot,
)

__all__ = ("browser",)  # the fixture

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
PLACE, PERSON = "Pump house at the old dock", "Zebulon Testperson, one boot"


@contextmanager
def practising(home: Path, *options: str) -> Iterator[str]:
    """`leadbot practice` as it is started, and the address that it prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "practice", "--no-browser", "--port", str(port), *options]
    root = Path(__file__).parent.parent.parent
    environ = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home, env=environ)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Practice workspace: http"), line
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    drain.start()
    try:
        yield line.split()[-1]
    finally:
        process.terminate()
        ended = process.wait(60)
    assert ended == 0


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address that `leadbot practice` prints, in a folder of the test's own."""
    with practising(tmp_path) as address:
        yield address


def pass_minutes(home: Path, minutes: int) -> None:
    """Practice time is real time and so many seconds more."""
    (home / "var" / "practice" / "clock").write_text(str(minutes * 60))


def test_a_newcomer_refers_opens_and_marks_met_and_slack_sees_no_word_of_it(
    address: str, tmp_path: Path, browser: Browser
) -> None:
    officer, responder = phone(browser, address, "UQUILL001"), desk(browser, address, "ULARKSP01")

    officer.locator("[data-action-id=start_referral]").click(timeout=SLOW)
    officer.locator("[data-action-id=choose_arrest_diversion]").click(timeout=SLOW)
    officer.fill(block("arrest_first.place"), PLACE, timeout=SLOW)
    officer.fill(block("arrest_first.callback"), "555-0107")
    shoot(officer, "refer-phone")
    officer.get_by_test_id("modal-submit").click()
    officer.select_option(block("arrest_rest.hand_off"), label="The scene", timeout=SLOW)
    officer.fill(block("arrest_rest.person"), PERSON)
    officer.select_option(block("arrest_rest.offence"), label="Possession")
    officer.get_by_text("This is within my agency's LEAD criteria, or I am not sure").click()
    officer.get_by_test_id("modal-submit").click()
    expect(officer.get_by_test_id("modal")).to_contain_text("Your reference is R-", timeout=SLOW)
    ref = officer.get_by_test_id("modal").inner_text().split("reference is ")[1].split(".")[0]
    officer.get_by_test_id("modal-close").click()

    go_to_messages(responder)
    cards = responder.get_by_test_id("message").filter(has_text="Please open it now.")
    expect(cards).to_have_count(3, timeout=SLOW)  # two of the seeded stories', and this one
    card = cards.last
    shoot(responder, "card-desktop")
    card.locator("[data-action-id=open_item]").click()
    modal = responder.get_by_test_id("modal")
    expect(modal).to_contain_text(PLACE, timeout=SLOW)
    expect(modal).to_contain_text(PERSON)
    shoot(responder, "opened-desktop")

    backup = phone(browser, address, "UMOTHW001")
    expect(backup.get_by_test_id("home")).to_contain_text("Nothing is waiting for you.", timeout=SLOW)
    pass_minutes(tmp_path, 8)  # nobody has answered: the backup is asked, too
    go_to(backup, "^=nav-D")
    expect(backup.get_by_text("Please open it now.")).to_be_visible(timeout=SLOW)
    go_to(backup, "=nav-home")
    expect(backup.get_by_test_id("home")).to_contain_text(ref, timeout=SLOW)
    backup.locator("[data-action-id=open_item]").first.click(timeout=SLOW)
    expect(backup.get_by_test_id("modal")).to_contain_text(PLACE, timeout=SLOW)
    assert fits(backup)
    shoot(backup, "opened-phone")

    modal.locator("[data-action-id=acknowledge]").click()
    expect(modal).to_contain_text("Noted.", timeout=SLOW)
    modal.locator("[data-action-id=estimate]").select_option(label="20 minutes")
    expect(modal).to_contain_text("On the way, expected about", timeout=SLOW)
    modal.locator("[data-action-id=met]").click()
    responder.get_by_test_id("confirm-yes").click(timeout=SLOW)
    expect(modal).to_contain_text("Met at", timeout=SLOW)

    go_to_messages(officer)
    for said in ("a responder has it", "help is on the way", "met. Thank you."):
        expect(officer.get_by_text(said).last).to_be_visible(timeout=SLOW)
    shoot(officer, "told-phone")
    what_slack_sees_holds_no_word_of_it(address, browser)
    a_stranger_is_met_politely(address, browser)


def what_slack_sees_holds_no_word_of_it(address: str, browser: Browser) -> None:
    """The panel counts hits by place: what was typed and the opened window, and nowhere else."""
    anybody = desk(browser, address, "UFENNIM01")
    anybody.get_by_test_id("calls-open").click(timeout=SLOW)
    anybody.get_by_test_id("calls-search").fill("Pump house")
    expect(anybody.get_by_test_id("calls-count")).to_be_visible(timeout=SLOW)
    for call in anybody.get_by_test_id("call").all():
        words = call.inner_text()
        assert "chat.postMessage" not in words
        assert "views.publish" not in words


def a_stranger_is_met_politely(address: str, browser: Browser) -> None:
    stranger = phone(browser, address, "UUNROST01")
    expect(stranger.get_by_text("This app is for members of the LEAD work group.")).to_be_visible(
        timeout=SLOW
    )


def test_with_details_on_the_page_a_newcomer_is_led_to_a_tab_of_its_own(
    browser: Browser, tmp_path: Path
) -> None:
    with practising(tmp_path, "--details", "page") as address:
        officer = phone(browser, address, "UQUILL001")
        officer.locator("[data-action-id=start_referral]").click(timeout=SLOW)
        leads = officer.get_by_role("link", name="Continue on the secure page")
        expect(leads).to_be_visible(timeout=SLOW)
        assert officer.get_by_test_id("modal").locator("input, textarea, select").count() == 0
        shoot(officer, "page-way-phone")
        with officer.context.expect_page() as opening:
            leads.click()
        page = opening.value
        page.get_by_role("button", name="Continue").click(timeout=SLOW)
        page.get_by_role("button", name="Arrest diversion").click(timeout=SLOW)
        expect(page.get_by_label("Where should the responder come?")).to_be_visible(timeout=SLOW)
        officer.context.close()
