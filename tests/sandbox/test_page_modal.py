"""Modals on the page: fields and their values, errors that keep what was typed, updates, focus, the stack."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page_stage import (
    CHANNEL,
    OFFICER,
    RESPONDER,
    Stage,
    plain,
    text_input,
    view,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

NORTH = {"text": plain("North"), "value": "n"}
QUAY = {"text": plain("Quay"), "value": "q"}
OPTIONS = [NORTH, QUAY]


def field(block_id: str, element: dict[str, Any], **block: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {"action_id": "v", **element},
        **block,
    }


def show(stage: Stage, *stack: dict[str, Any]) -> None:
    stage.views = list(stack)
    stage.push({"type": "views"})


def send(page: Page) -> None:
    page.get_by_test_id("modal-submit").click()


def at(page: Page, block_id: str) -> Any:
    return page.locator(f"[data-block-id='{block_id}']")


def test_every_kind_of_field_is_sent_in_the_shape_of_slack(house: Theatre, stage: Stage) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "text": {"type": "plain_text_input"},
        "lines": {"type": "plain_text_input", "multiline": True},
        "mail": {"type": "email_text_input"},
        "address": {"type": "url_text_input"},
        "number": {"type": "number_input", "is_decimal_allowed": False},
        "menu": {"type": "static_select", "options": OPTIONS},
        "many": {"type": "multi_static_select", "options": OPTIONS},
        "person": {"type": "users_select"},
        "room": {"type": "conversations_select"},
        "radio": {"type": "radio_buttons", "options": OPTIONS},
        "boxes": {"type": "checkboxes", "options": OPTIONS},
        "day": {"type": "datepicker"},
        "hour": {"type": "timepicker"},
        "moment": {"type": "datetimepicker"},
    }
    page = house.enter()
    show(stage, view([field(name, element) for name, element in kinds.items()]))
    for name, words in {
        "text": "a & <b>",
        "lines": "one\ntwo",
        "mail": "z@example.org",
        "address": "https://example.org",
    }.items():
        at(page, name).fill(words)
    at(page, "number").fill("12")
    at(page, "menu").select_option(label="Quay")
    at(page, "person").select_option(RESPONDER)
    at(page, "room").select_option(label="#owg")
    at(page, "many").get_by_text("North").click()
    at(page, "many").get_by_text("Quay").click()
    at(page, "radio").get_by_text("North").click()
    at(page, "boxes").get_by_text("Quay").click()
    at(page, "day").fill("2026-03-15")
    at(page, "hour").fill("02:07")
    at(page, "moment").fill("2026-03-15T02:07")
    send(page)
    body = stage.sent("submit")[0]
    assert (body["user"], body["view_id"]) == (OFFICER, "V001")
    assert {name: value["v"] for name, value in body["values"].items()} == {
        "text": {"type": "plain_text_input", "value": "a & <b>"},
        "lines": {"type": "plain_text_input", "value": "one\ntwo"},
        "mail": {"type": "email_text_input", "value": "z@example.org"},
        "address": {"type": "url_text_input", "value": "https://example.org"},
        "number": {"type": "number_input", "value": "12"},
        "menu": {"type": "static_select", "selected_option": QUAY},
        "many": {"type": "multi_static_select", "selected_options": OPTIONS},
        "person": {"type": "users_select", "selected_user": RESPONDER},
        "room": {"type": "conversations_select", "selected_conversation": CHANNEL},
        "radio": {"type": "radio_buttons", "selected_option": NORTH},
        "boxes": {"type": "checkboxes", "selected_options": [QUAY]},
        "day": {"type": "datepicker", "selected_date": "2026-03-15"},
        "hour": {"type": "timepicker", "selected_time": "02:07"},
        "moment": {"type": "datetimepicker", "selected_date_time": 1773565620},
    }


def test_optional_fields_left_alone_are_sent_empty(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    show(
        stage,
        view(
            [
                field("text", {"type": "plain_text_input"}, optional=True),
                field("menu", {"type": "static_select", "options": OPTIONS}, optional=True),
                field("boxes", {"type": "checkboxes", "options": OPTIONS}, optional=True),
            ]
        ),
    )
    send(page)
    assert stage.sent("submit")[0]["values"] == {
        "text": {"v": {"type": "plain_text_input", "value": None}},
        "menu": {"v": {"type": "static_select", "selected_option": None}},
        "boxes": {"v": {"type": "checkboxes", "selected_options": []}},
    }


def test_fields_start_with_their_initial_or_last_known_value(house: Theatre, stage: Stage) -> None:
    blocks = [
        field("text", {"type": "plain_text_input", "initial_value": "from the bot"}),
        field("menu", {"type": "static_select", "options": OPTIONS, "initial_option": NORTH}),
        field("known", {"type": "plain_text_input", "initial_value": "old"}),
        field("moment", {"type": "datetimepicker", "initial_date_time": 1773565620}),
    ]
    known = {"values": {"known": {"v": {"type": "plain_text_input", "value": "typed before the reload"}}}}
    stage.views = [view(blocks, state=known)]
    page = house.enter()
    expect(at(page, "text")).to_have_value("from the bot")
    expect(at(page, "menu")).to_have_value("n")
    expect(at(page, "known")).to_have_value("typed before the reload")
    expect(at(page, "moment")).to_have_value("2026-03-15T02:07")


@pytest.mark.parametrize(
    ("element", "typed", "words"),
    [
        ({"type": "plain_text_input"}, "", "Please fill this in."),
        ({"type": "plain_text_input", "min_length": 5}, "abc", "at least 5 characters"),
        ({"type": "plain_text_input", "max_length": 5}, "abcdef", "This is 6 characters; 5 fit here."),
        ({"type": "email_text_input"}, "zebulon", "Please write an email address"),
        ({"type": "url_text_input"}, "example", "starting with https://"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please write a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "Please write a number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "3"},
            "2",
            "The least that fits here is 3.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            "9.5",
            "The most that fits here is 9.",
        ),
    ],
)
def test_a_field_that_cannot_leave_says_why_and_nothing_is_sent(
    house: Theatre, stage: Stage, element: dict[str, Any], typed: str, words: str
) -> None:
    page = house.enter()
    show(stage, view([field("it", element)]))
    at(page, "it").fill(typed)
    send(page)
    expect(page.locator("[data-error-for=it]")).to_contain_text(words)
    expect(at(page, "it")).to_have_attribute("aria-invalid", "true")
    assert [path for path, _ in stage.posted if path == "submit"] == []
    assert at(page, "it").input_value() == typed


def test_what_was_missed_is_missed_no_longer_once_it_stands_there(house: Theatre, stage: Stage) -> None:
    page = house.enter(phone=True)
    show(stage, view([text_input("place", "Where?"), text_input("story", "What?")]))
    send(page)
    missed = {name: page.locator(f"[data-error-for={name}]") for name in ("place", "story")}
    for line in missed.values():
        expect(line).to_have_text("Please fill this in.")
    at(page, "place").fill("Ferry steps")
    expect(missed["place"]).to_be_hidden()
    expect(at(page, "place")).not_to_have_attribute("aria-invalid", "true")
    expect(missed["story"]).to_be_visible()


def test_errors_of_the_bot_stand_at_their_fields_and_what_was_typed_stays(
    house: Theatre, stage: Stage
) -> None:
    stage.answers["submit"] = {"ok": False, "errors": {"story": "Please leave out names."}}
    page = house.enter(phone=True)
    show(stage, view([text_input("place", "Where?"), text_input("story", "What?", multiline=True)]))
    at(page, "place").fill("Ferry steps")
    at(page, "story").fill("Zebulon Testperson")
    send(page)
    error = page.locator("[data-error-for=story]")
    expect(error).to_have_text("Please leave out names.")
    assert error.get_attribute("id") in (at(page, "story").get_attribute("aria-describedby") or "").split()
    expect(at(page, "story")).to_be_focused()
    expect(page.locator("[data-error-for=place]")).to_be_hidden()
    expect(at(page, "place")).to_have_value("Ferry steps")
    expect(at(page, "story")).to_have_value("Zebulon Testperson")
    stage.answers["submit"] = {"ok": True}
    at(page, "story").fill("One person")
    expect(error).to_be_visible()  # only the bot can say that it is well now
    send(page)
    expect(error).to_be_hidden()
    assert stage.sent("submit", 2)[1]["values"]["story"]["value"]["value"] == "One person"


def test_on_a_phone_the_sentence_of_an_error_is_in_sight(house: Theatre, stage: Stage) -> None:
    stage.answers["submit"] = {"ok": False, "errors": {"line5": "Please leave out names. " * 6}}
    page = house.enter(phone=True)
    show(stage, view([text_input(f"line{number}", "Where?") for number in range(9)]))
    for number in range(9):
        at(page, f"line{number}").fill("x")
    at(page, "line5").evaluate("(node) => node.scrollIntoView({ block: 'end' })")
    send(page)
    expect(at(page, "line5")).to_be_focused()
    error = page.locator("[data-error-for=line5]").bounding_box()
    buttons = page.get_by_test_id("modal-submit").bounding_box()
    assert error is not None
    assert buttons is not None
    assert error["y"] + error["height"] <= buttons["y"]


def test_what_is_said_anew_above_a_form_is_read_first(house: Theatre, stage: Stage) -> None:
    fields = [text_input(f"line{number}", "Where?") for number in range(12)]
    page = house.enter(phone=True)
    show(stage, view(fields))
    at(page, "line11").fill("x")
    told = {"type": "section", "block_id": "told", "text": plain("It would come on Monday.")}
    show(stage, view([told, *fields], hash="h2"))
    expect(page.get_by_text("It would come on Monday.")).to_be_in_viewport()
    expect(at(page, "line11")).to_have_value("x")


def test_an_error_for_a_block_without_a_field_is_still_said(house: Theatre, stage: Stage) -> None:
    stage.answers["submit"] = {"ok": False, "errors": {"gone": "Please start again."}}
    page = house.enter()
    show(stage, view([text_input("place", "Where?", initial_value="here")]))
    send(page)
    expect(page.get_by_test_id("modal").get_by_role("alert")).to_have_text("Please start again.")


def test_an_absent_answer_is_said_and_what_was_typed_stays(house: Theatre, stage: Stage) -> None:
    stage.answers["submit"] = {
        "ok": False,
        "error": "operation_timeout",
        "message": "LEAD did not answer within 3 seconds.",
    }
    stage.delays["submit"] = 2.2
    page = house.enter()
    show(stage, view([text_input("place", "Where?")]))
    at(page, "place").fill("Ferry steps")
    send(page)
    expect(page.get_by_test_id("modal-submit")).to_be_disabled()
    note = page.get_by_test_id("modal").get_by_role("alert")
    expect(note).to_contain_text("Still waiting for")
    expect(note).to_contain_text("LEAD did not answer within 3 seconds. What you typed is still here.")
    expect(page.get_by_test_id("modal-submit")).to_be_enabled()
    expect(at(page, "place")).to_have_value("Ferry steps")
    assert len(stage.sent("submit")) == 1


def test_an_update_keeps_what_was_typed_under_the_same_ids_and_the_cursor(
    house: Theatre, stage: Stage
) -> None:
    page = house.enter()
    show(stage, view([text_input("place", "Where?"), text_input("gone", "Old")]))
    at(page, "gone").fill("will go")
    at(page, "place").fill("Ferry steps")
    at(page, "place").evaluate("(node) => node.setSelectionRange(3, 3)")
    show(stage, view([text_input("place", "Where exactly?"), text_input("fresh", "New")], hash="h2"))
    expect(page.get_by_test_id("modal")).to_contain_text("Where exactly?")
    expect(at(page, "place")).to_have_value("Ferry steps")
    expect(at(page, "place")).to_be_focused()
    assert at(page, "place").evaluate("(node) => node.selectionStart") == 3
    expect(at(page, "fresh")).to_have_value("")


def test_a_push_that_changes_nothing_does_not_touch_the_form(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    show(stage, view([text_input("place", "Where?")]))
    at(page, "place").evaluate("(node) => { node.kept = true }")
    stage.push({"type": "views"})
    page.wait_for_timeout(150)
    assert at(page, "place").evaluate("(node) => node.kept") is True


def test_an_opening_view_becomes_the_form_and_the_first_field_gets_the_focus(
    house: Theatre, stage: Stage
) -> None:
    page = house.enter()
    waiting = view([{"type": "section", "block_id": "w", "text": plain("Opening…")}], submit=None)
    show(stage, waiting)
    expect(page.get_by_test_id("modal")).to_contain_text("Opening…")
    expect(page.get_by_test_id("modal-submit")).to_be_hidden()
    show(stage, view([text_input("place", "Where?")], hash="h2"))
    expect(at(page, "place")).to_be_focused()
    expect(page.get_by_test_id("modal-submit")).to_have_text("Send")


def test_the_tab_key_stays_inside_and_escape_leaves_one_view(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("composer").focus()
    show(stage, view([text_input("place", "Where?")]))
    expect(at(page, "place")).to_be_focused()
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 6:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    stage.answers["close"] = lambda _: {"ok": stage.views.pop() is not None}
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    assert stage.sent("close") == [{"user": OFFICER, "view_id": "V001", "clear": False}]
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_the_stack_shows_its_top_and_what_lies_below_keeps_its_words(house: Theatre, stage: Stage) -> None:
    below = view([text_input("place", "Where?")])
    above = view(
        [text_input("more", "More?")], view_id="V002", title=plain("Second screen"), close=plain("Back")
    )
    page = house.enter()
    show(stage, below)
    at(page, "place").fill("Ferry steps")
    show(stage, below, above)
    expect(page.get_by_test_id("modal").get_by_role("heading", name="Second screen")).to_be_visible()
    expect(at(page, "more")).to_be_focused()
    stage.answers["close"] = lambda _: {"ok": stage.views.pop() is not None}
    page.get_by_test_id("modal-close").click()
    expect(at(page, "place")).to_have_value("Ferry steps")
    show(stage, below, above)
    expect(at(page, "more")).to_be_visible()
    page.get_by_test_id("modal-x").click()
    assert [body["clear"] for body in stage.sent("close", 2)] == [False, True]


def test_a_form_that_goes_with_its_sending_leaves_nothing_behind(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    show(stage, view([text_input("place", "Where?")]))

    def gone(_: dict[str, Any]) -> dict[str, Any]:
        stage.views = []
        return {"ok": True}

    stage.answers["submit"] = gone
    at(page, "place").fill("Ferry steps")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    page.wait_for_load_state("networkidle")  # an error on the way would be found by the house


def test_control_enter_sends_and_plain_enter_does_not(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    show(stage, view([text_input("place", "Where?")]))
    at(page, "place").fill("Ferry steps")
    at(page, "place").press("Enter")
    page.wait_for_timeout(100)
    assert "submit" not in [path for path, _ in stage.posted]
    at(page, "place").press("Control+Enter")
    assert len(stage.sent("submit")) == 1


def test_the_counter_tells_how_much_fits(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    show(stage, view([text_input("place", "Where?", max_length=10)]))
    at(page, "place").fill("Ferry")
    expect(page.locator(".counter")).to_have_text("5 of 10")


def test_a_long_list_of_several_can_be_narrowed_and_is_bounded(house: Theatre, stage: Stage) -> None:
    options = [{"text": plain(f"Language {n}"), "value": str(n)} for n in range(12)]
    page = house.enter()
    show(
        stage,
        view([field("l", {"type": "multi_static_select", "options": options, "max_selected_items": 1})]),
    )
    page.get_by_label("Narrow this list").fill("language 11")
    expect(page.locator(".choice:visible")).to_have_count(1)
    page.get_by_text("Language 11").click()
    page.get_by_label("Narrow this list").fill("")
    expect(page.locator(".choice input:disabled")).to_have_count(11)
    send(page)
    assert stage.sent("submit")[0]["values"]["l"]["v"]["selected_options"] == [options[11]]


def test_every_field_has_its_label_and_hint_for_a_screen_reader(house: Theatre, stage: Stage) -> None:
    page = house.enter()
    blocks = [
        {**text_input("place", "Where are you?"), "hint": plain("Corner or station")},
        field("Door", {"type": "radio_buttons", "options": OPTIONS}),
    ]
    show(stage, view(blocks))
    expect(page.get_by_role("textbox", name="Where are you?")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_accessible_description("Corner or station")
    expect(page.get_by_role("radiogroup", name="Door").get_by_role("radio", name="Quay")).to_be_visible()
    expect(page.get_by_role("dialog", name="Refer to LEAD")).to_be_visible()
