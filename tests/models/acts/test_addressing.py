"""Whom a message can go to: posts, people, reasons, and seats that come from `could_open` alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.acts.addressing import Addressed, Post, Unreached, address, is_told_why, posts, subjects_of
from models.acts.messages import Outgoing, could_open
from models.acts.release import sign_release
from models.classes import STORED, Category, Purpose
from models.database import Database
from models.participant import circle_of
from models.people import Role
from models.referral import Door
from models.schema import SlackUserId
from models.sensitive import Sensitive
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    lay,
    seat_of,
)
from tests.models.sharing import (
    COLLEAGUE,
    DEFENDER,
    HOST,
    OFFICE,
    POLICE,
    Sharing,
    form,
    office,
    scene_of,
    share,
)

PROSECUTORS, CASE_MANAGERS = Post(OFFICE, Role.LIAISON_PROSECUTOR), Post(HOST, Role.CASE_MANAGER)
EVERYBODY = [CASE_MANAGER, CLINICIAN, RESPONDER, BACKUP, PROSECUTOR, COLLEAGUE, DEFENDER, OFFICER, MANAGER]


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def message(
    sharing: Sharing,
    category: Category = Category.BARRIERS,
    purpose: Purpose = Purpose.COURT,
    about: str = "",
) -> Outgoing:
    return Outgoing(about or sharing.ref, category, purpose, {"text": Sensitive("fictional")})


def addressed(
    sharing: Sharing,
    post: Post | None,
    *people: SlackUserId,
    sender: SlackUserId = CASE_MANAGER,
    about: str = "",
) -> Addressed:
    out = message(sharing, about=about)
    return sharing.act(lambda scene: address(scene, sharing.actor(sender), out, post, people), sender)


def test_a_post_reaches_those_of_its_holders_who_could_open(sharing: Sharing) -> None:
    sharing.sign()
    found = addressed(sharing, PROSECUTORS)
    assert {(seat.user, seat.role) for seat in found.seats} == {
        (PROSECUTOR, Role.LIAISON_PROSECUTOR),
        (COLLEAGUE, Role.LIAISON_PROSECUTOR),
    }
    assert found.unreached == ()


def test_a_regional_release_reaches_the_holders_of_that_region_alone(sharing: Sharing) -> None:
    sharing.ground.reappoint(PROSECUTOR, regions="north")
    sharing.ground.reappoint(COLLEAGUE, regions="quay")
    sharing.sign(office(regions=["north"]))
    assert [seat.user for seat in addressed(sharing, PROSECUTORS).seats] == [PROSECUTOR]


def test_a_post_none_of_whose_holders_could_open_is_one_recipient_not_reached(sharing: Sharing) -> None:
    assert addressed(sharing, PROSECUTORS) == Addressed((), (Unreached(PROSECUTORS, "no_consent"),))
    assert addressed(sharing, CASE_MANAGERS) == Addressed((), (Unreached(CASE_MANAGERS, "vacant"),))


def test_somebody_named_twice_gets_one_seat(sharing: Sharing) -> None:
    sharing.sign()
    found = addressed(sharing, PROSECUTORS, PROSECUTOR, PROSECUTOR)
    assert len(found.seats) == len({seat.user for seat in found.seats}) == 2


def test_a_person_who_holds_another_role_too_is_seated_in_the_posts_role(sharing: Sharing) -> None:
    sharing.ground.reappoint(CLINICIAN, roles="case_manager;clinical_supervisor")
    found = addressed(sharing, Post(HOST, Role.CLINICAL_SUPERVISOR))
    assert [(seat.user, seat.role) for seat in found.seats] == [(CLINICIAN, Role.CLINICAL_SUPERVISOR)]


def test_each_reason_is_named(sharing: Sharing) -> None:
    people = (PROSECUTOR, RESPONDER, CASE_MANAGER, SlackUserId("UNOBODY01"))
    found = {one.whom: one.reason for one in addressed(sharing, None, *people).unreached}
    assert found == dict(zip(people, ("no_consent", "never", "yourself", "unrostered"), strict=True))


def test_posts_are_those_that_could_ever_read_and_vacant_ones_stand_apart(sharing: Sharing) -> None:
    held, vacant = sharing.act(posts)
    assert PROSECUTORS in held
    assert Post(POLICE, Role.OFFICER) in held
    assert not [post for post in held if post.role is Role.COMMUNITY_REPRESENTATIVE]
    assert vacant == ()
    for user in (PROSECUTOR, COLLEAGUE):
        sharing.ground.reappoint(
            user, roles="liaison_prosecutor", suspended_at=sharing.act(lambda s: s.moment)
        )
    held, vacant = sharing.act(posts)
    assert PROSECUTORS not in held
    assert vacant == (PROSECUTORS,)


def test_one_writes_about_ones_own_people_and_referrals(sharing: Sharing) -> None:
    told = sharing.ground.refer()

    def mine(user: SlackUserId) -> list[str]:
        return sharing.act(lambda scene: list(subjects_of(scene, sharing.actor(user))), user)

    assert mine(CASE_MANAGER) == mine(CLINICIAN) == [sharing.ref]
    assert mine(OFFICER) == mine(RESPONDER) == [told.ref]
    assert mine(PROSECUTOR) == mine(MANAGER) == []


def test_only_the_care_team_and_who_was_sent_there_are_told_why(sharing: Sharing) -> None:
    told = sharing.ground.refer()

    def why(user: SlackUserId, about: str) -> bool:
        return sharing.act(lambda scene: is_told_why(scene, sharing.actor(user), about), user)

    assert [user for user in EVERYBODY if why(user, sharing.ref)] == [CASE_MANAGER, CLINICIAN]
    assert [user for user in EVERYBODY if why(user, told.ref)] == [RESPONDER, BACKUP]


@pytest.mark.parametrize("dispatched", [False, True])
def test_a_neighbor_reaches_the_project_manager_whatever_became_of_it(
    sharing: Sharing, *, dispatched: bool
) -> None:
    ground = sharing.ground
    told = ground.refer(Door.COMMUNITY, referrer=NEIGHBOR, seats=(seat_of(MANAGER, Role.PROJECT_MANAGER),))
    if dispatched:
        ground.change(told.ref, dispatched_at=sharing.act(lambda scene: scene.moment))
    out = Outgoing(told.ref, Category.LOCATION, Purpose.REFERRAL, {"text": Sensitive("fictional")})
    people = (MANAGER, RESPONDER, CASE_MANAGER)
    found = sharing.act(lambda scene: address(scene, sharing.actor(NEIGHBOR), out, None, people), NEIGHBOR)
    assert [seat.user for seat in found.seats] == [MANAGER]
    assert {one.reason for one in found.unreached} == {"not_theirs"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    people=st.lists(st.sampled_from(EVERYBODY), max_size=4, unique=True),
    post=st.sampled_from([None, PROSECUTORS, CASE_MANAGERS, Post(POLICE, Role.OFFICER)]),
    category=st.sampled_from(STORED),
    purpose=st.sampled_from(Purpose),
    named=st.sampled_from([None, Category.BARRIERS, Category.LEGAL_CALENDAR]),
)
def test_nobody_has_a_seat_who_could_not_open_and_every_recipient_is_answered_for(
    sharing: Sharing,
    people: list[SlackUserId],
    post: Post | None,
    category: Category,
    purpose: Purpose,
    named: Category | None,
) -> None:
    with sharing.ground.database.work() as work:  # never committed: each example begins anew
        scene = scene_of(sharing.ground, work)
        if named is not None:
            circle = circle_of(work, sharing.ground.vault.rows, sharing.ref)
            assert circle is not None
            sign_release(scene, circle, form(office(named)))
        out = message(sharing, category, purpose)
        found = address(scene, sharing.actor(CASE_MANAGER), out, post, people)
        for seat in found.seats:
            reader = sharing.actor(seat.user)
            assert could_open(scene, reader, out) == seat or post is not None
            assert seat.user in people or (post is not None and reader.agency == post.agency)
            assert seat.role in reader.roles
        answered = {seat.user for seat in found.seats} | {one.whom for one in found.unreached}
        assert set(people) <= answered
        assert CASE_MANAGER not in {seat.user for seat in found.seats}
