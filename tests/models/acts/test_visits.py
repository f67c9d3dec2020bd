"""Visits in turn: each in their order, the next one where somebody cannot, and nobody asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.acts.suspend import suspend
from models.acts.undelivered import undelivered
from models.acts.visits import pass_on
from models.database import Database
from models.errors import NotAllowed, UnknownReference, Vacant
from models.notice import Kind
from models.recurrence import Rule
from models.rollcall import Asked, FiringState
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, MANAGER, OFFICER
from tests.models.acts.rolling import Precincts, lay_precincts, night, utc

MONDAY = date(2026, 6, 1)
HOSTS = (MANAGER, CASE_MANAGER, OFFICER)
VISITS = night(
    "09:00",
    asks=Asked.VISIT,
    name="Quay business owners",
    rule=Rule(MONDAY, (0,)),
    seats=HOSTS,
    lead_days=2,
    leader=MANAGER,
)


@pytest.fixture
def precincts(database: Database, tmp_path: Path) -> Precincts:
    made = lay_precincts(database, tmp_path)
    made.moment = utc(2026, 5, 28, 12)
    return made


def test_they_go_in_turn_and_hear_of_it_days_ahead(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 15))
    assert precincts.told(Kind.VISIT_DUE) == []
    precincts.live(utc(2026, 5, 30, 16))  # the Saturday before, at nine
    assert precincts.told(Kind.VISIT_DUE) == [MANAGER]
    precincts.live(utc(2026, 6, 21))
    assert precincts.told(Kind.VISIT_DUE) == [*HOSTS, MANAGER]
    assert [one.day for one in precincts.firings(schedule)] == [
        MONDAY + timedelta(weeks=ahead) for ahead in range(4)
    ]


def test_nothing_of_a_roll_call_follows_a_visit(precincts: Precincts) -> None:
    precincts.make(VISITS)
    precincts.live(utc(2026, 6, 21))
    assert precincts.told(Kind.ROLLCALL_DIGEST) == precincts.told(Kind.ROLLCALL_NUDGE) == []


def test_i_cannot_asks_the_next_one_and_the_turn_goes_on_behind_them(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 16))
    (firing,) = precincts.firings(schedule)
    assert precincts.act(lambda scene: pass_on(scene, firing.id), MANAGER) == CASE_MANAGER
    assert precincts.told(Kind.VISIT_DUE) == [MANAGER, CASE_MANAGER]
    assert precincts.firings(schedule)[0].visitor == CASE_MANAGER
    precincts.live(utc(2026, 6, 7))
    assert precincts.told(Kind.VISIT_DUE)[-1] == OFFICER


def test_where_everybody_was_asked_already_it_stays_with_the_last(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 16))
    (firing,) = precincts.firings(schedule)
    for user in HOSTS[:2]:
        precincts.act(lambda scene: pass_on(scene, firing.id), user)
    with pytest.raises(Vacant):
        precincts.act(lambda scene: pass_on(scene, firing.id), OFFICER)
    assert precincts.firings(schedule)[0].visitor == OFFICER


def test_only_whose_turn_it_is_can_pass_it_on_and_only_until_its_day(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 16))
    (firing,) = precincts.firings(schedule)
    for user, subject in ((CASE_MANAGER, firing.id), (MANAGER, "none")):
        with pytest.raises(UnknownReference):
            precincts.act(lambda scene, subject=subject: pass_on(scene, subject), user)  # type: ignore[misc]
    precincts.live(utc(2026, 6, 2, 8))
    with pytest.raises(NotAllowed):
        precincts.act(lambda scene: pass_on(scene, firing.id), MANAGER)


def test_whoever_has_no_seat_is_passed_over(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    ground = precincts.ground
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, MANAGER, precincts.moment, "operator")
        work.commit()
    precincts.live(utc(2026, 6, 14))
    assert precincts.told(Kind.VISIT_DUE) == [CASE_MANAGER, OFFICER, CASE_MANAGER]
    assert [one.asked for one in precincts.firings(schedule)] == [1, 1, 1]


def test_a_visit_nobody_could_make_is_settled_as_not_sent_and_the_leader_is_told(
    precincts: Precincts,
) -> None:
    schedule = precincts.make(replace(VISITS, seats=[SlackUserId("UUNROST01")]))
    precincts.live(utc(2026, 5, 30, 17))
    (firing,) = precincts.firings(schedule)
    assert (firing.state, firing.asked, firing.visitor) == (FiringState.NOT_SENT, 0, "")
    assert precincts.told(Kind.VISIT_DUE) == [MANAGER]


@pytest.mark.parametrize("why", ["user_disabled", "not_on_roster"])
def test_a_card_that_cannot_arrive_goes_to_the_next_and_at_last_back_to_whoever_made_the_plan(
    precincts: Precincts, why: str
) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 16))
    ground = precincts.ground
    for told in (2, 3, 4):
        notice = precincts.notices(Kind.VISIT_DUE)[-1]
        with ground.database.work() as work:
            undelivered(work, ground.vault, ground.audit, ground.rules, notice, why, precincts.moment)
            work.commit()
        assert len(precincts.told(Kind.VISIT_DUE)) == told
    assert precincts.told(Kind.VISIT_DUE) == [*HOSTS, MANAGER]
    (firing,) = precincts.firings(schedule)
    assert (firing.state, firing.visitor) == (FiringState.NOT_SENT, "")
    assert precincts.told(Kind.NOT_REACHED) == []


def test_a_card_that_somebody_handed_on_meanwhile_asks_nobody_else(precincts: Precincts) -> None:
    schedule = precincts.make(VISITS)
    precincts.live(utc(2026, 5, 30, 16))
    (firing,) = precincts.firings(schedule)
    (first,) = precincts.notices(Kind.VISIT_DUE)
    precincts.act(lambda scene: pass_on(scene, firing.id), MANAGER)
    ground = precincts.ground
    with ground.database.work() as work:
        undelivered(work, ground.vault, ground.audit, ground.rules, first, "done", precincts.moment)
        work.commit()
    assert precincts.told(Kind.VISIT_DUE) == [MANAGER, CASE_MANAGER]
