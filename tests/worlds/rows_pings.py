"""Secrets about coordination: is there one, why does it not open, and where does "not mine" send it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from sqlalchemy import select

from handlers.ids import Action, View
from models.acts.ping import NewPing, ask
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.envelope import SealedItem
from models.participant import circle_of
from models.people import Role
from models.ping import Ask, Ping, Side
from models.schema import ParticipantRef
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR
from tests.handlers.wing import Json, picked
from tests.worlds import consents
from tests.worlds.consents import TODAY
from tests.worlds.people import OUTSIDE, SECOND_PROSECUTOR, a_while, all_look, glance, without
from tests.worlds.row import Row, Secret
from tests.worlds.world import World

COUNTY, CITY = "prosecutor:Lantern County Prosecutor", "prosecutor:Lantern Harbor City Attorney"
CITY_LAWYER, NO_PING = "UCITYAT01", "P-00000"
_CLASSES = frozenset({Category.LEGAL_CALENDAR, Category.BARRIERS})
_LATER = date(2027, 9, 15)
Ending = Callable[[World, ParticipantRef], None]


def _signed(
    world: World,
    about: ParticipantRef,
    agency: str = COUNTY,
    until: date = _LATER,
    purpose: Purpose = Purpose.COURT,
) -> None:
    with consents.case_manager(world) as scene:
        circle = circle_of(scene.work, scene.vault.rows, about)
        assert circle is not None
        named = Recipient(agency, Role.LIAISON_PROSECUTOR, _CLASSES, frozenset({purpose}))
        sign_release(scene, circle, ReleaseForm(TODAY, Signed.ON_PAPER, (named,), until, by_event=False))


def _asked(world: World, about: ParticipantRef) -> str:
    """A filing decision: no date in court, so that nothing but the chain of the first hours runs."""
    details = {
        Category.LEGAL_CALENDAR: {"case": Sensitive("2026-CR-0000"), "wanted": Sensitive("He asked.")},
        Category.BARRIERS: {"barriers": Sensitive("A bed.")},
    }
    with consents.case_manager(world) as scene:
        new = NewPing(Side.PROSECUTOR, Ask.FILING, about, COUNTY, details, "superior")
        return ask(scene, new).ref


def _cards(world: World, user: str) -> list[Json]:
    return [one for one in world.screens.messages[user] if one["text"].startswith("Coordination ")]


def _tries_everything(world: World, user: str, ref: str, handle: str) -> None:
    """Home, its reference, the card's handle, and every button and form that could stand in it."""
    world.look(user)
    world.command(user, f"status {ref}")
    world.screens.close_all(user)
    world.tap_by_id(user, Action.OPEN_ITEM, handle)
    for action in (
        Action.PING_TAKE,
        Action.PING_DECIDE,
        Action.PING_NOT_MINE,
        Action.PING_MEMO,
        Action.PING_CLOSE,
    ):
        held = {**world.screens.top(user), "private_metadata": handle}
        world.tap_by_id(user, action, handle, view=held)
    world.screens.close_all(user)
    for form, filled in _FORMS.items():
        world.tap_by_id(user, Action.OPEN_ITEM, handle)
        view = {**world.screens.top(user), "callback_id": form.value, "private_metadata": handle}
        world.screens.top(user).update(view)
        world.submit(user, filled)
        world.screens.close_all(user)


_FORMS: dict[View, Json] = {
    View.PING_DECISION: picked("ping_decision", decision="dismiss"),
    View.PING_OFFICE: {"ping_office.by": {"value": {"selected_date": "2099-01-01"}}},
    View.PING_NOT_MINE: picked("ping_not_mine", office="none"),
    View.PING_MORE: picked("ping_more", send="routine"),
}


def _handle(world: World, user: str, ref: str) -> str:
    with world.harbor.ground.database.look() as work:
        query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
        return work.session.scalars(query).one()


def _refs(world: World) -> Iterable[str]:
    with world.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Ping.ref)))


# 1. Why does it not open?


def _revoked(world: World, about: ParticipantRef) -> None:
    consents.revoked(world, about, Ended.SPOKEN)


def _expired(world: World, about: ParticipantRef) -> None:
    """Its last day passes by itself."""
    del world, about


def _out_of_scope(world: World, about: ParticipantRef) -> None:
    _revoked(world, about)
    _signed(world, about, purpose=Purpose.SERVICES)


def _never(world: World, about: ParticipantRef) -> None:
    consents.unsigned(world, about)


def _asked_then(ending: Ending, until: date = _LATER) -> Secret:
    """The chain of the day is played to its end under a release; what differs comes afterwards."""

    def secret(world: World) -> str:
        about = consents.begun(world)
        _signed(world, about, until=until)
        ref = _asked(world, about)
        world.go(timedelta(hours=11))  # the working day is over, the day is not
        ending(world, about)
        return ref

    return secret


def _opens_in_vain(world: World, happen: Callable[[], str]) -> None:
    ref = happen()
    world.go(timedelta(hours=25))
    for user in (PROSECUTOR, SECOND_PROSECUTOR):
        assert _cards(world, user), "both were asked while it could be opened"
        _tries_everything(world, user, ref, _handle(world, user, ref))
    a_while(world, ref=ref)


PING_ENDED = Row(
    "the release a coordination was asked under is revoked, expired, out of scope or gone",
    {
        "revoked": _asked_then(_revoked),
        "expired": _asked_then(_expired, TODAY),
        "out of scope": _asked_then(_out_of_scope),
        "never signed": _asked_then(_never),
    },
    _opens_in_vain,
    OUTSIDE,
    lambda world: (
        world.harbor.verbs(),
        world.harbor.decisions("open.refused"),
        [one.expires_on for one in consents.standing(world)],
    ),
)


# 2. Is there one?


def _a_coordination(world: World) -> str:
    about = consents.begun(world)
    _signed(world, about)
    return _asked(world, about)


def _only_begun(world: World) -> str:
    """The same participant and release, and nothing was asked."""
    _signed(world, consents.begun(world))
    return NO_PING


def _others_wonder(world: World, happen: Callable[[], str]) -> None:
    world.harbor.seat(CITY_LAWYER, CITY, Role.LIAISON_PROSECUTOR)
    ref = happen()
    world.go(timedelta(hours=3))
    people = (*without(PROSECUTOR, SECOND_PROSECUTOR), CITY_LAWYER)
    for user in (CITY_LAWYER, "UQUILL001"):
        world.command(user, f"ping {ref.replace('P-', 'C-')}")
        world.command(user, "ping")
        world.command(user, f"status {ref}")
    all_look(world, people, ref)
    world.go(timedelta(days=2))
    glance(world, people, ref)


PING_EXISTS = Row(
    "a prosecutor's office was asked about somebody, or nobody was asked",
    {"asked": _a_coordination, "not asked": _only_begun},
    _others_wonder,
    (*without(PROSECUTOR, SECOND_PROSECUTOR), CITY_LAWYER),
    lambda world: world.harbor.count(Ping),
)


# 3. Where did "not mine" send it?


def _other_office_named(world: World) -> str:
    [ref] = _refs(world)
    with world.harbor.ground.database.look() as work:
        about = work.session.scalars(select(Ping.participant).where(Ping.ref == ref)).one()
    _signed(world, about, CITY)
    return ref


def _other_office_not_named(world: World) -> str:
    [ref] = _refs(world)
    return ref


def _says_not_mine(world: World, happen: Callable[[], str]) -> None:
    world.harbor.seat(CITY_LAWYER, CITY, Role.LIAISON_PROSECUTOR)
    with world.unseen():
        about = consents.begun(world)
        _signed(world, about)
        _asked(world, about)
    world.go(timedelta(minutes=65))  # the colleague is asked, too
    ref = happen()
    world.tap(PROSECUTOR, "Open", on=_cards(world, PROSECUTOR)[-1])
    assert world.screens.top(PROSECUTOR)["callback_id"] == View.OPENED
    world.tap(PROSECUTOR, "Not mine")
    world.submit(PROSECUTOR, picked("ping_not_mine", office=CITY))
    world.screens.close_all(PROSECUTOR)
    world.go(timedelta(hours=1))
    for user in (PROSECUTOR, SECOND_PROSECUTOR):
        _tries_everything(world, user, ref, _handle(world, user, ref))
    a_while(world, ref=ref)


NOT_MINE = Row(
    "the office that a coordination belongs to is named by a release, or is not",
    {"named": _other_office_named, "not named": _other_office_not_named},
    _says_not_mine,
    OUTSIDE,
    lambda world: (world.harbor.decisions("ping.handed_on"), world.harbor.told(CASE_MANAGER)),
)
