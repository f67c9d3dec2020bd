"""Which two people make a change: properties over every pair of people and every seat."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NotAllowed
from models.people import ROLE_KINDS, Account, Actor, AgencyKind, Role, agency_kind, fits
from models.schema import SlackUserId
from models.two_people import OWNERS, STEPS, Standpoint, Step, missed, require_step

AGENCIES = [f"{kind.value}:{name}" for kind in AgencyKind for name in ("North", "Quay")]
USERS = [SlackUserId(f"UTEST{n:04d}") for n in range(4)]


def actor(user: str, agency: str, *roles: Role) -> Actor:
    kind = agency_kind(agency)
    return Actor(SlackUserId(user), "Fictional", agency, kind, frozenset(roles), frozenset(), Account.ANY)


PEOPLE = st.builds(
    lambda user, agency, roles: actor(user, agency, *roles),
    st.sampled_from(USERS),
    st.sampled_from(AGENCIES),
    st.sets(st.sampled_from(sorted(Role)), max_size=3),
)
PAIRS = st.tuples(st.sampled_from(USERS), st.sampled_from(AGENCIES))


@given(PEOPLE, PAIRS, st.sampled_from(USERS))
def test_whoever_may_confirm_second_is_another_person_of_another_agency_and_not_the_other_accuser(
    second: Actor, first: tuple[SlackUserId, str], subject: SlackUserId
) -> None:
    if missed(Step.CONFIRM, Standpoint(second, subject, first=first)) is not None:
        return
    assert second.user not in {first[0], subject}
    assert second.agency != first[1]
    assert {second.kind, agency_kind(first[1])} != {AgencyKind.POLICE, AgencyKind.PROSECUTOR}
    assert any(second.holds(role) and second.kind in ROLE_KINDS[role] for role in OWNERS)


@given(PEOPLE, st.sampled_from(USERS), st.sampled_from(AGENCIES), st.sampled_from(AGENCIES))
def test_whoever_may_propose_owns_the_seat_where_it_is_and_where_it_goes(
    proposer: Actor, subject: SlackUserId, now: str, then: str
) -> None:
    case = Standpoint(proposer, subject, frozenset({now, then}))
    if missed(Step.PROPOSE, case) is None:
        assert subject != proposer.user
        assert missed(Step.REMOVE, case) is None
        assert proposer.holds(Role.PROJECT_MANAGER) or {now, then} == {proposer.agency}


@given(PEOPLE, st.sampled_from(sorted(Step)))
def test_nobody_without_one_of_the_three_roles_may_do_anything_but_take_their_own_back(
    somebody: Actor, step: Step
) -> None:
    owner = any(somebody.holds(role) and fits(role, somebody.kind) for role in OWNERS)
    if not owner and step is not Step.TAKE_BACK:
        with pytest.raises(NotAllowed, match="owns_a_roster"):
            require_step(step, Standpoint(somebody, "UELSE", frozenset({somebody.agency})))


def test_a_project_manager_and_a_clinical_supervisor_are_two() -> None:
    manager = actor("UA", "project_management:Table", Role.PROJECT_MANAGER)
    clinician = actor("UB", "case_management:Bridge", Role.CLINICAL_SUPERVISOR)
    assert missed(Step.CONFIRM, Standpoint(clinician, "UC", first=(manager.user, manager.agency))) is None
    assert missed(Step.CONFIRM, Standpoint(manager, "UC", first=(clinician.user, clinician.agency))) is None


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (Standpoint(actor("UA", "police:X", Role.POLICE_SUPERVISOR), "UA"), "is_about_somebody_else"),
        (
            Standpoint(
                actor("UA", "police:X", Role.POLICE_SUPERVISOR), "UC", first=(SlackUserId("UA"), "police:Y")
            ),
            "is_not_the_first",
        ),
        (
            Standpoint(
                actor("UA", "police:X", Role.POLICE_SUPERVISOR), "UC", first=(SlackUserId("UB"), "police:X")
            ),
            "is_of_another_agency",
        ),
        (
            Standpoint(
                actor("UA", "police:X", Role.POLICE_SUPERVISOR),
                "UC",
                first=(SlackUserId("UB"), "prosecutor:Y"),
            ),
            "is_not_police_beside_prosecution",
        ),
        (Standpoint(actor("UA", "community:X", Role.POLICE_SUPERVISOR), "UC"), "owns_a_roster"),
        (Standpoint(actor("UA", "police:X", Role.OFFICER), "UC"), "owns_a_roster"),
    ],
)
def test_a_second_word_is_refused_for_the_first_reason(case: Standpoint, why: str) -> None:
    assert missed(Step.CONFIRM, case) == why


def test_every_step_has_a_rule() -> None:
    assert set(STEPS) == set(Step)
    assert all(STEPS.values())


def test_only_whoever_made_it_takes_it_back() -> None:
    mine = Standpoint(actor("UA", "police:X"), "UC", proposed_by="UA")
    assert missed(Step.TAKE_BACK, mine) is None
    assert (
        missed(Step.TAKE_BACK, Standpoint(actor("UB", "police:X"), "UC", proposed_by="UA"))
        == "is_the_proposer"
    )


def test_the_golden_rules_words_change_only_with_a_clinical_supervisor_among_the_two() -> None:
    manager = actor("UA", "project_management:Table", Role.PROJECT_MANAGER)
    clinician = actor("UB", "case_management:Bridge", Role.CLINICAL_SUPERVISOR)
    sergeant = actor("UD", "police:Quay", Role.POLICE_SUPERVISOR)
    by_manager = (manager.user, manager.agency)
    assert missed(Step.CONFIRM, Standpoint(manager, "site", clinical=True)) is None, (
        "anybody may be the first"
    )
    without = Standpoint(sergeant, "site", first=by_manager, clinical=True)
    assert missed(Step.CONFIRM, without) == "is_with_the_clinical_supervisor"
    assert missed(Step.CONFIRM, replace(without, clinical=False)) is None
    assert missed(Step.CONFIRM, replace(without, actor=clinician)) is None
    first = replace(without, first=(clinician.user, clinician.agency), first_is_clinical=True)
    assert missed(Step.CONFIRM, first) is None
