"""Whose care team somebody stands on: the list and the circle never disagree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.acts.appoint import appoint
from models.acts.participants import begin, join_team, leave_team
from models.caseload import caseload
from models.participant import Assignment, Participant, circle_of
from models.people import Account, Role, find_actor
from models.roster_file import Seating
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    Laid,
    intrude,
    laid_on_sqlite,
)

BRIDGE = "case_management:Harbor Bridge Outreach"
SECOND, ELSEWHERE, ADVOCATE = map(SlackUserId, ("UBRIDGE02", "UOTHER001", "UADVOC001"))


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        seats = [
            Seating(user, "Fictional Person", agency, (role,), (), Account.ANY, None, None)
            for user, agency, role in (
                (SECOND, BRIDGE, Role.CASE_MANAGER),
                (ELSEWHERE, "case_management:Another Bridge", Role.CLINICAL_SUPERVISOR),
                (ADVOCATE, BRIDGE, Role.LEGAL_SYSTEM_ADVOCATE),
            )
        ]
        with laid.database.work() as work:
            appoint(work, laid.vault, laid.audit, laid.rules, seats, NOON)
            work.commit()
        yield laid


def started(laid: Laid, by: SlackUserId = CASE_MANAGER, minutes: int = 0) -> ParticipantRef:
    with laid.database.work() as work:
        moment = NOON + timedelta(minutes=minutes)
        ref = begin(Scene(work, laid.vault, laid.audit, laid.rules, by, moment), "north").ref
        work.commit()
        return ref


def team(laid: Laid, ref: ParticipantRef, who: SlackUserId, role: Role | None) -> None:
    with laid.database.work() as work:
        scene = Scene(work, laid.vault, laid.audit, laid.rules, CLINICIAN, NOON)
        circle = circle_of(work, laid.vault.rows, ref)
        assert circle is not None
        if role:
            join_team(scene, circle, who, role)
        else:
            leave_team(scene, circle, who)
        work.commit()


def of(laid: Laid, user: SlackUserId) -> list[ParticipantRef]:
    """The list, held against the circle of every participant there is."""
    with laid.database.look() as work:
        actor = find_actor(work, laid.vault.rows, user, laid.rules.today(NOON))
        listed = [person.ref for person in caseload(work, laid.vault.rows, actor)]
        for ref in work.session.query(Participant.ref):
            circle = circle_of(work, laid.vault.rows, ref[0])
            stands = circle is not None and any(circle.has(actor, role) for role in actor.roles)
            assert (ref[0] in listed) is stands
        return listed


def test_a_case_manager_has_those_they_are_assigned_to_the_newest_first(laid: Laid) -> None:
    refs = [started(laid, minutes=minute) for minute in range(3)]
    started(laid, SECOND)
    assert of(laid, CASE_MANAGER) == refs[::-1]


def test_a_clinical_supervisor_has_everybody_of_the_agency_and_nobody_elses(laid: Laid) -> None:
    refs = {started(laid), started(laid, SECOND)}
    theirs = started(laid, ELSEWHERE)
    assert set(of(laid, CLINICIAN)) == refs
    assert of(laid, ELSEWHERE) == [theirs]


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER])
def test_nobody_else_has_anybody(laid: Laid, user: SlackUserId) -> None:
    started(laid)
    assert of(laid, user) == []


def test_who_joins_has_them_and_who_leaves_has_them_no_more(laid: Laid) -> None:
    ref = started(laid)
    team(laid, ref, ADVOCATE, Role.LEGAL_SYSTEM_ADVOCATE)
    team(laid, ref, SECOND, Role.CASE_MANAGER)
    assert of(laid, ADVOCATE) == of(laid, SECOND) == [ref]
    team(laid, ref, SECOND, None)
    assert of(laid, SECOND) == []
    assert of(laid, ADVOCATE) == [ref]


def test_who_lost_the_role_has_them_no_more(laid: Laid) -> None:
    ref = started(laid)
    laid.reappoint(CASE_MANAGER, roles=Role.OUTREACH_RESPONDER.value)
    assert of(laid, CASE_MANAGER) == []
    assert of(laid, CLINICIAN) == [ref]


def test_who_went_to_another_agency_has_them_no_more(laid: Laid) -> None:
    started(laid)
    laid.reappoint(CASE_MANAGER, agency="case_management:Another Bridge")
    assert of(laid, CASE_MANAGER) == []


def test_a_row_that_somebody_altered_is_not_listed(laid: Laid) -> None:
    ref, other = started(laid), started(laid, SECOND)
    with laid.database.work() as work:
        intrude(
            work,
            update(Participant).where(Participant.ref == ref).values(rung="enrolled"),
            update(Assignment).where(Assignment.participant == other).values(member=CASE_MANAGER),
        )
        work.commit()
    assert of(laid, CASE_MANAGER) == []
    assert of(laid, CLINICIAN) == [other]
