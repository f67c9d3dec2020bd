"""Scenarios 1, 2 and 3 in headless Chromium, by clicks and keys: from the field to a meeting."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.office import Office, office
from tests.journeys.window import Window
from tests.stage import BACKUP, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, SUPERVISOR

__all__ = ("browser", "office")  # the fixtures

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
CARD = "You have a sealed item."
THANKS = "Our team has been out. Thank you. We can't share anything about any person."


def acts(window: Window, words: str, then: str) -> None:
    """A button in the opened item, the question after it where there is one, and what it says then."""
    window.press(words)
    if words in {"We met", "No meeting"}:
        window.hit(window.page.get_by_test_id("confirm-yes"))
    window.shows(then)


def fill_texts(office: Office, window: Window, form: str, *names: str) -> None:
    """A canary into each of these fields."""
    for name in names:
        window.fill(f"{form}.{name}", office.canaries.sow(f"{form}.{name}", digits=name == "callback"))


def receipt(window: Window) -> str:
    """The reference one is given; the form is put away."""
    window.shows("Your reference is")
    ref = steps.reference_in(window.form.inner_text())
    window.leave()
    return ref


def refers_an_arrest(office: Office, officer: Window) -> str:
    """Both screens, from Home; the reference."""
    officer.press("Refer a person")
    officer.press("Arrest diversion")
    officer.shows("It is voluntary")
    fill_texts(office, officer, "arrest_first", "place", "callback")
    officer.send()
    officer.shows("Who is it?")
    officer.choose("arrest_rest.hand_off", "The diversion center")
    fill_texts(office, officer, "arrest_rest", "person", "incident_number", "safety")
    officer.choose("arrest_rest.offence", "Possession")
    officer.tick("This is within my agency's LEAD criteria, or I am not sure")
    officer.send()
    return receipt(officer)


def test_an_arrest_diversion_at_two_in_the_morning(office: Office) -> None:
    officer, responder, backup = (office.at(user) for user in (OFFICER, RESPONDER, BACKUP))
    ref = refers_an_arrest(office, officer)
    officer.hears(f"{ref}: received")
    expect(responder.hears(CARD)).to_be_visible()
    office.told_nothing(BACKUP)
    for _ in range(2):  # after five minutes the responder is asked again, after eight the backup, too
        office.lets_pass("reminder", BACKUP)
    expect(backup.hears(CARD)).to_be_visible()

    responder.open_card(CARD)
    for name in office.canaries.texts:
        responder.shows(office.said(name))
    responder.shows("The diversion center")
    acts(responder, "I have it", "Noted.")
    officer.hears(f"{ref}: a responder has it")
    responder.pick(responder.form.locator("[data-action-id=estimate]"), "20 minutes")
    responder.shows("On the way, expected about")
    officer.hears(f"{ref}: help is on the way")
    acts(responder, "We met", "Met at")
    expect(responder.form.get_by_role("button", name="I have it")).to_have_count(0)
    officer.hears(f"{ref}: met. Thank you.")
    backup.hears_under(CARD, "A colleague has this in hand.")
    officer.command(f"/lead status {ref}")
    expect(officer.page.get_by_text(f"{ref}: Met at")).to_be_visible()

    office.told_nothing(MANAGER, QUAY_OFFICER)
    seen = office.ends(readers={RESPONDER})
    assert seen.shown == {RESPONDER: frozenset(office.canaries.texts)}
    assert set(office.canaries.texts) == seen.came_in
    office.at(MANAGER).go("owg")
    expect(office.at(MANAGER).page.get_by_text("Nothing written here yet.")).to_be_visible()


def screens(office: Office, card: str) -> None:
    """The project manager opens it, reads all of it and sends outreach."""
    manager = office.at(MANAGER)
    manager.open_card(card)
    for name in office.canaries.texts:
        manager.shows(office.said(name))
    expect(manager.form.get_by_role("button", name="We met")).to_have_count(0)
    acts(manager, "I have it", "Noted.")
    acts(manager, "Send outreach", "Outreach was asked to go")
    manager.leave()


def goes_out(office: Office) -> Window:
    """The responder opens it and says so."""
    responder = office.at(RESPONDER)
    responder.open_card(CARD)
    for name in office.canaries.texts:
        responder.shows(office.said(name))
    expect(responder.form.get_by_role("button", name="Send outreach")).to_have_count(0)
    acts(responder, "I have it", "Noted.")
    return responder


def test_a_social_contact_is_looked_at_sent_out_and_met(office: Office) -> None:
    officer = office.at(QUAY_OFFICER)
    officer.command("/lead refer")
    officer.press("Social contact")
    officer.shows("Not sure whether it fits? Send it anyway")
    fill_texts(office, officer, "social_contact", "person", "place", "reason", "contact", "safety")
    officer.choose("social_contact.willing", "Asked and interested")
    officer.send()
    ref = receipt(officer)
    officer.hears(f"{ref}: received. We will tell you when it is looked at.")
    office.told_nothing(RESPONDER)

    screens(office, "Please open it today")
    officer.hears(f"{ref}: outreach has been asked to go.")
    responder = goes_out(office)
    acts(responder, "No meeting", "No meeting")
    officer.hears(f"{ref}: no meeting this time. Thank you for trying.")
    acts(responder, "We met", "Met at")
    officer.hears(f"{ref}: met. Thank you.")
    officer.command(f"/lead status {ref}")
    expect(officer.page.get_by_text(f"{ref}: Met at")).to_be_visible()

    office.told_nothing(SUPERVISOR)
    seen = office.ends(readers={MANAGER, RESPONDER})
    everything = frozenset(office.canaries.texts)
    assert seen.came_in == everything
    assert seen.shown == {MANAGER: everything, RESPONDER: everything}


def test_a_neighbor_refers_by_her_one_door_and_hears_two_sentences(office: Office) -> None:
    neighbor = office.at(NEIGHBOR)
    neighbor.command("/lead refer")
    neighbor.shows("Police are not told about this referral.")
    assert "Arrest" not in neighbor.form.inner_text(), "she is offered no other door"
    neighbor.choose("community.danger", "Yes")
    fill_texts(office, neighbor, "community", "place", "times", "happens", "help_offered", "person")
    neighbor.send()
    neighbor.shows("Please call 911 now. This is not an emergency line.")
    neighbor.choose("community.danger", "No")
    neighbor.send()
    ref = receipt(neighbor)
    neighbor.hears(f"{ref}: received. Thank you.")

    screens(office, CARD)
    acts(goes_out(office), "We met", "Met at")
    neighbor.hears(THANKS)
    neighbor.go("Home")
    expect(neighbor.page.get_by_test_id("home")).to_contain_text(ref)
    assert "Met" not in neighbor.page.get_by_test_id("home").inner_text()
    neighbor.go("Messages")
    expect(neighbor.page.get_by_test_id("message")).to_have_count(2)

    office.told_nothing(QUAY_OFFICER, SUPERVISOR)
    seen = office.ends(readers={MANAGER, RESPONDER})
    everything = frozenset(office.canaries.texts)
    assert seen.came_in == everything
    assert seen.shown == {MANAGER: everything, RESPONDER: everything}
