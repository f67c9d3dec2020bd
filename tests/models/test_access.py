"""The access table: default deny, no empty line, each condition counts, denials stand above the matrix."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.access import (
    AFTER_MET,
    CONDITIONS,
    DENIALS,
    MATRIX,
    ONLY_FOR,
    Case,
    Matrix,
    admitted,
    conditions_table,
    covering,
    denials_table,
    matrix_table,
    may_write,
    refusal,
)
from models.classes import NEVER_STORED, RELEASABLE, STORED, Basis, Category, Purpose
from models.consent import ConsentFacts
from models.duties import (
    ACTS,
    BESIDE_THE_TEAM,
    DOORS,
    DUTIES,
    RESPONDING,
    Act,
    Duty,
    beside_the_team_table,
    doors_of,
    doors_table,
    duties_table,
    require_act,
    require_door,
    responding_role,
    role_beside_the_team,
    sees_names,
)
from models.errors import NotAllowed
from models.participant import Circle, Rung
from models.people import Account, Actor, AgencyKind, Role, fits
from models.referral import Door, Referral
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from tests.factories import NOON, OFFICER, RESPONDER

TEAM = "case_management:Harbor Bridge Outreach"
POLICE = "police:Lantern Harbor PD"
TODAY = date(2026, 9, 15)
CONTENTLESS = (Role.EXECUTIVE, Role.POLICY_GROUP_MEMBER, Role.RECORDS_AUDITOR, Role.TECHNICIAN)
# Everything to everybody: what is refused under it, the denials refuse.
LAX: Matrix = {role: dict.fromkeys(Category, frozenset(Basis)) for role in Role}


def actor(
    *roles: Role, user: SlackUserId = RESPONDER, agency: str = TEAM, regions: tuple[str, ...] = ()
) -> Actor:
    kind = AgencyKind(agency.partition(":")[0])
    return Actor(user, "Somebody Fictional", agency, kind, frozenset(roles), frozenset(regions), Account.ANY)


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


def case_of(somebody: Actor, role: Role | None, basis: Basis = Basis.REFERRAL, **more: object) -> Case:
    made = Case(
        actor=somebody,
        role=role,
        basis=basis,
        category=Category.IDENTITY,
        purpose=Purpose.REFERRAL,
        moment=NOON,
        today=TODAY,
        author=OFFICER,
        author_agency=POLICE,
        referral=referral(),
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]  # one of the fields above


def dispatched() -> Case:
    """A responder and a referral that was sent to them."""
    return case_of(actor(Role.OUTREACH_RESPONDER), Role.OUTREACH_RESPONDER)


def circle(*team: tuple[SlackUserId, Role], consents: tuple[ConsentFacts, ...] = ()) -> Circle:
    return Circle(ParticipantRef("C-TEST1"), TEAM, "north", Rung.NONE, False, None, frozenset(team), consents)


def assigned(role: Role = Role.CASE_MANAGER) -> Case:
    """Somebody of the care team and what was written about their participant."""
    around = circle((RESPONDER, role))
    case = case_of(actor(role), role, Basis.CARE_TEAM, referral=None, circle=around)
    return dataclasses.replace(case, purpose=Purpose.COORDINATION)


def consent(role: Role, agency: str, **more: object) -> ConsentFacts:
    facts = ConsentFacts(
        id="c1",
        release_id="r1",
        agency=agency,
        role=role,
        regions=frozenset(),
        categories=frozenset(Category),
        purposes=frozenset(RELEASABLE),
        starts_on=TODAY,
        expires_on=TODAY,
    )
    return dataclasses.replace(facts, **more)  # type: ignore[arg-type]  # one of the fields above


def invited(role: Role = Role.LIAISON_PROSECUTOR, agency: str = "prosecutor:County", **more: object) -> Case:
    """Somebody whom a release names, until today."""
    around = circle(consents=(consent(role, agency, **more),))
    case = case_of(actor(role, agency=agency), role, Basis.CONSENT, referral=None, circle=around)
    return dataclasses.replace(case, category=Category.BARRIERS, purpose=Purpose.COURT)


def seen(case: Case) -> set[Category]:
    return {one for one in Category if refusal(dataclasses.replace(case, category=one)) is None}


def test_whoever_was_sent_sees_what_a_referral_holds_and_danger() -> None:
    assert seen(dispatched()) == {
        Category.IDENTITY,
        Category.LOCATION,
        Category.INCIDENT,
        Category.DANGER,
    }


def test_the_author_sees_what_they_wrote() -> None:
    author = actor(Role.OFFICER, user=OFFICER, agency=POLICE)
    case = case_of(author, None, Basis.OWN)
    assert {Category.IDENTITY, Category.LOCATION, Category.INCIDENT} <= seen(case)
    assert Category.CLINICAL not in seen(case)


def test_an_author_of_two_roles_sees_what_either_may_write() -> None:
    both = actor(Role.OFFICER, Role.TECHNICIAN, user=OFFICER, agency=POLICE)
    assert refusal(case_of(both, None, Basis.OWN)) is None


def test_the_care_team_sees_every_stored_class_without_any_release() -> None:
    assert seen(assigned()) == set(STORED)
    assert seen(assigned(Role.LEGAL_SYSTEM_ADVOCATE)) == set(STORED) - {
        Category.CLINICAL,
        Category.INCIDENT,
        Category.DANGER,
    }


def test_a_clinical_supervisor_of_the_teams_agency_needs_no_assignment() -> None:
    case = dataclasses.replace(assigned(Role.CLINICAL_SUPERVISOR), circle=circle())
    assert seen(case) == set(STORED)
    elsewhere = dataclasses.replace(circle(), agency="case_management:Another Agency")
    assert refusal(dataclasses.replace(case, circle=elsewhere)) == "is_on_the_care_team"


def test_whom_a_release_names_sees_what_their_row_leaves_of_it() -> None:
    assert seen(invited()) == {
        Category.IDENTITY,
        Category.ENGAGEMENT,
        Category.BARRIERS,
        Category.LEGAL_CALENDAR,
    }


def test_every_pair_that_the_conditions_do_not_name_is_refused() -> None:
    unnamed = [pair for pair in product(Basis, [None, *Role]) if pair not in CONDITIONS]
    assert len(unnamed) > 30
    for basis, role in unnamed:
        everything = dataclasses.replace(
            dispatched(), actor=actor(*Role), role=role, basis=basis, circle=circle()
        )
        for category in Category:
            asked = dataclasses.replace(everything, category=category)
            assert refusal(asked) is not None
            assert refusal(asked, LAX) is not None


def test_no_line_of_the_conditions_is_empty_and_every_cell_has_its_line() -> None:
    assert all(CONDITIONS.values())
    for role, row in MATRIX.items():
        assert set(row) == set(STORED)
        for basis in {basis for cell in row.values() for basis in cell}:
            assert (basis, None if basis is Basis.OWN else role) in CONDITIONS
    assert set(MATRIX) == set(Role)


def test_an_empty_row_or_cell_or_line_of_conditions_refuses() -> None:
    matrices: list[Matrix] = [
        {role: {} for role in Role},
        {role: dict.fromkeys(Category, frozenset[Basis]()) for role in Role},
    ]
    for matrix in matrices:
        for case in (dispatched(), assigned(), invited(), case_of(actor(Role.OFFICER), None, Basis.OWN)):
            assert refusal(case, matrix) == "no_rule"
    for conditions in ({}, dict.fromkeys(CONDITIONS, ())):
        assert refusal(dispatched(), conditions=conditions) == "no_rule"


def with_referral(case: Case, **columns: object) -> Case:
    for name, value in columns.items():
        setattr(case.referral, name, value)
    return case


@pytest.mark.parametrize(
    ("reason", "case"),
    [
        ("still_holds_role", dataclasses.replace(dispatched(), actor=actor(Role.CASE_MANAGER))),
        ("role_of_another_kind", dataclasses.replace(dispatched(), actor=actor(*Role, agency=POLICE))),
        ("is_about_a_referral", dataclasses.replace(dispatched(), referral=None, circle=circle())),
        ("is_open", with_referral(dispatched(), closed_at=NOON)),
        ("was_dispatched", with_referral(dispatched(), dispatched_at=None)),
        ("within_a_day_of_meeting", with_referral(dispatched(), met_at=NOON - AFTER_MET)),
    ],
)
def test_each_condition_of_the_dispatched_team_counts(reason: str, case: Case) -> None:
    assert refusal(case) == reason or (
        reason == "role_of_another_kind" and refusal(case) == "accusing_side_without_consent"
    )


def test_each_condition_alone_refuses_where_there_is_nothing_to_ask() -> None:
    nothing = case_of(actor(*Role), None, Basis.OWN, referral=None, author=RESPONDER)
    for predicate in {predicate for line in CONDITIONS.values() for predicate in line}:
        about_nothing = {
            "is_open",
            "is_open_to_its_author",
            "within_a_day_of_meeting",
            "was_met_today_or_is_the_case_manager",
            "works_for_the_team",
        }
        assert predicate(nothing) == (predicate.__name__ in about_nothing), predicate.__name__


def test_the_conditions_of_each_basis_are_these() -> None:
    sent = "still_holds_role works_for_the_team is_about_a_referral is_open was_dispatched"
    expected = {
        Basis.REFERRAL: f"{sent} within_a_day_of_meeting",
        Basis.CARE_TEAM: "still_holds_role works_for_the_team is_on_the_care_team",
        Basis.CONSENT: "still_holds_role is_covered",
        Basis.OWN: "is_author is_open_to_its_author",
    }
    of_a_case_manager = f"{sent} was_met_today_or_is_the_case_manager"
    screening = "still_holds_role is_about_a_referral is_open is_screened_here"
    for (basis, role), line in CONDITIONS.items():
        names = " ".join(predicate.__name__ for predicate in line)
        special: dict[tuple[Basis, Role | None], str] = {
            (Basis.REFERRAL, Role.PROJECT_MANAGER): screening,
            (Basis.REFERRAL, Role.CASE_MANAGER): of_a_case_manager,
        }
        assert names == special.get((basis, role), expected[basis]), (basis, role)
    sent_roles = {role for basis, role in CONDITIONS if basis is Basis.REFERRAL}
    assert sent_roles == {*RESPONDING, Role.PROJECT_MANAGER}


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR, Role.LEGAL_SYSTEM_ADVOCATE])
def test_each_condition_of_the_care_team_counts(role: Role) -> None:
    case = assigned(role)
    assert refusal(case) is None
    others = actor(*(other for other in Role if other is not role))
    assert refusal(dataclasses.replace(case, actor=others)) == "still_holds_role"
    if role is Role.LEGAL_SYSTEM_ADVOCATE:
        lawyers = "legal_services:Tidewater Legal Aid"
        theirs = dataclasses.replace(circle((RESPONDER, role)), agency=lawyers)
        moved = dataclasses.replace(case, actor=actor(role, agency=lawyers), circle=theirs)
        assert refusal(moved) == "works_for_the_team"
    for around in (None, dataclasses.replace(circle((RESPONDER, role)), closed=True)):
        assert refusal(dataclasses.replace(case, circle=around)) == "is_on_the_care_team"
    if role is not Role.CLINICAL_SUPERVISOR:
        for team in ((OFFICER, role), (RESPONDER, Role.OUTREACH_RESPONDER)):
            assert refusal(dataclasses.replace(case, circle=circle(team))) == "is_on_the_care_team"


CONSENTED = [role for basis, role in CONDITIONS if basis is Basis.CONSENT and role is not None]


def test_police_prosecutors_defense_legal_services_providers_and_the_manager_may_be_named() -> None:
    assert set(CONSENTED) == {
        Role.OFFICER,
        Role.POLICE_SUPERVISOR,
        Role.LIAISON_PROSECUTOR,
        Role.PUBLIC_DEFENDER,
        Role.LEGAL_SERVICES,
        Role.SERVICE_PROVIDER,
        Role.PROJECT_MANAGER,
    }


@pytest.mark.parametrize(
    "other",
    [
        {"agency": "prosecutor:Another County"},
        {"role": Role.PUBLIC_DEFENDER},
        {"categories": frozenset({Category.IDENTITY})},
        {"purposes": frozenset({Purpose.SERVICES})},
        {"starts_on": TODAY + timedelta(days=1)},
        {"expires_on": TODAY - timedelta(days=1)},
    ],
)
def test_a_release_counts_only_for_what_it_names(other: dict[str, object]) -> None:
    assert refusal(invited()) is None
    case = invited()
    named = {"role": Role.LIAISON_PROSECUTOR, "agency": "prosecutor:County", **other}
    around = circle(consents=(consent(**named),))  # type: ignore[arg-type]  # fields of a consent
    assert refusal(dataclasses.replace(case, circle=around)) == "is_covered"
    assert refusal(dataclasses.replace(case, circle=None)) == "is_covered"


def test_a_role_that_was_given_up_is_not_named_any_more() -> None:
    case = invited()
    given_up = actor(Role.RECORDS_AUDITOR, agency="prosecutor:County")
    assert refusal(dataclasses.replace(case, actor=given_up)) == "still_holds_role"


def test_of_several_consents_the_one_that_ends_last_is_named() -> None:
    def until(name: str, end: date | None) -> ConsentFacts:
        return consent(Role.LIAISON_PROSECUTOR, "prosecutor:County", id=name, expires_on=end)

    later = TODAY + timedelta(days=9)
    cases = [
        ((until("a", TODAY), until("b", later)), "b"),
        ((until("b", later), until("a", TODAY)), "b"),
        ((until("a", None), until("b", later)), "a"),
        ((until("a", later), until("b", later)), "b"),
        ((until("a", TODAY), until("b", TODAY - timedelta(days=1))), "a"),
    ]
    for consents, named in cases:
        chosen = covering(dataclasses.replace(invited(), circle=circle(consents=consents)))
        assert chosen is not None
        assert chosen.id == named
    assert covering(dataclasses.replace(invited(), circle=circle())) is None


@pytest.mark.parametrize(("role", "category"), ONLY_FOR)
def test_a_cell_for_one_purpose_holds_for_that_one_alone(role: Role, category: Category) -> None:
    agency = "police:Lantern Harbor PD" if role is Role.POLICE_SUPERVISOR else "service:Tidewater Shelter"
    case = dataclasses.replace(invited(role, agency), category=category)
    fine = {one for one in Purpose if refusal(dataclasses.replace(case, purpose=one)) is None}
    assert fine == {ONLY_FOR[role, category]}


@pytest.mark.parametrize(
    ("reason", "user", "agency"),
    [("is_author", RESPONDER, POLICE), ("is_author", OFFICER, "police:Another PD")],
)
def test_only_the_author_in_the_agency_of_then_opens_as_author(
    reason: str, user: SlackUserId, agency: str
) -> None:
    assert refusal(case_of(actor(Role.OFFICER, user=user, agency=agency), None, Basis.OWN)) == reason


def test_an_author_reads_until_the_referral_is_closed_and_a_message_without_one() -> None:
    author = case_of(actor(Role.OFFICER, user=OFFICER, agency=POLICE), None, Basis.OWN)
    assert refusal(dataclasses.replace(author, referral=None)) is None
    assert refusal(with_referral(author, closed_at=NOON)) == "is_open_to_its_author"


@pytest.mark.parametrize("closed", [None, NOON])
def test_once_they_met_an_author_reads_for_the_same_time_closed_or_not(closed: datetime | None) -> None:
    author = case_of(actor(Role.OFFICER, user=OFFICER, agency=POLICE), None, Basis.OWN)
    for days, answer in ((0, None), (89, None), (90, "is_open_to_its_author")):
        later = dataclasses.replace(author, moment=NOON + timedelta(days=days))
        assert refusal(with_referral(later, met_at=NOON, closed_at=closed)) == answer


@given(seconds=st.integers(-200_000, 200_000))
def test_the_day_after_meeting_ends_to_the_second(seconds: int) -> None:
    case = with_referral(dispatched(), met_at=NOON)
    moved = dataclasses.replace(case, moment=NOON + timedelta(seconds=seconds))
    assert (refusal(moved) is None) == (seconds < 24 * 3600)


def test_a_project_manager_screens_no_arrest_diversion() -> None:
    manager = actor(Role.PROJECT_MANAGER, agency="project_management:Common Table")
    case = case_of(manager, Role.PROJECT_MANAGER)
    answers = {door: refusal(dataclasses.replace(case, referral=referral(door))) for door in Door}
    assert answers == {
        Door.ARREST_DIVERSION: "is_screened_here",
        Door.SOCIAL_CONTACT: None,
        Door.COMMUNITY: None,
        Door.FIELD_HELP: "is_screened_here",
    }
    community = dataclasses.replace(case, referral=referral(Door.COMMUNITY))
    assert seen(community) == {
        Category.IDENTITY,
        Category.LOCATION,
        Category.INCIDENT,
        Category.DANGER,
    }
    assert refusal(with_referral(community, closed_at=NOON)) == "is_open"
    lent = actor(Role.OFFICER, agency="project_management:Common Table")
    assert refusal(dataclasses.replace(community, actor=lent)) == "still_holds_role"
    assert refusal(dataclasses.replace(case, referral=None)) == "is_about_a_referral"


# --- what no matrix can allow -------------------------------------------------------------------------


def everybody() -> list[tuple[Case, Role | None]]:
    """Each role at each kind of agency on each basis, with every relation there is."""
    cases = []
    for role, kind, basis in product([None, *Role], AgencyKind, Basis):
        agency = f"{kind.value}:Somebody Fictional"
        held = (role,) if role else tuple(Role)
        who = actor(*held, user=OFFICER, agency=agency)
        around = dataclasses.replace(
            circle(*((OFFICER, one) for one in Role), consents=(consent(role or Role.OFFICER, agency),)),
            agency=agency,
        )
        case = case_of(who, role, basis, circle=around, author_agency=agency, purpose=Purpose.COURT)
        cases.append((case, role))
    return cases


def test_under_a_matrix_that_allows_everything_the_denials_still_refuse() -> None:
    refused = dict.fromkeys((denial.__name__.lstrip("_") for denial in DENIALS), 0)
    allowed = 0
    for case, role in everybody():
        for category in Category:
            asked = dataclasses.replace(case, category=category)
            answer = refusal(asked, LAX)
            if answer in refused:
                refused[str(answer)] += 1
            allowed += answer is None
            kind, outside = asked.actor.kind, asked.basis in {Basis.REFERRAL, Basis.CARE_TEAM}
            forbidden = (
                category in NEVER_STORED
                or (kind in {AgencyKind.POLICE, AgencyKind.PROSECUTOR} and outside)
                or (category is Category.CLINICAL and kind is not AgencyKind.CASE_MANAGEMENT and outside)
                or role in CONTENTLESS
                or (role is not None and not fits(role, kind))
            )
            if forbidden:
                assert answer is not None
                assert answer in refused
    assert all(refused.values()), refused
    assert allowed > 50


@pytest.mark.parametrize("roles", [(role,) for role in CONTENTLESS] + [CONTENTLESS, ()])
def test_who_holds_no_role_with_content_reads_nothing_even_as_its_author(roles: tuple[Role, ...]) -> None:
    somebody = actor(*roles, user=OFFICER, agency=POLICE)
    assert refusal(case_of(somebody, None, Basis.OWN), LAX) == "role_without_content"
    with_another = actor(*roles, Role.OFFICER, user=OFFICER, agency=POLICE)
    assert refusal(case_of(with_another, None, Basis.OWN), LAX) is None


def test_a_lax_matrix_still_keeps_every_condition() -> None:
    stranger = dataclasses.replace(assigned(), circle=circle())
    assert refusal(stranger, LAX) == "is_on_the_care_team"
    assert refusal(dataclasses.replace(invited(), circle=circle()), LAX) == "is_covered"
    assert refusal(with_referral(dispatched(), closed_at=NOON), LAX) == "is_open"


@pytest.mark.parametrize("role", Role)
def test_no_key_is_wrapped_for_a_class_that_the_row_does_not_have(role: Role) -> None:
    for basis in Basis:
        assert admitted(basis, role) == {one for one in STORED if basis in MATRIX[role][one]}
        assert not admitted(basis, role) & NEVER_STORED
    assert admitted(Basis.OWN, None) == set(STORED)
    assert all(not admitted(basis, None) for basis in Basis if basis is not Basis.OWN)


@given(roles=st.frozensets(st.sampled_from(Role)))
def test_what_one_may_write_is_what_one_of_the_roles_has_as_own(roles: frozenset[Role]) -> None:
    somebody = actor(*roles)
    for category in Category:
        fine = any(Basis.OWN in MATRIX[role].get(category, frozenset()) for role in roles)
        assert may_write(somebody, category) == fine
    assert not any(may_write(somebody, category) for category in NEVER_STORED)


# --- doors, acts, duties ------------------------------------------------------------------------------


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


def test_who_may_refer_may_read_again_what_a_referral_holds() -> None:
    for role in {role for roles in DOORS.values() for role in roles}:
        for category in (Category.IDENTITY, Category.LOCATION, Category.INCIDENT):
            assert may_write(actor(role), category), (role, category)


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


def test_every_duty_belongs_to_roles_of_a_care_team_and_the_team_itself_is_the_supervisors() -> None:
    team = {role for basis, role in CONDITIONS if basis is Basis.CARE_TEAM}
    assert set(DUTIES) == set(Duty)
    assert all(roles and roles <= team for roles in DUTIES.values())
    assert DUTIES[Duty.CHANGE_TEAM] == {Role.CLINICAL_SUPERVISOR}
    assert DUTIES[Duty.REVOKE_RELEASE] == team
    assert Role.LEGAL_SYSTEM_ADVOCATE not in DUTIES[Duty.SIGN_RELEASE]


def test_beside_the_team_only_the_log_is_read_and_only_by_who_accounts_for_it() -> None:
    assert {Duty.READ_LOG: {Role.RECORDS_AUDITOR}} == BESIDE_THE_TEAM
    for role, duty in product(Role, Duty):
        reads = (role, duty) == (Role.RECORDS_AUDITOR, Duty.READ_LOG)
        assert role_beside_the_team(actor(role), duty) == (role if reads else None)
        assert sees_names(duty, role) is not reads
    assert role_beside_the_team(actor(Role.EXECUTIVE, Role.RECORDS_AUDITOR), Duty.READ_LOG) is not None
    assert dict(beside_the_team_table()) == {"read_log": "records_auditor"}


def test_who_is_sent_belongs_to_case_management_and_goes_in_the_most_fitting_role() -> None:
    assert responding_role(actor(*RESPONDING)) is Role.OUTREACH_RESPONDER
    assert responding_role(actor(Role.CLINICAL_SUPERVISOR)) is Role.CLINICAL_SUPERVISOR
    assert responding_role(actor(Role.PROJECT_MANAGER)) is None
    assert responding_role(actor(*RESPONDING, agency=POLICE)) is None


def test_the_printed_matrix_has_a_row_for_every_role_and_never_for_what_is_not_stored() -> None:
    heading, *rows = matrix_table()
    assert heading == ("role", *(category.value for category in Category))
    assert [row[0] for row in rows] == [role.value for role in MATRIX]
    printed = {row[0]: dict(zip(heading[1:], row[1:], strict=True)) for row in rows}
    assert printed["case_manager"]["identity"] == "ORT"
    assert printed["liaison_prosecutor"]["barriers"] == "OS"
    assert printed["technician"]["identity"] == "-"
    assert {printed[role][one] for role in printed for one in NEVER_STORED} == {"never"}
    lax = {Role.OFFICER: dict.fromkeys(STORED, frozenset(Basis))}
    assert "ORST" in list(matrix_table(lax))[1]


def test_the_printed_tables_name_every_rule() -> None:
    lines = list(conditions_table())
    assert [(basis, role) for basis, role, _ in lines] == [
        (basis.value, role.value if role else "author") for basis, role in CONDITIONS
    ]
    assert ("own", "author", "is author and is open to its author") in lines
    assert ("consent", "officer", "still holds role and is covered") in lines
    by_purpose = {role: when.partition("; ")[2] for basis, role, when in lines if "; " in when}
    assert by_purpose == {
        "police_supervisor": "identity for hand_off only; location for hand_off only",
        "service_provider": "clinical for services only",
    }
    assert {basis for basis, _, when in lines if "; " in when} == {"consent"}
    denials = list(denials_table())
    assert len(denials) == len(DENIALS)
    assert denials == [
        "never stored",
        "accusing side without consent",
        "clinical without consent",
        "role without content",
        "role of another kind",
    ]
    assert dict(doors_table()).keys() == {door.value for door in DOORS}
    assert dict(duties_table())["change_team"] == "clinical_supervisor"
