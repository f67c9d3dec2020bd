"""The keyboard on the page: help, finding, going from place to place and from message to message."""

import pytest
from playwright.sync_api import expect

from tests.sandbox.page_stage import BOT, BOT_DM, CHANNEL, PEER_DM, RESPONDER, SERGEANT, Stage
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]


def test_a_question_mark_shows_the_keys_and_is_a_letter_while_one_writes(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    page.locator(".messages").focus()
    page.keyboard.press("?")
    expect(page.get_by_test_id("keys")).to_contain_text("Find a place or a person by name")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("keys")).to_have_count(0)
    expect(page.locator(".messages")).to_be_focused()
    page.get_by_test_id("composer").press("?")
    expect(page.get_by_test_id("composer")).to_have_value("?")
    expect(page.get_by_test_id("keys")).to_have_count(0)


def test_a_place_is_found_by_a_few_letters(house: Theatre) -> None:
    page = house.enter()
    page.keyboard.press("Control+k")
    page.keyboard.type("ow")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("#owg")


def test_a_person_is_found_and_played(house: Theatre) -> None:
    page = house.enter()
    page.get_by_test_id("tool-find").click()
    page.get_by_test_id("finder-box").fill("larksp")
    expect(page.get_by_test_id("found")).to_have_count(1)
    page.get_by_test_id("found").click()
    page.wait_for_url(f"**me={RESPONDER}**")


def test_a_name_nobody_has_is_said(house: Theatre) -> None:
    page = house.enter()
    page.keyboard.press("Control+k")
    page.keyboard.type("qqq")
    expect(page.get_by_text("Nothing here has that name.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("finder")).to_have_count(0)


def test_places_are_stepped_through_and_the_unread_ones_alone(house: Theatre, stage: Stage) -> None:
    stage.unread = {PEER_DM: 1}
    page = house.enter()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("h1")).to_have_text("LEAD")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("h1")).to_have_text("Sgt Barnaby Oxlip")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("h1")).to_have_text("Home")


def test_the_side_bar_is_walked_and_keeps_the_focus(house: Theatre) -> None:
    page = house.enter()
    page.get_by_test_id("nav-home").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id(f"nav-{BOT_DM}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("LEAD")
    expect(page.get_by_test_id(f"nav-{BOT_DM}")).to_be_focused()


def test_a_slash_begins_a_command(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    page.locator(".messages").focus()
    page.keyboard.press("/")
    expect(page.get_by_test_id("composer")).to_be_focused()
    expect(page.get_by_test_id("composer")).to_have_value("/")
    expect(page.get_by_test_id("offer").first).to_be_visible()


def test_messages_are_walked_and_a_thread_opens_and_gives_the_focus_back(
    house: Theatre, stage: Stage
) -> None:
    stage.write(CHANNEL, SERGEANT, "first")
    stage.write(CHANNEL, RESPONDER, "second", at=60)
    page = house.enter(at=CHANNEL)
    page.locator(".messages").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("message").last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("message").first).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_test_id("reply-in-thread")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_test_id("message").first.focus()
    page.keyboard.press("t")
    expect(page.get_by_test_id("thread")).to_contain_text("first")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("message").first).to_be_focused()


def test_f6_goes_round_the_parts_of_the_screen(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    page.get_by_test_id(f"nav-{CHANNEL}").focus()
    page.keyboard.press("F6")
    expect(page.locator(".messages")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.get_by_test_id(f"nav-{CHANNEL}")).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_a_panel_on_the_phone_leaves_nothing_behind_it_in_reach(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "first", reply_count=1)
    page = house.enter(at=CHANNEL, phone=True)
    page.get_by_test_id("thread-door").click()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main')")
    page.get_by_test_id("panel-close").click()
    expect(page.get_by_test_id("thread-door")).to_be_focused()


def test_on_the_phone_the_way_from_a_note_leads_out_of_a_panel(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL, phone=True)
    page.get_by_test_id("calls-open").click()
    expect(page.get_by_test_id("calls-panel")).to_be_visible()
    stage.write(BOT_DM, BOT, "A card")
    stage.unread[BOT_DM] = 1
    stage.push({"type": "message", "channel": BOT_DM, "ts": "1"})
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_test_id("calls-panel")).to_have_count(0)
    expect(page.get_by_text("A card")).to_be_in_viewport()


def test_on_a_tablet_a_panel_takes_the_room_of_the_places_and_f6_passes_them_by(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    page.set_viewport_size({"width": 820, "height": 1180})
    page.get_by_test_id("tool-calls").click()
    expect(page.get_by_test_id("calls-panel")).to_be_visible()
    expect(page.get_by_test_id(f"nav-{CHANNEL}")).to_be_hidden()
    seen = []
    for _ in range(3):
        page.keyboard.press("F6")
        seen.append(page.evaluate("document.activeElement.closest('.messages, .composer, .panel').className"))
    assert len(set(seen)) == 3, seen
    page.get_by_test_id("calls-close").click()
    expect(page.get_by_test_id(f"nav-{CHANNEL}")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
