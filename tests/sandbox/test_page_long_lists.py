"""A busy channel on the page, with the real practice server behind it: only a part of it is ever drawn."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.conversations import Message
from sandbox.server import PracticeServer
from tests.sandbox.page_theatre import NO_CHROMIUM, PHONE, chromium_is_here

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium_is_here(), reason=NO_CHROMIUM)]

OFFICER, WRITER, CHANNEL = "UQUILL001", "UMARROW01", "C0OWG0001"
MANY, MOST_DRAWN = 400, 100


@pytest.fixture
def began(server: PracticeServer) -> float:
    """A channel with many messages, a minute apart; when the first was written."""
    place = server.workspace.conversations.find(CHANNEL)
    assert place is not None
    start = time.time() - 60 * (MANY + 1)
    for number in range(MANY):
        ts = f"{start + 60 * number:.6f}"
        place.messages[ts] = Message(ts, CHANNEL, WRITER, f"Round {number}.")
    return start


@pytest.fixture
def window(browser: Browser, server: PracticeServer, began: float) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(8000)
    page = context.new_page()
    enter(page, server, CHANNEL)
    page.get_by_text(f"Round {MANY - 1}.").wait_for()
    yield page
    context.close()


def enter(page: Page, server: PracticeServer, at: str) -> None:
    page.goto(f"{server.url}?me={OFFICER}&at={at}")
    page.wait_for_selector("body[data-line=up]")


def up(page: Page, until: str) -> None:
    """Turn the wheel until those words stand in the list."""
    for _ in range(200):
        if page.get_by_text(until, exact=True).count():
            return
        page.locator(".messages").evaluate("(node) => { node.scrollTop -= 1500 }")
        page.wait_for_timeout(30)
    raise AssertionError(f"{until} never came")


def first_seen(page: Page) -> str:
    """The words of the first message in sight."""
    found: str = page.locator(".messages").evaluate(
        """(node) => [...node.querySelectorAll('article')]
          .find((each) => each.getBoundingClientRect().top >= node.getBoundingClientRect().top)
          .querySelector('.words').textContent"""
    )
    return found


def test_a_part_is_drawn_and_all_of_it_is_reached(window: Page) -> None:
    articles = window.get_by_test_id("message")
    assert articles.count() < MOST_DRAWN
    expect(articles.last).to_be_in_viewport()
    up(window, "Round 0.")
    assert articles.count() <= MOST_DRAWN
    expect(window.get_by_text("Older messages…")).to_have_count(0)
    window.get_by_test_id("to-newest").click()
    expect(window.get_by_text(f"Round {MANY - 1}.")).to_be_in_viewport()
    expect(window.get_by_test_id("to-newest")).to_be_hidden()


def test_every_message_is_met_once_on_the_way_up(window: Page) -> None:
    met: set[str] = set()
    for _ in range(300):
        texts = window.locator("article .words").all_inner_texts()
        assert len(texts) == len(set(texts))
        numbers = [int(text.split()[1].rstrip(".")) for text in texts]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        met |= set(texts)
        if numbers[0] == 0:
            break
        window.locator(".messages").evaluate("(node) => { node.scrollTop -= 1200 }")
        window.wait_for_timeout(20)
    assert len(met) == MANY


def test_a_reader_up_the_list_stays_there_and_is_told_of_new_ones(
    window: Page, server: PracticeServer
) -> None:
    up(window, "Round 330.")
    window.wait_for_timeout(200)
    before = first_seen(window)
    server.acts.say(WRITER, CHANNEL, "Something new.")
    expect(window.get_by_test_id("to-newest")).to_have_text("1 new")
    assert first_seen(window) == before
    window.get_by_test_id("to-newest").click()
    expect(window.get_by_text("Something new.")).to_be_in_viewport()


def test_an_old_message_that_changes_or_goes_does_so_on_the_screen(
    window: Page, server: PracticeServer, began: float
) -> None:
    up(window, "Round 300.")
    place = server.workspace.conversations.find(CHANNEL)
    assert place is not None
    rows = [place.messages[f"{began + 60 * number:.6f}"] for number in (305, 306)]
    with server.workspace.lock:
        server.workspace.reworded(rows[0], "Round 305, put right.")
        server.workspace.taken_down(rows[1])
    expect(window.get_by_text("Round 305, put right.")).to_have_count(1)
    expect(window.get_by_text("Round 306.", exact=True)).to_have_count(0)


def test_an_answer_in_an_old_thread_is_counted_at_its_message(
    window: Page, server: PracticeServer, began: float
) -> None:
    up(window, "Round 300.")
    server.acts.say(WRITER, CHANNEL, "An answer.", thread_ts=f"{began + 60 * 305:.6f}")
    expect(window.get_by_test_id("thread-door")).to_have_text("1 reply")
    window.get_by_test_id("thread-door").evaluate("(node) => node.click()")
    expect(window.get_by_test_id("thread")).to_contain_text("An answer.")


def test_where_the_unread_ones_begin_is_marked(window: Page, server: PracticeServer) -> None:
    enter(window, server, "home")
    server.acts.say(WRITER, CHANNEL, "While you were away.")
    server.acts.say(WRITER, CHANNEL, "And this.")
    enter(window, server, CHANNEL)
    mark = window.get_by_test_id("new-mark")
    expect(mark).to_have_count(1)
    assert mark.evaluate("(node) => node.nextElementSibling.textContent").endswith("While you were away.")


def test_what_one_window_has_read_is_read_in_the_other(
    window: Page, server: PracticeServer, browser: Browser
) -> None:
    other = browser.new_page()
    enter(other, server, "home")
    enter(window, server, "home")
    server.acts.say(WRITER, CHANNEL, "Something new.")
    expect(other.get_by_test_id(f"nav-{CHANNEL}")).to_have_accessible_name("owg 1 unread")
    enter(window, server, CHANNEL)
    expect(other.get_by_test_id(f"nav-{CHANNEL}")).to_have_accessible_name("owg")
    other.close()
