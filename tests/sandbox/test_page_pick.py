"""Long menus on the page: searched by a few letters, walked by arrows, and never half chosen."""

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page_stage import CHANNEL, Json, Stage, plain, view
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

NAMES = [
    "Possession", "Trespass", "Theft", "Drinking", "Obstruction", "Mischief", "Camping", "Fare", "Übertritt",
]  # fmt: skip
OPTIONS = [{"text": plain(name), "value": name.lower()} for name in NAMES]


def offence(**more: object) -> Json:
    element = {"type": "static_select", "action_id": "v", "placeholder": plain("Choose one"), **more}
    return {"type": "input", "block_id": "offence", "label": plain("Offence"), "element": element}


def opened(house: Theatre, **more: object) -> Page:
    house.stage.views = [view([offence(**({"options": OPTIONS} | more))])]
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("modal").wait_for()
    return page


def sent(stage: Stage) -> Json | None:
    chosen: Json | None = stage.sent("submit")[0]["values"]["offence"]["v"]["selected_option"]
    return chosen


def test_a_few_letters_and_enter_choose(house: Theatre, stage: Stage) -> None:
    page = opened(house)
    box = page.get_by_role("combobox", name="Offence")
    expect(box).to_be_focused()
    box.press_sequentially("ubert")
    expect(page.get_by_role("option", name="Übertritt")).to_have_count(1)
    box.press("Enter")
    expect(box).to_have_value("Übertritt")
    page.get_by_test_id("modal-submit").click()
    assert sent(stage) == OPTIONS[-1]


def test_arrows_walk_it_and_escape_closes_the_list_alone(house: Theatre, stage: Stage) -> None:
    page = opened(house)
    box = page.get_by_role("combobox", name="Offence")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == page.get_by_role("option", name="Possession").get_attribute("id")
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_test_id("modal")).to_be_visible()
    assert [path for path, _ in stage.posted if path == "close"] == []
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    expect(box).to_have_value(NAMES[-1])


def test_a_half_typed_word_changes_nothing_and_an_emptied_box_chooses_nothing(
    house: Theatre, stage: Stage
) -> None:
    page = opened(house, initial_option=OPTIONS[1])
    box = page.get_by_role("combobox", name="Offence")
    box.fill("pos")
    box.press("Tab")
    expect(box).to_have_value("Trespass")
    box.fill("")
    box.press("Tab")
    page.get_by_test_id("modal-submit").click()
    expect(page.locator("[data-error-for=offence]")).to_have_text("Please fill this in.")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    page.get_by_role("combobox", name="Offence").click()
    page.get_by_role("option", name="Theft").click()
    page.get_by_test_id("modal-submit").click()
    assert sent(stage) == OPTIONS[2]


def test_groups_stay_together_and_letters_nobody_has_are_said(house: Theatre) -> None:
    groups = [
        {"label": plain("Persons"), "options": OPTIONS[:4]},
        {"label": plain("Places"), "options": OPTIONS[4:]},
    ]
    page = opened(house, options=None, option_groups=groups)
    box = page.get_by_role("combobox", name="Offence")
    box.click()
    expect(page.locator(".pick-group")).to_have_text(["Persons", "Places"])
    box.fill("zzz")
    expect(page.get_by_text("Nothing has these letters.")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("option", name="Possession")).to_have_count(0)


def test_a_choice_in_a_message_is_told_once(house: Theatre, stage: Stage) -> None:
    element = {"type": "static_select", "action_id": "v", "options": OPTIONS, "placeholder": plain("When?")}
    block = {"type": "actions", "block_id": "b", "elements": [element]}
    stage.write(CHANNEL, "UBOTLEAD1", "x", blocks=[block])
    page = house.enter(at=CHANNEL, phone=True)
    page.get_by_role("combobox", name="When?").click()
    page.get_by_role("option", name="Fare").click()
    assert stage.sent("action")[0]["element"]["selected_option"] == OPTIONS[7]
    page.get_by_test_id("composer").click()
    page.wait_for_timeout(100)
    assert len(stage.sent("action")) == 1


def test_a_form_drawn_anew_keeps_the_choice_and_the_cursor(house: Theatre, stage: Stage) -> None:
    page = opened(house)
    box = page.get_by_role("combobox", name="Offence")
    box.press_sequentially("camp")
    box.press("Enter")
    stage.views = [view([offence(options=OPTIONS), {"type": "divider"}], hash="h2")]
    stage.push({"type": "views"})
    expect(page.locator(".modal hr")).to_have_count(1)
    expect(box).to_have_value("Camping")
    expect(box).to_be_focused()


def test_the_menu_behind_the_box_can_be_set_by_a_script_and_the_box_follows(
    house: Theatre, stage: Stage
) -> None:
    page = opened(house)
    page.select_option("[data-block-id=offence]", label="Theft")
    expect(page.get_by_role("combobox", name="Offence")).to_have_value("Theft")
    page.get_by_test_id("modal-submit").click()
    assert sent(stage) == OPTIONS[2]
