"""The moments of the kill, each seen from Slack's side or in the database, never in the bot."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum

from models.referral import Door
from sandbox.server import PracticeServer
from tests.prove.ledger import Ledger

_WAIT_SECONDS = 20.0
_LOOK_SECONDS = 0.001
_POST = "chat.postMessage"


class Moment(StrEnum):
    """Every step between the wish to submit and the arrival of the last message."""

    FORM_ASKED = "views.open is on its way"
    SUBMITTED = "the submission is on its way"
    COMMITTED = "the first commit is seen"
    ACKED = "the person has seen the ack"
    UNHEARD = "a message is on its way, and Slack never takes it"
    ANSWER_LOST = "a message is on its way, and Slack keeps it"
    CUT = "Slack kept a message and the line was cut"
    ANSWERED = "Slack has just answered"
    SETTLED = "the first settlement is seen"
    ANY = "any time, and once more while it recovers"


@dataclass(frozen=True)
class Plan:
    """One run: the door, the screen and moment of the kill, and what the person does then."""

    seed: int
    moment: Moment
    door: Door
    second_screen: bool
    message: int
    delay: float
    sends_again: bool
    goes_on: bool

    @property
    def nth(self) -> int:
        """Which of the act's messages is meant: a second screen has one, the reply under the card."""
        return 1 if self.second_screen else self.message


def plan(seed: int) -> Plan:
    """Ten seeds in a row hold every moment once; everything else is drawn."""
    moments = list(Moment)
    random.Random(seed // len(moments)).shuffle(moments)  # noqa: S311 - a test's dice, repeatable
    draw = random.Random(f"kill {seed}")  # noqa: S311 - as above
    moment = moments[seed % len(moments)]
    door = draw.choice([Door.ARREST_DIVERSION, Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT, Door.COMMUNITY])
    second = door is Door.ARREST_DIVERSION and moment is not Moment.FORM_ASKED and draw.random() < 0.5
    return Plan(
        seed=seed,
        moment=moment,
        door=door,
        second_screen=second,
        message=draw.randint(1, 2),
        delay=draw.uniform(0, 0.7 if moment is Moment.ANY else 0.03),
        sends_again=draw.random() < 0.5,
        goes_on=draw.random() < 0.5,
    )


class Striker:
    """Waits for a plan's moment with Slack's own instruments, then pulls the plug."""

    def __init__(self, server: PracticeServer, ledger: Ledger) -> None:
        self._server = server
        self._ledger = ledger

    def prepare(self, plan: Plan) -> Callable[[Future[bool]], None]:
        """Set what must be set before the act; the answer waits, given the act's outcome to come."""
        posted, settled = len(self._server.calls(_POST)), self._settled()
        match plan.moment:
            case Moment.FORM_ASKED:
                self._server.faults.add("views.open", "slow", seconds=0.4)
                return lambda _: self._until(self._fault_is_used, plan)
            case Moment.COMMITTED:
                if plan.message > 1:  # else whether the ack got away before the kill is left to chance
                    self._server.faults.add("delivery", "lost_ack")
                posts = len(self._ledger.notices())
                return lambda _: self._until(lambda: len(self._ledger.notices()) > posts, plan)
            case Moment.ACKED:
                return _acked
            case Moment.UNHEARD | Moment.ANSWER_LOST | Moment.CUT:
                self._order(plan)
                return lambda _: self._until(self._fault_is_used, plan)
            case Moment.ANSWERED:
                wanted = posted + plan.nth
                return lambda _: self._until(lambda: len(self._server.calls(_POST)) >= wanted, plan)
            case Moment.SETTLED:
                return lambda _: self._until(lambda: self._settled() >= settled + plan.nth, plan)
            case Moment.SUBMITTED | Moment.ANY:
                return lambda _: time.sleep(plan.delay)

    def _order(self, plan: Plan) -> None:
        """The fault hits the message of the plan; those before it pass."""
        kinds = {Moment.UNHEARD: "timeout", Moment.ANSWER_LOST: "slow", Moment.CUT: "cut_after_store"}
        if plan.nth > 1:
            self._server.faults.add(_POST, "slow", times=plan.nth - 1, seconds=0)
        self._server.faults.add(_POST, kinds[plan.moment], seconds=0.3)

    def _fault_is_used(self) -> bool:
        return not self._server.faults.rules()

    def _settled(self) -> int:
        return sum(row.settled_at is not None for row in self._ledger.notices())

    def _until(self, fits: Callable[[], bool], plan: Plan) -> None:
        end = time.monotonic() + _WAIT_SECONDS
        while not fits():
            assert time.monotonic() < end, f"the moment did not come: {plan.moment}"
            time.sleep(_LOOK_SECONDS)


def _acked(act: Future[bool]) -> None:
    assert act.result(_WAIT_SECONDS), "the ack did not come"
