"""The access table: default deny, no empty rule, and each predicate counts."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import access
from models.access import AFTER_MET, OPENINGS, Case, Opening, refusal, table
from models.classes import Basis, Category
from models.duties import (
    ACTS,
    DOORS,
    RESPONDING,
    Act,
    doors_of,
    doors_table,
    require_act,
    require_door,
    responding_role,
)
from models.errors import NotAllowed
from models.people import Account, Actor, AgencyKind, Role
from models.referral import Door, Referral
from models.schema import ReferralRef, SlackUserId
from tests.factories import NOON, OFFICER, RESPONDER

TEAM = "case_management:Harbor Bridge Outreach"
POLICE = "police:Lantern Harbor PD"


def actor(*roles: Role, user: SlackUserId = RESPONDER, agency: str = TEAM) -> Actor:
    kind = AgencyKind(agency.partition(":")[0])
    return Actor(user, "Somebody Fictional", agency, kind, frozenset(roles), frozenset(), Account.ANY)


def referral(door: Door = Door.ARREST_DIVERSION) -> Referral:
    return Referral.open(
        ref=ReferralRef("R-TEST1"),
        door=door,
        region="north",
        priority=1,
        referrer=OFFICER,
        agency=POLICE,
        view_id=None,
        moment=NOON,
        hand_off=timedelta(minutes=30),
    )


def dispatched() -> Case:
    """A responder and a referral that was sent to them."""
    return Case(actor(Role.OUTREACH_RESPONDER), Role.OUTREACH_RESPONDER, referral(), NOON)


def judged(case: Case, basis: Basis = Basis.REFERRAL) -> str | None:
    answers = {refusal(basis, category, case) for category in Category}
    assert len(answers) == 1
    return answers.pop()


def test_whoever_was_sent_may_open() -> None:
    assert judged(dispatched()) is None


def test_the_author_may_open_what_they_wrote() -> None:
    author = actor(Role.OFFICER, user=OFFICER, agency=POLICE)
    assert judged(Case(author, None, referral(), NOON), Basis.OWN) is None


def test_every_pair_that_the_table_does_not_name_is_refused() -> None:
    for basis, role in product(Basis, [None, *Role]):
        if (basis, role) not in OPENINGS:
            everything = actor(*Role)
            assert judged(Case(everything, role, referral(), NOON), basis) == "no_rule"


def test_the_openings_named_are_these_five_and_no_other() -> None:
    assert set(OPENINGS) == {
        (Basis.OWN, None),
        (Basis.REFERRAL, Role.OUTREACH_RESPONDER),
        (Basis.REFERRAL, Role.CASE_MANAGER),
        (Basis.REFERRAL, Role.CLINICAL_SUPERVISOR),
        (Basis.REFERRAL, Role.PROJECT_MANAGER),
    }


@pytest.mark.parametrize(
    "role", [Role.TECHNICIAN, Role.RECORDS_AUDITOR, Role.OFFICER, Role.LIAISON_PROSECUTOR]
)
def test_no_rule_hands_content_to_these(role: Role) -> None:
    assert all((basis, role) not in OPENINGS for basis in Basis)


def test_no_rule_is_empty_and_an_empty_one_would_refuse() -> None:
    assert all(rule.when and rule.categories for rule in OPENINGS.values())
    key = (Basis.REFERRAL, Role.OUTREACH_RESPONDER)
    empty = Opening(frozenset(Category), ()), Opening(frozenset(), OPENINGS[key].when)
    for category, rule in product(Category, empty):
        assert refusal(Basis.REFERRAL, category, dispatched(), {key: rule}) == "no_rule"


def with_referral(case: Case, **columns: object) -> Case:
    for name, value in columns.items():
        setattr(case.referral, name, value)
    return case


@pytest.mark.parametrize(
    ("reason", "case"),
    [
        ("still_holds_role", dataclasses.replace(dispatched(), actor=actor(Role.CASE_MANAGER))),
        (
            "works_for_the_team",
            dataclasses.replace(dispatched(), actor=actor(Role.OUTREACH_RESPONDER, agency=POLICE)),
        ),
        ("is_open", with_referral(dispatched(), closed_at=NOON)),
        ("was_dispatched", with_referral(dispatched(), dispatched_at=None)),
        ("within_a_day_of_meeting", with_referral(dispatched(), met_at=NOON - AFTER_MET)),
    ],
)
def test_each_condition_of_the_dispatched_team_counts(reason: str, case: Case) -> None:
    assert judged(case) == reason


@pytest.mark.parametrize(
    ("reason", "user", "agency"),
    [("is_author", RESPONDER, POLICE), ("is_author", OFFICER, "police:Another PD")],
)
def test_only_the_author_in_the_agency_of_then_opens_as_author(
    reason: str, user: SlackUserId, agency: str
) -> None:
    case = Case(actor(Role.OFFICER, user=user, agency=agency), None, referral(), NOON)
    assert judged(case, Basis.OWN) == reason


@given(seconds=st.integers(-200_000, 200_000))
def test_the_day_after_meeting_ends_to_the_second(seconds: int) -> None:
    case = with_referral(dispatched(), met_at=NOON)
    moved = dataclasses.replace(case, moment=NOON + timedelta(seconds=seconds))
    assert (judged(moved) is None) == (seconds < 24 * 3600)


def test_a_project_manager_sees_no_arrest_diversion() -> None:
    manager = actor(Role.PROJECT_MANAGER, agency="project_management:Common Table")
    answers = {door: judged(Case(manager, Role.PROJECT_MANAGER, referral(door), NOON)) for door in Door}
    assert answers == {
        Door.ARREST_DIVERSION: "is_screened_here",
        Door.SOCIAL_CONTACT: None,
        Door.COMMUNITY: None,
    }


@given(roles=st.frozensets(st.sampled_from(Role)))
def test_a_door_is_open_exactly_to_the_roles_named_for_it(roles: frozenset[Role]) -> None:
    somebody = actor(*roles)
    for door in Door:
        mine = door in doors_of(somebody)
        assert mine == bool(roles & DOORS[door])
        if mine:
            require_door(somebody, door)
        else:
            with pytest.raises(NotAllowed):
                require_door(somebody, door)


def test_only_police_divert_an_arrest_and_prosecutors_refer_nobody() -> None:
    assert DOORS[Door.ARREST_DIVERSION] == {Role.OFFICER, Role.POLICE_SUPERVISOR}
    assert doors_of(actor(Role.LIAISON_PROSECUTOR, agency="prosecutor:Lantern County Prosecutor")) == ()


def test_an_act_is_open_exactly_to_the_roles_named_for_it() -> None:
    for act, role in product(Act, [None, *Role]):
        if role in ACTS[act]:
            require_act(act, role)
        else:
            with pytest.raises(NotAllowed):
                require_act(act, role)


def test_who_is_sent_belongs_to_case_management_and_goes_in_the_most_fitting_role() -> None:
    assert responding_role(actor(*RESPONDING)) is Role.OUTREACH_RESPONDER
    assert responding_role(actor(Role.CLINICAL_SUPERVISOR)) is Role.CLINICAL_SUPERVISOR
    assert responding_role(actor(Role.PROJECT_MANAGER)) is None
    assert responding_role(actor(*RESPONDING, agency=POLICE)) is None


def test_the_printed_tables_name_every_rule() -> None:
    rows = list(table())
    assert [(basis, role) for basis, role, _, _ in rows] == [
        (basis.value, role.value if role else "any") for basis, role in OPENINGS
    ]
    assert all(categories and when for _, _, categories, when in rows)
    assert dict(doors_table()).keys() == {door.value for door in access.DOORS}
