"""The panel "What Slack sees": every call, live, and a search that finds a word however it was wrapped."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.sandbox.page_stage import (
    CHANNEL,
    Stage,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]


def opened_panel(house: Theatre, *, phone: bool = False) -> Page:
    page = house.enter(at=CHANNEL, phone=phone)
    page.get_by_test_id("calls-open").click()
    expect(page.get_by_test_id("calls-count")).not_to_be_empty()
    return page


def kinds(page: Page) -> dict[str, str]:
    return {chip.get_attribute("data-kind") or "": chip.inner_text() for chip in page.locator(".kind").all()}


def test_calls_are_listed_newest_first_with_direction_status_and_time(house: Theatre, stage: Stage) -> None:
    stage.call("chat.postMessage", {"text": "a"}, status="ratelimited", ms=41.6)
    stage.call("block_actions", {"b": 1}, direction="slack->bot")
    page = opened_panel(house)
    rows = page.get_by_test_id("call")
    expect(rows.first).to_contain_text("to LEAD")
    expect(rows.first).to_contain_text("block_actions")
    expect(rows.last).to_contain_text("to Slack")
    expect(rows.last).to_contain_text("ratelimited")
    expect(rows.last).to_contain_text("42 ms")


def test_a_call_opens_to_its_request_and_answer_with_inner_json_laid_out(
    house: Theatre, stage: Stage
) -> None:
    stage.call(
        "chat.postMessage",
        {"channel": "D1", "blocks": json.dumps([{"type": "divider"}])},
        response={"ok": True, "ts": "1.2"},
    )
    page = opened_panel(house)
    page.locator(".call summary").click()
    expect(page.locator(".call-body pre").first).to_contain_text('"type": "divider"')
    expect(page.locator(".call-body pre").last).to_contain_text('"ts": "1.2"')


def test_the_search_counts_tells_where_and_marks_the_word(house: Theatre, stage: Stage) -> None:
    stage.call("chat.postMessage", {"text": "You have a sealed item."})
    stage.call(
        "view_submission", {"payload": json.dumps({"view": {"v": "Ferry Steps"}})}, direction="slack->bot"
    )
    stage.call("views.update", {"view": json.dumps({"t": "at the ferry\nsteps"})})
    stage.call("message", {"event": {"text": "ferry steps"}}, direction="slack->bot")
    page = opened_panel(house, phone=True)
    page.get_by_test_id("calls-search").fill("ferry steps")
    expect(page.get_by_test_id("calls-count")).to_contain_text("3 of 4 calls contain “ferry steps”")
    assert kinds(page) == {
        "messages": "1 in messages and notifications",
        "home": "0 in App Home",
        "windows": "1 in open windows",
        "typed": "1 in what people typed or pressed",
    }
    page.locator(".call summary").last.click()
    expect(page.locator("mark")).to_have_text("Ferry Steps")


@pytest.mark.parametrize(
    ("word", "request_body"),
    [
        ("zebulon", {"text": "ZEBULON"}),
        ("a & b", {"text": "a &amp; b"}),
        ('say "hi"', {"payload": json.dumps({"x": json.dumps({"y": 'say "hi"'})})}),
        ("ünïcode", {"payload": json.dumps({"t": "u\u0308nïcode"})}),
        ("555-0142", {"blocks": [{"elements": [{"value": "5550142 or 555-0142"}]}]}),
        ("private_key", {"private_key": 1}),
        ("4711", {"number": 4711}),
    ],
)
def test_a_word_is_found_however_it_was_wrapped(
    house: Theatre, stage: Stage, word: str, request_body: dict[str, Any]
) -> None:
    stage.call("chat.postMessage", {"text": "nothing here"})
    stage.call("chat.update", request_body)
    page = opened_panel(house)
    page.get_by_test_id("calls-search").fill(word)
    expect(page.get_by_test_id("calls-count")).to_contain_text("1 of 2 calls contains")
    expect(page.get_by_test_id("call")).to_have_attribute("data-method", "chat.update")


def test_a_word_that_slack_never_saw_is_counted_as_none(house: Theatre, stage: Stage) -> None:
    stage.call("chat.postMessage", {"text": "You have a sealed item."})
    page = opened_panel(house)
    page.get_by_test_id("calls-search").fill("zebulon")
    expect(page.get_by_test_id("calls-count")).to_contain_text("0 of 1 call contain “zebulon”")
    expect(page.get_by_test_id("call")).to_have_count(0)


def test_nothing_is_said_of_a_word_before_every_call_is_known(house: Theatre, stage: Stage) -> None:
    for number in range(250):
        stage.call("chat.postMessage", {"text": f"number {number}"})
    stage.call("view_submission", {"v": "Ferry Steps"}, direction="slack->bot")
    page = house.enter(at=CHANNEL)
    found = {"ok": True, "rows": 9, "places": [], "bytes": 90, "searched": "its file", "forms": {}}
    page.route("**/ui/evidence*", lambda route: route.fulfill(json=found))
    rest: list[Route] = []
    page.route("**/ui/calls?after=200*", lambda route: rest.append(route))  # noqa: PLW0108 - Playwright marks its handler
    page.get_by_test_id("calls-open").click()
    page.get_by_test_id("calls-search").fill("ferry steps")
    expect(page.get_by_test_id("database")).to_contain_text("0 of 9 rows")
    expect(page.get_by_test_id("calls-count")).to_have_text("Reading the calls so far…")
    expect(page.get_by_test_id("verdict")).to_be_empty()
    stage.call("views.open", {"t": "ferry steps"})
    stage.push({"type": "call", "call": stage.calls[-1]})
    rest[0].continue_()
    expect(page.get_by_test_id("calls-count")).to_contain_text("2 of 252 calls")
    expect(page.get_by_test_id("verdict")).to_contain_text("1 form on the way in, and in 1 window")


def test_the_search_is_live(house: Theatre, stage: Stage) -> None:
    page = opened_panel(house)
    page.get_by_test_id("calls-search").fill("ferry")
    stage.push({"type": "call", "call": stage.call("chat.postMessage", {"text": "at the ferry"})})
    expect(page.get_by_test_id("calls-count")).to_contain_text("1 of 1 call contains")
    expect(page.locator(".kind.has")).to_have_text("1 in messages and notifications")


def test_more_calls_than_one_page_or_a_gap_in_the_line_are_fetched(house: Theatre, stage: Stage) -> None:
    for n in range(450):
        stage.call("chat.postMessage", {"text": f"call {n}"})
    page = opened_panel(house)
    expect(page.get_by_test_id("calls-count")).to_have_text("450 calls so far.")
    expect(page.get_by_test_id("call")).to_have_count(250)
    expect(page.get_by_test_id("calls-panel")).to_contain_text("200 older calls are counted, not drawn.")
    stage.call("chat.postMessage", {"text": "missed"})
    stage.push({"type": "call", "call": stage.call("chat.postMessage", {"text": "heard"})})
    expect(page.get_by_test_id("calls-count")).to_have_text("452 calls so far.")


def test_an_opened_call_stays_open_while_others_arrive(house: Theatre, stage: Stage) -> None:
    stage.call("chat.postMessage", {"text": "first"})
    page = opened_panel(house)
    page.locator(".call summary").click()
    stage.push({"type": "call", "call": stage.call("chat.postMessage", {"text": "second"})})
    expect(page.get_by_test_id("call")).to_have_count(2)
    expect(page.get_by_test_id("call").last).to_have_attribute("open", "")


def test_escape_closes_the_panel_and_gives_the_focus_back(house: Theatre) -> None:
    page = opened_panel(house, phone=True)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("calls-panel")).to_have_count(0)
    expect(page.get_by_test_id("calls-open")).to_be_focused()
