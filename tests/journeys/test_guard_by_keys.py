"""Scenario 10 in headless Chromium, by keys alone: details in the channel, told, deleted, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from handlers.guarding.notices import NOTE, THANKS
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.hands_on_keys import Keyboard
from tests.journeys.office import Office, office
from tests.journeys.window import Window
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER

__all__ = ("browser", "office")  # the fixtures of those modules

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
HERE = "node => node === document.activeElement"
MOST = 20  # messages, or items of a menu


def line(window: Window, words: str) -> Locator:
    return window.page.get_by_test_id("message").filter(has_text=words)


def write(window: Keyboard, words: str) -> None:
    """Round the parts of the screen to the message box, and there."""
    box = window.page.get_by_test_id("composer")
    for _ in range(4):
        if not box.evaluate(HERE):
            window.key("F6")
    window.page.keyboard.type(words)
    window.key("Enter")
    expect(line(window, words)).to_be_visible()


def walk(window: Keyboard, key: str, target: Locator) -> None:
    """By arrows until the focus is there."""
    for _ in range(MOST):
        if target.evaluate(HERE):
            return
        window.key(key)
    raise AssertionError(f"{window.user}: the arrows never come to {target}")


def choose(window: Keyboard, message: Locator, item: str) -> None:
    """Up to a message of one's own, and from what can be done with it."""
    window.reach(window.page.locator(".messages").first)
    window.key("ArrowUp")
    walk(window, "ArrowUp", message)
    window.key("m")
    walk(window, "ArrowDown", window.page.get_by_test_id(item))
    window.key("Enter")


def delete(window: Keyboard, message: Locator) -> None:
    choose(window, message, "message-delete")
    window.hit(window.page.get_by_test_id("confirm-yes"))


def details(office: Office, name: str) -> str:
    return (
        f"Zebulon {office.canaries.sow(name).strip()} 01/01/1901 is back at the ferry steps, anyone know him"
    )


def at_keys(office: Office, user: str) -> Keyboard:
    window = office.at(user)
    assert isinstance(window, Keyboard)
    return window


def test_details_in_the_channel_are_told_deleted_and_taken_back_by_keys_alone(office: Office) -> None:
    office.on_keys = True
    writer, other, manager = (at_keys(office, user) for user in (QUAY_OFFICER, OFFICER, MANAGER))
    for window in (writer, other):
        window.go("owg")
    write(writer, details(office, "text"))
    expect(line(writer, NOTE[:60])).to_be_visible()
    written = line(writer, "01/01/1901").last

    # Somebody answers it: that says who is in LEAD, and is a finding of its own.
    walk(other, "F6", other.page.locator(".messages"))
    other.key("ArrowUp")
    other.key("t")
    other.reach(other.page.get_by_test_id("thread-composer"))
    other.page.keyboard.type("yes he's in LEAD")
    other.key("Enter")
    expect(other.page.get_by_test_id("thread").get_by_text(NOTE[:60])).to_be_visible()
    other.key("Escape")

    delete(writer, written)
    for window in (writer, other):
        expect(line(window, "01/01/1901")).to_have_count(0)

    # A harmless line that an edit turns into details: the second time a refresher is offered.
    write(writer, "The bridge is closed tonight")
    choose(writer, line(writer, "The bridge").last, "message-edit")
    expect(writer.page.get_by_test_id("edit-box")).to_be_focused()
    writer.key("Control+a")
    writer.page.keyboard.type(details(office, "edit"))
    writer.key("Enter")
    expect(writer.page.get_by_test_id("edit")).to_have_count(0)
    writer.press("Two-minute refresher", writer.hears("Your message in #owg"))
    writer.shows("What stays out of channels")
    writer.key("Escape")
    expect(writer.form).to_have_count(0)
    writer.press("Not a person's details", writer.hears("Your message in #owg"))
    expect(writer.page.get_by_text(THANKS)).to_be_visible()
    writer.go("owg")
    delete(writer, written)
    expect(written).to_have_count(0)

    manager.go("Messages")
    expect(line(manager, "Possible detail in #owg, ")).to_have_count(4)
    expect(line(manager, "taken back, it is no person's details.")).to_have_count(1)
    office.ends(typed={"message"})
