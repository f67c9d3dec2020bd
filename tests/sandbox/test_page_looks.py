"""How the page holds up: contrast, size of targets, no sideways scrolling, its own files only, time zones."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.sandbox.page_stage import (
    BOT,
    BOT_DM,
    CHANNEL,
    PAGE_FILES,
    SERGEANT,
    Stage,
    plain,
    text_input,
    view,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

# WCAG 2.2, 1.4.3: every visible text against the nearest opaque ground behind it; gives those below 4.5 to 1.
PALE = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const top = document.querySelector("dialog[open]") || document.body;
  const pale = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim().slice(0, 30);
    if (!words || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${node.className} ${words}`);
  }
  return pale;
}"""

# Targets of at least 44 by 44 pixels; a box within its label counts as the label.
SMALL = """() => [...document.querySelectorAll("button, a, input, select, textarea, summary, [role=option]")]
  .map((node) => node.closest("label.choice") || node)
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".words, .skip"))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 43.5)
  .map(([node, box]) => `${node.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""

ZONES = ["America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu", "Asia/Kathmandu", "UTC"]


@pytest.fixture
def blank(house: Theatre) -> Page:
    return house.enter("")


def furnish(stage: Stage) -> None:
    """Something of every kind to look at."""
    options = [{"text": plain("North"), "value": "n", "description": plain("Precinct")}]
    stage.write(
        CHANNEL,
        SERGEANT,
        "A *word* for <@UQUILL001> and <@ULARKSP01> with `code` and <https://example.org|a link>",
        reply_count=2,
    )
    stage.write(CHANNEL, BOT, "Please use the form.", ephemeral=True)
    elements: list[dict[str, Any]] = [
        {"type": "button", "action_id": style or "plain", "text": plain("Press"), "style": style}
        for style in ("primary", "danger", None)
    ]
    elements.append({"type": "static_select", "action_id": "s", "options": options})
    elements.append({"type": "overflow", "action_id": "o", "options": options})
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "small print"}]}
    stage.write(
        CHANNEL, BOT, "x", blocks=[{"type": "actions", "elements": elements}, context, {"type": "nonesuch"}]
    )
    stage.call("chat.postMessage", {"text": "a ferry"}, status="ratelimited")
    stage.call("block_actions", {"text": "a ferry"}, direction="slack->bot")
    stage.unread = {BOT_DM: 3}
    stage.connected = False
    many = {
        "type": "static_select",
        "action_id": "v",
        "options": [{"text": plain(f"Choice {n}"), "value": str(n)} for n in range(12)],
    }
    radio = {"type": "radio_buttons", "action_id": "v", "options": options}
    stage.answers["submit"] = {"ok": False, "error": "operation_timeout", "message": "LEAD did not answer."}
    stage.form = [
        {
            **text_input("place", "Where?", max_length=20, placeholder=plain("Corner")),
            "hint": plain("Or station"),
            "optional": True,
        },
        {"type": "input", "block_id": "door", "label": plain("Door"), "element": radio, "optional": True},
        text_input("need", "Needed"),
        {"type": "input", "block_id": "pick", "label": plain("Of many"), "element": many, "optional": True},
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_every_text_can_be_read_and_every_target_hit(house: Theatre, *, phone: bool, dark: bool) -> None:
    furnish(house.stage)
    page = house.enter("", phone=phone, dark=dark)
    look(page)
    page = house.enter(at=CHANNEL, phone=phone, dark=dark)
    house.stage.push({"type": "error", "message": "Something to be told."})
    page.get_by_test_id("toast").wait_for()
    look(page)
    page.get_by_test_id("toast").get_by_role("button").click()
    if phone:
        page.get_by_test_id("menu").click()
        look(page)
        page.keyboard.press("Escape")
    for key, dialog in (("?", "keys"), ("Control+k", "finder")):
        page.locator(".messages").press(key)
        page.get_by_test_id(dialog).wait_for()
        look(page)
        page.keyboard.press("Escape")
    page.get_by_test_id("composer").press_sequentially("/le")
    look(page)
    page.get_by_test_id("calls-open").click()
    page.get_by_test_id("calls-search").fill("ferry")
    page.locator(".call summary").first.click()
    look(page)
    house.stage.views = [view(house.stage.form)]
    house.stage.push({"type": "views"})
    page.get_by_test_id("modal-submit").click()
    look(page)
    page.get_by_role("combobox", name="Of many").click()
    look(page)
    page.locator("[data-block-id=need]").fill("x")
    page.get_by_test_id("modal-submit").click()
    page.get_by_text("LEAD did not answer.").wait_for()
    look(page)


def test_the_measure_of_contrast_sees_a_pale_text(house: Theatre) -> None:
    page = house.enter("")
    page.evaluate("document.documentElement.style.setProperty('--soft', '#a0a0a0')")
    assert page.evaluate(PALE) != []


def look(page: Page) -> None:
    assert page.evaluate(PALE) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_the_page_asks_nobody_but_its_own_server(house: Theatre) -> None:
    house.stage.write(
        CHANNEL,
        BOT,
        "x",
        blocks=[{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a map"}],
    )
    page = house.enter("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{house.stage.url}?me=UQUILL001&at={CHANNEL}")
    page.get_by_text("Picture: a map").wait_for()
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith(house.stage.url)] == []


def test_the_files_hold_no_inline_code_no_foreign_address_and_stay_short() -> None:
    files = sorted(PAGE_FILES.iterdir())
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    index = texts["index.html"]
    assert "default-src 'none'" in index
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", index)
    for name, text in texts.items():
        foreign = re.findall(r"https?://(?!www\.w3\.org/)\w[\w.]+", text)
        assert foreign == [], name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), name
        assert len(text.splitlines()) <= 250, name


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.integers(1_577_836_800, 2_208_988_800), zone=st.sampled_from(ZONES))
def test_moments_are_told_as_the_zone_tells_them(blank: Page, seconds: int, zone: str) -> None:
    seconds -= seconds % 60
    shown = blank.evaluate("async ([s, z]) => (await import('/page/time.js')).wall(s, z)", [seconds, zone])
    assert shown == datetime.fromtimestamp(seconds, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    back = blank.evaluate("async ([w, z]) => (await import('/page/time.js')).epoch(w, z)", [shown, zone])
    again = datetime.fromtimestamp(back, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    assert again == shown  # the same wall clock; in a repeated hour, one of its two moments


def test_a_wall_time_that_the_clock_change_skips_becomes_one_that_exists(blank: Page) -> None:
    zone = "America/Los_Angeles"
    found = blank.evaluate("async (z) => (await import('/page/time.js')).epoch('2026-03-08T02:30', z)", zone)
    assert datetime.fromtimestamp(found, UTC).day == 8
    assert datetime.fromtimestamp(found, ZoneInfo(zone)).hour in (1, 3)
