"""A bot that stops, a workspace that stops, before an open page: said plainly, and nothing typed is lost."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.assembly import build
from bot.practice import prepare
from sandbox.server import PracticeServer
from tests.databases import fresh_url
from tests.journeys.hands import NEEDS_CHROMIUM, SLOW, block, browser, modal, phone
from tests.stage import MANIFEST, OFFICER, WORKSPACE, running, settings_for

__all__ = ("browser",)  # the fixture of that module

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
PLACE = "Net loft, by the third window"
BEGUN = "I would ask about Thursday, bec"


def test_a_stopped_bot_is_said_and_the_form_waits_for_it(tmp_path: Path, browser: Browser) -> None:
    with (
        fresh_url("sqlite", tmp_path) as url,
        PracticeServer(WORKSPACE, MANIFEST, clock=tmp_path / "clock") as server,
    ):
        settings = settings_for(server, tmp_path, url, socket_mode=True)
        with running(prepare(settings)):
            server.wait_connected()
            page = phone(browser, server.url, OFFICER)
            page.locator("[data-action-id=start_referral]").click()
            page.locator("[data-action-id=choose_arrest_diversion]").click()
            page.fill(block("arrest_first.place"), PLACE)
            page.fill(block("arrest_first.callback"), "555-0107")
        expect(page.get_by_test_id("bot-away")).to_have_text(
            "LEAD is not connected. Commands and buttons will not be answered until it is.",
            timeout=SLOW,
        )
        page.get_by_test_id("modal-submit").click()
        expect(modal(page)).to_contain_text(
            "LEAD is not connected right now. Please try again in a moment. What you typed is still here.",
            timeout=SLOW,
        )
        expect(page.locator(block("arrest_first.place"))).to_have_value(PLACE)
        with running(build(settings)):
            server.wait_connected()
            expect(page.get_by_test_id("bot-away")).to_be_hidden(timeout=SLOW)
            expect(page.locator(block("arrest_first.place"))).to_have_value(PLACE)
            page.get_by_test_id("modal-submit").click()
            expect(page.locator(block("arrest_rest.hand_off"))).to_be_visible(timeout=SLOW)
            page.close()


def test_a_stopped_workspace_is_said_and_what_was_begun_is_kept(browser: Browser) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(PracticeServer(WORKSPACE, MANIFEST))
        port = int(first.url.rstrip("/").rpartition(":")[2])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(f"{first.url}?me={OFFICER}&at=C0OWG0001")
        page.get_by_test_id("composer").fill(BEGUN)
        stack.pop_all().close()
        lost = page.get_by_test_id("line-lost")
        expect(lost).to_have_text("The line to the practice workspace is down. Trying again…", timeout=SLOW)
        page.get_by_test_id("composer").press("Enter")
        expect(page.locator(".composer .said")).to_contain_text(
            "Check that it is still running", timeout=SLOW
        )
        expect(page.get_by_test_id("composer")).to_have_value(BEGUN)
        with PracticeServer(WORKSPACE, MANIFEST, port=port):
            expect(page.get_by_test_id("toast").filter(has_text="began afresh")).to_be_visible(timeout=SLOW)
            expect(lost).to_be_hidden(timeout=SLOW)
            expect(page.get_by_test_id("composer")).to_have_value(BEGUN)
            page.get_by_test_id("composer").press("Enter")
            expect(page.get_by_test_id("message").filter(has_text=BEGUN)).to_be_visible(timeout=SLOW)
            page.close()
