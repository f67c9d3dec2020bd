"""Secrets about members: was something found in what one wrote, was one ever a member."""

from __future__ import annotations

from collections.abc import Callable

from handlers.ids import Action
from models.people import Member, Role
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, QUAY_OFFICER, RESPONDER
from tests.worlds.hearing import OWG
from tests.worlds.people import (
    PERSON,
    a_while,
    handle_on,
    look_around,
    refer,
    without,
)
from tests.worlds.row import Row, Secret, heard_by, nothing
from tests.worlds.world import World


def _written(text: str) -> Secret:
    def secret(world: World) -> str:
        world.say(QUAY_OFFICER, text)
        return ""

    return secret


def _channel_goes_on(world: World, happen: Callable[[], str]) -> None:
    refer(world, OFFICER, Door.ARREST_DIVERSION)
    happen()
    for user in without(QUAY_OFFICER, OWG):
        world.say(user, "the bridge is closed tonight")
    a_while(world, without(QUAY_OFFICER))


GUARD = Row(
    "the channel guard found a person's details in a message, or none",
    {
        "none": _written("the bridge is closed until ten"),
        "details": _written(f"{PERSON} 01/01/1901 is back at the ferry steps, anyone know him"),
    },
    _channel_goes_on,
    without(QUAY_OFFICER),
    heard_by(MANAGER),
)


NEWCOMER = SlackUserId("UNEWCOM01")


def _once_seated(agency: str, role: Role) -> Secret:
    def secret(world: World) -> str:
        world.harbor.seat(NEWCOMER, agency, role)
        world.harbor.suspend(NEWCOMER)
        return ""

    return secret


def _newcomer_asks(world: World, happen: Callable[[], str]) -> None:
    happen()
    ref = refer(world, OFFICER, Door.ARREST_DIVERSION)
    card = world.screens.cards(RESPONDER)[-1]
    handle = handle_on(card)
    look_around(world, [NEWCOMER], ref)
    world.shortcut(NEWCOMER)
    world.tap(NEWCOMER, "Open", on=card)
    for action in (Action.ADD_DETAILS, Action.ACKNOWLEDGE, Action.MET, Action.SEND_OUTREACH):
        world.tap_by_id(NEWCOMER, action, handle, view={"private_metadata": handle})
    a_while(world, [NEWCOMER])


def _seats_of_newcomer(world: World) -> str:
    with world.harbor.ground.database.look() as work:
        member = work.session.get(Member, NEWCOMER)
        return member.roles if member else "never"


ROSTER = Row(
    "the asker was a member once and is suspended, or never was one",
    {
        "never": nothing,
        "an officer": _once_seated("police:Lantern Harbor PD", Role.OFFICER),
        "a project manager": _once_seated(
            "project_management:Lantern Harbor Common Table", Role.PROJECT_MANAGER
        ),
        "a case manager": _once_seated("case_management:Harbor Bridge Outreach", Role.CASE_MANAGER),
    },
    _newcomer_asks,
    (NEWCOMER, OFFICER),
    _seats_of_newcomer,
)
