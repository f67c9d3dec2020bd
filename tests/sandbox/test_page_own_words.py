"""One's own messages on the page: other words, or none; and nobody else's."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.sandbox.page_stage import BOT, CHANNEL, OFFICER, SERGEANT, Stage
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]


def menu_of(page: Page, words: str) -> Locator:
    """What can be done with the message of these words; the menu stands open."""
    page.get_by_test_id("message").filter(has_text=words).get_by_test_id("message-more").click()
    return page.get_by_role("menu")


def test_a_deleted_message_is_asked_about_first(house: Theatre, stage: Stage) -> None:
    ts = stage.write(CHANNEL, OFFICER, "The bridge is closed")["ts"]
    page = house.enter(at=CHANNEL, phone=True)
    menu_of(page, "The bridge").get_by_text("Delete message").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    assert not [path for path, _ in stage.posted if path == "delete"]
    menu_of(page, "The bridge").get_by_text("Delete message").click()
    page.get_by_test_id("confirm-yes").click()
    assert stage.sent("delete") == [{"user": OFFICER, "channel": CHANNEL, "ts": ts}]


def test_a_message_that_cannot_be_deleted_is_said_in_words(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, OFFICER, "The bridge is closed")
    stage.answers["delete"] = {"ok": False, "error": "message_not_found", "message": "That message is gone."}
    page = house.enter(at=CHANNEL)
    menu_of(page, "The bridge").get_by_text("Delete message").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("That message is gone.")


def test_an_edit_begins_from_the_words_as_they_were_typed_and_enter_saves_it(
    house: Theatre, stage: Stage
) -> None:
    ts = stage.write(CHANNEL, OFFICER, "fish &amp; chips &lt;3")["ts"]
    page = house.enter(at=CHANNEL)
    menu_of(page, "fish").get_by_text("Edit message").click()
    box = page.get_by_test_id("edit-box")
    expect(box).to_be_focused()
    expect(box).to_have_value("fish & chips <3")
    box.fill(" ")
    box.press("Enter")
    expect(page.get_by_test_id("edit")).to_contain_text("delete the message")
    box.fill("e" * 4001)
    box.press("Enter")
    expect(page.get_by_test_id("edit")).to_contain_text("This is 4,001 characters")
    box.fill("Two lines,")
    box.press("Shift+Enter")
    box.press_sequentially("one message")
    box.press("Enter")
    expect(page.get_by_test_id("edit")).to_have_count(0)
    told = {"user": OFFICER, "channel": CHANNEL, "ts": ts, "text": "Two lines,\none message"}
    assert stage.sent("edit") == [told]


def test_an_edit_that_is_refused_keeps_its_words(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, OFFICER, "The bridge is closed")
    stage.answers["edit"] = {"ok": False, "error": "message_not_found", "message": "That message is gone."}
    page = house.enter(at=CHANNEL)
    menu_of(page, "The bridge").get_by_text("Edit message").click()
    page.get_by_test_id("edit-box").fill("The bridge is open")
    page.get_by_test_id("edit-save").click()
    expect(page.get_by_test_id("edit")).to_contain_text("That message is gone.")
    expect(page.get_by_test_id("edit-box")).to_have_value("The bridge is open")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("edit")).to_have_count(0)


def test_what_others_wrote_is_neither_edited_nor_deleted(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "Who has Friday?")
    stage.write(CHANNEL, BOT, "Please use the form.", at=5)
    page = house.enter(at=CHANNEL)
    for words in ("Who has", "Please use"):
        menu = menu_of(page, words)
        expect(menu).to_contain_text("Reply in a thread")
        expect(menu.get_by_text("message", exact=False)).to_have_count(0)
        page.keyboard.press("Escape")
