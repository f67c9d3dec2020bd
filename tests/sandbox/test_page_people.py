"""Whom to be, where to go: the start screen, the switcher, the drawer, unread marks and the live line."""

import re

import pytest
from playwright.sync_api import expect

from tests.sandbox.page_stage import (
    BOT,
    BOT_DM,
    CAST,
    CHANNEL,
    OFFICER,
    RESPONDER,
    Stage,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]


def test_the_start_screen_shows_everybody_with_title_and_agency(house: Theatre) -> None:
    page = house.enter("")
    for each in CAST:
        card = page.get_by_test_id(f"person-{each['id']}")
        expect(card).to_contain_text(each["name"])
        expect(card).to_contain_text(each["title"])
        expect(card).to_contain_text(each["agency"])
    expect(page.get_by_test_id("person-USTOOP001")).to_contain_text("guest")


def test_choosing_a_person_stands_in_the_address_and_outlives_a_reload(house: Theatre) -> None:
    page = house.enter("")
    page.get_by_test_id(f"person-{OFFICER}").click()
    page.wait_for_selector("body[data-line=up]")
    assert f"me={OFFICER}" in page.url
    page.get_by_test_id(f"nav-{CHANNEL}").click()
    page.reload()
    expect(page.locator("h1")).to_have_text("#owg")
    expect(page.get_by_test_id("switcher")).to_contain_text("Tansy Quillfeather")


def test_an_unknown_person_in_the_address_leads_back_to_the_cast(house: Theatre) -> None:
    page = house.enter("")
    page.goto(f"{house.stage.url}?me=UNOBODY01")
    expect(page.get_by_role("alert")).to_contain_text("Nobody in this workspace")
    expect(page.get_by_test_id(f"person-{OFFICER}")).to_be_visible()


def test_two_windows_are_two_people(house: Theatre) -> None:
    first, second = house.enter(OFFICER), house.enter(RESPONDER)
    assert "Tansy Quillfeather" in first.title()
    assert "Pim Larkspur" in second.title()


def test_the_switcher_leads_to_another_person(house: Theatre) -> None:
    page = house.enter(phone=True)
    page.get_by_test_id("switcher").click()
    page.get_by_test_id(f"switch-{RESPONDER}").click()
    page.wait_for_url(f"**me={RESPONDER}**")
    expect(page.get_by_test_id("switcher")).to_have_accessible_name(
        re.compile("^You are Pim Larkspur.* Be somebody else$")
    )


def test_do_not_disturb_is_sent_and_its_sign_is_shown(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    page.get_by_test_id("switcher").click()
    page.get_by_test_id("dnd").click()
    assert stage.sent("dnd") == [{"user": OFFICER, "on": True}]
    stage.people[0]["dnd"] = True
    stage.push({"type": "state"})
    expect(page.get_by_title("Do Not Disturb is on")).to_be_visible()


def test_unread_marks_stand_at_the_place_the_title_and_the_menu(house: Theatre, stage: Stage) -> None:
    stage.unread = {BOT_DM: 2}
    page = house.enter(at=CHANNEL, phone=True)
    expect(page.get_by_test_id("menu")).to_have_attribute("aria-label", "Places, 2 unread")
    page.get_by_test_id("menu").click()
    expect(page.get_by_test_id(f"nav-{BOT_DM}")).to_have_accessible_name("Messages from LEAD 2 unread")
    assert page.title().startswith("(2) ")
    page.get_by_test_id(f"nav-{BOT_DM}").click()
    expect(page.get_by_test_id("menu")).to_have_attribute("aria-label", "Places")


def test_an_arrival_elsewhere_is_told_and_leads_there_but_not_under_do_not_disturb(
    house: Theatre, stage: Stage
) -> None:
    page = house.enter(at=CHANNEL)
    stage.write(BOT_DM, BOT, "You have a sealed item.")
    stage.unread = {BOT_DM: 1}
    stage.push({"type": "message", "channel": BOT_DM, "ts": "1"})
    note = page.get_by_test_id("toast")
    expect(note).to_contain_text("New message: LEAD")
    note.get_by_role("button", name="Show").click()
    expect(page.get_by_test_id("message")).to_contain_text("You have a sealed item.")
    page.get_by_test_id(f"nav-{CHANNEL}").click()
    stage.people[0]["dnd"] = True
    stage.unread = {BOT_DM: 1}
    stage.push({"type": "message", "channel": BOT_DM, "ts": "2"})
    expect(page.get_by_test_id(f"nav-{BOT_DM}")).to_have_accessible_name("Messages from LEAD 1 unread")
    expect(note).to_have_count(0)


def test_the_note_of_an_arrival_goes_when_one_goes_there(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    stage.write(BOT_DM, BOT, "You have a sealed item.")
    stage.unread = {BOT_DM: 1}
    stage.push({"type": "message", "channel": BOT_DM, "ts": "1"})
    expect(page.get_by_test_id("toast")).to_contain_text("New message: LEAD")
    page.get_by_test_id(f"nav-{BOT_DM}").click()
    expect(page.get_by_test_id("toast")).to_have_count(0, timeout=3_000)


def test_the_drawer_opens_on_the_current_place_and_escape_gives_the_focus_back(house: Theatre) -> None:
    page = house.enter(at=CHANNEL, phone=True)
    expect(page.get_by_test_id("nav-home")).not_to_be_in_viewport()
    page.get_by_test_id("menu").press("Enter")
    expect(page.get_by_test_id(f"nav-{CHANNEL}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("menu")).to_be_focused()
    expect(page.get_by_test_id("nav-home")).not_to_be_in_viewport()


def test_the_closed_drawer_is_out_of_the_tab_order(house: Theatre) -> None:
    page = house.enter(at=CHANNEL, phone=True)
    page.locator(".skip").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.side')")


def test_a_menu_is_walked_by_arrows_and_left_by_escape(house: Theatre) -> None:
    page = house.enter()
    page.get_by_test_id("switcher").press("Enter")
    expect(page.get_by_test_id("dnd")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id(f"switch-{OFFICER}")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_test_id("cast")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("switcher")).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)


def test_home_is_opened_at_the_server_and_redrawn_when_it_changes(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    expect(page.get_by_test_id("home")).to_contain_text("has not shown you a Home yet")
    assert stage.sent("home_opened")[0] == {"user": OFFICER, "tab": "home"}
    stage.home = {
        "id": "VH",
        "hash": "1",
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "My items"}}],
    }
    stage.push({"type": "home"})
    expect(page.get_by_test_id("home").locator("h3")).to_have_text("My items")


def test_a_global_shortcut_is_sent_and_an_absent_answer_is_said(house: Theatre, stage: Stage) -> None:
    stage.answers["shortcut"] = {
        "ok": False,
        "error": "operation_timeout",
        "message": "LEAD did not answer in time.",
    }
    page = house.enter()
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-refer_to_lead").click()
    expect(page.get_by_test_id("toast")).to_contain_text("LEAD did not answer in time.")
    assert stage.sent("shortcut") == [{"user": OFFICER, "callback_id": "refer_to_lead"}]


def test_an_absent_bot_is_said_until_it_is_back(house: Theatre, stage: Stage) -> None:
    stage.connected = False
    page = house.enter()
    expect(page.get_by_test_id("bot-away")).to_contain_text("LEAD is not connected")
    stage.connected = True
    stage.push({"type": "state"})
    expect(page.get_by_test_id("bot-away")).to_be_hidden()


def test_a_lost_line_is_said_mended_alone_and_what_was_missed_is_fetched(
    house: Theatre, stage: Stage
) -> None:
    page = house.enter(at=CHANNEL)
    expect(page.get_by_test_id("message")).to_have_count(0)
    stage.cut_lines()
    expect(page.get_by_test_id("line-lost")).to_be_visible()
    stage.write(CHANNEL, RESPONDER, "written while the line was down")
    expect(page.get_by_test_id("message")).to_contain_text("written while the line was down")
    expect(page.get_by_test_id("line-lost")).to_be_hidden()
