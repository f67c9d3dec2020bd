"""A random walk of a referral: anybody presses anything, time passes, and after each step the tables hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select

from handlers.referrals.facts import Receipt
from handlers.referrals.taking_in import TakingIn
from models.acts import steps
from models.acts.capacity import give_to
from models.acts.chain import BOT
from models.acts.decision import Decision, Service, WhyFirst
from models.acts.fallback import Fallback, choose_fallback
from models.acts.screening import decide
from models.classes import Basis
from models.database import UnitOfWork
from models.due import DueStep, Step, finish, take
from models.duties import ACTS, DOORS, Act
from models.envelope import SealedItem
from models.errors import DomainError
from models.people import Role, find_actor
from models.referral import NEXT, OVER, Door, Referral, State, locked
from models.schema import Handle, ReferralRef, SlackUserId
from models.states import MOVES, STANDING, Move, Reason
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    SERGEANT,
    STRANGER,
    Harbor,
    draft_of,
)

PEOPLE = (
    OFFICER,
    SERGEANT,
    RESPONDER,
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    PROSECUTOR,
    STRANGER,
)
REFERRERS = {door: NEIGHBOR if door is Door.COMMUNITY else OFFICER for door in Door}
_SEATS = {
    Role.PROJECT_MANAGER: MANAGER,
    Role.CASE_MANAGER: CASE_MANAGER,
    Role.CLINICAL_SUPERVISOR: CLINICAL,
}
MINUTES = (1, 3, 6, 13, 31, 60 * 24, 60 * 24 * 4, 60 * 24 * 9)
_SELDOM = (Move.ANSWERED, Move.INTAKE_DONE)  # open in one state each: drawn more often there
_FITS = 0.8  # how often somebody presses what could be theirs to press
STATE_CLOCKS = frozenset(step for standing in STANDING.values() for step in standing.clocks)


@dataclass
class Seen:
    """How many steps of all walks did something, were refused, and ended in which state."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)


class Walk:
    """A referral that is never committed, on a harbor that stays as it was laid."""

    def __init__(self, harbor: Harbor, work: UnitOfWork, rng: Random, seen: Seen) -> None:
        self.harbor, self.work, self.rng, self.seen = harbor, work, rng, seen
        self.ref = ReferralRef("")

    def go(self, length: int) -> None:
        """Refer through a random door, then that many random steps."""
        door = self.rng.choice(list(Door))
        self.ref = self._refer(door)
        self._check(self.referral())
        for _ in range(length):
            before = self._standing()
            press: Callable[[], str] = self.rng.choice(
                [
                    self._act,
                    self._act,
                    self._decide,
                    self._decide,
                    self._decide,
                    self._choose,
                    self._give,
                    self._wait,
                ]
            )
            self._step(press, before)

    def referral(self) -> Referral:
        """As the database has it now."""
        self.work.session.flush()
        self.work.session.expire_all()
        return self.work.session.get_one(Referral, self.ref)

    def _standing(self) -> tuple[State, int]:
        referral = self.referral()
        return State(referral.state), referral.version

    def _step(self, press: Callable[[], str], before: tuple[State, int]) -> None:
        savepoint = self.work.session.begin_nested()
        try:
            told = press()
            self.work.session.flush()
        except DomainError as trouble:
            savepoint.rollback()
            self.seen.refused[trouble.code] += 1
            assert self._standing() == before, "a refusal changed something"
            return
        savepoint.commit()
        self.seen.done[told] += 1
        referral = self.referral()
        after = State(referral.state)
        assert after is before[0] or after in NEXT[before[0]], (told, before[0], after)
        assert told != "wait" or after is before[0], "a clock moved a state"
        self._check(referral)

    def _check(self, referral: Referral) -> None:
        """Nothing altered, nothing ownerless, nothing without its clock, nothing over that still ticks."""
        state = State(referral.state)
        self.seen.states[state] += 1
        assert self.harbor.ground.vault.rows.row_holds(referral), "changed without a signature"
        assert (state in OVER) == (referral.closed_at is not None)
        standing, ticking = STANDING[state], self._ticking()
        assert ticking <= set(standing.clocks), (state, ticking)
        if state in OVER:
            assert standing.owner is None
            return
        assert standing.owner is not None, state
        assert standing.no_clock or ticking or self._people_were_asked(referral), state

    def _people_were_asked(self, referral: Referral) -> bool:
        """The intake's time has ended: the state stays, and people decide."""
        ends = referral.intake_ends_at
        return referral.state == State.MET and ends is not None and ends <= self.harbor.time()

    def _ticking(self) -> set[Step]:
        query = select(DueStep.step).where(DueStep.subject == self.ref, DueStep.done_at.is_(None))
        return {Step(step) for step in self.work.session.scalars(query)} & STATE_CLOCKS

    def _refer(self, door: Door) -> ReferralRef:
        user, ground = REFERRERS[door], self.harbor.ground
        rules = ground.book.current(self.work)
        actor = find_actor(self.work, ground.vault.rows, user, rules.today(self.harbor.time()))
        assert actor.holds(*DOORS[door])
        answer = TakingIn(ground).take_in(  # the act itself, inside this walk's transaction
            self.work,
            rules,
            actor,
            door,
            draft_of(door, "quay" if user == NEIGHBOR else "north"),
            f"V{self.rng.random()}",
            self.harbor.time(),
        )
        return Receipt.from_answer(answer).ref

    def _items(self) -> list[SealedItem]:
        query = select(SealedItem).where(SealedItem.subject == self.ref).order_by(SealedItem.handle)
        return sorted(self.work.session.scalars(query), key=lambda item: (item.recipient, item.basis))

    def _item(self, basis: Basis) -> SealedItem:
        """One of this kind, mostly."""
        items = self._items()
        fitting = [item for item in items if item.basis == basis]
        return self.rng.choice(fitting if fitting and self._fits() else items)

    def _fits(self) -> bool:
        return self.rng.random() < _FITS

    def _act(self) -> str:
        item, act = self._item(Basis.REFERRAL), self.rng.choice(list(Act))
        fitting = [one for one in Act if item.role in ACTS[one]]
        if fitting and self._fits():
            act = self.rng.choice(fitting)
        user = item.recipient if self.rng.random() < 0.9 else self.rng.choice(PEOPLE)
        self.harbor.handoff._do(self.work, user, item.handle, act, 20, self.harbor.time())
        assert user == item.recipient
        assert item.role in {role.value for role in ACTS[act]}
        return act.value

    def _decide(self) -> str:
        user, move = self.rng.choice(PEOPLE), self.rng.choice(list(Move))
        leading = [one for one, rule in MOVES.items() if rule.to in NEXT[State(self.referral().state)]]
        if leading and self._fits():
            move = self.rng.choice(leading + 3 * [one for one in leading if one in _SELDOM])
            user = self.rng.choice(self._holders(move))
        fitting: list[Reason | None] = [*sorted(MOVES[move].reasons)] or [None]
        reason = self.rng.choice(fitting if self._fits() else list(Reason))
        scene = self.harbor.ground.scene(self.work, user)
        referrer = self.referral().referrer
        decide(scene, self.ref, Decision(move, reason, self._note(move)))
        actor = find_actor(self.work, scene.vault.rows, user, scene.rules.today(scene.moment))
        rule = MOVES[move]
        assert actor.holds(*rule.roles) or (rule.by_referrer and user == referrer)
        return move.value

    def _holders(self, move: Move) -> list[SlackUserId]:
        """Those of this walk who may make the move."""
        rule = MOVES[move]
        theirs = [self.referral().referrer] if rule.by_referrer else []
        return [*(_SEATS[role] for role in sorted(rule.roles)), *theirs]

    def _note(self, move: Move) -> tuple[WhyFirst | Service, ...]:
        """What the move asks to be said beside its reason, mostly."""
        if move is Move.OTHER_SERVICES and self._fits():
            return (self.rng.choice(list(Service)),)
        skips = move is Move.SEND_OUTREACH and self.rng.random() > _FITS
        return (self.rng.choice(list(WhyFirst)),) if skips else ()

    def _choose(self) -> str:
        item, choice = self._item(Basis.OWN), self.rng.choice(list(Fallback))
        user = item.recipient if self._fits() else self.rng.choice(PEOPLE)
        choose_fallback(self.harbor.ground.scene(self.work, user), Handle(item.handle), choice)
        assert item.basis == Basis.OWN
        assert user == item.recipient == self.referral().referrer
        return f"choose_{choice.value}"

    def _give(self) -> str:
        member = SlackUserId(self.rng.choice([CASE_MANAGER, RESPONDER, OFFICER]))
        give_to(self.harbor.ground.scene(self.work, MANAGER), locked(self.work, self.ref), member)
        assert member == CASE_MANAGER
        return "give"

    def _wait(self) -> str:
        self.harbor.time.go(timedelta(minutes=self.rng.choice(MINUTES)))
        moment = self.harbor.time()
        while (step := take(self.work, moment)) is not None:
            finish(step, steps.take(self.harbor.ground.scene(self.work, BOT), step), moment)
            self.work.session.flush()
        return "wait"


def walk_many(harbor: Harbor, count: int, seed: int) -> Seen:
    """So many walks from one seed; each begins at the same moment on the same harbor."""
    seen, begun = Seen(), harbor.time.moment
    for number in range(count):
        rng = Random(f"{seed}:{number}")  # noqa: S311 - a walk that can be walked again
        harbor.time.moment = begun
        with harbor.ground.database.work() as work:
            Walk(harbor, work, rng, seen).go(rng.randint(2, 12))
            work.session.rollback()
    return seen
