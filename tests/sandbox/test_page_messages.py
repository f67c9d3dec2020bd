"""Messages on the page: markup, days, notes for one person, threads, the message box, and text as text."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, Route, expect

from tests.sandbox.page_stage import (
    BOT,
    BOT_DM,
    CHANNEL,
    OFFICER,
    RESPONDER,
    SERGEANT,
    Stage,
)
from tests.sandbox.page_theatre import NO_CHROMIUM, Theatre, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

DRAW = """async (text) => {
  const { mrkdwn } = await import("/page/mrkdwn.js");
  const names = { nameOf: (id) => `name of ${id}`, channelOf: (id) => id };
  const world = { me: "U1", zone: "America/Los_Angeles", ...names };
  const root = document.createElement("div");
  root.append(...mrkdwn(text, world));
  const tags = [...root.querySelectorAll("*")].map((node) => node.localName);
  return { html: root.innerHTML, text: root.textContent, tags };
}"""
KNOWN_TAGS = {"strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "br", "a", "span", "time"}


@pytest.fixture
def blank(house: Theatre) -> Page:
    return house.enter("")


def drawn(page: Page, text: str) -> Any:
    return page.evaluate(DRAW, text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *bold* word", "a <strong>bold</strong> word"),
        ("_so_ ~not~", "<em>so</em> <s>not</s>"),
        ("*both _of them_*", "<strong>both <em>of them</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("a * b * c", "a * b * c"),
        ("`*kept* &lt;b&gt;`", "<code>*kept* &lt;b&gt;</code>"),
        ("```\none\n *two*```", "<pre>one\n *two*</pre>"),
        ("an ``` open fence", "an ``` open fence"),
        ("&gt; said\nafter", "<blockquote>said</blockquote>after"),
        ("• one\n• *two*", "<ul><li>one</li><li><strong>two</strong></li></ul>"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        (
            "3. three\n7. seven\n8. eight",
            '<ol start="3"><li>three</li><li value="7">seven</li><li>eight</li></ol>',
        ),
        ("fish &amp; chips &lt;3", "fish &amp; chips &lt;3"),
        ("&amp;lt;", "&amp;lt;"),
        ("one\ntwo", "one<br>two"),
        ("<@U9> hi", '<span class="mention">@name of U9</span> hi'),
        ("<@U1>", '<span class="mention mention-me">@name of U1</span>'),
        ("<#C1|owg>", '<span class="mention">#owg</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        (":lock: :unheard_of:", "🔒 :unheard_of:"),
        ("<javascript:alert(1)|press>", "press"),
        ("<script>*so*</script> <up|on>", "&lt;script&gt;<strong>so</strong>&lt;/script&gt; &lt;up|on&gt;"),
    ],
)
def test_markup_becomes_what_it_means(blank: Page, text: str, html: str) -> None:
    assert drawn(blank, text)["html"] == html


def test_a_link_opens_elsewhere_without_telling_where_from(blank: Page) -> None:
    html = drawn(blank, "<https://example.org/a?b=1&amp;c=2|the list>")["html"]
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert 'rel="noopener noreferrer"' in html
    assert ">the list</a>" in html


def test_a_date_token_is_shown_in_the_zone_of_the_reader(blank: Page) -> None:
    shown = drawn(blank, "due <!date^1773565620^{date_short} at {time}|soon>")["text"]
    assert shown.replace("\u202f", " ") == "due Mar 15, 2026 at 2:07 AM"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab *_~`<>|@#!&;:/\n\"'=()^{}.-1U"), max_size=60))
def test_no_text_becomes_an_element_outside_the_markup(blank: Page, text: str) -> None:
    assert set(drawn(blank, text)["tags"]) <= KNOWN_TAGS


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_characters="*_~`<>&•-:\n\r\x00", exclude_categories=["Cs"]
        )
    )
)
def test_text_without_marks_is_shown_letter_by_letter(blank: Page, text: str) -> None:
    plain = "a" + text
    assert drawn(blank, plain)["text"] == plain


def test_what_people_write_is_never_read_as_html(house: Theatre, stage: Stage) -> None:
    hostile = "<img src=x onerror=document.title='taken'> &lt;script&gt;document.title='taken'&lt;/script&gt;"
    stage.write(CHANNEL, RESPONDER, hostile, name="<b>Pim</b>")
    page = house.enter(at=CHANNEL)
    message = page.get_by_test_id("message")
    expect(message).to_contain_text("<script>document.title='taken'</script>")
    expect(message).to_contain_text("<b>Pim</b>")
    expect(message.locator("img, script, b")).to_have_count(0)
    assert "taken" not in page.title()


def test_days_are_divided_and_times_told_in_the_zone_of_the_person(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "yesterday", at=-86400)
    stage.write(CHANNEL, SERGEANT, "today")
    west = house.enter(at=CHANNEL)
    expect(west.get_by_role("separator")).to_have_text(["Yesterday", "Today"])
    expect(west.locator("article time").last).to_have_text("2:07\u202fAM")
    east = house.enter("UFENNIM01", at=CHANNEL)
    expect(east.locator("article time").last).to_have_text("5:07\u202fAM")


def test_when_practice_time_jumps_today_becomes_yesterday(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "today")
    page = house.enter(at=CHANNEL)
    expect(page.get_by_role("separator")).to_have_text(["Today"])
    stage.ahead = 86400
    stage.push({"type": "state"})
    expect(page.get_by_role("separator")).to_have_text(["Yesterday"])


def test_one_breath_names_its_author_once(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, SERGEANT, "first")
    stage.write(CHANNEL, SERGEANT, "second", at=30)
    stage.write(CHANNEL, SERGEANT, "later", at=4000)
    page = house.enter(at=CHANNEL)
    expect(page.get_by_test_id("message")).to_have_count(3)
    expect(page.locator(".author")).to_have_count(2)


def test_a_note_for_one_person_says_so(house: Theatre, stage: Stage) -> None:
    stage.write(CHANNEL, BOT, "Please use the form.", ephemeral=True)
    page = house.enter(at=CHANNEL)
    expect(page.get_by_test_id("message")).to_contain_text("Only visible to you")
    expect(page.get_by_test_id("message-more")).to_have_count(0)


def test_a_thread_opens_takes_an_answer_and_refuses_slash_commands(house: Theatre, stage: Stage) -> None:
    root = stage.write(CHANNEL, SERGEANT, "Who has Friday?", reply_count=1)
    stage.write(CHANNEL, RESPONDER, "I have", at=5, thread_ts=root["ts"])
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("thread-door").click()
    thread = page.get_by_test_id("thread")
    expect(thread.get_by_test_id("message")).to_have_count(2)
    box = page.get_by_test_id("thread-composer")
    box.fill("/lead refer")
    box.press("Enter")
    expect(thread).to_contain_text("Slash commands do not work inside threads")
    box.fill("thank you")
    box.press("Enter")
    assert stage.sent("send") == [
        {"user": OFFICER, "channel": CHANNEL, "text": "thank you", "thread_ts": root["ts"]}
    ]
    page.keyboard.press("Escape")
    expect(thread).to_have_count(0)


def test_a_message_shortcut_names_its_message(house: Theatre, stage: Stage) -> None:
    stage.message_shortcuts = [{"callback_id": "seal_it", "name": "Move to a sealed item"}]
    written = stage.write(CHANNEL, SERGEANT, "something")
    page = house.enter(at=CHANNEL, phone=True)
    page.get_by_test_id("message-more").click()
    page.get_by_test_id("shortcut-seal_it").click()
    message = {"channel": CHANNEL, "ts": written["ts"]}
    assert stage.sent("shortcut") == [{"user": OFFICER, "callback_id": "seal_it", "message": message}]


def test_a_new_message_appears_without_reload_and_leaves_the_others_alone(
    house: Theatre, stage: Stage
) -> None:
    stage.write(CHANNEL, SERGEANT, "old")
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("message").evaluate("(node) => { node.kept = true }")
    stage.write(CHANNEL, RESPONDER, "new", at=60)
    stage.push({"type": "message", "channel": CHANNEL, "ts": "1"})
    expect(page.get_by_test_id("message")).to_have_count(2)
    assert page.get_by_test_id("message").first.evaluate("(node) => node.kept") is True


def test_enter_sends_and_shift_enter_makes_a_line(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    box = page.get_by_test_id("composer")
    box.fill("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    assert stage.sent("send") == [{"user": OFFICER, "channel": CHANNEL, "text": "one\ntwo"}]
    expect(box).to_have_value("")


def test_the_words_of_the_command_are_offered_and_taken_by_keyboard(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    box = page.get_by_test_id("composer")
    box.press_sequentially("/l")
    expect(page.get_by_test_id("offer")).to_have_text(
        ["/leadWork with your group", "/lead refer", "/lead status REF", "/lead help"]
    )
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.get_by_test_id("offer").nth(1).get_attribute(
        "id"
    )
    box.press("Enter")
    expect(box).to_have_value("/lead refer")
    box.press("Enter")
    assert stage.sent("send")[0]["text"] == "/lead refer"


def test_an_offer_with_a_reference_leaves_room_to_write_it(house: Theatre) -> None:
    page = house.enter(at=CHANNEL)
    box = page.get_by_test_id("composer")
    box.press_sequentially("/lead st")
    box.press("Tab")
    expect(box).to_have_value("/lead status ")
    expect(box).to_be_focused()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"ok": False, "error": "dispatch_failed"}, "LEAD is not connected"),
        ({"ok": False, "error": "operation_timeout"}, "did not answer within 3 seconds"),
        ({"ok": False, "error": "x", "message": "This channel is closed."}, "This channel is closed."),
    ],
)
def test_a_command_without_answer_is_said_and_stays_in_the_box(
    house: Theatre, stage: Stage, answer: dict[str, Any], words: str
) -> None:
    stage.answers["send"] = answer
    page = house.enter(at=CHANNEL)
    box = page.get_by_test_id("composer")
    box.fill("/lead refer")
    page.get_by_test_id("send").click()
    expect(page.locator(".composer .said")).to_contain_text(words)
    expect(box).to_have_value("/lead refer")


def test_a_slow_answer_is_said_while_it_is_awaited(house: Theatre, stage: Stage) -> None:
    stage.delays["send"] = 2.2
    page = house.enter(at=CHANNEL)
    page.get_by_test_id("composer").fill("/lead refer")
    page.get_by_test_id("send").click()
    expect(page.locator(".composer .said")).to_have_text("Waiting for an answer…")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("composer")).to_have_value("")
    assert len(stage.sent("send")) == 1


def test_words_on_their_way_are_not_offered_to_be_sent_again(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=CHANNEL)
    sending: list[Route] = []
    page.route("**/ui/send", lambda route: sending.append(route))  # noqa: PLW0108 - Playwright marks its handler
    box = page.get_by_test_id("composer")
    box.fill("Once is enough")
    with page.expect_request("**/ui/send"):
        box.press("Enter")
    page.get_by_test_id("nav-home").click()
    page.get_by_test_id(f"nav-{CHANNEL}").click()
    expect(box).to_have_js_property("readOnly", True)
    box.press("Enter")
    sending[0].continue_()
    expect(box).to_have_value("")
    box.fill("/lead re")
    page.get_by_test_id("offer").first.click()
    page.get_by_test_id("nav-home").click()
    page.get_by_test_id(f"nav-{CHANNEL}").click()
    expect(box).to_have_value("/lead refer")
    assert [each["text"] for each in stage.sent("send")] == ["Once is enough"]


def test_the_messages_of_the_bot_take_none_where_the_manifest_says_so(house: Theatre, stage: Stage) -> None:
    page = house.enter(at=BOT_DM)
    expect(page.locator(".read-only")).to_contain_text("LEAD takes no messages here")
    expect(page.get_by_test_id("composer")).to_have_count(0)
    stage.read_only = False
    expect(house.enter(at=BOT_DM).get_by_test_id("composer")).to_be_visible()


def test_a_message_under_do_not_disturb_says_that_it_made_no_sound(house: Theatre, stage: Stage) -> None:
    stage.write(BOT_DM, BOT, "You have a sealed item.", silenced=True)
    page = house.enter(at=BOT_DM)
    expect(page.get_by_test_id("message")).to_contain_text("Arrived without a sound")
