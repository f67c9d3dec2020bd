"""A person in a window with the keyboard alone: Tab, Enter, arrows, Ctrl K; the mouse is never touched."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.hands import OWG
from tests.journeys.window import Window

_STOPS = 150  # more than any screen has that the Tab key visits
_IS_HERE = "node => node === document.activeElement || node.contains(document.activeElement)"


class Keyboard(Window):
    """The same words as with a mouse; every target is come to by keys, as somebody without one would."""

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)

    def reach(self, target: Locator) -> None:
        """Tab until the focus is there."""
        expect(target).to_be_visible()
        for _ in range(_STOPS):
            if target.evaluate(_IS_HERE):
                return
            self.key("Tab")
        raise AssertionError(f"{self.user}: the Tab key never comes to {target}")

    def go(self, place: str) -> None:
        """By the finder."""
        self.key("Control+k")
        expect(self.page.get_by_test_id("finder-box")).to_be_focused()
        self.page.keyboard.type(place)
        self.key("Enter")
        expect(self.page.locator("nav button[aria-current=page]")).to_contain_text(place)

    def command(self, line: str, channel: str = OWG) -> None:
        """The slash leads to the message box."""
        self.go(channel)
        box = self.page.get_by_test_id("composer")
        expect(box).to_be_visible()
        self.key("/")
        expect(box).to_be_focused()
        self.page.keyboard.type(line.removeprefix("/"))
        self.key("Enter")

    def hit(self, target: Locator) -> None:
        self.reach(target)
        self.key("Enter")

    def fill(self, name: str, words: str) -> None:
        field = self.field(name)
        self.reach(field)
        kind = field.get_attribute("type")
        if kind == "date":
            year, month, day = words.split("-")
            words = f"{month}{day}{year}"
        elif kind == "time":
            hour, minute = map(int, words.split(":"))
            words = f"{hour % 12 or 12:02}{minute:02}{'PM' if hour >= 12 else 'AM'}"
        else:
            self.key("Control+a")
        self.page.keyboard.type(words)

    def pick(self, menu: Locator, label: str) -> None:
        """By arrows; in a long menu by its first letters."""
        box = self.search_of(menu)
        self.reach(menu if box is None else box)
        if box is not None:
            self.page.keyboard.type(label)
            self.key("Enter")
        for _ in range(menu.locator("option").count()):
            if self.chosen(menu) == label:
                return
            self.key("ArrowDown")
        assert self.chosen(menu) == label, f"{self.user}: {label!r} is not among the choices"

    def tick(self, words: str) -> None:
        self.reach(self.form.get_by_label(words, exact=True))
        self.key("Space")

    def send(self) -> None:
        self.key("Control+Enter")

    def hears(self, words: str) -> Locator:
        """Up from the newest message to the one that says this."""
        line = super().hears(words)
        for _ in range(_STOPS):
            if line.evaluate("node => node === document.activeElement"):
                return line
            held = self.page.evaluate("document.activeElement.matches('.messages, article')")
            self.key("ArrowUp" if held else "F6")
        raise AssertionError(f"{self.user}: the arrows never come to {words!r}")
