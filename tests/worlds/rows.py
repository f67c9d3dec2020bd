"""The secrets of this site, one row each: a feature joins the two-world proof by adding its rows here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from handlers.ids import Action
from models.people import Account, Member, Role
from models.referral import Door
from models.roster_file import Seating
from models.schema import SlackUserId
from sandbox.faces import find_element
from tests.handlers.harbor import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
)
from tests.handlers.wing import REST_VALUES
from tests.worlds.comparing import told
from tests.worlds.ground import BEGIN
from tests.worlds.hearing import OWG
from tests.worlds.people import (
    COMMUNITY,
    INVENTED,
    NO_HANDLE,
    OUTSIDE,
    PERSON,
    PROSECUTION,
    SOMEBODY_ELSE,
    a_while,
    glance,
    handle_on,
    look_around,
    open_card,
    refer,
    screened_and_sent,
    without,
)
from tests.worlds.world import World, living

TODAY = BEGIN.date()
Secret = Callable[[World], str]
Script = Callable[[World, Callable[[], str]], None]


@dataclass(frozen=True)
class Row:
    """One secret.

    `worlds`: what is done, unseen, in each world; the script calls it once, at its moment, and may use what
    it answers. `receivers` must not be able to tell. `witness` must: it is what shows that the worlds do
    differ, for somebody who may know (or in the log).
    """

    secret: str
    worlds: Mapping[str, Secret]
    script: Script
    receivers: Sequence[str]
    witness: Callable[[World], object]


@contextmanager
def played(row: Row, database: str, folder: Path) -> Iterator[list[World]]:
    """Every world of the row, played to its end, in the row's order."""
    with ExitStack() as stack:
        worlds = []
        for number, (name, secret) in enumerate(row.worlds.items()):
            world = stack.enter_context(living(name, database, _made(folder / str(number))))
            row.script(world, _unseen(world, secret))
            worlds.append(world)
        yield worlds


def _unseen(world: World, secret: Secret) -> Callable[[], str]:
    def happen() -> str:
        with world.unseen():
            world.happened = secret(world)
        return world.happened

    return happen


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def heard_by(user: str) -> Callable[[World], object]:
    """A witness who may know."""
    return lambda world: [(one.way, one.bytes) for one in told(world, user)]


# --- Is the person known already? ---


def _referred_by(user: str, door: Door, person: str) -> Secret:
    def secret(world: World) -> str:
        refer(world, user, door, person)
        open_card(world, MANAGER)
        world.screens.close_all(MANAGER)
        return ""

    return secret


def _second_referral(world: World, happen: Callable[[], str]) -> None:
    happen()
    world.go(timedelta(days=1))
    ref = refer(world, OFFICER, Door.ARREST_DIVERSION)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    world.tap(OFFICER, "What I wrote", on=world.look(OFFICER))
    a_while(world, ref=ref)


def _nothing(world: World) -> str:
    del world
    return ""


KNOWN = Row(
    "the person had been referred before, by another agency, by the same, or never",
    {
        "never": _nothing,
        "by another agency": _referred_by(NEIGHBOR, Door.COMMUNITY, PERSON),
        "by the same agency": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, PERSON),
    },
    _second_referral,
    without(NEIGHBOR, QUAY_OFFICER),
    heard_by(MANAGER),
)
SAME_PERSON = Row(
    "the referral before was of the same person, or of somebody else",
    {
        "the same": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, PERSON),
        "somebody else": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, SOMEBODY_ELSE),
    },
    _second_referral,
    OUTSIDE,
    heard_by(MANAGER),
)


# --- Did they meet? ---


def _tapped(*labels: str) -> Secret:
    def secret(world: World) -> str:
        for label in labels:
            world.tap(RESPONDER, label)
        return ""

    return secret


def _community_asks(world: World, happen: Callable[[], str]) -> None:
    ref = refer(world, NEIGHBOR, Door.COMMUNITY)
    screened_and_sent(world)
    glance(world, COMMUNITY, ref)
    happen()
    world.tap(NEIGHBOR, "What I wrote", on=world.look(NEIGHBOR))
    a_while(world, ref=ref)


MET = Row(
    "the responder met whom a community member referred, or did not",
    {
        "met": _tapped("We met"),
        "not met": _tapped("No meeting"),
        "not met, then met": _tapped("No meeting", "We met"),
    },
    _community_asks,
    OUTSIDE,
    heard_by(RESPONDER),
)


# --- Did the guard find something? ---


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


# --- Was the asker ever on the roster? ---

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
        "never": _nothing,
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


# --- Does the reference exist? ---


def _status_of_anything(world: World, happen: Callable[[], str]) -> None:
    refer(world, OFFICER, Door.ARREST_DIVERSION)
    ref = happen()
    a_while(world, without(OFFICER), ref)
    glance(world, PROSECUTION, ref.lower())


REFERENCE = Row(
    "the reference is somebody else's, or nobody's",
    {
        "somebody else's": lambda world: world.screens.reference(OFFICER),
        "nobody's": lambda world: INVENTED,
    },
    _status_of_anything,
    without(OFFICER),
    lambda world: world.happened == world.screens.reference(OFFICER),
)


# --- Why does it not open? ---


def _seated_anew(user: SlackUserId, agency: str, role: Role) -> Secret:
    """Suspended and appointed again: what they were handed before is withdrawn."""

    def secret(world: World) -> str:
        handle = _old_handle(world, user)
        world.harbor.suspend(user)
        world.harbor.appoint(
            [Seating(user, "Fictional Person", agency, (role,), (), Account.ANY, TODAY, None)]
        )
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
        world.look(OFFICER)
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
        look_around(world, without(OFFICER))

    return script


_INSIDE = (Action.ACKNOWLEDGE, Action.ESTIMATE, Action.MET, Action.NOT_MET, Action.SEND_OUTREACH)
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

ROWS = (KNOWN, SAME_PERSON, MET, GUARD, ROSTER, REFERENCE, TEAM_ITEM, OWN_ITEM)
