"""A person in a window of the practice workspace: where they go, what they press and fill, what they see."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from tests.journeys.hands import OWG, block, fits, modal, opened


class Window:
    """One person's window, by clicks and what is typed; words are those that stand there."""

    def __init__(self, browser: Browser, url: str, user: str, *, on_phone: bool) -> None:
        self.user = user
        self.wrong: list[str] = []
        self.page = opened(browser, "about:blank", on_phone=on_phone)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(f"{url}?me={user}")
        expect(self.page.get_by_test_id("switcher")).to_be_visible()

    def _said(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            self.wrong.append(line.text)

    @property
    def front(self) -> Locator:
        """What lies on top: the newest dialog, else the page."""
        dialogs = self.page.locator("dialog[open]")
        return dialogs.last if dialogs.count() else self.page.locator("body")

    @property
    def form(self) -> Locator:
        return modal(self.page)

    def go(self, place: str) -> None:
        """A place by the name that stands in the side bar: "Home", "Messages", a channel."""
        name = re.compile(rf"^\s*{re.escape(place)}")
        if self.page.get_by_test_id("menu").is_visible():
            self.page.get_by_test_id("menu").click()
        self.page.locator("nav button").filter(has_text=name).first.click()
        expect(self.page.locator("nav button[aria-current=page]")).to_contain_text(place)

    def command(self, line: str, channel: str = OWG) -> None:
        """Typed where everybody of the work group could read it, and answered to nobody else."""
        self.go(channel)
        self.page.get_by_test_id("composer").fill(line)
        self.page.get_by_test_id("composer").press("Enter")

    def press(self, words: str, within: Locator | None = None) -> None:
        """The last button with exactly these words, in what lies on top."""
        self.hit((within or self.front).get_by_role("button", name=words, exact=True).last)

    def hit(self, target: Locator) -> None:
        target.click()

    def fill(self, name: str, words: str) -> None:
        """A field by its block id; dates as 2026-12-31, hours as 13:05."""
        self.field(name).fill(words)

    def field(self, name: str) -> Locator:
        return self.form.locator(block(name))

    def choose(self, name: str, label: str) -> None:
        """One of the choices of the menu with this block id."""
        self.pick(self.form.locator(f"select{block(name)}"), label)

    def pick(self, menu: Locator, label: str) -> None:
        """One of a menu's choices; a long menu has a box to look for it in."""
        if (box := self.search_of(menu)) is None:
            menu.select_option(label=label)
            return
        box.click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def search_of(self, menu: Locator) -> Locator | None:
        """The box of a long menu."""
        expect(menu).to_be_attached()
        boxes = self.page.locator(".pick").filter(has=menu).locator(".pick-box")
        return boxes if boxes.count() else None

    def chosen(self, menu: Locator) -> str:
        """What a menu says."""
        words: str = menu.evaluate("node => node.selectedOptions[0]?.label ?? ''")
        return words

    def tick(self, words: str) -> None:
        """A square or round box by the words beside it."""
        self.form.get_by_label(words, exact=True).check()

    def send(self) -> None:
        """The form that stands open."""
        self.hit(self.page.get_by_test_id("modal-submit"))

    def shows(self, words: str) -> None:
        """The form or the opened item says this."""
        expect(self.form).to_contain_text(words)
        assert fits(self.page), f"{self.user} would have to scroll sideways at {words!r}"

    def leave(self) -> None:
        """Put the form or the opened item away, with what lies below it."""
        self.hit(self.page.get_by_test_id("modal-x"))
        expect(self.form).to_have_count(0)

    def hears(self, words: str) -> Locator:
        """The newest of the bot's messages that says this, which one goes and reads."""
        self.go("Messages")
        line = self.page.get_by_test_id("message").filter(has_text=words).last
        expect(line).to_be_visible()
        return line

    def hears_under(self, card: str, words: str) -> None:
        """In the thread under the newest of such cards."""
        self.hit(self.hears(card).get_by_test_id("thread-door"))
        expect(self.page.locator("aside.panel")).to_contain_text(words)
        assert fits(self.page), f"{self.user} would have to scroll sideways in a thread"
        self.hit(self.page.get_by_test_id("panel-close"))
        expect(self.page.locator("aside.panel")).to_have_count(0)

    def open_card(self, words: str) -> None:
        """Find the card among the bot's messages, and open it."""
        self.press("Open", self.hears(words))
        expect(self.form).to_be_visible()

    def text(self) -> str:
        """Every word that stands in the window, and in its fields."""
        fields = "[...document.querySelectorAll('input, textarea')].map(({ value }) => value)"
        words: str = self.page.evaluate(f"[document.body.innerText, ...{fields}].join('\\n')")
        return words

    def stands_well(self) -> None:
        """No error was written to the console, and nothing stands beyond the right edge."""
        assert not self.wrong, f"{self.user}: {self.wrong}"
        assert fits(self.page), f"{self.user} would have to scroll sideways"
