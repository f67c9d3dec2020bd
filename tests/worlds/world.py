"""One replay of the site: people act by what stands before them, and all that reaches anybody is kept."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from handlers.beats import Search
from handlers.desk import REFUSAL_SECONDS, Desk
from handlers.home.pane import HomePane
from handlers.ids import Action, Shortcut, View
from handlers.messenger import SlackMessenger
from handlers.pager import PagerMessenger
from handlers.voices import VOICES
from models import outbox
from models.acts import conference_match, duplicates, questions, steps
from models.acts.chain import BOT
from models.acts.steps import tell_given_up
from models.acts.undelivered import undelivered
from models.database import UnitOfWork
from models.notice import Notice
from sandbox.faces import find_element
from scheduler.deadlines import Deadlines
from scheduler.delivery import Postman, Terms
from scheduler.seat import Seat
from tests.handlers.by_hand import ByHand
from tests.handlers.harbor import Harbor
from tests.handlers.wing import HOME, Json, raise_wing
from tests.models.lapsing import next_moment
from tests.scheduler.postoffice import Tally
from tests.worlds.ground import BEGIN, copied_site
from tests.worlds.hearing import OWG, AddressedSlack, Heard, band_of
from tests.worlds.screens import Screens

_BETWEEN_ACTS = timedelta(seconds=5)
_WHOLE_PLAY = timedelta(days=365)  # the one Postman keeps its seat: asking for it again is no part of this


class World:
    """A site, its wing and its Postman.

    Acts of the script are steps; what is done `unseen()` is none, and takes no time: there the worlds differ.
    """

    def __init__(self, name: str, harbor: Harbor, desk_kind: type[Desk] = Desk) -> None:
        self.name = name
        self.harbor = harbor
        self.slack = AddressedSlack(self._hears)
        self._homes = ByHand()
        self.wing = raise_wing(harbor, self.slack, desk_kind, self._homes)
        self.heard: dict[str, list[Heard]] = defaultdict(list)
        self.screens = Screens()
        self.happened = ""  # what the secret of this world answered
        self._postman = _postman(harbor, self.slack, self.wing.pane)
        self._deadlines = _deadlines(harbor)
        self._searches = (
            Search(harbor.ground, duplicates.look, duplicates.write_down),
            Search(harbor.ground, questions.look, questions.write_down),
            Search(harbor.ground, conference_match.look, conference_match.write_down),
        )
        self._steps, self._step, self._since = 0, "0: the beginning", harbor.time.moment
        self._unseen = False

    def command(self, user: str, line: str) -> Json:
        """`/lead ...`."""
        return self._by(user, f"/lead {line.split(maxsplit=1)[0]}", lambda: self.wing.command(user, line))

    def shortcut(self, user: str) -> Json:
        """The global shortcut."""
        return self._by(user, "the shortcut", lambda: self.wing.shortcut(user, Shortcut.REFER.value))

    def tap(self, user: str, label: str, *, on: Json | None = None, choose: str = "") -> Json:
        """A button or select, by its words, of `on` (a message, the Home tab), else of the modal on top."""
        place = on if on is not None else self.screens.top(user)
        _, element = find_element(place["blocks"], label)
        view = place if "type" in place else None
        return self._by(
            user,
            f"taps {label}",
            lambda: self.wing.click(
                user, element["action_id"], value=element.get("value", ""), chosen=choose, view=view
            ),
        )

    def tap_by_id(self, user: str, action: Action, handle: str, *, view: Json | None = None) -> Json:
        """A button with a handle of one's choice: what a stored or forged payload would say."""
        return self._by(
            user,
            f"sends {action.value}",
            lambda: self.wing.click(user, action.value, value=handle, view=view),
        )

    def submit(self, user: str, values: Mapping[str, object]) -> Json:
        """Submit the modal on top; the answer replaces it, marks fields, or closes it."""
        view = self.screens.top(user)
        said = self._by(
            user,
            f"submits {view['callback_id']}",
            lambda: self.wing.submit(user, view, values, view_id=view["id"]),
        )
        self.screens.answered(user, said)
        return said

    def submit_by_id(self, user: str, form: View, metadata: str) -> Json:
        """An empty form with a reference or handle of one's choice behind it."""
        view: Json = {"callback_id": form.value, "private_metadata": metadata, "blocks": [], "type": "modal"}
        return self._by(user, f"forges {form.value}", lambda: self.wing.submit(user, view, {}))

    def look(self, user: str) -> Json:
        """Open the Home tab; what it shows."""
        self._by(user, "looks at Home", lambda: self.wing.event(user, "app_home_opened", tab="home"))
        return self.screens.homes[user]

    def say(self, user: str, text: str, channel: str = OWG) -> None:
        """Write into a channel (or, with a D channel, to the bot)."""
        kind = "im" if channel.startswith("D") else "group"
        ts = f"{self.harbor.time.moment.timestamp():.6f}"
        event = {"channel_type": kind, "channel": channel, "ts": ts, "text": text}
        self._by(user, f"writes in {channel}", lambda: self.wing.event(user, "message", **event))

    def go(self, by: timedelta) -> None:
        """Let time pass; whatever comes due meanwhile is delivered when it does."""
        self._mark(f"{by} pass")
        self._pass(by)

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What the receivers have no part in: no step of the script, and it takes no time."""
        self._unseen = True
        try:
            yield
        finally:
            self._unseen = False
            self.deliver()

    def close(self) -> None:
        """End what runs beside."""
        self.wing.desk.close()
        self._postman.close(5)

    def _by(self, user: str, what: str, act: Callable[[], Json]) -> Json:
        self._mark(f"{user} {what}")
        self.wing.pauses.clear()
        self.slack.acting = user
        self.slack.answered.clear()
        try:
            said = act()
            assert self.wing.acked is not None
            assert self.wing.acked.response is not None
            self._hears(user, f"answer {self.wing.acked.response.status}", said)
        finally:
            self.slack.answered.set()
        self.wing.settle()
        self._homes.run()
        self.wing.pauses.clear()
        self._pass(timedelta(0) if self._unseen else _BETWEEN_ACTS)
        return said

    def _hears(self, receiver: str, way: str, body: Json) -> None:
        """Keep it: with the step it followed, and how long after (the clock's time, and the desk's waits).

        The desk waits beside the listener: how far it is by then says nothing of the listener's own answer.
        """
        pauses = self.wing.pauses if threading.current_thread().name.startswith("opening") else ()
        waited = sum(max(pause, REFUSAL_SECONDS) for pause in pauses)
        late = (self.harbor.time.moment - self._since).total_seconds() + waited
        self.heard[receiver].append(Heard(self._step, way, band_of(late), body))
        self.screens.show(receiver, way, body)

    def _mark(self, what: str) -> None:
        if not self._unseen:
            self._steps += 1
            self._step, self._since = f"{self._steps}: {what}", self.harbor.time.moment

    def _pass(self, by: timedelta) -> None:
        end = self.harbor.time.moment + by
        self.deliver()
        while (due := self._next_due(end)) is not None:
            self.harbor.time.moment = min(end, max(due, self.harbor.time.moment + timedelta(seconds=1)))
            self.deliver()
            if self.harbor.time.moment >= end:
                break
        self.harbor.time.moment = end

    def _next_due(self, end: datetime) -> datetime | None:
        with self.harbor.ground.database.look() as work:
            moments = (outbox.next_due(work, end), next_moment(work))
        return min((one for one in moments if one is not None and one <= end), default=None)

    def deliver(self) -> None:
        """Whatever is due now is done, and leaves."""
        self._deadlines.take_due()
        for search in self._searches:
            search.beat()
        self._postman.deliver_due()
        self._homes.run()


def _deadlines(harbor: Harbor) -> Deadlines:
    """The clock's hand on what falls due, as the bot winds it."""
    ground = harbor.ground
    return Deadlines(
        ground.database,
        lambda work, step: steps.take(ground.scene(work, BOT), step),
        given_up=lambda work, step: tell_given_up(ground.scene(work, BOT), step),
        now=ground.now,
    )


def _postman(harbor: Harbor, slack: AddressedSlack, pane: HomePane) -> Postman:
    """The real one, with Slack's own rates, on practice time; one thread, so that the order is one."""
    ground = harbor.ground

    def tell(work: UnitOfWork, notice: Notice, why: str) -> None:
        rules = ground.book.current(work)
        undelivered(work, ground.vault, ground.audit, rules, notice, why, ground.now())

    def seconds() -> float:
        return (ground.now() - BEGIN).total_seconds()

    messenger = SlackMessenger(ground, slack, HOME.bot_user_id, lambda method, what: None, voices=VOICES)
    return Postman(
        ground.database,
        PagerMessenger(pane.hearing(messenger.deliver), lambda: None),
        seat=Seat(ground.database, "world", ground.now, _WHOLE_PLAY),
        now=ground.now,
        undelivered=tell,
        meter=Tally(),
        terms=Terms(
            threads=1,
            longest_sleep=0.05,
            seconds=seconds,
            chance=lambda: 0.0,
        ),
    )


@contextmanager
def living(name: str, kind: str, folder: Path, desk_kind: type[Desk] = Desk) -> Iterator[World]:
    """A world of that name on a fresh copy of the site."""
    with copied_site(kind, folder) as harbor:
        world = World(name, harbor, desk_kind)
        try:
            yield world
        finally:
            world.close()
