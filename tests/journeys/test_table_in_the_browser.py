"""Scenarios 4 and 5 in headless Chromium, on a phone and on a desk, by clicks and keys, in four roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conferring import OWG, Conferring
from tests.journeys.coordination import CASE_MANAGER, PROSECUTOR
from tests.journeys.hands import (
    NEEDS_CHROMIUM,
    SLOW,
    block,
    browser,
    command,
    desk,
    fits,
    go_to,
    go_to_messages,
    modal,
    phone,
    shoot,
    tap,
)
from tests.journeys.shifts import HARBOR, come_to, told
from tests.stage import MANAGER, NEIGHBOR, OFFICER, SUPERVISOR, staged

__all__ = ("browser",)  # the fixture

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
WANTED, APPROACH = "One way to meet him", "By the third bench, mornings"
BARRIERS = "Two approaches at once, and no place to sleep"
NICKNAME = "mostly the tall guy everyone calls Sprocket"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conferring]:
    with staged(tmp_path_factory.mktemp("stage"), grouped=True) as stage:
        yield Conferring(stage)


def thread(page: Page, words: str) -> Locator:
    """The thread under a line in the work group's channel."""
    go_to(page, f"=nav-{OWG}")
    line = page.get_by_test_id("message").filter(has_text=words).first
    line.get_by_test_id("thread-door").click(timeout=SLOW)
    return page.get_by_test_id("message").filter(has_text="What is said of a person stays").last


def test_a_conference_in_four_roles(table: Conferring, browser: Browser) -> None:
    stage, url = table.stage, table.stage.server.url
    ref, begins = table.participant(), table.soon()
    keeper = phone(browser, url, CASE_MANAGER)
    command(keeper, f"/lead conference {ref}", OWG)
    expect(modal(keeper)).to_contain_text("What is wanted of the table", timeout=SLOW)
    shoot(keeper, "conference-form-phone")
    here = begins.astimezone(HARBOR)
    keeper.select_option(block("conference_form.reason"), label="Two approaches that cross each other")
    keeper.fill(block("conference_form.day"), here.date().isoformat())
    keeper.fill(block("conference_form.hour"), f"{here:%H:%M}")
    keeper.fill(block("conference_form.wanted"), WANTED)
    keeper.fill(block("conference_form.barriers"), BARRIERS)
    keeper.fill(block("conference_form.place"), APPROACH)
    shoot(keeper, "conference-filled-phone")
    assert fits(keeper)
    keeper.get_by_test_id("modal-submit").click()
    expect(modal(keeper)).to_contain_text("Those whom a release covers are told", timeout=SLOW)
    shoot(keeper, "conference-received-phone")
    keeper.get_by_test_id("modal-close").click()
    told(stage)
    kref = table.newest(ref)
    come_to(stage, begins - timedelta(hours=24))
    roles = {
        "officer": (phone(browser, url, OFFICER), {WANTED, BARRIERS}),
        "prosecutor": (desk(browser, url, PROSECUTOR), {WANTED, BARRIERS}),
        "team": (desk(browser, url, CASE_MANAGER), {WANTED, BARRIERS, APPROACH}),
        "manager": (phone(browser, url, MANAGER), set[str]()),
    }
    for role, (page, reads) in roles.items():
        below = thread(page, f"Conference {kref} proposed")
        shoot(page, f"conference-thread-{role}")
        below.locator("[data-action-id=conference_brief]").click(timeout=SLOW)
        said = "42 CFR part 2" if reads else "This item isn't available."
        expect(modal(page)).to_contain_text(said, timeout=SLOW)
        for words in (WANTED, BARRIERS, APPROACH):
            assert (words in modal(page).inner_text()) == (words in reads), f"{role}: {words}"
        assert fits(page)
        shoot(page, f"conference-brief-{role}")
        page.keyboard.press("Escape")
    come_to(stage, begins)
    officer = roles["officer"][0]
    below = officer.get_by_test_id("message").filter(has_text="What is said of a person stays").last
    below.locator("[data-action-id=my_action]").click(timeout=SLOW)
    officer.fill(block("action_form.words"), "Ask for his case manager by phone before citing", timeout=SLOW)
    officer.fill(block("action_form.by"), (here.date() + timedelta(days=2)).isoformat())
    shoot(officer, "conference-action-phone")
    officer.get_by_test_id("modal-submit").click()
    expect(modal(officer)).to_contain_text("It stands.", timeout=SLOW)
    shoot(officer, "conference-action-stands-phone")
    officer.get_by_test_id("modal-close").click()
    for page in (keeper, *(page for page, _ in roles.values())):
        page.close()


def test_a_situation_in_four_roles(table: Conferring, browser: Browser) -> None:
    stage, url = table.stage, table.stage.server.url
    sergeant = phone(browser, url, SUPERVISOR)
    command(sergeant, "/lead conference", OWG)
    shoot(sergeant, "conference-start-phone")
    tap(sergeant, "raise_situation")
    sergeant.fill(block("situation_form.place"), "Stop at Fifth and Anchor", timeout=SLOW)
    sergeant.fill(block("situation_form.times"), "4 to 7 pm")
    sergeant.fill(block("situation_form.pattern"), NICKNAME)
    sergeant.get_by_test_id("modal-submit").click()
    expect(modal(sergeant)).to_contain_text("start a person conference", timeout=SLOW)
    shoot(sergeant, "situation-stopped-phone")
    sergeant.fill(block("situation_form.pattern"), "People drink at the shelter, riders wait in the road")
    sergeant.get_by_test_id("modal-submit").click()
    expect(modal(sergeant)).to_contain_text("Received: S-", timeout=SLOW)
    shoot(sergeant, "situation-received-phone")
    told(stage)
    manager, neighbor, officer = (
        desk(browser, url, MANAGER),
        phone(browser, url, NEIGHBOR),
        phone(browser, url, OFFICER),
    )
    for name, page in (("manager", manager), ("neighbor", neighbor), ("officer", officer)):
        go_to(page, f"=nav-{OWG}")
        line = page.get_by_test_id("message").filter(has_text="Stop at Fifth and Anchor").first
        expect(line).to_contain_text("riders wait in the road", timeout=SLOW)
        shoot(page, f"situation-line-{name}")
        line.locator("[data-action-id=situation_open]").click(timeout=SLOW)
        expect(modal(page)).to_contain_text("sees to it", timeout=SLOW)
        assert fits(page)
        shoot(page, f"situation-open-{name}")
        page.keyboard.press("Escape")
    line = manager.get_by_test_id("message").filter(has_text="Stop at Fifth and Anchor").first
    line.locator("[data-action-id=situation_close]").click(timeout=SLOW)
    manager.fill(block("situation_close.words"), "The city put up a light", timeout=SLOW)
    manager.get_by_test_id("modal-submit").click()
    told(stage)
    sergeant.get_by_test_id("modal-close").click()
    go_to_messages(sergeant)
    expect(sergeant.get_by_text("there is an answer about the place").last).to_be_visible(timeout=SLOW)
    shoot(sergeant, "situation-answer-phone")
