"""The office's stories in headless Chromium, by clicks and keys: sealed messages, the queue, an intake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.coordination import CASE_MANAGER, PROSECUTOR
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.messaging import told_of
from tests.journeys.office import NAMES, Office
from tests.stage import MANAGER, staged

__all__ = ("browser",)  # the fixture of that module

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
CASTS = [False, pytest.param(True, marks=pytest.mark.prove)]


@pytest.fixture(params=CASTS, ids=["as in life", "widths swapped"])
def office(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with staged(tmp_path, says_moments=True) as stage:
        made = Office(stage, browser, request.param)
        yield made
        made.closes()


def test_a_sealed_message_is_opened_and_answered(office: Office) -> None:
    about, sow = told_of(office.stage, office.canaries).ref, office.canaries.sow
    keeper, prosecutor, manager = (office.at(user) for user in (CASE_MANAGER, PROSECUTOR, MANAGER))
    keeper.press("Seal a message")
    keeper.choose("seal_message.about", about)
    keeper.tick(f"{NAMES[PROSECUTOR]} — Liaison prosecutor")
    keeper.choose("seal_message.kind", "Barriers and what would help")
    keeper.choose("seal_message.purpose", "Court dates and decisions")
    keeper.choose("seal_message.wanted", "Now")
    keeper.fill("seal_message.subject", sow("first.subject"))
    keeper.fill("seal_message.text", sow("first.text"))
    keeper.send()
    keeper.shows("is sealed. 1 person gets a card")
    keeper.leave()

    prosecutor.open_card("You have a sealed item.")
    prosecutor.shows(office.said("first.text"))
    prosecutor.press("Reply")
    prosecutor.choose("seal_reply.kind", "Barriers and what would help")
    prosecutor.choose("seal_reply.wanted", "Today")
    prosecutor.fill("seal_reply.subject", sow("answer.subject"))
    prosecutor.fill("seal_reply.text", sow("answer.text"))
    prosecutor.send()
    prosecutor.shows("is sealed. 1 person gets a card")
    prosecutor.leave()

    expect(keeper.hears(": opened.")).to_be_visible()
    keeper.open_card("You have a sealed item.")
    keeper.shows(f"About {about}.")
    keeper.shows(office.said("answer.text"))
    keeper.leave()

    manager.go("Messages")
    expect(manager.page.get_by_text("has not written to you yet")).to_be_visible()
    seen = office.ends(readers={CASE_MANAGER, PROSECUTOR})
    assert seen.shown == {
        PROSECUTOR: {"first.subject", "first.text"},
        CASE_MANAGER: {"answer.subject", "answer.text"},
    }
