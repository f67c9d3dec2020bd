"""Secrets about what came of a referral: whoever referred hears the same line on the same days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from models.acts.capacity import assign
from models.acts.decision import Decision, Service
from models.acts.screening import decide
from models.participant import Rung
from models.referral import Door
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId
from models.states import Move, Reason
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER
from tests.worlds import consents
from tests.worlds.people import OUTSIDE, a_while, glance, open_card, refer, try_to_seal, without
from tests.worlds.row import Row, Secret, nothing
from tests.worlds.world import World

_WEEK = timedelta(days=7)


def _log(world: World) -> object:
    """The log may know what was done."""
    return world.harbor.verbs(), world.harbor.decisions("referral.decided")


def _acted(world: World, user: SlackUserId, act: Callable[[Scene], object]) -> str:
    ground = world.harbor.ground
    with ground.database.work() as work:
        act(ground.scene(work, user))
        work.commit()
    return ""


def _decided(
    officer: str,
    move: Move,
    reason: Reason | None = None,
    *note: Service,
    by: SlackUserId = MANAGER,
) -> Secret:
    """A decision on what this officer referred."""

    def secret(world: World) -> str:
        ref = ReferralRef(world.screens.reference(officer))
        return _acted(world, by, lambda scene: decide(scene, ref, Decision(move, reason, note)))

    return secret


def _given(world: World) -> str:
    ref = ReferralRef(world.screens.reference(OFFICER))
    return _acted(world, MANAGER, lambda scene: assign(scene, ref, CASE_MANAGER))


def _on_rung(rung: Rung) -> Secret:
    return lambda world: consents.begun(world, world.screens.reference(OFFICER), rung)


def _weeks_go(world: World, user: str, ref: str) -> None:
    """Longer than the line is said."""
    for _ in range(14):
        world.go(_WEEK)
    glance(world, [user], ref)


def _met_and_wondered(world: World, happen: Callable[[], str]) -> None:
    ref = refer(world, OFFICER, Door.ARREST_DIVERSION)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    world.go(timedelta(days=2))
    happen()
    world.tap(OFFICER, "What I wrote", on=world.look(OFFICER))
    for colleague in (CASE_MANAGER, RESPONDER):
        try_to_seal(world, OFFICER, ref, colleague)
        world.screens.close_all(OFFICER)
    a_while(world, ref=ref)
    _weeks_go(world, OFFICER, ref)


AFTER_MEETING = Row(
    "what came after a meeting: nothing, enrolled, assessed, given to somebody, declined, withdrawn",
    {
        "nothing": nothing,
        "begun": _on_rung(Rung.NONE),
        "enrolled": _on_rung(Rung.ENROLLED),
        "given to a case manager": _given,
        "assessed": _decided(OFFICER, Move.INTAKE_DONE, by=CASE_MANAGER),
        "declined by the person": _decided(OFFICER, Move.CLOSE, Reason.DECLINED_OFFER),
        "withdrawn by the person": _decided(OFFICER, Move.WITHDRAW, Reason.PERSON_WITHDREW),
    },
    _met_and_wondered,
    OUTSIDE,
    _log,
)


def _waits(world: World) -> str:
    """A social contact that the project manager puts on the waitlist."""
    ref = refer(world, QUAY_OFFICER, Door.SOCIAL_CONTACT)
    waits = Decision(Move.WAITLIST, Reason.CAPACITY)
    _acted(world, MANAGER, lambda scene: decide(scene, ReferralRef(ref), waits))
    return ref


def _settled_while_waiting(world: World, happen: Callable[[], str]) -> None:
    ref = _waits(world)
    world.go(timedelta(days=20))
    glance(world, [QUAY_OFFICER], ref)
    happen()
    a_while(world, ref=ref)
    _weeks_go(world, QUAY_OFFICER, ref)


NEVER_MET = Row(
    "why nobody went: enrolled already, the person's own no, merged, other services, the criteria",
    {
        "enrolled already": _decided(QUAY_OFFICER, Move.DECLINE, Reason.ALREADY_ENROLLED),
        "declined by the person": _decided(QUAY_OFFICER, Move.DECLINE, Reason.DECLINED_OFFER),
        "not within the criteria": _decided(QUAY_OFFICER, Move.DECLINE, Reason.OUTSIDE_CRITERIA),
        "merged": _decided(QUAY_OFFICER, Move.MERGE, Reason.DUPLICATE),
        "elsewhere": _decided(QUAY_OFFICER, Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, Service.SHELTER),
        "withdrawn by the person": _decided(QUAY_OFFICER, Move.WITHDRAW, Reason.PERSON_WITHDREW),
    },
    _settled_while_waiting,
    OUTSIDE,
    _log,
)


def _known_to_a_neighbor(world: World) -> str:
    refer(world, NEIGHBOR, Door.COMMUNITY)
    world.screens.close_all(NEIGHBOR)
    return ""


def _waits_and_looks(world: World, happen: Callable[[], str]) -> None:
    happen()
    world.go(timedelta(days=1))
    ref = _waits(world)
    a_while(world, without(NEIGHBOR), ref)
    for _ in range(6):
        world.go(_WEEK)
        glance(world, [QUAY_OFFICER], ref)


WAITING_FOR = Row(
    "it waits for a place, or because the person may have been referred already",
    {"a place": nothing, "somebody to compare": _known_to_a_neighbor},
    _waits_and_looks,
    without(NEIGHBOR),
    _log,
)


def _nobody_went(world: World, happen: Callable[[], str]) -> None:
    ref = refer(world, NEIGHBOR, Door.COMMUNITY)
    world.go(timedelta(hours=20))
    happen()
    world.tap(NEIGHBOR, "What I wrote", on=world.look(NEIGHBOR))
    a_while(world, ref=ref)
    world.go(timedelta(days=3))
    a_while(world, ref=ref)


COMMUNITY_NEVER_MET = Row(
    "why nobody went to whom a community member referred",
    {
        "not looked at": nothing,
        "waits": _decided(NEIGHBOR, Move.WAITLIST, Reason.CAPACITY),
        "enrolled already": _decided(NEIGHBOR, Move.DECLINE, Reason.ALREADY_ENROLLED),
        "merged": _decided(NEIGHBOR, Move.MERGE, Reason.DUPLICATE),
    },
    _nobody_went,
    OUTSIDE,
    _log,
)
