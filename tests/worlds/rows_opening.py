"""Secrets about items: why one does not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from handlers.ids import Action
from models.people import Role
from models.referral import Door
from models.schema import SlackUserId
from sandbox.faces import find_element
from tests.handlers.harbor import BACKUP, OFFICER, RESPONDER
from tests.handlers.wing import REST_VALUES
from tests.worlds.people import (
    NO_HANDLE,
    OUTSIDE,
    all_look,
    handle_on,
    open_card,
    refer,
    without,
)
from tests.worlds.row import Row, Script, Secret
from tests.worlds.world import World


def _seated_anew(user: SlackUserId, agency: str, role: Role) -> Secret:
    """Suspended and appointed again: what they were handed before is withdrawn."""

    def secret(world: World) -> str:
        handle = _old_handle(world, user)
        world.harbor.seat_anew(user, agency, role)
        return handle

    return secret


def _moved(user: SlackUserId, agency: str, role: Role) -> Secret:
    def secret(world: World) -> str:
        world.harbor.seat(user, agency, role)
        return _old_handle(world, user)

    return secret


def _old_handle(world: World, user: str) -> str:
    if user == OFFICER:
        _, element = find_element(world.screens.homes[OFFICER]["blocks"], "What I wrote")
        return str(element["value"])
    return handle_on(world.screens.cards(user)[-1])


def _of_somebody_else(world: World) -> str:
    return handle_on(world.screens.cards(BACKUP)[-1])


def _of_nobody(world: World) -> str:
    del world
    return NO_HANDLE


def _expired(world: World) -> str:
    """The colleague meets the person: a day later the item opens for nobody of the team."""
    open_card(world, BACKUP)
    world.tap(BACKUP, "We met")
    return _old_handle(world, RESPONDER)


def _opens_in_vain(user: str, *, adds: bool) -> Script:
    """Tap what opens nothing, and every button that could stand in it; `adds`: send a second screen, too."""

    def script(world: World, happen: Callable[[], str]) -> None:
        refer(world, OFFICER, Door.ARREST_DIVERSION)
        world.go(timedelta(minutes=9))  # nobody answers: the colleague is asked
        world.look(OFFICER)
        if user == OFFICER:  # their own Home may show what is theirs: by now it waits for their next look
            world.go(timedelta(minutes=31))
        handle = happen()
        world.go(timedelta(hours=25))
        world.tap_by_id(user, Action.OPEN_ITEM, handle)
        for action in _INSIDE:
            held = {**world.screens.top(user), "private_metadata": handle}
            world.tap_by_id(user, action, handle, view=held)
        if adds:
            world.screens.close_all(user)
            world.tap_by_id(user, Action.ADD_DETAILS, NO_HANDLE)
            world.screens.top(user)["private_metadata"] = handle
            world.submit(user, REST_VALUES)
        all_look(world, without(OFFICER))

    return script


_INSIDE = (
    Action.ACKNOWLEDGE,
    Action.ESTIMATE,
    Action.MET,
    Action.NOT_MET,
    Action.SEND_OUTREACH,
    Action.OPTION_STATION,
    Action.OPTION_CENTER,
    Action.OPTION_LATER,
    Action.OPTION_STOP,
)
_TEAM, _PD = "case_management:Harbor Bridge Outreach", "police:Lantern Harbor PD"
_OTHER_POLICE = "police:Ferry Steps PD"


def _refusals(world: World) -> list[str]:
    return world.harbor.decisions("open.refused")


TEAM_ITEM = Row(
    "a responder's item is withdrawn, expired, somebody else's, or none at all",
    {
        "withdrawn": _seated_anew(RESPONDER, _TEAM, Role.OUTREACH_RESPONDER),
        "expired": _expired,
        "somebody else's": _of_somebody_else,
        "none": _of_nobody,
    },
    _opens_in_vain(RESPONDER, adds=True),
    (RESPONDER, *without(OFFICER)),
    _refusals,
)
OWN_ITEM = Row(
    "an officer's own item is withdrawn, of another agency, somebody else's, or none at all",
    {
        "withdrawn": _seated_anew(OFFICER, _PD, Role.OFFICER),
        "of another agency": _moved(OFFICER, _OTHER_POLICE, Role.OFFICER),
        "somebody else's": _of_somebody_else,
        "none": _of_nobody,
    },
    _opens_in_vain(OFFICER, adds=False),
    OUTSIDE,
    _refusals,
)
