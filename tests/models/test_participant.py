"""A participant's rows: who is on the team, and that no altered row counts."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.database import Database
from models.participant import Assignment, Circle, Participant, Rung, circle_of, reserve_participant
from models.people import Account, Actor, AgencyKind, Role
from models.schema import ParticipantRef, SlackUserId
from tests.factories import CASE_MANAGER, NOON, intrude, lay, table_of
from tests.models.sharing import HOST, Sharing, share

ME, OTHER = SlackUserId("UME000001"), SlackUserId("UOTHER001")
ELSEWHERE = "case_management:Another Agency"


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


@given(
    agency=st.sampled_from([HOST, ELSEWHERE]),
    held=st.frozensets(st.sampled_from(Role)),
    asked=st.sampled_from([None, *Role]),
    team=st.frozensets(st.tuples(st.sampled_from([ME, OTHER]), st.sampled_from(Role))),
    closed=st.booleans(),
)
def test_on_the_team_is_who_is_assigned_in_that_role_or_supervises_that_agency(
    agency: str,
    held: frozenset[Role],
    asked: Role | None,
    team: frozenset[tuple[SlackUserId, Role]],
    closed: bool,
) -> None:
    actor = Actor(ME, "Somebody", agency, AgencyKind.CASE_MANAGEMENT, held, frozenset(), Account.ANY)
    circle = Circle(ParticipantRef("C-1"), HOST, "north", Rung.NONE, closed, None, team, ())
    supervises = asked is Role.CLINICAL_SUPERVISOR and Role.CLINICAL_SUPERVISOR in held
    expected = not closed and agency == HOST and asked is not None and ((ME, asked) in team or supervises)
    assert circle.has(actor, asked) == expected


def test_the_circle_reads_as_it_was_begun(sharing: Sharing) -> None:
    circle = sharing.circle()
    assert dataclasses.replace(circle, team=frozenset()) == Circle(
        sharing.ref, HOST, "north", Rung.NONE, False, None, frozenset(), ()
    )
    assert circle.team == {(CASE_MANAGER, Role.CASE_MANAGER)}


def test_there_is_no_circle_around_nobody(sharing: Sharing) -> None:
    with sharing.ground.database.look() as work:
        assert circle_of(work, sharing.ground.vault.rows, ParticipantRef("C-NOONE")) is None


def test_a_closed_participant_has_a_circle_that_is_closed(sharing: Sharing) -> None:
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    circle = sharing.circle()
    assert circle.closed
    assert not circle.has(sharing.actor(CASE_MANAGER), Role.CASE_MANAGER)


def test_an_altered_participant_has_no_circle(sharing: Sharing) -> None:
    others = {
        "agency": ELSEWHERE,
        "region": "quay",
        "rung": "enrolled",
        "referral": "R-OTHER",
        "begun_at": NOON + timedelta(days=1),
        "closed_at": NOON,
        "inactive_since": NOON,
        "version": 9,
        "mac": b"",
        "begun_by": OTHER,
        "ref": "C-OTHER",
    }
    assert set(others) == set(table_of(Participant).columns.keys())
    for name, value in others.items():
        with sharing.ground.database.work() as work:
            intrude(work, update(Participant).values({name: value}))
            ref = ParticipantRef("C-OTHER") if name == "ref" else sharing.ref
            circle = circle_of(work, sharing.ground.vault.rows, ref)
            assert (circle is None) == (name != "begun_by"), name


def test_an_altered_assignment_is_none(sharing: Sharing) -> None:
    others = {
        "id": "x",
        "participant": "C-OTHER",
        "member": OTHER,
        "role": Role.CLINICAL_SUPERVISOR.value,
        "begun_at": NOON + timedelta(days=1),
        "ended_at": NOON,
        "version": 9,
        "mac": b"",
    }
    assert set(others) == set(table_of(Assignment).columns.keys())
    for name, value in others.items():
        with sharing.ground.database.work() as work:
            intrude(work, update(Assignment).values({name: value}))
            circle = circle_of(work, sharing.ground.vault.rows, sharing.ref)
            assert circle is not None
            assert circle.team == frozenset(), name


def test_an_assignment_that_ended_is_none(sharing: Sharing) -> None:
    with sharing.ground.database.look() as work:
        [key] = work.session.scalars(select(Assignment.id))
    sharing.alter(Assignment, key, ended_at=NOON)
    assert sharing.circle().team == frozenset()


def test_a_reference_is_random_and_new(sharing: Sharing) -> None:
    with sharing.ground.database.look() as work:
        refs = {reserve_participant(work) for _ in range(50)}
    assert len(refs) == 50
    assert all(ref.startswith("C-") and len(ref) == 7 for ref in refs)
    assert sharing.ref not in refs
