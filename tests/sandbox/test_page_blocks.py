"""Blocks on the page: what each shows, what pressing and choosing tells the bot, unknown kinds."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page_stage import (
    BOT,
    BOT_DM,
    OFFICER,
    Stage,
    plain,
    text_input,
    view,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}


def shown(house: Theatre, *blocks: dict[str, Any]) -> Page:
    house.stage.write(BOT_DM, BOT, "fallback", blocks=list(blocks))
    return house.enter(at=BOT_DM)


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def button(action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Open"), **more}


def mark(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def test_the_words_of_every_layout_block_are_shown(house: Theatre) -> None:
    page = shown(
        house,
        {"type": "header", "text": plain("Week 10")},
        {"type": "section", "text": mark("*Night* cover"), "fields": [mark("*Waiting*\n4"), plain("a & b")]},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                mark("_small_ print"),
                {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a map"},
            ],
        },
        {
            "type": "image",
            "title": plain("Chart"),
            "image_url": "https://example.org/b.png",
            "alt_text": "hand-offs by week",
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "strong", "style": {"bold": True}},
                        {"type": "user", "user_id": OFFICER},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "item"}]}
                    ],
                },
            ],
        },
    )
    body = page.locator(".message-body")
    expect(body.get_by_role("heading", name="Week 10")).to_be_visible()
    expect(body.locator(".block-section strong").first).to_have_text("Night")
    expect(body.locator(".pair")).to_have_text(["Waiting4", "a & b"])
    expect(body.locator("hr")).to_have_count(1)
    expect(body.locator(".block-context em")).to_have_text("small")
    expect(body).to_contain_text("Picture: a map")
    expect(body).to_contain_text("Picture: hand-offs by week")
    expect(body.locator(".block-rich_text strong")).to_have_text("strong")
    expect(body.locator(".block-rich_text")).to_contain_text("@Tansy Quillfeather")
    expect(body.locator(".block-rich_text ol li")).to_have_text("item")
    expect(body).not_to_contain_text("fallback")


def test_an_unknown_block_or_element_says_so(house: Theatre) -> None:
    page = shown(
        house,
        {"type": "hologram"},
        row({"type": "slider", "action_id": "s"}),
        {"type": "header", "text": plain("After")},
    )
    expect(page.locator(".unknown")).to_have_text(
        [
            "The practice workspace cannot show this block “hologram”.",
            "The practice workspace cannot show this element “slider”.",
        ]
    )
    expect(page.get_by_role("heading", name="After")).to_be_visible()


def test_a_button_tells_its_message_block_action_and_value(house: Theatre, stage: Stage) -> None:
    page = shown(house, row(button("open_item", value="handle", style="primary")))
    page.locator("[data-action-id=open_item]").click()
    assert stage.sent("action") == [
        {
            "user": OFFICER,
            "container": {"type": "message", "channel": BOT_DM, "ts": stage.messages[BOT_DM][0]["ts"]},
            "block_id": "row",
            "action_id": "open_item",
            "element": {"type": "button", "value": "handle"},
            "state": {"values": {}},
        }
    ]


def test_a_button_is_pressed_once_while_its_answer_is_awaited(house: Theatre, stage: Stage) -> None:
    stage.delays["action"] = 1.6
    page = shown(house, row(button("open_item")))
    press = page.locator("[data-action-id=open_item]")
    press.click()
    press.click()
    expect(page.locator(".block-actions .said")).to_have_text("Waiting for LEAD…")
    expect(page.locator(".block-actions .said")).to_be_hidden()
    assert len(stage.sent("action")) == 1
    press.click()
    assert len(stage.sent("action", 2)) == 2


def test_a_press_still_waits_at_its_button_when_the_bot_draws_home_anew(house: Theatre, stage: Stage) -> None:
    stage.delays["action"] = 2.5
    stage.answers["action"] = {"ok": False, "error": "operation_timeout", "message": "No answer in time."}

    def home(*items: str) -> None:
        rows = [
            {"type": "actions", "block_id": f"item.{place}", "elements": [button("open_item", value=item)]}
            for place, item in enumerate(items)
        ]
        stage.home = {"id": "VH", "hash": str(len(items)), "blocks": rows}

    home("mine")
    page = house.enter()
    page.locator("[data-action-id=open_item]").click()
    stage.sent("action")
    home("came meanwhile", "mine")
    stage.push({"type": "home"})
    mine = page.locator("[data-block='item.1']")
    expect(mine.get_by_role("button")).to_be_focused()
    mine.get_by_role("button").click()
    expect(mine.locator(".said")).to_have_text("Waiting for LEAD…")
    expect(mine.locator(".said")).to_have_text("No answer in time.")
    assert len(stage.sent("action")) == 1
    home("another", "came meanwhile", "mine")
    stage.push({"type": "home"})
    expect(page.locator("[data-block='item.2'] .said")).to_have_text("No answer in time.")
    expect(page.locator("[data-block='item.1'] .said")).to_have_count(0)
    expect(page.locator("[data-block='item.0'] .said")).to_have_count(0)


def test_a_press_without_answer_is_said_at_the_block(house: Theatre, stage: Stage) -> None:
    stage.answers["action"] = {
        "ok": False,
        "error": "operation_timeout",
        "message": "LEAD did not answer in time.",
    }
    page = shown(house, row(button("open_item")))
    page.locator("[data-action-id=open_item]").click()
    expect(page.locator(".block-actions .said")).to_have_text("LEAD did not answer in time.")


def test_a_confirmed_button_asks_first_and_no_means_no(house: Theatre, stage: Stage) -> None:
    confirm = {
        "title": plain("Stop it?"),
        "text": plain("The group is told."),
        "confirm": plain("Stop"),
        "deny": plain("Go on"),
        "style": "danger",
    }
    page = shown(house, row(button("stop", confirm=confirm)))
    page.locator("[data-action-id=stop]").click()
    question = page.get_by_role("dialog", name="Stop it?")
    expect(question).to_contain_text("The group is told.")
    expect(question.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.locator("[data-action-id=stop]")).to_be_focused()
    assert stage.posted[-1][0] != "action"
    page.locator("[data-action-id=stop]").click()
    page.get_by_test_id("confirm-yes").click()
    assert stage.sent("action")[0]["action_id"] == "stop"


def test_choices_outside_a_form_tell_the_bot_at_once(house: Theatre, stage: Stage) -> None:
    page = shown(
        house,
        row(
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Take a night"),
                "options": [ONE, TWO],
            },
            {"type": "overflow", "action_id": "more", "options": [ONE, TWO]},
            {"type": "datepicker", "action_id": "day"},
            {"type": "checkboxes", "action_id": "boxes", "options": [ONE, TWO]},
        ),
    )
    page.get_by_role("combobox", name="Take a night").select_option("2")
    page.locator("[data-action-id=more]").click()
    page.get_by_role("menuitem", name="One").click()
    page.locator("[data-action-id=day]").fill("2026-03-15")
    page.get_by_text("Two").last.click()
    told = {body["action_id"]: body["element"] for body in stage.sent("action", 4)}
    assert told == {
        "pick": {"type": "static_select", "selected_option": TWO},
        "more": {"type": "overflow", "selected_option": ONE},
        "day": {"type": "datepicker", "selected_date": "2026-03-15"},
        "boxes": {"type": "checkboxes", "selected_options": [TWO]},
    }


def test_a_press_in_a_modal_carries_what_was_typed_so_far(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("place", "Where?"), row(button("add"))])]
    page = house.enter()
    page.locator("[data-block-id=place]").fill("Ferry steps")
    page.locator("[data-action-id=add]").click()
    body = stage.sent("action")[0]
    assert body["container"] == {"type": "view", "view_id": "V001"}
    assert body["state"]["values"] == {
        "place": {"value": {"type": "plain_text_input", "value": "Ferry steps"}}
    }


def test_a_field_that_dispatches_tells_the_bot_but_others_do_not(house: Theatre, stage: Stage) -> None:
    radio = {"type": "radio_buttons", "action_id": "door", "options": [ONE, TWO]}
    stage.views = [
        view(
            [
                {
                    "type": "input",
                    "block_id": "loud",
                    "dispatch_action": True,
                    "label": plain("Door"),
                    "element": radio,
                },
                {"type": "input", "block_id": "quiet", "label": plain("Other"), "element": radio},
                text_input("place", "Where?"),
            ]
        )
    ]
    page = house.enter()
    page.locator("[data-block-id=quiet]").get_by_text("One").click()
    page.locator("[data-block-id=place]").press("Enter")
    page.locator("[data-block-id=loud]").get_by_text("Two").click()
    assert [(body["block_id"], body["element"]) for body in stage.sent("action")] == [
        ("loud", {"type": "radio_buttons", "selected_option": TWO})
    ]


def test_a_button_that_leads_elsewhere_is_a_link_that_also_tells(house: Theatre, stage: Stage) -> None:
    page = shown(
        house, row(button("guide", url="https://example.org/guide"), button("odd", url="javascript:alert(1)"))
    )
    guide = page.locator("a[data-action-id=guide]")
    expect(guide).to_have_attribute("href", "https://example.org/guide")
    expect(guide).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator("a[data-action-id=odd]")).to_have_count(0)


def test_what_is_chosen_in_home_survives_its_redrawing(house: Theatre, stage: Stage) -> None:
    picker = {"type": "static_select", "action_id": "v", "options": [ONE, TWO]}
    block = {"type": "input", "block_id": "region", "label": plain("Region"), "element": picker}
    stage.home = {"id": "VH", "hash": "1", "blocks": [block]}
    page = house.enter()
    page.locator("[data-block-id=region]").focus()
    page.locator("[data-block-id=region]").select_option("2")
    stage.home = {"id": "VH", "hash": "2", "blocks": [{"type": "header", "text": plain("New")}, block]}
    stage.push({"type": "home"})
    expect(page.get_by_role("heading", name="New")).to_be_visible()
    expect(page.locator("[data-block-id=region]")).to_have_value("2")
    expect(page.locator("[data-block-id=region]")).to_be_focused()
