"""Scenario 12 in headless Chromium, by clicks: somebody leaves, what they had goes on, a successor comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.office import CARD, CLINICIAN, NAMES, SUCCESSOR, Office, office, refer_arrest
from tests.journeys.window import Window
from tests.stage import BACKUP, MANAGER, OFFICER, RESPONDER

__all__ = ("browser", "office")  # the fixtures of those modules

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
STRANGER = "This app is for members of the LEAD work group."
SECOND = "A change to the roster waits for a second person. /lead roster shows it."


def has_it(window: Window) -> None:
    """Opens the newest card and takes it on."""
    window.open_card(CARD)
    window.press("I have it")
    window.shows("Noted.")


def departs(office: Office, owner: str, whose: str) -> Window:
    """The roster's owner ends somebody's seat; their window, with the receipt."""
    window = office.at(owner)
    window.command("/lead roster")
    seat = window.form.locator(".block-section", has_text=f"{NAMES[whose]}:")
    window.press("Change", seat)
    window.press("Depart")
    window.hit(window.page.get_by_test_id("confirm-yes"))
    window.shows("The seat has ended. Access has ended.")
    return window


def appoints(office: Office, owner: str) -> None:
    """A successor, whom one person alone does not let in."""
    window = office.at(owner)
    window.command("/lead roster")
    window.press("Appoint")
    window.choose("appoint.person", f"{NAMES[SUCCESSOR]} — Full member, not on the roster")
    window.fill("appoint.name", NAMES[SUCCESSOR])
    window.choose("appoint.agency", "Harbor Bridge Outreach (case management)")
    window.tick("Outreach responder")
    window.choose("appoint.account", "Any")
    window.send()
    window.shows("second person")
    window.leave()


def test_a_member_leaves_the_hand_off_goes_on_and_a_successor_starts_with_nothing(office: Office) -> None:
    officer, leaving, backup = (office.at(user) for user in (OFFICER, RESPONDER, BACKUP))
    ref = refer_arrest(office, OFFICER)
    leaving.hears(CARD)
    for _ in range(2):  # nobody answers: after eight minutes the backup is asked, too
        office.lets_pass("reminder", BACKUP)
    backup.hears(CARD)
    has_it(leaving)
    leaving.shows(office.said("arrest.place"))
    officer.hears(f"{ref}: a responder has it")

    owner = departs(office, CLINICIAN, RESPONDER)
    owner.shows(f"Open, with a part of theirs: {ref}.")
    owner.shows(f"Opened by them in the last 90 days: {ref}.")
    owner.leave()
    leaving.shows("closed itself")
    assert office.said("arrest.place") not in leaving.text()
    leaving.leave()
    leaving.hears("Your access to the LEAD work group has ended.")
    leaving.open_card(CARD)
    leaving.shows("This item isn't available.")
    leaving.leave()
    leaving.command("/lead refer")
    expect(leaving.page.get_by_text(STRANGER[:-1]).last).to_be_visible()

    backup.hears("This waits for somebody again. Please open it.")
    officer.hears(f"{ref}: waiting for a responder again.")
    has_it(backup)
    backup.shows(office.said("arrest.place"))
    expect(officer.hears(f"{ref}: a responder has it")).to_be_visible()

    successor, manager = office.at(SUCCESSOR), office.at(MANAGER)
    expect(successor.page.get_by_text(STRANGER)).to_be_visible()
    appoints(office, CLINICIAN)
    manager.hears(SECOND)
    successor.page.reload()
    expect(successor.page.get_by_text(STRANGER)).to_be_visible()
    manager.command("/lead roster")
    manager.press("Confirm")
    manager.hit(manager.page.get_by_test_id("confirm-yes"))
    manager.shows("Done. It is in force now.")
    manager.leave()
    successor.page.reload()
    expect(successor.page.get_by_role("button", name="Refer a person")).to_be_visible()
    successor.go("Messages")
    expect(successor.page.get_by_text(CARD)).to_have_count(0)
    seen = office.ends(readers={RESPONDER, BACKUP})
    assert set(seen.shown) == {RESPONDER, BACKUP}
