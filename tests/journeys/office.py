"""Lantern Harbor's office: everybody at a window of their own, as in life, and how a story ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.acts.site_rules import adopt
from models.site import SiteRules
from tests.canary import Canaries
from tests.canary_places import Seen, assert_sealed
from tests.journeys import steps
from tests.journeys.coordination import CASE_MANAGER, COLLEAGUE, PROSECUTOR
from tests.journeys.hands_on_keys import Keyboard
from tests.journeys.shifts import told
from tests.journeys.window import Window
from tests.stage import BACKUP, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, SUPERVISOR, Stage, staged

CLINICIAN, SUCCESSOR = "UHOLLY001", "UUNROST01"
CARD = "You have a sealed item."
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
    SUCCESSOR: "Clover Nobodyknows",
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

    def lets_pass(self, goal: str, user: str, when: str = "") -> None:
        """Time passes to one of the goals of the page's own tool, by a click of whoever waits.

        `when`: what the goal has to say of its hour first; the tool looks again every few seconds.
        """
        window = self.at(user)
        page = window.page
        window.hit(page.get_by_test_id("strip-time"))
        expect(page.get_by_test_id(f"clock-{goal}")).to_contain_text(when)
        said = page.get_by_test_id("clock-said")
        before = said.inner_text()
        window.hit(page.get_by_test_id(f"clock-{goal}"))
        expect(said).not_to_have_text(before)
        expect(said).to_contain_text("ahead of", timeout=30_000)
        window.hit(page.get_by_test_id("panel-close"))
        expect(page.get_by_test_id("clock-panel")).to_have_count(0)

    def told_nothing(self, *users: str) -> None:
        """They look, and the bot never wrote to them."""
        for user in users:
            self.at(user).go("Messages")
            expect(self.at(user).page.get_by_text("LEAD has not written to you yet.")).to_be_visible()

    def ends(self, *, readers: Collection[str] = (), typed: Collection[str] = ()) -> Seen:
        """Nothing that is due waits; no detail stands with anybody but `readers`, nor anywhere else at all.

        Every window stands well, and each of those who may not read has looked where they could: at Home, at
        the bot's messages and in the group's channel.
        """
        told(self.stage)
        for user, window in self.windows.items():
            window.stands_well()
            assert user in readers or not self.found_by(window), f"{NAMES[user]} can read it"
        return assert_sealed(self.stage, self.canaries, readers=readers, typed=typed)

    def found_by(self, window: Window) -> list[str]:
        """Details in any place of somebody's window."""
        texts = [window.text()]
        if window.form.count():
            window.leave()
        there = window.page.locator("nav").text_content() or ""
        for place in ("Home", "Messages", "owg"):
            if place not in there:  # a guest of nobody's is in no channel
                continue
            window.go(place)
            texts.append(window.text())
        return [hit.field for hit in self.canaries.hits(window.user, "\n".join(texts).encode())]

    def closes(self) -> None:
        """Everybody goes home."""
        for window in self.windows.values():
            window.page.context.close()


def one_place(stage: Stage) -> None:
    """A town whose one case manager is full with one person."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work).model_dump(by_alias=True) | {
            "capacity": {"average": 1, "ceiling": 1}
        }
        adopt(work, ground.vault, ground.audit, SiteRules.model_validate(rules), ground.now())
        work.commit()


def refer_social(office: Office, user: str, mark: str) -> str:
    """A social contact from Home, with something to search for in every line; the reference."""
    window = office.at(user)
    window.go("Home")
    window.press("Refer a person")
    window.press("Social contact")
    for name in ("person", "place", "reason", "contact", "safety"):
        window.fill(f"social_contact.{name}", office.canaries.sow(f"{mark}.{name}"))
    window.choose("social_contact.willing", "Asked and interested")
    window.send()
    return _reference(window)


def refer_arrest(office: Office, user: str) -> str:
    """An arrest diversion, both screens; the reference."""
    window, sow = office.at(user), office.canaries.sow
    window.go("Home")
    window.press("Refer a person")
    window.press("Arrest diversion")
    window.fill("arrest_first.place", sow("arrest.place"))
    window.fill("arrest_first.callback", sow("arrest.callback", digits=True))
    window.send()
    window.choose("arrest_rest.hand_off", "The scene")
    window.fill("arrest_rest.person", sow("arrest.person"))
    window.choose("arrest_rest.offence", "Possession")
    window.tick("This is within my agency's LEAD criteria, or I am not sure")
    window.send()
    return _reference(window)


def _reference(window: Window) -> str:
    window.shows("Your reference is R-")
    ref = steps.reference_in(window.form.inner_text())
    window.leave()
    return ref


def decide(window: Window, ref: str, capacity: str = "Capacity") -> None:
    """The queue with what it says of places, and from it one referral with all that can be decided."""
    window.command("/lead queue")
    window.shows(capacity)
    row = window.form.locator(".block", has_text=ref).filter(
        has=window.page.get_by_role("button", name="More")
    )
    window.press("More", row.first)
    window.shows("Back to the queue")


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.prove)], ids=["as in life", "swapped"])
def office(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Office]:
    """A town of its own for every story, which moves time and takes people's seats away."""
    with staged(tmp_path, says_moments=True) as stage:
        made = Office(stage, browser, request.param)
        yield made
        made.closes()
