"""The hand-off chain: who is asked next while nobody has answered, and what the officer is told meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import select

from models.acts.hearing import tell_holders, tell_managers, tell_officer, to_holder
from models.acts.paging import (
    answering,
    cards,
    every_responder,
    on_call_seats,
    page_the_next,
)
from models.acts.unheard import call_outside, plan_unheard
from models.audit import Verb
from models.classes import Basis
from models.due import DueStep, Planned, Step, call_off, plan
from models.duties import responding_role
from models.envelope import SealedItem
from models.errors import NotOnRoster, Unsafe
from models.notice import Kind, post
from models.people import Role, active_with, find_actor
from models.referral import URGENT, Door, Referral, State, locked
from models.rota import is_silent, shift_at
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId
from models.vault import Seat

BOT = SlackUserId("bot")
_ASKING = (Step.HANDOFF_REPAGE, Step.HANDOFF_BACKUP, Step.HANDOFF_SUPERVISOR)
OFFICERS = (Step.HANDOFF_CHOICES, Step.HANDOFF_OVER)
_UNTIL_ANSWERED = (*_ASKING, Step.UNHEARD)
WHOLE = (*_UNTIL_ANSWERED, *OFFICERS)
# The officer's options come this long before the hand-off time ends, if nobody is there by then.
_CHOICES_BEFORE = timedelta(minutes=10)


def first_seats(scene: Scene, region: str) -> list[Seat]:
    """Who is asked at once: the first on call who can be sent, else everybody who could answer.

    Where Slack holds the first one's notifications back, the backup is asked beside them.
    """
    rows = scene.vault.rows
    rota = on_call_seats(scene.work, rows, scene.rules, region, scene.moment)
    asleep = bool(rota) and is_silent(scene.work, rota[0].user, scene.moment)
    return rota[: 2 if asleep else 1] or every_responder(scene.work, rows, scene.rules, region, scene.moment)


def plan_chain(scene: Scene, referral: Referral) -> None:
    """Plan the whole chain from now on, by the site's minutes; only where somebody stands and waits."""
    if Door(referral.door) not in URGENT:
        return
    plan_asking(scene, referral)
    ends = timedelta(minutes=scene.rules.clocks.handoff_minutes)
    referral.clock_ends_at, referral.fallback = scene.moment + ends, ""
    choices = max(ends - _CHOICES_BEFORE, ends / 2)
    _plan(scene, referral, {Step.HANDOFF_CHOICES: choices, Step.HANDOFF_OVER: ends})


def plan_asking(scene: Scene, referral: Referral) -> None:
    """Ask from now on, one after another; the officer's own clock goes on as it began."""
    if Door(referral.door) not in URGENT:
        return
    plan_unheard(scene, referral, "first")
    minutes = zip(_ASKING, scene.rules.clocks.repage_minutes, strict=False)
    _plan(scene, referral, {step: timedelta(minutes=at) for step, at in minutes})


def _plan(scene: Scene, referral: Referral, after: Mapping[Step, timedelta]) -> None:
    plan(
        scene.work,
        [
            Planned(
                step, referral.ref, scene.moment + wait, f"{step.value}:{referral.ref}:{referral.version}"
            )
            for step, wait in after.items()
        ],
    )


def answered(scene: Scene, referral: Referral) -> None:
    """Somebody has it: nobody else is asked; the officer's clock goes on."""
    call_off(scene.work, referral.ref, _UNTIL_ANSWERED, scene.moment)


def settled(scene: Scene, referral: Referral) -> None:
    """Met, not met or over: the chain ends, and nobody goes out for what is over."""
    call_off(scene.work, referral.ref, WHOLE, scene.moment)
    if referral.closed_at is not None and referral.dispatched_at is not None and referral.met_at is None:
        tell_holders(scene, referral, Kind.CARD_OVER)


def take_step(scene: Scene, step: DueStep) -> str:
    """One step of the chain; answers a short code. What has been answered meanwhile asks nobody."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral) or referral.state != State.DISPATCHED:
        return "settled"
    kind = Step(step.step)
    if kind in _UNTIL_ANSWERED and referral.acknowledged_at is not None:
        return "answered"
    if kind in _ASKING:
        plan_unheard(scene, referral, kind.value)
    return _STEPS[kind](scene, referral)


def _repage(scene: Scene, referral: Referral) -> str:
    holders = answering(scene, referral)
    if not holders:
        return _backup(scene, referral)
    receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (referral.ref,), "again"))
    again = [to_holder(referral, item, Kind.CARD_AGAIN, receipt) for item in holders]
    post(scene.work, scene.moment, again)
    return "asked_again"


def _backup(scene: Scene, referral: Referral) -> str:
    found = page_the_next(scene.work, scene.vault, scene.audit, scene.rules, referral, scene.moment)
    return "next" if found else "nobody"


def _supervisor(scene: Scene, referral: Referral) -> str:
    asked = _asked(scene, referral)
    seats = [seat for seat in _supervisors(scene, referral) if seat.user not in asked]
    told = "supervisor" if seats and _hand_to(scene, referral, seats) else "nobody"
    tell_officer(scene, referral, Kind.NO_ANSWER_YET)
    if told == "nobody":
        tell_managers(scene, referral, Kind.NOBODY_ON_CALL)
    return told


def _choices(scene: Scene, referral: Referral) -> str:
    ends = referral.clock_ends_at
    if referral.eta_at is not None and ends is not None and referral.eta_at <= ends:
        return "on_the_way"
    if referral.fallback:
        return "chosen"
    tell_officer(scene, referral, Kind.CHOICES)
    return "offered"


def _over(scene: Scene, referral: Referral) -> str:
    """The time is over without a meeting: written down as capacity, nobody's doing."""
    referral.missed_at = scene.moment
    scene.vault.rows.sign_row(referral)
    scene.note(Verb.REFERRAL_OVERDUE, (referral.ref,), "capacity")
    tell_officer(scene, referral, Kind.TIME_IS_OVER)
    return "capacity"


_STEPS: Mapping[Step, Callable[[Scene, Referral], str]] = {
    Step.HANDOFF_REPAGE: _repage,
    Step.HANDOFF_BACKUP: _backup,
    Step.HANDOFF_SUPERVISOR: _supervisor,
    Step.HANDOFF_CHOICES: _choices,
    Step.HANDOFF_OVER: _over,
    Step.UNHEARD: call_outside,
}


def _supervisors(scene: Scene, referral: Referral) -> list[Seat]:
    """The rota row's supervisor; where it names none, the clinical supervisors who serve the region."""
    shift = shift_at(scene.work, scene.vault.rows, scene.rules, referral.region, scene.moment)
    today = scene.rules.today(scene.moment)
    if shift.supervisor is not None:
        try:
            actor = find_actor(scene.work, scene.vault.rows, shift.supervisor, today)
        except NotOnRoster:
            return []
        role = responding_role(actor)
        return [Seat(actor.user, role, Basis.REFERRAL)] if role else []
    clinical = active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)
    return [
        Seat(actor.user, Role.CLINICAL_SUPERVISOR, Basis.REFERRAL)
        for actor in clinical
        if actor.serves(referral.region)
    ]


def _hand_to(scene: Scene, referral: Referral, seats: list[Seat]) -> bool:
    try:
        handles = scene.vault.sealer.share(scene.work, referral, seats, scene.moment)
    except Unsafe:
        return False  # what was sealed cannot be handed on; people are told all the same, and call
    digest = scene.note(Verb.NOTICE_POSTED, (referral.ref,), "chain")
    receipt = scene.audit.receipt(digest)
    post(scene.work, scene.moment, cards(referral, handles, Kind.CARD_NOW, receipt))
    return True


def _asked(scene: Scene, referral: Referral) -> set[SlackUserId]:
    query = select(SealedItem.recipient).where(
        SealedItem.subject == referral.ref, SealedItem.basis == Basis.REFERRAL.value
    )
    return set(scene.work.session.scalars(query))
