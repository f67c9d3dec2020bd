"""What should not come, met on the page with a sentence and a way on: files, whole books, a second window."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.sandbox.page_stage import BOT_DM, CHANNEL, OFFICER, RESPONDER, SERGEANT, Stage, text_input, view
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

GIVE = """([selector, kind, words]) => {
  const data = new DataTransfer();
  if (words) data.setData("text/plain", words);
  else data.items.add(new File(["x"], "scene.png", { type: "image/png" }));
  const props = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent(kind, { ...props, clipboardData: data })
    : new DragEvent(kind, { ...props, dataTransfer: data });
  return document.querySelector(selector).dispatchEvent(event);
}"""


def give(page: Page, selector: str, kind: str, words: str = "") -> bool:
    """Whether the browser was left to do as it does."""
    return bool(page.evaluate(GIVE, [selector, kind, words]))


@pytest.mark.parametrize("kind", ["paste", "drop", "dragover"])
def test_a_picture_is_not_taken_and_the_page_stays(house: Theatre, stage: Stage, kind: str) -> None:
    page = house.enter(at=CHANNEL)
    assert give(page, "[data-testid=composer]", kind) is False
    if kind != "dragover":
        expect(page.get_by_test_id("toast")).to_contain_text("nothing was sent")
    expect(page.get_by_test_id("composer")).to_have_value("")
    assert [path for path, _ in stage.posted if path == "send"] == []


def test_words_are_pasted_as_ever_and_a_whole_book_is_not(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    assert give(page, "[data-testid=composer]", "paste", "a word") is True
    assert give(page, "[data-testid=composer]", "paste", "a" * 1_000_000) is False
    expect(page.get_by_test_id("toast")).to_contain_text("That is 1,000,000 characters")


def test_a_book_is_not_pasted_into_a_form(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("need", "Needed")])]
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("modal").wait_for()
    assert give(page, "[data-block-id=need]", "paste", "a" * 30_000) is False
    expect(page.get_by_test_id("toast")).to_contain_text("Nothing was pasted")


def test_a_message_too_long_is_said_and_stays_in_the_box(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    box = page.get_by_test_id("composer")
    box.fill("a" * 4001)
    page.get_by_test_id("send").click()
    expect(page.locator(".composer .said")).to_contain_text("4,001 characters")
    assert [path for path, _ in stage.posted if path == "send"] == []
    box.fill("a" * 4000)
    expect(page.locator(".composer .said")).to_be_hidden()
    page.get_by_test_id("send").click()
    assert len(stage.sent("send")[0]["text"]) == 4000


def test_a_text_longer_than_slack_takes_is_said_at_its_field(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("need", "Needed")])]
    page = house.enter(at=CHANNEL)
    page.locator("[data-block-id=need]").fill("a" * 3001)
    page.get_by_test_id("modal-submit").click()
    expect(page.locator("[data-error-for=need]")).to_have_text("This is 3001 characters; 3000 fit here.")


def test_what_was_begun_waits_while_one_looks_elsewhere(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("composer").fill("half a sen")
    page.get_by_test_id("nav-home").click()
    page.get_by_test_id(f"nav-{CHANNEL}").click()
    expect(page.get_by_test_id("composer")).to_have_value("half a sen")


def test_a_second_window_of_a_person_is_told_in_both(house: Theatre) -> None:
    first, second = house.enter(OFFICER), house.enter(OFFICER)
    for page in (first, second):
        expect(page.get_by_test_id("toast")).to_contain_text("open in another window, too")
    third = house.enter(RESPONDER)
    third.wait_for_timeout(200)
    expect(third.get_by_test_id("toast")).to_have_count(0)


def test_the_back_button_and_a_page_loaded_anew_leave_a_form_its_words(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("need", "Needed"), text_input("more", "More")])]
    page = house.enter(at=CHANNEL, phone=True)
    page.locator("[data-block-id=need]").fill("Half a sen")
    page.go_back()
    page.go_forward()
    need = page.locator("[data-block-id=need]")
    expect(need).to_have_value("Half a sen")
    need.fill("Half a sentence")
    page.reload()
    expect(need).to_have_value("Half a sentence")


def test_a_note_lies_over_no_field_and_leads_nowhere_while_a_form_is_open(
    house: Theatre, stage: Stage
) -> None:
    stage.views = [view([text_input(name, "Which?") for name in ("one", "two", "three", "four", "five")])]
    page = house.enter(at=CHANNEL, phone=True)
    page.get_by_test_id("modal").wait_for()
    stage.unread = {BOT_DM: 1}
    stage.push({"type": "message", "channel": BOT_DM, "ts": "1"})
    note = page.get_by_test_id("toast")
    expect(note).to_contain_text("New message")
    expect(note.get_by_role("button", name="Show")).to_be_hidden()
    box, foot = note.bounding_box(), page.locator(".modal-foot").bounding_box()
    assert box
    assert foot
    assert box["y"] + box["height"] < foot["y"] / 2


def test_a_form_closed_in_another_window_is_not_silently_gone(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("need", "Needed")])]
    page = house.enter(at=CHANNEL)
    page.locator("[data-block-id=need]").fill("a few words")
    stage.views = []
    stage.push({"type": "views"})
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.get_by_test_id("toast")).to_contain_text("closed or sent from another window")


def test_a_form_closed_here_goes_without_a_word(house: Theatre, stage: Stage) -> None:
    stage.views = [view([text_input("need", "Needed")])]
    page = house.enter(at=CHANNEL)
    page.locator("[data-block-id=need]").fill("a few words")
    stage.answers["close"] = lambda _: stage.views.clear() or {"ok": True}  # type: ignore[func-returns-value]
    page.get_by_test_id("modal-close").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.get_by_test_id("toast")).to_have_count(0)


def test_a_form_that_was_sent_goes_without_a_word_though_a_push_overtakes_the_look(
    house: Theatre, stage: Stage
) -> None:
    stage.views = [view([text_input("need", "Needed")])]
    page = house.enter(at=CHANNEL)
    page.locator("[data-block-id=need]").fill("a few words")
    held: list[Route] = []
    page.route("**/ui/views*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handler

    def looks(count: int) -> None:
        while len(held) < count:
            page.wait_for_timeout(10)

    stage.answers["submit"] = lambda _: stage.views.clear() or {"ok": True}  # type: ignore[func-returns-value]
    page.get_by_test_id("modal-submit").click()
    looks(1)
    stage.push({"type": "views"})
    looks(2)
    with page.expect_response("**/ui/views*"):
        held[0].continue_()
    held[1].continue_()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.get_by_test_id("toast")).to_have_count(0)


def test_a_workspace_that_began_afresh_is_told_and_shown(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "before")
    page = house.enter(at=CHANNEL)
    expect(page.get_by_test_id("message")).to_contain_text("before")
    page.get_by_test_id("composer").fill("half a sen")
    stage.messages[CHANNEL].clear()
    stage.run = "second"
    stage.cut_lines()
    expect(page.get_by_test_id("toast")).to_contain_text("began afresh")
    expect(page.get_by_test_id("message")).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_have_value("half a sen")


def test_words_that_turn_the_writing_round_stay_in_their_message(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "\u202eevil\u202d" + "x" * 3900, name="\u202eSgt")
    stage.write(CHANNEL, RESPONDER, "quiet", at=60)
    page = house.enter(at=CHANNEL, phone=True)
    expect(page.get_by_test_id("message")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".messages").evaluate("(node) => node.scrollWidth <= node.clientWidth")
