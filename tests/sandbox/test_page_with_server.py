"""The page on the real practice server with a real Bolt app behind it: what one person does, step by step."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox.server import PracticeServer
from tests.sandbox.page_theatre import NO_CHROMIUM, PHONE, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

OFFICER, RESPONDER, CHANNEL = "UQUILL001", "ULARKSP01", "C0OWG0001"


@pytest.fixture
def window(browser: Browser, server: PracticeServer) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(f"{server.url}?me={OFFICER}&at={CHANNEL}")
    page.wait_for_selector("body[data-line=up]")
    yield page
    context.close()


def command(page: Page, text: str) -> None:
    box = page.get_by_test_id("composer")
    box.fill(text)
    box.press("Enter")


@pytest.mark.usefixtures("over_sockets")
def test_a_command_opens_a_form_that_answers_with_errors_and_then_goes(window: Page) -> None:
    command(window, "/lead refer")
    expect(window.get_by_test_id("modal")).to_contain_text("First")
    name = window.locator("[data-block-id=name]")
    expect(name).to_be_focused()
    name.fill("wrong")
    window.get_by_test_id("modal-submit").click()
    expect(window.locator("[data-error-for=name]")).to_have_text("Another name, please.")
    expect(name).to_have_value("wrong")
    name.fill("right")
    window.get_by_test_id("modal-submit").click()
    expect(window.get_by_test_id("modal")).to_have_count(0)


@pytest.mark.usefixtures("over_http")
def test_the_stack_goes_up_and_down_and_a_redrawn_form_keeps_its_words(window: Page) -> None:
    command(window, "/lead refer")
    name = window.locator("[data-block-id=name]")
    name.fill("Zebulon")
    window.locator("[data-action-id=redraw]").click()
    expect(window.get_by_role("heading", name="Redrawn")).to_be_visible()
    expect(name).to_have_value("Zebulon")
    window.locator("[data-action-id=more]").click()
    expect(window.get_by_role("heading", name="Second")).to_be_visible()
    window.get_by_test_id("modal-close").click()
    expect(window.get_by_role("heading", name="Redrawn")).to_be_visible()
    expect(name).to_have_value("Zebulon")


@pytest.mark.usefixtures("over_http")
def test_an_ephemeral_answer_is_shown_and_gone_after_a_reload(window: Page) -> None:
    command(window, "/lead what")
    message = window.get_by_test_id("message")
    expect(message).to_contain_text("Only visible to you")
    expect(message.locator("code")).to_have_text("/lead refer")
    window.reload()
    expect(window.locator(".empty")).to_be_visible()
    expect(message).to_have_count(0)


def test_without_a_bot_the_page_says_so_and_keeps_the_command(window: Page) -> None:
    expect(window.get_by_test_id("bot-away")).to_be_visible()
    command(window, "/lead refer")
    expect(window.locator(".composer .said")).to_contain_text("not connected")
    expect(window.get_by_test_id("composer")).to_have_value("/lead refer")


@pytest.mark.usefixtures("over_http")
def test_an_app_that_answers_too_late_is_said_in_words(window: Page) -> None:
    command(window, "/lead slow")
    expect(window.locator(".composer .said")).to_contain_text("did not answer in time")


@pytest.mark.usefixtures("over_http")
def test_home_is_published_when_it_is_opened_and_its_button_opens_a_form(window: Page) -> None:
    window.get_by_test_id("menu").click()
    window.get_by_test_id("nav-home").click()
    expect(window.get_by_test_id("home")).to_contain_text("Your open items")
    window.locator("[data-action-id=open]").click()
    expect(window.get_by_test_id("modal")).to_be_visible()


def test_a_card_reaches_the_right_person_live_and_is_found_in_what_slack_sees(
    window: Page, client: WebClient
) -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "plain_text", "text": "You have a sealed item."}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}}
            ],
        },
    ]
    client.chat_postMessage(channel=RESPONDER, text="You have a sealed item.", blocks=blocks)
    sent = client.chat_postMessage(channel=OFFICER, text="You have a sealed item.", blocks=blocks)
    expect(window.get_by_test_id("toast")).to_contain_text("New message: LEAD")
    window.get_by_test_id("toast").get_by_role("button", name="Show").click()
    expect(window.get_by_test_id("message")).to_have_count(1)
    expect(window.locator("[data-action-id=open]")).to_have_text("Open")
    expect(window.locator(f"[data-ts='{sent['ts']}']")).to_be_visible()
    window.get_by_test_id("calls-open").click()
    window.get_by_test_id("calls-search").fill("sealed item")
    # The two that were posted, and each time their events were carried to the app.
    counted = re.compile(r"^([2-9]|[0-9]{2,}) in messages and notifications$")
    expect(window.locator(".kind[data-kind=messages]")).to_have_text(counted)
