"""The flexible fund: the team's alone, sealed, decided where it must be, and told as one sum."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from models.action import Action, ActionState, Fund
from models.acts.action_lists import mine, of_table
from models.acts.actions import done
from models.acts.funds import MOST_HELD, Asking, add, ask, balances, cents_of, cents_words, decide, pay
from models.acts.suspend import suspend
from models.audit import audit_events
from models.classes import Category
from models.database import Database
from models.errors import (
    AlreadyChanged,
    FundShort,
    NotAllowed,
    NotAvailable,
    UnknownReference,
    Vacant,
)
from models.notice import Kind
from models.schema import ActionRef, SlackUserId
from models.sensitive import Sensitive
from models.site import SiteRules
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, OFFICER, PROSECUTOR, RESPONDER, lay
from tests.models.acts.test_actions import reads
from tests.models.sharing import Sharing, scene_of, share
from tests.models.tabling import K, S, row, tabled, told

FRIDAY = NOON.date() + timedelta(days=3)
PAYEE, WANTED = "Dock Street Hardware", "120.50"
ASKED = {"words": Sensitive("work boots"), "payee": Sensitive(PAYEE), "pool": Sensitive("the county")}


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    ground = lay(database, tmp_path)
    whole = {**ground.rules.model_dump(by_alias=True), "funds": [{"code": "flex", "name": "Flexible fund"}]}
    object.__setattr__(ground, "rules", SiteRules.model_validate(whole))
    made = tabled(share(ground))
    made.act(lambda scene: add(scene, "flex", 500_00), MANAGER)
    return made


def asking(**more: object) -> Asking:
    whole: dict[str, object] = {
        "came_from": K,
        "fund": "flex",
        "cents": 120_50,
        "due_on": FRIDAY,
        "details": ASKED,
        "decides": False,
    }
    return Asking(**{**whole, **more})  # type: ignore[arg-type]


def asked(sharing: Sharing, by: SlackUserId = CASE_MANAGER, **more: object) -> ActionRef:
    return sharing.act(lambda scene: ask(scene, asking(**more)).ref, by)


def left(sharing: Sharing) -> int:
    with sharing.ground.database.look() as work:
        return work.session.get_one(Fund, "flex").cents


def test_it_is_sealed_for_the_team_and_goes_down_once_it_is_paid(sharing: Sharing) -> None:
    ref = asked(sharing)
    assert left(sharing) == 500_00
    for user in (CASE_MANAGER, CLINICIAN):
        assert reads(sharing, ref, user)[Category.BARRIERS]["payee"] == PAYEE
    for user in (OFFICER, PROSECUTOR, MANAGER):
        assert reads(sharing, ref, user) == {}
    sharing.act(lambda scene: pay(scene, ref, 110_00), CASE_MANAGER)
    assert (left(sharing), row(sharing, ref).state) == (390_00, ActionState.DONE)
    assert reads(sharing, ref, CLINICIAN)[Category.BARRIERS]["paid"] == "110.00"
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: pay(scene, ref, 1_00), CASE_MANAGER)
    assert left(sharing) == 390_00


def test_nothing_of_a_payment_stands_in_the_open_or_in_the_log(sharing: Sharing) -> None:
    ref = asked(sharing)
    sharing.act(lambda scene: pay(scene, ref, 120_50), CASE_MANAGER)
    with sharing.ground.database.look() as work:
        log = str(work.session.execute(select(audit_events)).all())
        rows = str(work.session.execute(text("select * from actions")).all())
        listed = repr(of_table(scene_of(sharing.ground, work, MANAGER), K))
    for everything in (log, rows, listed):
        assert not any(one in everything for one in (WANTED, "12050", PAYEE, "boots"))
    assert "flex" not in listed


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER])
def test_nobody_but_the_team_asks(sharing: Sharing, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        asked(sharing, user)
    with pytest.raises((NotAllowed, NotAvailable)):
        asked(sharing, user, came_from=S)


def test_somebody_of_the_agency_who_is_not_on_the_team_finds_no_table(sharing: Sharing) -> None:
    with pytest.raises(NotAvailable):
        asked(sharing, RESPONDER)


def test_bail_waits_for_the_clinical_supervisor_and_is_asked_once(sharing: Sharing) -> None:
    ref = asked(sharing, decides=True)
    assert told(sharing, CLINICIAN) == [Kind.FUND_ASKED]
    with pytest.raises(NotAllowed):
        sharing.act(lambda scene: pay(scene, ref, 1_00), CASE_MANAGER)
    with sharing.ground.database.look() as work:
        assert [one.waits for one in mine(scene_of(sharing.ground, work, CASE_MANAGER))] == [True]
    for user in (CASE_MANAGER, MANAGER, OFFICER, PROSECUTOR):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene: decide(scene, ref, yes=True), user)
    sharing.act(lambda scene: decide(scene, ref, yes=True), CLINICIAN)
    assert told(sharing, CASE_MANAGER) == [Kind.FUND_DECIDED]
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: decide(scene, ref, yes=False), CLINICIAN)
    sharing.act(lambda scene: pay(scene, ref, 120_50), CASE_MANAGER)
    assert left(sharing) == 379_50


def test_a_no_ends_it_and_nothing_is_paid(sharing: Sharing) -> None:
    ref = asked(sharing, decides=True)
    sharing.act(lambda scene: decide(scene, ref, yes=False), CLINICIAN)
    assert row(sharing, ref).state == ActionState.NOT_TAKEN
    assert told(sharing, CASE_MANAGER) == [Kind.FUND_DECIDED]
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: pay(scene, ref, 1_00), CASE_MANAGER)
    assert left(sharing) == 500_00


def test_the_supervisors_own_is_decided_by_asking(sharing: Sharing) -> None:
    assert row(sharing, asked(sharing, CLINICIAN, decides=True)).approval == "yes"


def test_without_a_supervisor_what_they_decide_is_not_kept(sharing: Sharing) -> None:
    ground = sharing.ground
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, CLINICIAN, NOON, "operator")
        work.commit()
    with pytest.raises(Vacant):
        asked(sharing, decides=True)
    with ground.database.look() as work:
        assert work.session.scalars(select(Action)).all() == []


def test_more_than_is_left_is_said_when_it_is_asked_and_when_it_is_paid(sharing: Sharing) -> None:
    with pytest.raises(FundShort):
        asked(sharing, cents=500_01)
    first, second = asked(sharing, cents=300_00), asked(sharing, cents=300_00)
    sharing.act(lambda scene: pay(scene, first, 300_00), CASE_MANAGER)
    with pytest.raises(FundShort):
        sharing.act(lambda scene: pay(scene, second, 300_00), CASE_MANAGER)
    assert (left(sharing), row(sharing, second).state) == (200_00, ActionState.TAKEN)


@pytest.mark.parametrize("cents", [0, -1, 120_51])
def test_no_more_is_paid_than_was_asked_for_and_decided(sharing: Sharing, cents: int) -> None:
    ref = asked(sharing)
    with pytest.raises(ValueError, match="amount"):
        sharing.act(lambda scene: pay(scene, ref, cents), CASE_MANAGER)
    with pytest.raises(NotAllowed):
        sharing.act(lambda scene: done(scene, ref), CASE_MANAGER)
    assert left(sharing) == 500_00


def test_only_a_project_manager_adds_and_only_a_sum_stands(sharing: Sharing) -> None:
    for user in (CASE_MANAGER, CLINICIAN, OFFICER):
        with pytest.raises(NotAllowed):
            sharing.act(lambda scene: add(scene, "flex", 1_00), user)
    for cents in (0, -5, MOST_HELD):
        with pytest.raises(ValueError, match="amount"):
            sharing.act(lambda scene, cents=cents: add(scene, "flex", cents), MANAGER)  # type: ignore[misc]
    with pytest.raises(UnknownReference):
        sharing.act(lambda scene: add(scene, "other", 1_00), MANAGER)
    sharing.act(lambda scene: add(scene, "flex", 1_00), MANAGER)
    assert left(sharing) == 501_00


def test_the_sum_is_told_to_project_managers_and_clinical_supervisors_alone(sharing: Sharing) -> None:
    with sharing.ground.database.look() as work:
        shown = {
            user: [one.cents for one in balances(scene_of(sharing.ground, work, user))]
            for user in (MANAGER, CLINICIAN, CASE_MANAGER, OFFICER, PROSECUTOR)
        }
    assert shown == {MANAGER: [500_00], CLINICIAN: [500_00], CASE_MANAGER: [], OFFICER: [], PROSECUTOR: []}


@given(st.integers(0, 99_999_999_999))
def test_what_is_written_as_an_amount_is_read_as_it(cents: int) -> None:
    assert cents_of(cents_words(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("120", 120_00), ("$1,200.5", 1_200_50), (" 1 200.05 ", 1_200_05), ("0", 0)],
)
def test_amounts_are_read_as_people_write_them(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed",
    ["", "a lot", "-5", "1.234", "1.", "١٢", "1e3", "12345678901", "120,50", "1,5", "12 50", "1,23,456"],
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert cents_of(typed) is None
