"""Every kind of page in Chromium: axe-core, thumbs, keyboard, no script; and details that go blank."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe.looking import DESK, PHONE, SCHEMES, Looking, Scheme, axe, chromium, has_chromium
from tests.handlers.page.gallery import drawn, form, gallery, opened, wrong
from tests.slack_types.check import NoNode

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_chromium(), reason="Chromium is not installed"),
]
DETAIL = "Pump house at the old dock"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def source() -> str:
    try:
        return axe()
    except NoNode:
        pytest.skip("node or npm is not installed: axe-core looked at nothing")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Looking]:
    looking = Looking(browser)
    yield looking
    looking.close()
    assert looking.troubles == []


@pytest.mark.node
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious_on_any_kind_of_page(browser: Browser, source: str, scheme: Scheme) -> None:
    phone, desk = (Looking(browser, size, scheme, examined=True) for size in (PHONE, DESK))
    for name, html in gallery():
        for looking in (phone, desk):
            looking.put(html)
            assert looking.findings(source) == [], name
            assert looking.too_small() == [], name
            assert not looking.is_too_wide(), name
    phone.close()
    desk.close()


@pytest.mark.node
def test_axe_would_find_something(browser: Browser, source: str) -> None:
    looking = Looking(browser, examined=True)
    looking.put("<!doctype html><html><title>x</title><main><h1>x</h1><input><a href=/y></a></main></html>")
    assert {one.split(":")[0] for one in looking.findings(source)} >= {"html-has-lang", "label", "link-name"}
    looking.close()


def test_hostile_text_runs_nowhere(phone: Looking) -> None:
    phone.page.on("dialog", lambda _: phone.troubles.append("a dialog"))
    for _, html in gallery():
        phone.put(html)
    assert phone.page.locator("img").count() == 0


def test_the_first_mistake_has_the_focus_and_the_summary_leads_to_the_others(phone: Looking) -> None:
    page = phone.put(drawn(form(), errors=wrong("form.told", "form.days")))
    expect(page.get_by_role("textbox", name="What happened?")).to_be_focused()
    expect(page.get_by_role("textbox", name="What happened?")).to_have_accessible_description(
        "Please look at form.told again."
    )
    page.get_by_role("alert").get_by_role("link", name="Which days?").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("group", name="Which days?").get_by_label("Day 1")).to_be_focused()


def test_everything_can_be_done_with_the_keyboard(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600))
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.name"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", reached[-1]
        if "No meeting" in reached[-1]:
            break
    assert "To the content" in reached[0]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with phone.sending():
        page.keyboard.press("Enter")
    assert "tap=do%7Cno_meeting%7C" in phone.posted[-1]


def test_enter_in_a_field_sends_the_form_and_not_the_first_button(phone: Looking) -> None:
    page = phone.put(drawn(form(), draft=True))
    page.get_by_label("Name or description").fill("Zebulon")
    with phone.sending():
        page.get_by_label("Name or description").press("Enter")
    assert "tap=submit" in phone.posted[-1]
    assert "tap=draft" not in phone.posted[-1]


def test_it_all_works_without_a_script(browser: Browser) -> None:
    looking = Looking(browser, script=False)
    page = looking.put(drawn(opened(), details=True, lives_seconds=600))
    expect(page.get_by_text(DETAIL)).to_be_visible()
    page.get_by_text("No meeting", exact=True).click()
    with looking.sending():
        page.get_by_role("button", name="Yes").click()
    assert "tap=do%7Cno_meeting%7C" in looking.posted[-1]
    page = looking.put(drawn(form()))
    page.get_by_label("Name or description").fill("Zebulon")
    page.get_by_label("Tuesday").or_(page.get_by_label("Day 2")).first.check()
    with looking.sending():
        page.get_by_role("button", name="Send").click()
    assert "form.name%7Cvalue=Zebulon" in looking.posted[-1]
    looking.close()


def test_what_is_taken_back_is_gone_within_five_seconds(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600))
    phone.stands = 410
    expect(page.get_by_text(DETAIL)).to_have_count(0, timeout=5_000)
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()


def test_after_its_time_it_is_gone_even_without_a_connection(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=2))
    phone.unreachable = True
    page.wait_for_timeout(2_600)
    assert DETAIL not in page.content()


def test_where_no_script_runs_the_header_ends_it(browser: Browser) -> None:
    looking = Looking(browser, script=False)
    looking.refresh = "1"
    page = looking.put(drawn(opened(), details=True, lives_seconds=1))
    expect(page.get_by_text(DETAIL)).to_be_visible()
    looking.stands = 410
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()
    assert DETAIL not in page.content()
    looking.close()


def test_a_server_that_is_busy_takes_nothing_back(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600))
    phone.stands = 503
    page.wait_for_timeout(4_500)
    expect(page.get_by_text(DETAIL)).to_be_visible()


def test_what_was_being_typed_is_handed_to_the_server_when_its_view_ends(phone: Looking) -> None:
    page = phone.put(drawn(form(), details=True, lives_seconds=1))
    with phone.sending():
        page.get_by_label("What happened?").fill("One boot")
    assert "form.told%7Cvalue=One+boot" in phone.posted[-1]
    assert "tap=" not in phone.posted[-1]


@pytest.mark.parametrize("hides", [True, False])
def test_by_the_sites_choice_it_is_hidden_while_one_looks_elsewhere(phone: Looking, hides: bool) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600, hides=hides))
    _look(page, hidden=True)
    assert (DETAIL in _words(page)) is not hides
    _look(page, hidden=False)
    if hides:
        assert DETAIL not in _words(page)
        page.get_by_role("button", name="Show it again").click()
    assert DETAIL in _words(page)


def test_typed_text_stays_while_one_looks_elsewhere(phone: Looking) -> None:
    page = phone.put(drawn(form(), hides=True))
    page.get_by_label("What happened?").fill("One boot")
    _look(page, hidden=True)
    _look(page, hidden=False)
    page.get_by_role("button", name="Show it again").click()
    expect(page.get_by_label("What happened?")).to_have_value("One boot")


def test_a_page_that_was_left_holds_nothing_and_coming_back_asks_anew(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert DETAIL not in page.content()
    phone.stands = 410
    with phone.sending():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()


def test_paper_holds_one_sentence(phone: Looking) -> None:
    page = phone.put(drawn(opened(), details=True, lives_seconds=600))
    page.emulate_media(media="print")
    assert _words(page).startswith("Sealed details are not for paper.")
    assert DETAIL not in _words(page)


def test_without_a_connection_what_was_typed_is_not_thrown_away(phone: Looking) -> None:
    page = phone.put(drawn(form()))
    page.get_by_label("What happened?").fill("One boot")
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("There is no connection just now.")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value("One boot")
    page.context.set_offline(offline=False)
    with phone.sending():
        page.get_by_role("button", name="Send").click()
    assert "form.told%7Cvalue=One+boot" in phone.posted[-1]


def test_nothing_is_kept_on_the_device(phone: Looking) -> None:
    page = phone.put(drawn(form()))
    page.get_by_label("What happened?").fill("One boot")
    page.get_by_role("button", name="Send").click()
    kept = page.evaluate(
        "Promise.all([localStorage.length, sessionStorage.length, indexedDB.databases(), document.cookie])"
    )
    assert kept == [0, 0, [], ""]


def _words(page: Page) -> str:
    said: str = page.evaluate("document.body.innerText")
    return said.strip()


def _look(page: Page, *, hidden: bool) -> None:
    """Another tab, or this one again; headless Chromium shows all its tabs at once."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
