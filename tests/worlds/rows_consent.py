"""Secrets about participants: is there one, are they enrolled, and why does a sealed message not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from handlers.ids import Action, Keyword, View
from models.classes import Purpose
from models.consent import Ended
from models.participant import Participant, Rung
from models.people import Role
from models.referral import Door
from models.schema import MessageRef, ParticipantRef
from tests.handlers.harbor import CASE_MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, RESPONDER
from tests.worlds import consents
from tests.worlds.consents import READERS, TODAY
from tests.worlds.people import (
    DEFENDER,
    OUTSIDE,
    a_while,
    all_look,
    glance,
    handle_on,
    open_card,
    refer,
    try_to_seal,
    without,
)
from tests.worlds.row import Row, Secret, nothing
from tests.worlds.world import World

_INVENTED = "C-00000"
Ending = Callable[[World, ParticipantRef, MessageRef], None]


def _log(world: World) -> object:
    """The log may know: what was done, and why an opening was refused."""
    return world.harbor.verbs(), world.harbor.decisions("open.refused")


def _sent_then(ending: Ending, *, for_today: bool = False) -> Secret:
    """A message under live releases, whose cards arrive; then what differs."""

    def secret(world: World) -> str:
        about = consents.begun(world)
        if for_today:
            consents.signed(world, about, expires_on=TODAY)
        else:
            consents.signed(world, about)
        ending(world, about, consents.sent(world, about))
        return about

    return secret


def _stands(world: World, about: ParticipantRef, message: MessageRef) -> None:
    del world, about, message


def _revoked(world: World, about: ParticipantRef, message: MessageRef) -> None:
    del message
    consents.revoked(world, about, Ended.SPOKEN)


def _narrowed(world: World, about: ParticipantRef, message: MessageRef) -> None:
    """A release stands, for another purpose."""
    _revoked(world, about, message)
    consents.signed(world, about, Purpose.CONFERENCE)


def _unsigned(world: World, about: ParticipantRef, message: MessageRef) -> None:
    del message
    consents.unsigned(world, about)


def _taken_back(world: World, about: ParticipantRef, message: MessageRef) -> None:
    del about
    consents.taken_back(world, message)


_ENDS: dict[str, Secret] = {
    "revoked": _sent_then(_revoked),
    "expired": _sent_then(_stands, for_today=True),
    "never signed": _sent_then(_unsigned),
    "out of scope": _sent_then(_narrowed),
    "withdrawn by its sender": _sent_then(_taken_back),
}


def _readers_open(world: World, happen: Callable[[], str]) -> None:
    happen()
    world.go(timedelta(hours=25))
    for reader in READERS:
        card = world.screens.cards(reader)[-1]
        open_card(world, reader)
        for action in (Action.ACKNOWLEDGE, Action.MET):
            held = {**world.screens.top(reader), "private_metadata": handle_on(card)}
            world.tap_by_id(reader, action, handle_on(card), view=held)
    a_while(world)


ENDED_CONSENT = Row(
    "the release a sealed message was sent under is revoked, expired, gone or narrowed, or it was taken back",
    _ENDS,
    _readers_open,
    OUTSIDE,
    lambda world: (_log(world), [one.expires_on for one in consents.standing(world)]),
)


def _nobody_opens(world: World, happen: Callable[[], str]) -> None:
    """Everybody looks at everything, the readers at their Home tab, too; nobody opens the card."""
    happen()
    for _ in range(2):
        all_look(world)
        glance(world, READERS)
        world.go(timedelta(hours=25))
    a_while(world)


QUIET_CONSENT = Row(
    "a release stands, is revoked or has expired, while nobody looks",
    {
        "stands": _sent_then(_stands),
        "revoked": _ENDS["revoked"],
        "withdrawn": _ENDS["withdrawn by its sender"],
    },
    _nobody_opens,
    OUTSIDE,
    lambda world: (_log(world), [one.expires_on for one in consents.standing(world)]),
)


def _revoked_for_the_prosecutor(world: World, about: ParticipantRef, message: MessageRef) -> None:
    del message
    consents.revoked(world, about, Ended.SPOKEN, Role.LIAISON_PROSECUTOR)


def _others_open(world: World, happen: Callable[[], str]) -> None:
    happen()
    world.go(timedelta(minutes=5))
    for reader in READERS:
        if reader != PROSECUTOR:
            assert open_card(world, reader)["callback_id"] == "opened"
            world.look(reader)
    all_look(world, without(PROSECUTOR))


# Scenario 9: "Police: no change."
OTHERS_CONSENT = Row(
    "the prosecutor's release is revoked or stands, while the police and the defence open theirs",
    {"stands": _sent_then(_stands), "revoked": _sent_then(_revoked_for_the_prosecutor)},
    _others_open,
    without(PROSECUTOR),
    _log,
)


def _on_rung(rung: Rung) -> Secret:
    def secret(world: World) -> str:
        return consents.begun(world, world.screens.reference(OFFICER), rung)

    return secret


def _officer_wonders(world: World, happen: Callable[[], str]) -> None:
    ref = refer(world, OFFICER, Door.ARREST_DIVERSION)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    world.go(timedelta(hours=1))
    happen()
    world.tap(OFFICER, "What I wrote", on=world.look(OFFICER))
    world.go(timedelta(days=1))
    for colleague in (CASE_MANAGER, RESPONDER, PROSECUTOR):
        try_to_seal(world, OFFICER, ref, colleague)
        world.screens.close_all(OFFICER)
    again = refer(world, OFFICER, Door.ARREST_DIVERSION)
    a_while(world, ref=ref)
    glance(world, [OFFICER], again)


ENROLLED = Row(
    "whom an officer brought is enrolled, is met by outreach, has only begun, or nothing came of it",
    {
        "nothing": nothing,
        "begun": _on_rung(Rung.NONE),
        "outreach": _on_rung(Rung.OUTREACH),
        "enrolled": _on_rung(Rung.ENROLLED),
    },
    _officer_wonders,
    OUTSIDE,
    _log,
)


def _asks_about(world: World, happen: Callable[[], str]) -> None:
    """Every keyword, button and form of the bot, with a participant's reference."""
    ref = happen()
    for user in (OFFICER, PROSECUTOR, DEFENDER, NEIGHBOR):
        for keyword in (*Keyword, "consent", "person", "log"):
            world.command(user, f"{keyword} {ref}")
            world.screens.close_all(user)
        world.tap_by_id(user, Action.OPEN_ITEM, ref)
        for action in Action:
            held = {**world.screens.top(user), "private_metadata": ref}
            world.tap_by_id(user, action, ref, view=held)
        for form in View:
            world.submit_by_id(user, form, ref)
    glance(world, OUTSIDE)


PARTICIPANT = Row(
    "the participant's reference is somebody's, or nobody's",
    {
        "somebody's": lambda world: consents.begun(world, rung=Rung.ENROLLED),
        "nobody's": lambda world: _INVENTED,
    },
    _asks_about,
    OUTSIDE,
    lambda world: world.harbor.count(Participant),
)
