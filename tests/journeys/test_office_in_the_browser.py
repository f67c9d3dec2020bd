"""The office's stories in headless Chromium, by clicks and keys: sealed messages, the queue, an intake."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.reminding import STOPPED
from tests.journeys.coordination import CASE_MANAGER, PROSECUTOR
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.messaging import told_of
from tests.journeys.office import (
    CARD,
    CLINICIAN,
    NAMES,
    Office,
    decide,
    office,
    one_place,
    refer_arrest,
    refer_social,
)
from tests.journeys.shifts import come_to
from tests.journeys.test_intake import LINE
from tests.journeys.window import Window
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER, RESPONDER

__all__ = ("browser", "office")  # the fixtures of those modules

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]


BARRIERS, COURT = "Barriers and what would help", "Court dates and decisions"
CONDUCT = "missed curfew Tuesday and used again, but keeps appointments"


def seal(office: Office, about: str, mark: str) -> None:
    """The case manager writes to the prosecutor from Home."""
    keeper, sow = office.at(CASE_MANAGER), office.canaries.sow
    keeper.go("Home")
    keeper.press("Seal a message")
    keeper.choose("seal_message.about", about)
    keeper.tick(f"{NAMES[PROSECUTOR]} — Liaison prosecutor")
    keeper.choose("seal_message.kind", BARRIERS)
    keeper.choose("seal_message.purpose", COURT)
    keeper.choose("seal_message.wanted", "Now")
    keeper.fill("seal_message.subject", sow(f"{mark}.subject"))
    keeper.fill("seal_message.text", sow(f"{mark}.text"))
    keeper.send()
    keeper.shows("is sealed. 1 person gets a card")
    keeper.leave()


def answer(window: Window, office: Office, mark: str, text: str = "") -> None:
    """The reply to the opened message, up to its sending."""
    window.choose("seal_reply.kind", BARRIERS)
    window.choose("seal_reply.wanted", "Today")
    window.fill("seal_reply.subject", office.canaries.sow(f"{mark}.subject"))
    window.fill("seal_reply.text", f"{text} {office.canaries.sow(f'{mark}.text')}".strip())
    window.send()


def test_a_message_is_answered_and_what_could_be_used_is_stopped_or_set_aside(office: Office) -> None:
    about = told_of(office.stage, office.canaries).ref
    keeper, prosecutor, manager, clinician = (
        office.at(user) for user in (CASE_MANAGER, PROSECUTOR, MANAGER, CLINICIAN)
    )
    seal(office, about, "first")
    prosecutor.open_card(CARD)
    prosecutor.shows(office.said("first.text"))
    prosecutor.press("Reply")
    answer(prosecutor, office, "question")
    prosecutor.shows("is sealed. 1 person gets a card")
    prosecutor.leave()
    keeper.hears(": opened.")

    keeper.open_card(CARD)
    keeper.shows(f"About {about}.")
    keeper.shows(office.said("question.text"))
    keeper.press("Reply")
    keeper.shows("The routine update says: We are working together.")
    keeper.choose("seal_reply.send", "Write more")
    answer(keeper, office, "stopped", CONDUCT)
    keeper.shows(STOPPED)
    keeper.press("Talk to my supervisor")
    keeper.shows("Fen Hollyhock will hear")
    clinician.hears(f"{NAMES[CASE_MANAGER]} would like a word with you.")
    keeper.press("Routine update")
    keeper.shows(ROUTINE_UPDATE)
    assert CONDUCT not in keeper.text(), "what was stopped stands nowhere any more"
    keeper.press("Seal")
    keeper.shows("is sealed. 1 person gets a card")
    keeper.leave()
    expect(prosecutor.page.get_by_text(CARD)).to_have_count(2)
    prosecutor.open_card(CARD)
    prosecutor.shows(ROUTINE_UPDATE)
    prosecutor.leave()

    seal(office, about, "slipped")
    expect(prosecutor.page.get_by_text(CARD)).to_have_count(3)
    prosecutor.open_card(CARD)
    prosecutor.shows(office.said("slipped.text"))
    prosecutor.press("I was sent something I should set aside")
    prosecutor.press("Yes")
    prosecutor.shows("It is set aside.")
    assert office.said("slipped.text") not in prosecutor.text()
    prosecutor.leave()
    clinician.hears("was set aside")
    prosecutor.open_card(CARD)
    prosecutor.shows("This item isn't available.")

    manager.go("Messages")
    expect(manager.page.get_by_text("LEAD has not written to you yet.")).to_be_visible()
    seen = office.ends(readers={CASE_MANAGER, PROSECUTOR})
    assert seen.shown == {
        PROSECUTOR: {f"{mark}.{part}" for mark in ("first", "slipped") for part in ("subject", "text")},
        CASE_MANAGER: {"question.subject", "question.text"},
    }


def test_what_has_no_place_waits_and_goes_in_its_turn(office: Office) -> None:
    one_place(office.stage)
    officer, manager = office.at(QUAY_OFFICER), office.at(MANAGER)
    first = refer_arrest(office, OFFICER)
    decide(manager, first)
    manager.pick(manager.form.locator("[data-action-id=queue_give]"), f"{NAMES[CASE_MANAGER]}: 0 of 1")
    manager.shows(f"{first}: ")
    manager.leave()

    refs = [refer_social(office, QUAY_OFFICER, mark) for mark in ("second", "third")]
    for rank, ref in enumerate(refs, 1):
        decide(manager, ref, f"{NAMES[CASE_MANAGER]}: 1 of 1")
        manager.press("Waitlist")
        manager.choose("queue_waitlist.priority", "2")
        manager.press("Waitlist")
        manager.shows(f"Waiting for a place, place {rank}, priority 2")
        manager.leave()
        officer.hears(f"{ref}: waiting for a place. We will tell you when that changes.")
    second, third = refs

    # Whoever waits behind is not sent first without a reason.
    decide(manager, third)
    manager.press("Send outreach")
    manager.shows("Why this one first?")
    manager.leave()

    come_to(office.stage, office.stage.now() + timedelta(days=9))
    manager.hears(f"{second}: please look at it again. /lead queue shows it.")
    decide(manager, first)
    manager.press("Withdraw")
    manager.choose("queue_withdraw.reason", "The person took it back")
    manager.press("Withdraw")
    manager.shows(f"{first}: ")
    manager.leave()
    manager.hears(f"A place is free. First on the waitlist: {second}, {third}.")
    decide(manager, second)
    manager.press("Send outreach")
    manager.shows("Outreach is asked to go")
    manager.leave()
    officer.hears(f"{second}: outreach has been asked to go.")
    office.at(RESPONDER).hears(CARD)
    office.ends()


def test_the_time_of_an_intake_ends_and_the_officer_hears_one_line(office: Office) -> None:
    officer, responder, manager = (office.at(user) for user in (OFFICER, RESPONDER, MANAGER))
    ref = refer_arrest(office, OFFICER)
    responder.open_card(CARD)
    responder.shows(office.said("arrest.place"))
    responder.press("I have it")
    responder.shows("Noted.")
    responder.press("We met")
    responder.press("Yes")
    responder.shows("Met at")
    responder.leave()
    officer.hears(f"{ref}: met.")
    for days in (8, 6, 2):
        come_to(office.stage, office.stage.now() + timedelta(days=days))
    manager.hears(f"{ref}: the intake's time ends on")
    manager.hears(f"{ref}: the intake's time has ended")
    officer.hears(f"{ref}: {LINE}")
    officer.command(f"/lead status {ref}")
    expect(officer.page.get_by_test_id("message").filter(has_text=f"{ref}: Met at")).to_be_visible()
    officer.go("Messages")
    expect(officer.page.get_by_text("intake")).to_have_count(0)
    office.ends(readers={RESPONDER})
