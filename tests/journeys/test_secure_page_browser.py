"""Scenarios 1, 8 and 9 with details on the page, in headless Chromium as wide as a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.axe.looking import chromium, has_chromium
from tests.browser_reader import BrowserReader
from tests.journeys import steps
from tests.journeys.coordination import Played, begun
from tests.journeys.hands import shoot
from tests.journeys.test_arrest_diversion import (
    test_an_officer_refers_and_hears_until_met as _an_officer_refers_and_hears_until_met,
)
from tests.journeys.test_consent import (  # noqa: F401 - the scenario is collected here, too
    PROSECUTOR,
    Told,
    test_withdrawn_between_card_and_click_it_opens_nothing_and_nobody_outside_hears,
    told,
)
from tests.journeys.test_in_the_browser import PLACE
from tests.journeys.test_pings import test_a_hearing_tomorrow_and_the_backup_answers_in_time  # noqa: F401
from tests.page_reader import PageReader
from tests.stage import OFFICER, RESPONDER, details_on_the_page, staged

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_chromium(), reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def phones(browser: Browser) -> Iterator[list[BrowserReader]]:
    """Everybody has a phone; none of them refused anything of the page, and no page went elsewhere."""
    phones: list[BrowserReader] = []

    def new(base: str) -> BrowserReader:
        phones.append(BrowserReader(base, browser=browser))
        return phones[-1]

    with details_on_the_page(new):
        yield phones
    assert phones, "nobody looked at the page"
    for one in phones:
        one.look()
        assert one.complaints == []
        assert [address for address in one.asked if not address.startswith(f"{one.base}/")] == []
        one.page.context.close()


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    """Scenario 8's beginning; one database is enough for what a browser shows."""
    with staged(tmp_path) as stage:
        yield begun(stage)


def test_an_officer_refers_and_hears_until_met(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _an_officer_refers_and_hears_until_met(tmp_path, capfd, "socket", "sqlite")


def test_what_is_withdrawn_goes_from_the_screen_by_itself(told: Told) -> None:  # noqa: F811 - the fixture's name
    steps.open_card(told.stage, PROSECUTOR, steps.cards(told.stage, PROSECUTOR)[0])
    page = _phone(told.stage.page_person(PROSECUTOR).reader).page
    sealed = told.canaries.texts["prosecutor.text"].text
    expect(page.get_by_text(sealed)).to_be_visible()
    told.withdraw_now()
    expect(page.get_by_text(sealed)).to_have_count(0, timeout=6_000)
    expect(page.get_by_role("heading", name="This view has closed itself.")).to_be_visible()


def test_the_way_back_after_signing_out_shows_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        officer = stage.page_person(OFFICER)
        officer.command("/lead refer")
        officer.click("Arrest diversion")
        officer.fill({"arrest_first.place": PLACE, "arrest_first.callback": "555-0107"})
        page = _phone(officer.reader).page
        page.get_by_label("Where should the responder come?").fill(PLACE)
        page.get_by_label("Your call-back number").fill("555-0107")
        shoot(page, "page-form-phone")
        assert officer.submit() == {}
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        page = _phone(stage.page_person(RESPONDER).reader).page
        expect(page.get_by_text(PLACE)).to_be_visible()
        assert 590 <= int(stage.page_person(RESPONDER).reader.headers["refresh"]) <= 600
        shoot(page, "page-opened-phone")
        page.get_by_role("button", name="Sign out").tap()
        expect(page.get_by_role("heading", name="You are signed out.")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="You are signed out.")).to_be_visible()
        assert PLACE not in page.content()


def _phone(reader: PageReader) -> BrowserReader:
    assert isinstance(reader, BrowserReader)
    return reader
