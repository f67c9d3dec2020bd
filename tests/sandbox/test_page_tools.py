"""Time, trouble and two people on the page, in front of a running workspace without a bot."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from slack_sdk import WebClient

from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import WORKSPACE, TinyApp
from tests.sandbox.page_theatre import DESKTOP, NO_CHROMIUM, PHONE, chromium_is_here
from tests.sandbox.test_page_looks import PALE, SMALL

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]
OFFICER, RESPONDER, SERGEANT, CHANNEL = "UQUILL001", "ULARKSP01", "UOXLIP001", "C0OWG0001"


@pytest.fixture
def server(manifest: Path, tmp_path: Path) -> Iterator[PracticeServer]:
    """Its time can be moved: a bot that has nothing to do says so."""
    said = {
        "seen": time.time() + 1e9,
        "due": None,
        "roll_call": {"at": time.time() + 7200, "words": "Night shift"},
        "reminder": None,
        "database": "",
    }
    (tmp_path / "moments.json").write_text(json.dumps(said))
    with PracticeServer(
        WORKSPACE,
        manifest,
        rates=Rates.unlimited(),
        time_scale=0.001,
        clock=tmp_path / "clock",
        moments=tmp_path / "moments.json",
    ) as running:
        yield running


@pytest.fixture
def windows(browser: Browser, server: PracticeServer) -> Iterator["Windows"]:
    opened = Windows(browser, server)
    yield opened
    opened.close()


class Windows:
    """Browser windows on the workspace; nothing may go wrong in any of them."""

    def __init__(self, browser: Browser, server: PracticeServer) -> None:
        self.browser, self.server = browser, server
        self.troubles: list[str] = []
        self._pages: list[Page] = []

    def open(self, query: str, *, phone: bool = False, dark: bool = False) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light", has_touch=phone
        )
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda note: self.troubles.append(note.text) if note.type == "error" else None)
        page.goto(f"{self.server.url}?{query}")
        self._pages.append(page)
        return page

    def close(self) -> None:
        for page in self._pages:
            page.context.close()
        assert self.troubles == []


def half(page: Page, number: int) -> FrameLocator:
    return page.frame_locator(f"[data-testid=half-{number}]")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_practice_time_stands_in_view_and_passes_when_asked(windows: Windows, phone: bool) -> None:
    page = windows.open(f"me={OFFICER}", phone=phone)
    strip = page.get_by_test_id("strip-time")
    expect(strip).to_contain_text("Practice ·")
    before = strip.inner_text()
    strip.click()
    expect(page.get_by_test_id("clock-said")).to_have_text("The same as the time on the wall.")
    expect(page.get_by_test_id("clock-roll_call")).to_contain_text("Night shift")
    expect(page.get_by_test_id("clock-roll_call")).to_contain_text("in 2 hours")
    expect(page.get_by_test_id("clock-reminder")).to_have_count(0)
    expect(page.get_by_test_id("clock-clock_change")).to_contain_text("1:30 AM")
    page.get_by_test_id("clock-day").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("clock-said")).to_have_text("1 day ahead of the time on the wall.")
    expect(page.get_by_test_id("clock-day")).to_be_enabled()
    expect(page.get_by_test_id("clock-day")).to_be_focused()
    page.get_by_test_id("panel-close").click()
    expect(strip).not_to_have_text(before)
    assert 86390 < windows.server.workspace.clock.ahead < 86460


def test_what_is_planned_while_one_looks_at_the_time_appears_there(windows: Windows, tmp_path: Path) -> None:
    page = windows.open(f"me={OFFICER}")
    page.get_by_test_id("strip-time").click()
    expect(page.get_by_test_id("clock-roll_call")).to_contain_text("Night shift")
    page.get_by_test_id("clock-hour").focus()
    said = json.loads((tmp_path / "moments.json").read_text())
    said["reminder"] = {"at": time.time() + 3600, "words": "a meeting"}
    (tmp_path / "moments.json").write_text(json.dumps(said))
    expect(page.get_by_test_id("clock-reminder")).to_contain_text("a meeting")
    expect(page.get_by_test_id("clock-hour")).to_be_focused()


def test_going_back_is_starting_over(windows: Windows) -> None:
    page = windows.open(f"me={OFFICER}")
    page.get_by_test_id("strip-time").click()
    page.get_by_test_id("clock-over").click()
    expect(page.get_by_test_id("over-panel")).to_be_visible()


def test_a_face_tells_what_waits_and_one_tap_is_that_person(windows: Windows, client: WebClient) -> None:
    page = windows.open(f"me={OFFICER}", phone=True)
    expect(page.get_by_test_id("people-strip")).to_be_visible()
    for number in (1, 2):
        client.chat_postMessage(channel=RESPONDER, text=f"Card {number}")
    face = page.get_by_test_id(f"face-{RESPONDER}")
    expect(face.locator(".badge")).to_have_text("2 unread")
    face.click()
    expect(page).to_have_url(f"{windows.server.url}?me={RESPONDER}&at=home")
    expect(page.get_by_test_id(f"face-{OFFICER}")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("over_http")
def test_on_a_desk_one_sees_the_card_arrive_while_the_other_types(
    windows: Windows, client: WebClient
) -> None:
    page = windows.open(f"me={OFFICER}&at={CHANNEL}")
    page.get_by_test_id("split").click()
    page.get_by_test_id(f"beside-{RESPONDER}").click()
    expect(page).to_have_title("Two people · Lantern Harbor LEAD (fictional)")
    left, right = half(page, 0), half(page, 1)
    expect(right.get_by_test_id("home")).to_be_visible()
    left.get_by_test_id("menu").click()
    left.get_by_test_id(f"nav-{CHANNEL}").click()
    left.get_by_test_id("composer").fill("Half a sen")
    client.chat_postMessage(channel=RESPONDER, text="A sealed item")
    expect(page.get_by_test_id("split-tab-1").locator(".badge")).to_have_text("1 unread")
    right.get_by_test_id("menu").click()
    right.get_by_test_id(f"nav-D{RESPONDER[1:]}").click()
    expect(right.get_by_text("A sealed item")).to_be_visible()
    expect(page.get_by_test_id("split-tab-1").locator(".badge")).to_have_count(0)
    expect(left.get_by_test_id("composer")).to_have_value("Half a sen")


def test_on_a_phone_a_tap_brings_the_other_to_the_front_and_nothing_is_read_behind(
    windows: Windows, client: WebClient
) -> None:
    page = windows.open(f"me={OFFICER}&beside={RESPONDER}", phone=True, dark=True)
    first, second = page.get_by_test_id("split-tab-0"), page.get_by_test_id("split-tab-1")
    second.click()
    right = half(page, 1)
    right.get_by_test_id("menu").click()
    right.get_by_test_id(f"nav-D{RESPONDER[1:]}").click()
    expect(right.get_by_text("has not written to you yet")).to_be_visible()
    first.click()
    expect(page.get_by_test_id("half-1")).to_be_hidden()
    client.chat_postMessage(channel=RESPONDER, text="A sealed item")
    expect(second.locator(".badge")).to_have_text("1 unread")
    page.wait_for_timeout(600)
    expect(second.locator(".badge")).to_have_text("1 unread")
    second.click()
    expect(right.get_by_text("A sealed item")).to_be_visible()
    expect(second.locator(".badge")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_half_can_become_somebody_else_and_one_goes_on_alone(windows: Windows) -> None:
    page = windows.open(f"me={OFFICER}&beside={RESPONDER}")
    right = half(page, 1)
    right.get_by_test_id("switcher").click()
    right.get_by_test_id(f"switch-{SERGEANT}").click()
    expect(page.get_by_test_id("split-tab-1")).to_have_text("Sgt Barnaby Oxlip")
    expect(page).to_have_url(f"{windows.server.url}?me={OFFICER}&beside={SERGEANT}")
    expect(right.get_by_test_id("split")).to_be_hidden()
    page.get_by_test_id("split-tab-1").click()
    page.get_by_test_id("split-close").click()
    expect(page.get_by_test_id("switcher")).to_contain_text("Sgt Barnaby Oxlip")


@pytest.mark.parametrize("query", [f"me={OFFICER}&beside={OFFICER}", f"me={OFFICER}&beside=UNOBODY01"])
def test_one_person_twice_or_nobody_is_one_window(windows: Windows, query: str) -> None:
    page = windows.open(query)
    expect(page.get_by_test_id("switcher")).to_contain_text("Tansy Quillfeather")
    expect(page.get_by_test_id("split-view")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_trouble_is_ordered_from_the_page_and_told_of_in_words(
    windows: Windows, client: WebClient, over_sockets: TinyApp, phone: bool
) -> None:
    page = windows.open(f"me={OFFICER}", phone=phone)
    if phone:
        page.get_by_test_id("menu").click()
    page.get_by_test_id("tool-trouble").click()
    expect(page.get_by_test_id("trouble-tally")).to_have_text("Nothing has happened yet.")
    page.get_by_test_id("trouble-too_many").click()
    expect(page.get_by_test_id("trouble-now")).to_contain_text("Slack says: too many (3 times)")
    page.get_by_test_id("trouble-clear").click()
    expect(page.get_by_test_id("trouble-now")).to_be_hidden()
    page.get_by_test_id("trouble-cut").click()
    log = page.get_by_test_id("trouble-log")
    expect(log).to_contain_text("The line between Slack and LEAD was cut.")
    expect(log).to_contain_text("LEAD dialled again by itself")
    expect(page.get_by_test_id("trouble-tally")).to_contain_text("Nothing is on the way any more")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tool", ["clock", "trouble"])
def test_every_word_can_be_read_and_every_target_hit(windows: Windows, tool: str, dark: bool) -> None:
    page = windows.open(f"me={OFFICER}", phone=True, dark=dark)
    page.get_by_test_id("menu").click()
    page.get_by_test_id(f"tool-{tool}").click()
    expect(page.get_by_test_id(f"{tool}-panel").get_by_role("button").nth(2)).to_be_visible()
    assert page.evaluate(PALE) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_halves_can_be_read_and_hit(windows: Windows) -> None:
    page = windows.open(f"me={OFFICER}&beside={RESPONDER}", phone=True)
    expect(half(page, 0).get_by_test_id("switcher")).to_be_visible()
    assert page.evaluate(PALE) == []
    assert page.evaluate(SMALL) == []
