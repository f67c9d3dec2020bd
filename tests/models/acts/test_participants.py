"""A participant begins, their team changes, and the ladder is climbed: by whom, and what ends with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.participants import begin, climb, join_team, leave_team
from models.consent import Consent
from models.database import Database
from models.errors import AlreadyChanged, NotAllowed, NotOnRoster, UnknownReference
from models.notice import Kind, NewNotice, Notice, post
from models.participant import Assignment, Participant, Rung
from models.people import Role
from models.referral import Referral, State
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.vault import OpenFolder, Refused, Shelf
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Laid,
    lay,
)
from tests.models.sharing import HOST, UNTIL, Sharing, scene_of, share


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


@pytest.fixture
def sharing(ground: Laid) -> Sharing:
    return share(ground)


def met(ground: Laid) -> ReferralRef:
    ref = ground.refer().ref
    ground.change(ref, state=State.MET.value, met_at=NOON)
    return ref


def beginning(
    ground: Laid, user: SlackUserId, region: str = "north", ref: ReferralRef | None = None
) -> Participant:
    with ground.database.work() as work:
        row = begin(scene_of(ground, work, user), region, ref)
        work.commit()
        return row


@pytest.mark.parametrize(
    ("user", "role"), [(CASE_MANAGER, Role.CASE_MANAGER), (CLINICIAN, Role.CLINICAL_SUPERVISOR)]
)
def test_who_begins_is_the_first_of_the_team(ground: Laid, user: SlackUserId, role: Role) -> None:
    row = beginning(ground, user, ref=met(ground))
    sharing = Sharing(ground, row.ref)
    circle = sharing.circle()
    assert (circle.agency, circle.region, circle.rung) == (HOST, "north", Rung.NONE)
    assert circle.team == {(user, role)}
    assert circle.referral == row.referral
    noted = [line for line in ground.audit_rows() if line[0] == user]
    assert noted == [
        (user, "participant.begun", f"{row.ref} {row.referral}", ""),
        (user, "team.changed", f"{row.ref} {user}", f"joined:{role.value}"),
    ]


@pytest.mark.parametrize("user", [OFFICER, RESPONDER, PROSECUTOR, MANAGER])
def test_nobody_else_begins(ground: Laid, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        beginning(ground, user)


def test_a_region_is_one_of_the_sites_and_of_who_begins(ground: Laid) -> None:
    with pytest.raises(NotAllowed):
        beginning(ground, CASE_MANAGER, "nowhere")
    ground.reappoint(CASE_MANAGER, regions="quay")
    with pytest.raises(NotAllowed):
        beginning(ground, CASE_MANAGER, "north")
    assert beginning(ground, CASE_MANAGER, "quay").region == "quay"


def test_a_referral_is_met_and_begun_with_once(ground: Laid) -> None:
    with pytest.raises(UnknownReference):
        beginning(ground, CASE_MANAGER, ref=ground.refer().ref)
    with pytest.raises(UnknownReference):
        beginning(ground, CASE_MANAGER, ref=ReferralRef("R-NOONE"))
    ref = met(ground)
    beginning(ground, CASE_MANAGER, ref=ref)
    with pytest.raises(AlreadyChanged):
        beginning(ground, CLINICIAN, ref=ref)


def test_a_referral_that_somebody_altered_to_met_begins_nothing(ground: Laid) -> None:
    ref = ground.refer().ref
    with ground.database.work() as work:
        work.session.get_one(Referral, ref).state = State.MET.value
        work.commit()
    with pytest.raises(UnknownReference):
        beginning(ground, CASE_MANAGER, ref=ref)


def join(sharing: Sharing, user: SlackUserId, role: Role) -> None:
    circle = sharing.circle()
    sharing.act(lambda scene: join_team(scene, circle, user, role), CLINICIAN)


def leave(sharing: Sharing, user: SlackUserId) -> None:
    circle = sharing.circle()
    sharing.act(lambda scene: leave_team(scene, circle, user), CLINICIAN)


def folder(sharing: Sharing, user: SlackUserId) -> OpenFolder | Refused:
    ground = sharing.ground
    with ground.database.work() as work:
        opened = ground.vault.folders.open(work, ground.rules, user, sharing.ref, list(Shelf), moment=NOON)
        work.commit()
        return opened


def test_somebody_joins_once_and_reads_the_folder_until_they_leave(sharing: Sharing) -> None:
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    assert folder(sharing, BACKUP) == Refused("not_on_the_team")
    for _ in range(2):
        join(sharing, BACKUP, Role.CASE_MANAGER)
    assert isinstance(folder(sharing, BACKUP), OpenFolder)
    with sharing.ground.database.look() as work:
        assert len(work.session.scalars(select(Assignment).where(Assignment.member == BACKUP)).all()) == 1
    leave(sharing, BACKUP)
    assert folder(sharing, BACKUP) == Refused("not_on_the_team")
    assert (CLINICIAN, "team.changed", f"{sharing.ref} {BACKUP}", "left") in sharing.ground.audit_rows()
    join(sharing, BACKUP, Role.CASE_MANAGER)
    assert isinstance(folder(sharing, BACKUP), OpenFolder), "and they can come back"


@pytest.mark.parametrize(
    ("changed", "role"),
    [
        ({"roles": "case_manager"}, Role.CLINICAL_SUPERVISOR),
        ({"roles": "outreach_responder"}, Role.OUTREACH_RESPONDER),
        ({"roles": "case_manager", "agency": "case_management:Another Agency"}, Role.CASE_MANAGER),
    ],
)
def test_only_a_worker_of_that_agency_joins(sharing: Sharing, changed: dict[str, str], role: Role) -> None:
    sharing.ground.reappoint(BACKUP, **changed)
    with pytest.raises(NotAllowed):
        join(sharing, BACKUP, role)
    assert sharing.circle().team == {(CASE_MANAGER, Role.CASE_MANAGER)}


def test_nobody_joins_who_is_not_on_the_roster_and_nobody_joins_a_closed_one(sharing: Sharing) -> None:
    with pytest.raises(NotOnRoster):
        join(sharing, SlackUserId("USTRANGE1"), Role.CASE_MANAGER)
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    with pytest.raises(NotAllowed):
        join(sharing, BACKUP, Role.CASE_MANAGER)


def test_the_last_of_a_team_does_not_leave(sharing: Sharing) -> None:
    with pytest.raises(NotAllowed):
        leave(sharing, CASE_MANAGER)
    assert sharing.circle().team == {(CASE_MANAGER, Role.CASE_MANAGER)}
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    join(sharing, BACKUP, Role.CASE_MANAGER)
    leave(sharing, CASE_MANAGER)
    assert sharing.circle().team == {(BACKUP, Role.CASE_MANAGER)}


def test_whoever_leaves_has_no_view_left_open(sharing: Sharing) -> None:
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    join(sharing, BACKUP, Role.CASE_MANAGER)
    plan = {
        user: NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", due_at=NOON + timedelta(minutes=10))
        for user in (BACKUP, CASE_MANAGER)
    }
    sharing.act(lambda scene: post(scene.work, NOON, list(plan.values())))
    leave(sharing, BACKUP)
    with sharing.ground.database.look() as work:
        due = {row.recipient: row.due_at for row in work.session.scalars(select(Notice))}
    assert due == {BACKUP: NOON, CASE_MANAGER: NOON + timedelta(minutes=10)}


def test_leaving_ends_every_role_of_theirs_here_and_none_elsewhere(sharing: Sharing) -> None:
    other = share(sharing.ground)
    sharing.ground.reappoint(BACKUP, roles="case_manager;legal_system_advocate")
    for where in (sharing, other):
        join(where, BACKUP, Role.CASE_MANAGER)
        join(where, BACKUP, Role.LEGAL_SYSTEM_ADVOCATE)
    leave(sharing, BACKUP)
    assert {user for user, _ in sharing.circle().team} == {CASE_MANAGER}
    assert len(other.circle().team) == 3


def step(sharing: Sharing, rung: Rung) -> Rung:
    sharing.act(lambda scene: climb(scene, sharing.ref, rung))
    return sharing.circle().rung


def test_enrolment_asks_for_a_release_that_runs_today(sharing: Sharing) -> None:
    assert step(sharing, Rung.OUTREACH) is Rung.OUTREACH
    with pytest.raises(NotAllowed):
        step(sharing, Rung.ENROLLED)
    [consent] = sharing.sign()
    for columns in (
        {"starts_on": UNTIL},
        {"starts_on": NOON.date(), "expires_on": NOON.date() - timedelta(1)},
    ):
        sharing.alter(Consent, consent, **columns)
        with pytest.raises(NotAllowed):
            step(sharing, Rung.ENROLLED)
    sharing.alter(Consent, consent, expires_on=NOON.date())
    assert step(sharing, Rung.ENROLLED) is Rung.ENROLLED
    sharing.revoke(consent)
    assert step(sharing, Rung.NONE) is Rung.NONE
    with pytest.raises(NotAllowed):
        step(sharing, Rung.ENROLLED)


def test_a_release_that_ends_with_an_event_runs(sharing: Sharing) -> None:
    sharing.sign(until=None, by_event=True)
    assert step(sharing, Rung.ENROLLED) is Rung.ENROLLED


def test_a_step_to_where_one_stands_changes_nothing(sharing: Sharing) -> None:
    step(sharing, Rung.OUTREACH)
    before = sharing.ground.audit_rows()
    step(sharing, Rung.OUTREACH)
    assert sharing.ground.audit_rows() == before
    assert before[-1] == (CASE_MANAGER, "participant.changed", sharing.ref, "outreach")


def test_nobody_climbs_for_an_unknown_or_altered_participant(sharing: Sharing) -> None:
    with pytest.raises(UnknownReference):
        sharing.act(lambda scene: climb(scene, ParticipantRef("C-NOONE"), Rung.OUTREACH))
    with sharing.ground.database.work() as work:
        work.session.get_one(Participant, sharing.ref).region = "quay"
        work.commit()
    with pytest.raises(UnknownReference):
        sharing.act(lambda scene: climb(scene, sharing.ref, Rung.OUTREACH))
