"""Somebody of the cast where details are on the secure page: Slack as far as it goes, then the browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from handlers.page.screens import Screens, Shown
from models.schema import SlackUserId
from sandbox.acts import Acts
from sandbox.faces import SeenMessage, SeenView, find_element, typed_value
from sandbox.people import PATIENCE, Answer, Person
from sandbox.wire import Json
from sandbox.workspace import Workspace
from tests.page_reader import PageReader

_HEADING = re.compile(r"<h1[^>]*>([^<]*)</h1>")
_LOOKS_EVERY = 0.04
_OURS = "#"


class PagePerson(Person):
    """As `Person`: what Slack does not open is followed to the page, and done there.

    What stands on the page is looked up in the bot's memory, so that a journey finds it by its ids; what is
    tapped and typed goes over HTTP and must be offered by the HTML. `reader` is the browser.
    """

    def __init__(
        self,
        workspace: Workspace,
        acts: Acts,
        user_id: str,
        reader: PageReader,
        screens: Callable[[], Screens],
    ) -> None:
        super().__init__(workspace, acts, user_id)
        self.reader = reader
        self._screens = screens
        self.typed: dict[str, list[str]] = {}

    def command(self, line: str, channel: str = "") -> Answer:
        """Type a slash command."""
        answer = super().command(line, channel)
        self.follow()
        return answer

    def shortcut(self, callback_id: str) -> None:
        """Use a global shortcut."""
        super().shortcut(callback_id)
        self.follow()

    def message_shortcut(self, callback_id: str, message: SeenMessage) -> None:
        """Use a shortcut from a message's menu."""
        super().message_shortcut(callback_id, message)
        self.follow()

    @property
    def stack(self) -> list[SeenView]:
        """The open views, the last on top; a window in Slack lies over the page."""
        return [*self._pages(), *super().stack]

    @property
    def in_slack(self) -> list[SeenView]:
        """The windows in Slack alone."""
        return super().stack

    def wait_view(
        self,
        callback_id: str | None = None,
        title: str | None = None,
        predicate: Callable[[SeenView], bool] = lambda _: True,
        timeout: float = PATIENCE,
    ) -> SeenView:
        """Look again and again, as the page's script does; raises TimeoutError."""
        end = time.monotonic() + timeout
        while True:
            if self.reader.address.startswith("/v/"):
                self.reader.get(self.reader.address)
            view = self.view
            fits = (
                view is not None and callback_id in (None, view.callback_id) and title in (None, view.title)
            )
            if view is not None and fits and predicate(view):
                return view
            if time.monotonic() > end:
                seen = view.words if view else self.reader.words
                raise TimeoutError(f"no {callback_id or title or 'such'} view for {self.id}: {seen[:300]}")
            time.sleep(_LOOKS_EVERY)

    def click(
        self,
        action: str,
        value: Any = None,
        *,
        message: SeenMessage | None = None,
        in_home: bool = False,
    ) -> None:
        """Click a button or choose `value` in a select."""
        if message is not None or in_home or self.in_slack or not self._pages():
            super().click(action, value, message=message, in_home=in_home)
            self.follow()
            return
        block, element = find_element(self._pages()[-1].blocks, action)
        name = _name(block, element)
        if element["type"] == "button":
            tap = f"{name}|{element.get('value', '')}"
        else:
            self.typed[name] = self._chosen(element, name, typed_value(element, value))
            tap = f"={name}"
        assert tap in self.reader.taps(), f"{tap} is not offered on the page: {self.reader.words}"
        self._send(tap)

    def fill(self, fields: Mapping[str, Any], *, in_home: bool = False) -> None:
        """Type into the fields of the view on top."""
        if in_home or self.in_slack:
            super().fill(fields, in_home=in_home)
            return
        view = self._pages()[-1]
        for named, value in fields.items():
            block, element = view.field(named)
            name = _name(block, element)
            assert name in self.reader.names, f"{name} is not asked on the page"
            self.typed[name] = self._chosen(element, name, typed_value(element, value))

    def submit(self) -> dict[str, str]:
        """Submit the view on top; gives field errors by block_id, {} when it went through."""
        if self.in_slack:
            return super().submit()
        view = self._pages()[-1]
        self._send("submit")
        return self._errors(view) if self.reader.status == 422 else {}

    def close(self, *, clear: bool = False) -> None:
        """Close the view on top, or everything."""
        if self.in_slack:
            super().close(clear=clear)
        elif self._pages():
            self._close_page()
        if clear and self.view is not None:
            self.close(clear=True)

    def _chosen(self, element: Json, name: str, typed: Json) -> list[str]:
        """As a browser sends it; of a list only what the page offers."""
        (value,) = typed.values()
        several = value if isinstance(value, list) else [] if value is None else [value]
        sent = [str(one["value"]) if isinstance(one, dict) else str(one) for one in several]
        if element["type"].endswith(("_select", "checkboxes", "radio_buttons")):
            missing = [one for one in sent if (name, one) not in self.reader.offered]
            assert not missing, f"{missing} not among what the page offers for {name}"
        return sent

    def _close_page(self) -> None:
        if "close" in self.reader.taps():
            self._send("close")
        else:  # it closed itself, and says so
            self.reader.address = ""

    def _send(self, tap: str) -> None:
        given = [(name, value) for name, values in self.typed.items() for value in values or [""]]
        self.reader.post([*given, ("tap", tap)])
        self.typed = {}

    def follow(self) -> None:
        """Slack says "continue": follow the link, and tap Continue."""
        top = next(reversed(self.in_slack), None)
        if top is None or top.callback_id != "to_page":
            return
        link = next(one["url"] for block in top.blocks for one in block.get("elements", []) if "url" in one)
        super().close(clear=True)
        self.typed = {}
        self.reader.get(str(link))
        if self.reader.status == 200:
            self.reader.go_on()

    def _pages(self) -> list[SeenView]:
        """What the browser shows, with what lies under it."""
        if not self.reader.address.startswith("/v/"):
            return []
        found: list[Shown] = []
        next_ = self.reader.address.removeprefix("/v/")
        while next_ and (shown := self._screens().find(next_, SlackUserId(self.id))):
            found.insert(0, shown)
            next_ = shown.under
        if "close" not in self.reader.taps():
            return [*(_seen(one) for one in found[:-1]), self._as_a_view()]
        return [_seen(one) for one in found]

    def _as_a_view(self) -> SeenView:
        """A page that only says something."""
        heading = _HEADING.search(self.reader.html)
        said = {"type": "section", "text": {"type": "plain_text", "text": self.reader.words}}
        title = {"type": "plain_text", "text": unescape(heading[1]) if heading else ""}
        return SeenView(
            {"id": "", "hash": "", "callback_id": "unavailable", "title": title, "blocks": [said]}
        )

    def _errors(self, view: SeenView) -> dict[str, str]:
        errors = {}
        for block in view.blocks:
            if block["type"] == "input":
                id_ = "e-f-" + re.sub(r"[|.]", "-", _name(block, block["element"]))
                if found := re.search(rf'id="{re.escape(id_)}"[^>]*>([^<]*)<', self.reader.html):
                    errors[block["block_id"]] = unescape(found[1])
        assert errors, f"refused, and no field says why: {self.reader.words}"
        return errors


def _seen(shown: Shown) -> SeenView:
    body: Json = dict(shown.as_slack_has_it())
    # Slack gives a name to every block; here it is the test's own, and the page knows none.
    body["blocks"] = [{"block_id": f"{_OURS}{n}", **block} for n, block in enumerate(body["blocks"])]
    return SeenView(body)


def _name(block: Json, element: Json) -> str:
    named = str(block["block_id"])
    return f"{'' if named.startswith(_OURS) else named}|{element['action_id']}"
