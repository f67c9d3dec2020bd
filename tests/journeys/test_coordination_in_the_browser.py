"""Scenarios 8 and 9 in headless Chromium: hearings by clicks, and a withdrawal by the keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from handlers.court.notices import court_words
from models.notice import Kind
from models.schema import rfc3339
from tests.journeys.coordination import (
    CASE_MANAGER,
    CLINICAL,
    COLLEAGUE,
    DEFENDER,
    HARBOR,
    OPTIONAL,
    PROSECUTOR,
    Played,
    begun,
    reference_in,
    tuesday,
)
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.office import Office, office
from tests.journeys.test_courts import came, somebody
from tests.stage import MANAGER, SUPERVISOR

__all__ = ("browser", "office")  # the fixtures

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
NOT_AVAILABLE = "This item isn't available. Contact the team line"
NEVER_SAID = ("revoke", "withdr", "consent")
HEARING_FORM = ("case", "wanted", *OPTIONAL)


def asks(office: Office, played: Played, *, day: str, hour: str) -> str:
    """The case manager's form, every field filled; the coordination's reference."""
    keeper = office.at(CASE_MANAGER)
    keeper.command(f"/lead ping {played.ref}")
    keeper.shows("Write the least that helps.")
    keeper.choose("ping_form.ask", "A hearing")
    keeper.choose("ping_form.court", "Lantern County Superior Court")
    keeper.fill("ping_form.day", day)
    keeper.fill("ping_form.hour", hour)
    for name in HEARING_FORM:
        keeper.fill(f"ping_form.{name}", office.canaries.sow(name))
    keeper.send()
    keeper.shows("P-")
    ref = reference_in(keeper.form.inner_text())
    keeper.leave()
    return ref


def test_a_hearing_tomorrow_is_answered_by_the_backup(office: Office) -> None:
    stage = office.stage
    played = begun(stage)
    played.go(tuesday(stage, 15, 40))  # the page lets time pass, and never to an hour of one's choice
    tomorrow = stage.now().astimezone(HARBOR).date() + timedelta(days=1)
    ref = asks(office, played, day=tomorrow.isoformat(), hour="09:00")
    keeper, prosecutor, colleague = (office.at(user) for user in (CASE_MANAGER, PROSECUTOR, COLLEAGUE))
    card = f"Coordination {ref}. Answer wanted today."
    prosecutor.hears(card)
    office.told_nothing(COLLEAGUE)
    office.lets_pass("reminder", PROSECUTOR)  # 16:10: asked again
    prosecutor.hears_under(card, "this still waits for an answer. Please open it.")
    office.lets_pass("reminder", PROSECUTOR)  # 16:40: the colleague is asked, too
    colleague.open_card(card)
    for name in HEARING_FORM:
        colleague.shows(office.said(name))
    for words in ("Lantern County Superior Court", "42 CFR part 2", "9:00"):
        colleague.shows(words)
    assert played.ref not in colleague.form.inner_text(), "whose it is stands nowhere"
    colleague.press("Mine to decide")
    colleague.shows("It binds nobody else.")
    colleague.choose("ping_decision.decision", "Not oppose")
    colleague.fill("ping_decision.words", office.canaries.sow("answer"))
    colleague.send()
    colleague.shows("whoever asked has your answer")
    colleague.leave()

    keeper.open_card(f"{ref}: answered. Open it to see the answer.")
    for words in ("Not oppose", "Ambrose Tull-Example", office.said("answer"), "binds nobody else"):
        keeper.shows(words)
    keeper.leave()
    manager = office.at(MANAGER)
    manager.command(f"/lead status {ref}")
    expect(manager.page.get_by_text(f"{ref}: Answered.")).to_be_visible()
    office.told_nothing(SUPERVISOR, DEFENDER)
    seen = office.ends(readers={COLLEAGUE, CASE_MANAGER})
    assert seen.shown[COLLEAGUE] >= set(HEARING_FORM)
    assert "answer" in seen.shown[CASE_MANAGER]


def test_withdrawn_between_card_and_opening_by_the_keyboard_alone(office: Office) -> None:
    office.on_keys = True
    stage = office.stage
    played = begun(stage)
    played.go(tuesday(stage, 10, 5))
    thursday = stage.now().astimezone(HARBOR).date() + timedelta(days=2)
    ref = asks(office, played, day=thursday.isoformat(), hour="13:30")
    keeper, prosecutor = office.at(CASE_MANAGER), office.at(PROSECUTOR)
    card = f"Coordination {ref}."
    prosecutor.hears(card)
    keeper.command(f"/lead consent {played.ref}")
    keeper.shows("Liaison prosecutor")
    expect(keeper.page.locator("#modal-title")).to_be_focused()  # read from its top, the Close button last
    county = keeper.form.locator(".block").filter(has_text="Liaison prosecutor").last
    keeper.press("Withdraw", county)
    keeper.shows("A spoken word is enough; no reason is asked.")
    keeper.choose("release_withdraw.how", "The person said so")
    keeper.choose("release_withdraw.whom", "Only the recipient you chose")
    keeper.send()
    keeper.shows(f"Withdrawn before it was opened: {ref}.")
    keeper.shows("Please ask for the written form.")
    keeper.leave()

    prosecutor.open_card(card)
    prosecutor.shows(NOT_AVAILABLE)
    prosecutor.leave()
    office.lets_pass("hour", PROSECUTOR)  # what would have been asked again asks nobody
    prosecutor.go("Messages")
    expect(prosecutor.page.get_by_test_id("message")).to_have_count(1)
    expect(prosecutor.page.get_by_test_id("thread-door")).to_have_count(0)
    prosecutor.command(f"/lead status {ref}")
    expect(prosecutor.page.get_by_text(f"{ref}: Waiting")).to_be_visible()
    office.at(CLINICAL).hears(f"{played.ref}: a release has changed. Please look.")
    office.told_nothing(COLLEAGUE, SUPERVISOR, MANAGER)
    for window in office.windows.values():
        window.go("Messages")
        heard = window.page.locator(".messages").inner_text().lower()
        assert not [word for word in NEVER_SAID if word in heard], window.user
    seen = office.ends()
    assert seen.came_in == set(HEARING_FORM)
    assert not seen.shown


def test_a_date_nobody_typed_is_taken_on_and_comes_near(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage, sow = office.stage, office.canaries.sow
    name, number = sow("name"), sow("number", digits=True)
    ref = somebody(stage, name)
    hearing = (stage.now() + timedelta(days=4)).astimezone(HARBOR).replace(hour=14, minute=0, second=0)
    at = rfc3339(hearing)
    strangers = f"superior,{at},{sow('stranger')},,{sow('theirs', digits=True)},hearing"
    came(stage, tmp_path_factory.mktemp("calendars"), strangers, f"superior,{at},{name},,{number},hearing")
    keeper = office.at(CASE_MANAGER)
    keeper.open_card(court_words(Kind.POSSIBLE_MATCH, ref))
    for words in ("Possibly theirs. Please look and say.", office.said("name"), number):
        keeper.shows(words)
    keeper.press("It is theirs")
    keeper.shows("Written down as theirs")
    keeper.leave()

    mornings = ("9:00 AM", "9:00 AM", "7:00 AM")  # three days before, the day before, that day
    for count, morning in enumerate(mornings, start=1):
        office.lets_pass("reminder", CASE_MANAGER, morning)
        keeper.go("Messages")
        near = keeper.page.get_by_test_id("message").filter(has_text=court_words(Kind.HEARING_NEAR, ref))
        expect(near).to_have_count(count)
    keeper.open_card(court_words(Kind.HEARING_NEAR, ref))
    keeper.shows(number)
    keeper.press("Folder")
    keeper.shows(office.said("name"))
    keeper.leave()
    office.lets_pass("reminder", CASE_MANAGER)
    keeper.hears(court_words(Kind.HEARING_WAS, ref))

    office.told_nothing(PROSECUTOR, CLINICAL, MANAGER)
    seen = office.ends(readers={CASE_MANAGER})
    assert seen.shown == {CASE_MANAGER: {"name", "number"}}, "strangers in a court's file leave no trace"
