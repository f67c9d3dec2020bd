"""Lantern Harbor's office: everybody at a window of their own, on what they have in life, and how a story ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.canary import Canaries
from tests.canary_places import Seen, assert_sealed
from tests.journeys import steps
from tests.journeys.coordination import CASE_MANAGER, COLLEAGUE, PROSECUTOR
from tests.journeys.hands import Window
from tests.journeys.hands_on_keys import Keyboard
from tests.stage import BACKUP, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, SUPERVISOR, Stage, staged

CLINICIAN = "UHOLLY001"
ON_THE_ROAD = frozenset(
    {OFFICER, QUAY_OFFICER, SUPERVISOR, RESPONDER, BACKUP, NEIGHBOR}
)  # a phone; the rest sit at desks
NAMES = {
    OFFICER: "Tansy Quillfeather",
    QUAY_OFFICER: "Juno Marrowbone",
    SUPERVISOR: "Sgt Barnaby Oxlip",
    RESPONDER: "Pim Larkspur",
    BACKUP: "Sorrel Mothwick",
    MANAGER: "Odalys Fennimore",
    CASE_MANAGER: "Ottoline Bramblewick",
    PROSECUTOR: "Cressida Vane-Example",
    CLINICIAN: "Fen Hollyhock",
    COLLEAGUE: "Ambrose Tull-Example",
    NEIGHBOR: "Marigold Stoop",
}


@dataclass
class Office:
    """`swapped`: whoever has a phone in life sits at a desk, and the other way round; `on_keys`: no mouse."""

    stage: Stage
    browser: Browser
    swapped: bool
    on_keys: bool = False
    canaries: Canaries = field(default_factory=Canaries)
    windows: dict[str, Window] = field(default_factory=dict)

    def at(self, user: str) -> Window:
        """Somebody's one window, opened when they first come by."""
        if user not in self.windows:
            on_phone = (user in ON_THE_ROAD) is not self.swapped
            kind = Keyboard if self.on_keys else Window
            self.windows[user] = kind(self.browser, self.stage.server.url, user, on_phone=on_phone)
        return self.windows[user]

    def said(self, name: str) -> str:
        """What was sown under this name, as a window shows it."""
        return self.canaries.texts[name].text.strip()

    def lets_pass(self, goal: str, user: str) -> None:
        """Time passes to one of the goals of the page's own tool, by a click of whoever waits."""
        window = self.at(user)
        page = window.page
        window.hit(page.get_by_test_id("strip-time"))
        page.get_by_test_id(f"clock-{goal}").wait_for()
        said = page.get_by_test_id("clock-said")
        before = said.inner_text()
        window.hit(page.get_by_test_id(f"clock-{goal}"))
        expect(said).not_to_have_text(before)
        expect(said).to_contain_text("ahead of", timeout=30_000)
        window.hit(page.get_by_test_id("panel-close"))
        expect(page.get_by_test_id("clock-panel")).to_have_count(0)

    def ends(self, *, readers: Collection[str] = (), typed: Collection[str] = ()) -> Seen:
        """Nothing waits any more; no detail stands with anybody but `readers`, nor anywhere else at all.

        Every window stands well, and each of those who may not read has looked where they could: at Home, at
        the bot's messages and in the group's channel.
        """
        steps.wait_settled(self.stage)
        for user, window in self.windows.items():
            window.stands_well()
            assert user in readers or not self.found_by(window), f"{NAMES[user]} can read it"
        return assert_sealed(self.stage, self.canaries, readers=readers, typed=typed)

    def found_by(self, window: Window) -> list[str]:
        """Details in any place of somebody's window."""
        texts = [window.text()]
        if window.form.count():
            window.leave()
        for place in ("Home", "Messages", "owg"):
            window.go(place)
            texts.append(window.text())
        return [hit.field for hit in self.canaries.hits(window.user, "\n".join(texts).encode())]

    def closes(self) -> None:
        """Everybody goes home."""
        for window in self.windows.values():
            window.page.context.close()


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.prove)], ids=["as in life", "swapped"])
def office(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Office]:
    """A town of its own for every story, which moves time and takes people's seats away."""
    with staged(tmp_path, says_moments=True) as stage:
        made = Office(stage, browser, request.param)
        yield made
        made.closes()
