"""Who is not active just now leaves room, loses nothing, and is counted again when they come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from models.acts.activity import rest, resume
from models.acts.capacity import assign, caseload_of
from models.acts.participants import begin, join_team
from models.audit import Verb
from models.database import Database
from models.errors import NoRoom, UnknownReference
from models.notice import Kind
from models.participant import Circle, Participant, circle_of
from models.people import Role
from models.scene import Scene
from models.schema import ParticipantRef
from models.site import Capacity
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, intrude, lay
from tests.models.deciding import SECOND, Deciding


@pytest.fixture
def now(database: Database, tmp_path: Path) -> Deciding:
    return Deciding(lay(database, tmp_path))


def begun(now: Deciding) -> ParticipantRef:
    return now.act(lambda scene: begin(scene, "north"), CASE_MANAGER).ref


def counted(now: Deciding) -> tuple[int, int]:
    with now.ground.database.look() as work:
        load = caseload_of(work, CASE_MANAGER)
    return load.active, load.inactive


def circle(now: Deciding, ref: ParticipantRef) -> Circle:
    with now.ground.database.look() as work:
        found = circle_of(work, now.ground.vault.rows, ref)
    assert found is not None
    return found


def resting(ref: ParticipantRef) -> Callable[[Scene], None]:
    return lambda scene: rest(scene, ref)


def back(ref: ParticipantRef) -> Callable[[Scene], None]:
    return lambda scene: resume(scene, ref)


def test_who_rests_is_counted_apart_and_keeps_team_rung_and_releases(now: Deciding) -> None:
    ref = begun(now)
    before = circle(now, ref)
    now.act(resting(ref), CASE_MANAGER)
    assert counted(now) == (0, 1)
    resting_now = circle(now, ref)
    assert (resting_now.active, resting_now.team, resting_now.rung) == (False, before.team, before.rung)
    now.act(back(ref), CASE_MANAGER)
    assert (counted(now), circle(now, ref)) == ((1, 0), before)
    assert now.decisions(Verb.PARTICIPANT_CHANGED) == ["inactive", "active"]


def test_said_twice_it_is_said_once(now: Deciding) -> None:
    ref = begun(now)
    for act in (resting(ref), resting(ref), back(ref), back(ref)):
        now.act(act, CASE_MANAGER)
    assert now.decisions(Verb.PARTICIPANT_CHANGED) == ["inactive", "active"]


def test_the_place_of_who_rests_is_put_to_the_project_manager(now: Deciding) -> None:
    waits = now.waiting(region="north")
    elsewhere = now.waiting(region="quay")
    now.act(resting(begun(now)), CASE_MANAGER)
    assert now.told(Kind.PLACE_FREE) == [("waitlist.place_free", MANAGER, waits)]
    assert elsewhere not in str(now.told(Kind.PLACE_FREE))


def test_nobody_comes_back_over_the_ceiling_until_somebody_has_room(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    ref = begun(now)
    now.act(resting(ref), CASE_MANAGER, rules)
    met = now.met()
    now.act(lambda scene: assign(scene, met, CASE_MANAGER), rules=rules)
    with pytest.raises(NoRoom):
        now.act(back(ref), CASE_MANAGER, rules)
    assert not circle(now, ref).active
    now.ground.change(met, case_manager=None)
    now.act(back(ref), CASE_MANAGER, rules)
    assert counted(now) == (1, 0)


def test_every_case_manager_of_the_team_must_have_room_and_nobody_else(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    ref, second = begun(now), now.a_second()
    joined = circle(now, ref)
    now.act(lambda scene: join_team(scene, joined, second, Role.CASE_MANAGER), CLINICIAN)
    now.act(lambda scene: join_team(scene, joined, CLINICIAN, Role.CLINICAL_SUPERVISOR), CLINICIAN)
    now.act(resting(ref), CASE_MANAGER)
    now.act(lambda scene: begin(scene, "north"), SECOND)
    with pytest.raises(NoRoom):
        now.act(back(ref), CASE_MANAGER, rules)


def test_an_altered_a_closed_and_an_unknown_one_are_refused(now: Deciding) -> None:
    altered, closed = begun(now), begun(now)
    now.act(resting(altered), CASE_MANAGER)
    with now.ground.database.work() as work:
        intrude(work, update(Participant).where(Participant.ref == altered).values(inactive_since=None))
        row = work.session.get_one(Participant, closed)
        row.closed_at = NOON
        now.ground.vault.rows.sign_row(row)
        work.commit()
    for ref in (altered, closed, ParticipantRef("C-ZZZZZ")):
        for act in (resting(ref), back(ref)):
            with pytest.raises(UnknownReference):
                now.act(act, CASE_MANAGER)
