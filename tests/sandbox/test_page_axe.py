"""Every room of the practice page under axe-core, on a phone and on a desk, by day and by night."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Frame, Page, ViewportSize, expect

from tests.axe.looking import DESK, PHONE, axe, chromium, has_chromium
from tests.journeys.hands import shoot
from tests.journeys.test_in_the_browser import practising

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_chromium(), reason="Chromium is not installed"),
]
OFFICER, RESPONDER, MANAGER, SERGEANT = "UQUILL001", "ULARKSP01", "UFENNIM01", "UOXLIP001"
OWG = "C0OWG0001"
SLOW = 15_000
WIDTHS = (PHONE, DESK)
# What the light changes is how ink stands against its ground; the rest is looked at once.
BY_LIGHT: dict[Literal["light", "dark"], list[str]] = {
    "light": [],
    "dark": ["color-contrast", "link-in-text-block"],
}
GRAVE = """(only) => axe.run(document, {
    resultTypes: ["violations"], iframes: false, ...(only.length ? {runOnly: only} : {}),
  }).then(({violations}) => violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`)))"""
# What a thumb has to meet; a box counts with its label, and a link within a sentence is as high as its line.
SMALL = """() => [...document.querySelectorAll("button, a, input, select, textarea, summary, [role=option]")]
  .map((node) => node.closest("label.choice") || node)
  .filter((node) => node.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((node) => !node.closest(".words, .skip, [inert]"))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 43.5)
  .map(([node, box]) => `${node.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""
# What stands beyond the right edge, can one scroll there or not; faces and bytes scroll on their own.
BEYOND = """() => [...document.body.querySelectorAll("*")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}))
  .filter((node) => !node.closest(".faces, pre, [inert], .sr"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 120))"""
SPOILT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.team { color: #2a5a63 !important }
    @media (prefers-color-scheme: dark) { .top-words h1 { color: #333 !important } }
    .home-sheet { min-width: 400px } .menu-button { width: 30px; min-width: 0 }`);
  document.adoptedStyleSheets = [sheet];
  document.querySelector("[data-testid=shortcuts]").removeAttribute("aria-label");
  document.querySelector("[data-testid=shortcuts]").removeAttribute("title");
}"""


@dataclass
class Town:
    """One practice workspace with its first week told, and one window before it."""

    url: str
    page: Page
    axe: str
    troubles: list[str]

    def enter(self, user: str, at: str = "home", *, on: ViewportSize = DESK) -> Page:
        """As somebody, at a place."""
        self.page.set_viewport_size(on)
        self.page.goto(f"{self.url}?me={user}&at={at}")
        expect(self.page.get_by_test_id("people-strip")).to_be_visible()
        return self.page

    def findings(self) -> list[str]:
        """What is to be mended in what the window shows now."""
        found: list[str] = []
        for size in WIDTHS:
            self.page.set_viewport_size(size)
            for light, rules in BY_LIGHT.items():
                self.page.emulate_media(color_scheme=light)
                found += [f"{size['width']} {light}: {each}" for each in self._grave(rules)]
            if size is PHONE:
                found += [f"small: {each}" for frame in self.frames() for each in frame.evaluate(SMALL)]
            found += [f"beyond: {each}" for frame in self.frames() for each in frame.evaluate(BEYOND)]
        self.page.emulate_media(color_scheme="light")
        return found

    def picture(self, name: str, size: ViewportSize, light: Literal["light", "dark"]) -> None:
        """For the documents."""
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=light)
        shoot(self.page, name)

    def frames(self) -> list[Frame]:
        """The page and its halves, those that are seen."""
        return [
            one for one in self.page.frames if one.parent_frame is None or one.frame_element().is_visible()
        ]

    def _grave(self, rules: list[str]) -> list[str]:
        found: list[str] = []
        for frame in self.frames():
            if not frame.evaluate("'axe' in window"):
                frame.evaluate(self.axe)
            found += frame.evaluate(GRAVE, rules)
        return found


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with practising(tmp_path) as address, chromium() as browser:
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        context.set_default_timeout(SLOW)
        town = Town(address, context.new_page(), axe(), [])
        town.page.on("pageerror", lambda error: town.troubles.append(str(error)))
        yield town


def start_screen(town: Town) -> None:
    town.page.goto(town.url)
    expect(town.page.get_by_test_id("course-officer")).to_be_visible()


def home_of(user: str) -> Callable[[Town], None]:
    def home(town: Town) -> None:
        expect(town.enter(user).locator(".home-sheet")).to_be_visible()

    return home


def thread(town: Town) -> None:
    page = town.enter(MANAGER, OWG)
    page.get_by_test_id("composer").fill("The meeting is moved to *Thursday*, <https://example.org|agenda>.")
    page.get_by_test_id("composer").press("Enter")
    said = page.get_by_test_id("message").filter(has_text="moved to Thursday").last
    said.get_by_test_id("message-more").click()
    page.get_by_test_id("reply-in-thread").click()
    page.get_by_test_id("thread-composer").fill("Thank you, I will be there.")
    page.get_by_test_id("thread-composer").press("Enter")
    expect(page.get_by_test_id("thread").get_by_text("I will be there")).to_be_visible()


def cards(town: Town) -> None:
    page = town.enter(RESPONDER)
    page.locator('[data-testid^="nav-D"]').first.click()
    expect(page.get_by_test_id("message").locator("[data-action-id=open_item]").last).to_be_visible()


def note_to_oneself(town: Town) -> None:
    page = town.enter(SERGEANT, OWG)
    page.get_by_test_id("composer").fill("/lead help")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_text("Only visible to you").last).to_be_visible()


def form_with_errors(town: Town) -> None:
    page = town.enter(OFFICER)
    page.locator(".home-sheet [data-action-id=start_referral]").click()
    page.locator("[data-action-id=choose_arrest_diversion]").click()
    page.get_by_test_id("modal-submit").click()
    expect(page.locator("[data-error-for='arrest_first.place']")).to_be_visible()


def form_away(town: Town) -> None:
    town.page.get_by_test_id("modal-x").click()
    expect(town.page.get_by_test_id("modal")).to_have_count(0)


def tool(name: str, until: str) -> Callable[[Town], None]:
    def opened(town: Town) -> None:
        page = town.enter(OFFICER)
        page.get_by_test_id(f"tool-{name}").click()
        expect(page.locator(until).first).to_be_visible()

    return opened


def trouble(town: Town) -> None:
    tool("trouble", "[data-testid=trouble-lost]")(town)
    town.page.get_by_test_id("trouble-lost").click()
    expect(town.page.get_by_test_id("trouble-now")).to_contain_text("An answer is lost")


def searched(town: Town) -> None:
    tool("calls", "[data-testid=call]")(town)
    town.page.get_by_test_id("calls-search").fill("Please open it now")
    expect(town.page.get_by_test_id("verdict")).to_contain_text("open word")
    town.page.get_by_test_id("call").first.locator("summary").first.click()
    expect(town.page.locator(".call-body pre").first).to_be_visible()


def learning(town: Town) -> None:
    tool("course", "[data-testid=course-officer]")(town)
    town.page.get_by_test_id("course-officer").click()
    expect(town.page.get_by_test_id("course-strip")).to_contain_text("step 1")
    if not town.page.get_by_test_id("course-panel").is_visible():  # on a phone it lay over the step
        town.page.get_by_test_id("course-all").click()
    expect(town.page.locator("[data-testid=course-panel] .step-now")).to_be_visible()


def finder(town: Town) -> None:
    town.enter(OFFICER).keyboard.press("Control+k")
    town.page.get_by_test_id("finder-box").fill("o")
    expect(town.page.get_by_role("option").first).to_be_visible()


def keys(town: Town) -> None:
    town.enter(OFFICER).keyboard.press("Control+/")
    expect(town.page.get_by_test_id("keys")).to_be_visible()


def menu(button: str, shows: str) -> Callable[[Town], None]:
    def opened(town: Town) -> None:
        town.enter(OFFICER, on=PHONE).get_by_test_id(button).click()
        expect(town.page.locator(shows).first).to_be_visible()

    return opened


def two_people(town: Town) -> None:
    town.page.set_viewport_size(DESK)
    town.page.goto(f"{town.url}?me={OFFICER}&beside={RESPONDER}")
    for number in (0, 1):
        half = town.page.frame_locator(f"[data-testid=half-{number}]")
        expect(half.locator(".home-sheet")).to_be_visible()


ROOMS: dict[str, Callable[[Town], None]] = {
    "start": start_screen,
    "home-officer": home_of(OFFICER),
    "home-responder": home_of(RESPONDER),
    "home-manager": home_of(MANAGER),
    "thread": thread,
    "cards": cards,
    "note": note_to_oneself,
    "form": form_with_errors,
    "time": tool("clock", "[data-testid=clock-reminder]"),
    "trouble": trouble,
    "calls": searched,
    "course": learning,
    "over": tool("over", "[data-testid=seed-empty]"),
    "finder": finder,
    "keys": keys,
    "places": menu("menu", "nav.open"),
    "people": menu("switcher", "[role^=menuitem]"),
    "two": two_people,
}

PICTURES: dict[str, tuple[str, ViewportSize, Literal["light", "dark"]]] = {
    "start": ("start-desk", {"width": 1040, "height": 600}, "light"),  # so many faces are many bytes
    "home-responder": ("home-phone", PHONE, "dark"),
    "thread": ("thread-desk", DESK, "dark"),
    "form": ("form-phone", PHONE, "light"),
    "trouble": ("trouble-phone", PHONE, "dark"),
    "course": ("course-phone", PHONE, "dark"),
    "over": ("start-over-phone", PHONE, "light"),
}


@pytest.mark.timeout(300)
def test_nothing_serious_stands_in_any_room_and_what_is_spoilt_is_found(town: Town) -> None:
    """One story: the workspace and the browser behind it cost more than all the looking."""
    found: dict[str, list[str]] = {}
    for name, enter in ROOMS.items():
        enter(town)
        found[name] = town.findings()
        if name in PICTURES:
            town.picture(*PICTURES[name])
        if town.page.get_by_test_id("modal").count():
            form_away(town)  # whoever enters next as the same person would find it open
    assert {name: what for name, what in found.items() if what} == {}
    assert town.troubles == []
    ROOMS["home-officer"](town)
    town.page.evaluate(SPOILT)
    spoilt = "\n".join(town.findings())
    for said in (
        r"360 light: button-name",
        r"1280 light: color-contrast: <strong class=\"team",
        r"360 dark: color-contrast: <h1",
        r"small: <button[^\n]*menu-button",
        r"beyond: <div class=\"home-sheet",
    ):
        assert re.search(said, spoilt), f"{said} in {spoilt}"
    assert "360 light: color-contrast: <h1" not in spoilt
