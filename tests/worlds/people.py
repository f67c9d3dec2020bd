"""Who is outside, and what everybody does who is curious: the acts that every comparison ends with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.ids import Action
from models.referral import Door
from sandbox.faces import find_element
from tests.handlers.harbor import MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, QUAY_OFFICER, RESPONDER, SERGEANT
from tests.handlers.wing import COMMUNITY_VALUES, FIRST, REST_VALUES, Json, picked, typed
from tests.worlds.hearing import OWG
from tests.worlds.world import World

SECOND_PROSECUTOR, DEFENDER, LEGAL_AID, LEADER = "UTULLEX01", "UAPPLEG01", "UPELL0001", "UTHISTL01"
POLICE = (OFFICER, QUAY_OFFICER, SERGEANT)
PROSECUTION = (PROSECUTOR, SECOND_PROSECUTOR)
DEFENCE = (DEFENDER, LEGAL_AID)
COMMUNITY = (NEIGHBOR, LEADER)
# Everybody who may never learn a secret, and the channel, where they all read.
OUTSIDE: tuple[str, ...] = (*POLICE, *PROSECUTION, *DEFENCE, *COMMUNITY, OWG)

_OTHERS = (QUAY_OFFICER, SERGEANT, SECOND_PROSECUTOR, LEGAL_AID, LEADER)  # beside them one of the same side

PERSON, SOMEBODY_ELSE = "Zebulon Testperson", "Quillon Nobodyreal"
INVENTED, NO_HANDLE = "R-00000", "0" * 32


def without(*people: str) -> tuple[str, ...]:
    """The outside without these."""
    return tuple(one for one in OUTSIDE if one not in people)


def refer(world: World, user: str, door: Door, person: str = PERSON) -> str:
    """From `/lead refer` to the receipt; the reference."""
    world.command(user, "refer")
    if world.screens.top(user)["callback_id"] == "choose_door":
        world.tap(
            user, {Door.ARREST_DIVERSION: "Arrest diversion", Door.SOCIAL_CONTACT: "Social contact"}[door]
        )
    for values in _answers(door, person):
        assert "errors" not in world.submit(user, values)
    world.screens.close_all(user)
    return world.screens.reference(user)


def _answers(door: Door, person: str) -> list[Json]:
    if door is Door.ARREST_DIVERSION:
        return [FIRST, {**REST_VALUES, **typed("arrest_rest", person=person)}]
    if door is Door.COMMUNITY:
        return [{**COMMUNITY_VALUES, **typed("community", person=person)}]
    asked = typed("social_contact", person=person, place="Dock shelter 7", reason="He asked about a bed.")
    return [{**asked, **picked("social_contact", willing="interested")}]


def open_card(world: World, user: str, number: int = -1) -> Json:
    """Tap Open on a card; what stands on the screen then."""
    world.screens.close_all(user)
    world.tap(user, "Open", on=world.screens.cards(user)[number])
    return world.screens.top(user)


def handle_on(card: Json) -> str:
    """What a card's button carries."""
    _, element = find_element(card["blocks"], "Open")
    return str(element["value"])


def screened_and_sent(world: World) -> None:
    """The project manager sends outreach, and the responder takes it in hand; their views stand open."""
    open_card(world, MANAGER)
    world.tap(MANAGER, "Send outreach")
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")


def try_to_seal(world: World, user: str, about: str, to: str) -> Json:
    """A sealed message about a referral of theirs to one person, as Home's button begins it; the answer."""
    world.tap(user, "Seal a message", on=world.look(user))
    form = "seal_message"
    values = {
        **picked(form, about=about, kind="incident", purpose="coordination", wanted="today"),
        **typed(form, subject="A bed", text="He asked about a bed."),
        f"{form}.people": {"value": {"selected_users": [to]}},
    }
    return world.submit(user, values)


def look_around(world: World, people: Sequence[str], ref: str = INVENTED) -> None:
    """What anybody can do who wonders: Home, help, a reference, a handle, a form, a message to the bot."""
    for user in people:
        if not user.startswith("U"):
            continue
        world.look(user)
        world.command(user, f"status {ref}")
        world.command(user, "is Zebulon Testperson in LEAD")
        world.command(user, "refer")
        world.tap_by_id(user, Action.OPEN_ITEM, NO_HANDLE)
        world.say(user, "did he go to rehab?", channel=f"D{user}")
        world.screens.close_all(user)


def glance(world: World, people: Sequence[str], ref: str = INVENTED) -> None:
    """Home and one reference."""
    for user in people:
        if user.startswith("U"):
            world.look(user)
            world.command(user, f"status {ref}")


def all_look(world: World, people: Sequence[str] = OUTSIDE, ref: str = INVENTED) -> None:
    """One of each side tries everything, the others look."""
    look_around(world, [user for user in people if user not in _OTHERS], ref)
    glance(world, [user for user in people if user in _OTHERS], ref)


def a_while(world: World, people: Sequence[str] = OUTSIDE, ref: str = INVENTED) -> None:
    """All look now, and again two days later."""
    all_look(world, people, ref)
    world.go(timedelta(days=2))
    glance(world, people, ref)
