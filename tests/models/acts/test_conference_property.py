"""Nobody outside consent ever receives or opens a brief: random releases, revocations, hours, comings and goings."""

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
    out: set[SlackUserId] = field(default_factory=set)

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


agencies = st.sampled_from(sorted(set(PLACES.values())))
classes = st.frozensets(
    st.sampled_from([Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR]), min_size=1
)
purposes = st.sampled_from([frozenset({Purpose.CONFERENCE})] * 3 + [frozenset({Purpose.COURT})])
regions = st.sampled_from([frozenset[str](), frozenset({"north"}), frozenset({"quay"})])
guests = st.frozensets(st.sampled_from(GUESTS), min_size=1)
ahead = st.integers(1, 60)


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """One thing that somebody does."""
    what = draw(
        st.sampled_from(
            ["sign", "sign", "revoke", "propose", "propose", "move", "close", "back", "leave", "come", "let_in",
             "join", "wait", "wait"]
        )
    )  # fmt: skip
    match what:
        case "sign":
            return what, (
                draw(agencies),
                draw(classes),
                draw(purposes),
                draw(regions),
                draw(st.integers(0, 5)),
            )
        case "propose":
            return what, (draw(guests), draw(ahead), draw(st.booleans()))
        case "move" | "wait" | "revoke":
            return what, (draw(ahead),)
        case "close":
            return what, (draw(st.sampled_from(How)),)
        case _:
            return what, (draw(st.sampled_from(GUESTS)),)


def take(world: World, what: str, more: tuple[object, ...]) -> None:
    sharing = world.sharing
    last = next((one.ref for one in reversed(world.conferences())), ConferenceRef("K-00000"))
    match what, more:
        case "sign", ((agency, role, _), named, wanted, where, days):
            until = sharing.ground.rules.today(world.moment) + timedelta(days=days)
            line = Recipient(
                agency, role, named & READS[role] or frozenset({Category.BARRIERS}), wanted, where
            )
            [consent] = sharing.sign(line, until=until)
            world.releases.append(
                Told(agency, role, line.categories, line.purposes, line.regions, until, consent)
            )
        case "revoke", (number,):
            if world.releases:
                one = world.releases[number % len(world.releases)]
                sharing.revoke(one.consent, moment=world.moment)
                one.revoked = True
        case "propose", (chosen, hours, lead):
            when = When(world.moment + hours * HOURS, 15)
            act(
                world,
                CLINICIAN if lead else CASE_MANAGER,
                lambda scene: propose(scene, new(sharing, invited=chosen, when=when, details=BRIEF)),
            )
        case "move", (hours,):
            act(world, MANAGER, lambda scene: move(scene, last, When(world.moment + hours * HOURS, 15)))
        case "close", (how,):
            act(world, MANAGER, lambda scene: close(scene, last, how))
        case "back", (user,):
            act(world, user, lambda scene: step_back(scene, last))
        case "leave", (user,):
            if user != MANAGER:
                ground = sharing.ground
                act(
                    world,
                    MANAGER,
                    lambda scene: depart(
                        scene.work, ground.vault, ground.audit, ground.rules, user, scene.moment, MANAGER
                    ),
                )
                world.gone.add(user)
        case "come", (user,):
            if user not in world.gone:
                act(world, MANAGER, lambda scene: arrived(scene, sharing.actor(user, world.moment)))
        case "let_in", (user,):
            act(world, CASE_MANAGER, lambda scene: let_in(scene, last, user))
        case "join", (user,):
            act(world, user, lambda scene: ask_to_join(scene, last))
        case "wait", (hours,):
            world.moment += hours * HOURS
            run(sharing, world.moment)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps(), min_size=6, max_size=18))
def test_no_attendee_outside_consent_ever_receives_or_opens_a_brief(
    taken: list[tuple[str, tuple[object, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, laid_on_sqlite(Path(folder)) as ground:
        world = World(share(ground))
        for what, more in taken:
            take(world, what, more)
            world.see_that_it_holds()
        with ground.database.look() as work:
            cards = select(Notice.recipient).where(Notice.kind == Kind.CONFERENCE_CARD.value)
            assert set(work.session.scalars(cards)) <= set(PLACES)
