"""One run: somebody refers, the bot is killed and comes back, and everything is looked at."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from models.notice import Kind, Notice
from models.referral import Door, Referral
from models.schema import Handle
from sandbox.faces import SeenMessage
from sandbox.people import Person
from sandbox.wire import SlackSays
from tests.prove.ledger import whole
from tests.prove.night import REFERRERS, Night
from tests.prove.referring import close_all, fill_first, fill_rest, open_form, went_through
from tests.prove.strikes import Moment, Plan, Striker
from tests.stage import MANAGER, RESPONDER

_ACK_SECONDS = 10.0
_CARDS = frozenset({Kind.CARD_NOW, Kind.CARD_TODAY})


@dataclass
class Promise:
    """What a person was told about one form: `acked` = it was taken, `completed` = the second screen too."""

    door: Door
    mark: str
    view_id: str
    acked: bool = False
    completed: bool = False


@dataclass
class Play:
    """The runs of one night, one after another on the same site."""

    night: Night
    promises: list[Promise] = field(default_factory=list)

    def run(self, plan: Plan) -> None:
        """Refer, kill, look, come back, look again."""
        if plan.moment is Moment.FORM_ASKED:
            self._killed_before_the_form(plan)
            return
        person = self.night.referrer(plan.door)
        promise = self._fill(person, plan)
        acked = self._strike(plan, lambda: went_through(person))
        if plan.second_screen:
            promise.completed = acked
        else:
            promise.acked = acked
        self._count_what_was_in_the_air()
        self._come_back()
        if plan.moment is Moment.ANY:
            self._kill_while_it_recovers(plan)
        self._follow_up(person, plan, promise, acked=acked)
        self.look_again()

    def _killed_before_the_form(self, plan: Plan) -> None:
        person = self.night.referrer(plan.door)
        self._strike(plan, lambda: _typed(person))
        self._come_back()
        close_all(person)
        promise = Promise(plan.door, f"Dock {plan.seed}", open_form(person, plan.door))
        self.promises.append(promise)
        fill_first(person, plan.door, promise.mark)
        promise.acked = went_through(person)
        assert promise.acked, "nothing was in the way, and it was not taken"
        close_all(person)
        self.look_again()

    def _fill(self, person: Person, plan: Plan) -> Promise:
        promise = Promise(plan.door, f"Dock {plan.seed}", open_form(person, plan.door))
        self.promises.append(promise)
        fill_first(person, plan.door, promise.mark)
        if plan.second_screen:
            promise.acked = went_through(person)
            assert promise.acked, "nothing was in the way, and the first screen was not taken"
            self.night.wait_quiet()
            fill_rest(person)
        return promise

    def _strike(self, plan: Plan, act: Callable[[], bool]) -> bool:
        """Kill at the moment; answers whether the person saw the act go through."""
        wait = Striker(self.night.server, self.night.ledger).prepare(plan)
        doing: Future[bool] = self.night.acts.submit(act)
        wait(doing)
        self.night.bot.kill()
        acked = doing.result(_ACK_SECONDS)
        self.night.counts["kills"] += 1
        self.night.counts["acks seen" if acked else "acks lost"] += 1
        self.look_at_what_stands()
        return acked

    def look_at_what_stands(self) -> None:
        """No half-open state: each referral is whole, and nothing belongs to none."""
        ledger = self.night.ledger
        for referral in ledger.referrals():
            self._look_at_one(referral)
        assert ledger.orphans() == 0
        self._look_at_pairs()
        for promise in self.promises:
            standing = self.night.ledger.by_form(promise.view_id)
            assert standing is not None or not promise.acked, f"lost: {promise.mark}"
            assert not promise.completed or (standing and standing.completed_at), f"lost: {promise.mark}"

    def _look_at_one(self, referral: Referral) -> None:
        """Whole, by what came of it so far; while the bot runs, more may come between two looks."""
        taken = None
        while taken != (taken := self.night.ledger.taken(referral.ref)):
            stands = self.night.ledger.shape(referral.ref)
        expected = whole(referral, REFERRERS[Door(referral.door)], taken)
        assert stands == expected, f"{referral.ref}: {stands} is not {expected}"

    def _look_at_pairs(self) -> None:
        """Two references are a pair once, and the supervisor is told of each pair once."""
        pairs = self.night.ledger.pairs()
        assert len({frozenset((newer, other)) for newer, other, _ in pairs}) == len(pairs), "a pair twice"
        assert all(told == 1 for _, _, told in pairs), "a pair nobody heard of, or somebody twice"
        assert self.night.ledger.told_of_no_pair() == 0

    def _count_what_was_in_the_air(self) -> None:
        """Messages that Slack has and the database does not know of: their answers were lost."""
        time.sleep(0.35)  # Slack takes what was on its way when the process died
        known = {row.ts for row in self.night.ledger.notices()}
        self.night.counts["answers lost"] += len([ts for ts in self.night.messages() if ts not in known])

    def _come_back(self) -> None:
        self.night.server.faults.clear()
        self.night.let_leases_end()
        self.night.come_back()

    def _kill_while_it_recovers(self, plan: Plan) -> None:
        calls = len(self.night.server.calls())
        end = time.monotonic() + random.Random(plan.seed).uniform(0, 14)  # noqa: S311 - a test's dice
        while time.monotonic() < end and len(self.night.server.calls()) == calls:
            time.sleep(0.002)
        self.night.bot.kill()
        self.night.counts["kills"] += 1
        self.look_at_what_stands()
        self._come_back()

    def _follow_up(self, person: Person, plan: Plan, promise: Promise, *, acked: bool) -> None:
        """Who saw no ack sends the form once more, or gives up; who saw one may fill the second screen."""
        if not acked and plan.sends_again:
            assert went_through(person), "sent again, and not taken"
            self.night.counts["sent again"] += 1
            promise.acked, promise.completed = True, plan.second_screen
        elif not acked:
            kept = self.night.ledger.by_form(promise.view_id)
            known = kept is not None and (not plan.second_screen or kept.completed_at is not None)
            self.night.counts["kept without an ack" if known else "not kept, not acked"] += 1
        waits = plan.door is Door.ARREST_DIVERSION and promise.acked and not plan.second_screen
        if waits and plan.goes_on:
            fill_rest(person)
            promise.completed = went_through(person)
            assert promise.completed, "nothing was in the way, and the second screen was not taken"
        close_all(person)

    def look_again(self) -> None:
        """After the recovery: whole, arrived, once."""
        self.night.wait_quiet()
        self.look_at_what_stands()
        notices, messages = self._at_rest()
        assert all(row.outcome == "sent" for row in notices)
        stamps = [row.ts or "" for row in notices]
        assert len(stamps) == len(set(stamps)), "one message was taken for two notices"
        assert sorted(stamps) == sorted(messages), "a message is missing, or there twice"
        parents = {row.handle: row.ts for row in notices if row.kind in _CARDS}
        for row in notices:
            _is_told(row, messages[row.ts or ""], parents)
        self.night.counts["messages"] = len(messages)
        self.night.counts["referrals"] = len(self.night.ledger.referrals())

    def _at_rest(self) -> tuple[list[Notice], dict[str, SeenMessage]]:
        """What was to be told and what was said, of a moment at which nothing was on its way."""
        while True:
            self.night.wait_quiet()
            notices, messages = self.night.ledger.notices(), self.night.messages()
            if all(row.settled_at for row in notices) and len(notices) == len(self.night.ledger.notices()):
                return notices, messages

    def find_everybody(self) -> None:
        """Every form of the night named the same person: whoever was named is in a pair with somebody."""
        named = {row.ref for row in self.night.ledger.referrals() if _names_somebody(row)}
        paired = {ref for newer, other, _ in self.night.ledger.pairs() for ref in (newer, other)}
        assert paired == (named if len(named) > 1 else set()), "somebody was named and not looked for"
        self.night.counts["pairs"] = len(self.night.ledger.pairs())

    def open_everything(self) -> None:
        """Every card of the night still opens for its reader, and shows what was written."""
        for promise in self.promises:
            referral = self.night.ledger.by_form(promise.view_id)
            if referral is not None:
                self._open(promise, referral)
        self.night.counts["opened"] = len(self.night.ledger.referrals())

    def _open(self, promise: Promise, referral: Referral) -> None:
        reader = self.night.server.person(RESPONDER if promise.door is Door.ARREST_DIVERSION else MANAGER)
        card = next(
            row.ts
            for row in self.night.ledger.notices()
            if row.subject == referral.ref and row.recipient == reader.id and row.kind in _CARDS
        )
        reader.click("Open", message=self.night.messages()[card or ""])
        assert promise.mark in reader.wait_view(callback_id="opened").words
        close_all(reader)


def _typed(person: Person) -> bool:
    try:
        person.command("/lead refer")
    except SlackSays:
        return False
    return True


def _names_somebody(referral: Referral) -> bool:
    """By the second screen of an arrest diversion, by the one form of a social contact."""
    return referral.completed_at is not None or referral.door == Door.SOCIAL_CONTACT


def _is_told(row: Notice, message: SeenMessage, parents: Mapping[Handle | None, str | None]) -> None:
    """The message is the very one that the notice stands for."""
    if row.kind in {*_CARDS, Kind.CARD_AGAIN}:
        assert message.button("Open").value == row.handle
        assert row.receipt in message.text
    elif row.kind == Kind.CARD_MORE:
        assert message.thread_ts == parents[row.handle]
    elif row.kind == Kind.PAIR_FOUND:
        assert message.button("Look at both").value == row.target
    else:
        received = row.kind == Kind.RECEIVED
        assert message.text.startswith(f"{row.subject}: {'received' if received else ''}")
