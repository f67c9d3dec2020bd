"""Nobody outside consent ever opens a brief: random releases, revocations, hours, comings and goings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.acts.conference import propose
from models.acts.conference_keep import arrived
from models.acts.conference_running import How, close, move, step_back
from models.acts.conference_times import NoMeeting, TwoAtOnce, When
from models.acts.conference_wish import ask_to_join, let_in
from models.acts.depart import depart
from models.classes import Category, Purpose
from models.conference import Conference
from models.consent import Recipient
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered, NotOnRoster
from models.notice import Kind, Notice
from models.people import Role
from models.schema import ConferenceRef, SlackUserId
from models.vault import Opened
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    laid_on_sqlite,
)
from tests.models.conferring import BRIEF, new, run
from tests.models.sharing import COLLEAGUE, DEFENDER, DEFENSE, LAWYER, OFFICE, POLICE, Sharing, share

GUESTS = (OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE, DEFENDER, LAWYER, NEIGHBOR, MANAGER)
# Who is who, written down apart from the program.
PLACES = {
    OFFICER: (POLICE, Role.OFFICER, "north"),
    QUAY_OFFICER: (POLICE, Role.OFFICER, "quay"),
    PROSECUTOR: (OFFICE, Role.LIAISON_PROSECUTOR, ""),
    COLLEAGUE: (OFFICE, Role.LIAISON_PROSECUTOR, ""),
    DEFENDER: (DEFENSE, Role.PUBLIC_DEFENDER, ""),
    LAWYER: ("legal_services:Tidewater Legal Aid", Role.LEGAL_SERVICES, ""),
}
READS = {
    Role.OFFICER: {Category.ENGAGEMENT, Category.BARRIERS},
    Role.LIAISON_PROSECUTOR: {Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR},
    Role.PUBLIC_DEFENDER: {Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR},
    Role.LEGAL_SERVICES: {Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR},
}
HOURS = timedelta(hours=1)
_REFUSALS = (
    NotCovered, NotAvailable, NotAllowed, NotOnRoster, AlreadyChanged, TwoAtOnce, NoMeeting, ValueError,
)  # fmt: skip


@dataclass
class Told:
    """A release as the test remembers it."""

    agency: str
    role: Role
    classes: frozenset[Category]
    purposes: frozenset[Purpose]
    regions: frozenset[str]
    until: date
    consent: str
    revoked: bool = False


@dataclass
class World:
    sharing: Sharing
    moment: datetime = NOON
    releases: list[Told] = field(default_factory=list)
    gone: set[SlackUserId] = field(default_factory=set)

    def covers(self, user: SlackUserId, category: Category) -> bool:
        """By the test's own book: whether a live release lets this person read this class now."""
        if user in self.gone or user not in PLACES:
            return False
        agency, role, region = PLACES[user]
        today = self.sharing.ground.rules.today(self.moment)
        return category in READS[role] and any(
            (one.agency, one.role) == (agency, role)
            and not one.revoked
            and category in one.classes
            and Purpose.CONFERENCE in one.purposes
            and today <= one.until
            and (not region or not one.regions or region in one.regions)
            for one in self.releases
        )

    def conferences(self) -> list[Conference]:
        with self.sharing.ground.database.look() as work:
            return list(work.session.scalars(select(Conference)))

    def last(self) -> ConferenceRef:
        return next((one.ref for one in reversed(self.conferences())), ConferenceRef("K-00000"))

    def open_window(self, conference: Conference) -> bool:
        if conference.starts_at is None or conference.state not in {"proposed", "begun", "closed"}:
            return False
        ends = conference.closed_at or conference.starts_at + timedelta(minutes=conference.minutes)
        return conference.starts_at - 24 * HOURS <= self.moment < ends + 24 * HOURS

    def see_that_it_holds(self) -> None:
        """Every handle anybody ever had is tried by its owner."""
        by_ref = {one.ref: one for one in self.conferences()}
        with self.sharing.ground.database.look() as work:
            items = list(work.session.scalars(select(SealedItem).where(SealedItem.subject.startswith("K-"))))
        for item in items:
            opened = self.sharing.ground.open(item.recipient, item.handle, self.moment)
            if not isinstance(opened, Opened) or item.recipient in {CASE_MANAGER, CLINICIAN}:
                continue
            assert self.open_window(by_ref[ConferenceRef(item.subject)])
            for category in opened.details:
                assert self.covers(item.recipient, category), (item.recipient, category)
        assert not any(item.recipient in {NEIGHBOR, MANAGER} for item in items)


def act(world: World, user: SlackUserId, do: Callable[..., object]) -> None:
    with suppress(*_REFUSALS):
        world.sharing.act(do, user, world.moment)


Did = Callable[[World], None]
agencies = st.sampled_from(sorted(set(PLACES.values())))
classes = st.frozensets(
    st.sampled_from([Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR]), min_size=1
)
purposes = st.sampled_from([frozenset({Purpose.CONFERENCE})] * 3 + [frozenset({Purpose.COURT})])
regions = st.sampled_from([frozenset[str](), frozenset({"north"}), frozenset({"quay"})])
guests = st.frozensets(st.sampled_from(GUESTS), min_size=1)
anybody = st.sampled_from(GUESTS)
ahead = st.integers(1, 60)


def signs(
    whose: tuple[str, Role, str],
    named: frozenset[Category],
    wanted: frozenset[Purpose],
    where: frozenset[str],
    days: int,
) -> Did:
    agency, role, _ = whose
    line = Recipient(agency, role, named & READS[role] or frozenset({Category.BARRIERS}), wanted, where)

    def did(world: World) -> None:
        until = world.sharing.ground.rules.today(world.moment) + timedelta(days=days)
        [consent] = world.sharing.sign(line, until=until)
        told = Told(agency, role, line.categories, line.purposes, line.regions, until, consent)
        world.releases.append(told)

    return did


def revokes(number: int) -> Did:
    def did(world: World) -> None:
        if world.releases:
            one = world.releases[number % len(world.releases)]
            world.sharing.revoke(one.consent, moment=world.moment)
            one.revoked = True

    return did


def proposes(chosen: frozenset[SlackUserId], hours: int, lead: bool) -> Did:
    def did(world: World) -> None:
        made = new(world.sharing, invited=chosen, when=When(world.moment + hours * HOURS, 15), details=BRIEF)
        act(world, CLINICIAN if lead else CASE_MANAGER, lambda scene: propose(scene, made))

    return did


def moves(hours: int) -> Did:
    def did(world: World) -> None:
        when = When(world.moment + hours * HOURS, 15)
        act(world, MANAGER, lambda scene: move(scene, world.last(), when))

    return did


def closes(how: How) -> Did:
    return lambda world: act(world, MANAGER, lambda scene: close(scene, world.last(), how))


def leaves(user: SlackUserId) -> Did:
    def did(world: World) -> None:
        if user == MANAGER:
            return
        ground = world.sharing.ground
        tools = ground.vault, ground.audit, ground.rules
        act(world, MANAGER, lambda scene: depart(scene.work, *tools, user, scene.moment, MANAGER))
        world.gone.add(user)

    return did


def comes(user: SlackUserId) -> Did:
    def did(world: World) -> None:
        if user not in world.gone:
            newcomer = world.sharing.actor(user, world.moment)
            act(world, MANAGER, lambda scene: arrived(scene, newcomer))

    return did


def waits(hours: int) -> Did:
    def did(world: World) -> None:
        world.moment += hours * HOURS
        run(world.sharing, world.moment)

    return did


def steps_back(user: SlackUserId) -> Did:
    return lambda world: act(world, user, lambda scene: step_back(scene, world.last()))


def is_let_in(user: SlackUserId) -> Did:
    return lambda world: act(world, CASE_MANAGER, lambda scene: let_in(scene, world.last(), user))


def asks_to_join(user: SlackUserId) -> Did:
    return lambda world: act(world, user, lambda scene: ask_to_join(scene, world.last()))


signing = st.builds(signs, agencies, classes, purposes, regions, st.integers(0, 5))
proposing = st.builds(proposes, guests, ahead, lead=st.booleans())
steps = st.one_of(
    signing,
    signing,
    proposing,
    proposing,
    st.builds(revokes, ahead),
    st.builds(moves, ahead),
    st.builds(closes, st.sampled_from(How)),
    *(st.builds(one, anybody) for one in (steps_back, leaves, comes, is_let_in, asks_to_join)),
    st.builds(waits, ahead),
    st.builds(waits, ahead),
)


# Everybody is covered and invited at first: whatever comes then takes something away, or adds to it.
BEGINNING: tuple[Did, ...] = (
    *(
        signs(place, frozenset(READS[place[1]]), frozenset({Purpose.CONFERENCE}), frozenset(), 5)
        for place in sorted(set(PLACES.values()))
    ),
    proposes(frozenset(GUESTS), 30, lead=False),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=6, max_size=18))
def test_no_attendee_outside_consent_ever_receives_or_opens_a_brief(taken: list[Did]) -> None:
    with tempfile.TemporaryDirectory() as folder, laid_on_sqlite(Path(folder)) as ground:
        world = World(share(ground))
        for did in (*BEGINNING, *taken):
            did(world)
            world.see_that_it_holds()
        with ground.database.look() as work:
            cards = select(Notice.recipient).where(Notice.kind == Kind.CONFERENCE_CARD.value)
            assert set(work.session.scalars(cards)) <= set(PLACES)
