"""A release is signed: what a form must hold, and who may still write on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from models.access import MATRIX
from models.acts.release import (
    ENTERED_WITHIN,
    add_recipient,
    never_for,
    only_for,
    problems,
    recipient_problems,
    sign_release,
)
from models.audit import Verb
from models.classes import NEVER_STORED, RELEASABLE, Basis, Category, Purpose
from models.consent import Consent, Ended, Recipient, Release, Signed
from models.database import Database
from models.errors import NotAllowed, UnknownReference
from models.participant import Participant
from models.people import ROLE_KINDS, AgencyKind, Role
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, NOON, lay
from tests.models.sharing import (
    HOST,
    POLICE,
    SIGNED,
    UNTIL,
    Sharing,
    defenders,
    form,
    office,
    share,
)

TODAY = date(2026, 9, 15)
DAY = timedelta(days=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def test_a_whole_form_has_no_problems() -> None:
    assert problems(form(), TODAY) == {}
    assert problems(form(office(), defenders()), TODAY) == {}
    assert problems(form(until=None, by_event=True), TODAY) == {}
    assert problems(form(signed_on=TODAY, until=TODAY), TODAY) == {}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"signed_on": TODAY + DAY}, {"signed_on": "in_the_future"}),
        ({"expires_on": None}, {"expires_on": "no_end"}),
        ({"expires_on": TODAY - DAY}, {"expires_on": "over_already"}),
        ({"expires_on": TODAY - DAY, "by_event": True}, {"expires_on": "over_already"}),
        ({"recipients": ()}, {"recipients": "nobody"}),
        ({"recipients": (office(), replace(office(), role=Role.OFFICER))}, {"role": "not_of_that_agency"}),
        ({"recipients": (replace(office(), categories=frozenset()),)}, {"categories": "none"}),
        ({"recipients": (office(Category.CLINICAL),)}, {"categories": "never_for_this_role"}),
        (
            {"recipients": (office(Category.BARRIERS, Category.VIOLATIONS),)},
            {"categories": "never_for_this_role"},
        ),
        ({"recipients": (office(purposes=()),)}, {"purposes": "none"}),
        ({"recipients": (office(purposes=(Purpose.COURT, Purpose.REFERRAL)),)}, {"purposes": "none"}),
        (
            {"recipients": (office(Category.CLINICAL, purposes=()),), "expires_on": None},
            {"categories": "never_for_this_role", "purposes": "none", "expires_on": "no_end"},
        ),
    ],
)
def test_a_missing_or_impossible_element_is_named_at_its_field(
    changed: dict[str, object], found: dict[str, str]
) -> None:
    assert problems(replace(form(), **changed), TODAY) == found  # type: ignore[arg-type]  # fields of a form


@given(role=st.sampled_from(Role), categories=st.frozensets(st.sampled_from(Category), min_size=1))
def test_no_form_is_whole_that_names_a_class_its_role_never_gets(
    role: Role, categories: frozenset[Category]
) -> None:
    kind = min(ROLE_KINDS.get(role, frozenset({AgencyKind.POLICY})))
    one = Recipient(f"{kind}:Somebody Fictional", role, categories, frozenset(RELEASABLE))
    fine = not categories & NEVER_STORED and all(
        Basis.CONSENT in MATRIX[role][category] for category in categories
    )
    assert (problems(form(one), TODAY) == {}) == fine


def test_there_is_no_purpose_evidence_and_none_for_a_referral() -> None:
    assert set(RELEASABLE) == set(Purpose) - {Purpose.REFERRAL}
    assert not any("evidence" in one or "proceeding" in one or "counsel" in one for one in Purpose)


def test_a_form_with_a_problem_or_for_a_closed_participant_is_not_taken(sharing: Sharing) -> None:
    with pytest.raises(NotAllowed):
        sharing.sign(office(Category.CLINICAL))
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    circle = sharing.circle()
    with pytest.raises(NotAllowed):
        sharing.act(lambda scene: sign_release(scene, circle, form()))
    with sharing.ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Release)) == 0


def test_a_signed_release_keeps_its_elements_under_the_mac_and_in_the_log(sharing: Sharing) -> None:
    consents = sharing.sign(office(), defenders())
    with sharing.ground.database.look() as work:
        release = work.session.scalars(select(Release)).one()
        assert sharing.ground.vault.rows.row_holds(release)
    assert (release.participant, release.discloser) == (sharing.ref, HOST)
    assert (release.signed_on, release.expires_on, release.by_event) == (SIGNED, UNTIL, 0)
    assert (release.signed_how, release.entered_by, release.entered_at) == (
        Signed.ON_PAPER,
        CASE_MANAGER,
        NOON,
    )
    verb, objects = sharing.ground.audit_rows()[-1][1:3]
    assert verb == "consent.signed"
    assert set(objects.split()) == {sharing.ref, release.id, *consents}


def test_an_event_is_kept_as_a_mark(sharing: Sharing) -> None:
    sharing.sign(until=None, by_event=True)
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Release.by_event)).one() == 1


def adds(sharing: Sharing, release: str, user: SlackUserId = CASE_MANAGER, moment: datetime = NOON) -> None:
    sharing.act(lambda scene: add_recipient(scene, sharing.circle(), release, defenders()), user, moment)


def release_of(sharing: Sharing, consent: str) -> str:
    with sharing.ground.database.look() as work:
        return work.session.get_one(Consent, consent).release_id


def test_one_more_recipient_of_the_same_form_can_be_entered_within_the_hour(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    adds(sharing, release_of(sharing, mine), moment=NOON + ENTERED_WITHIN)
    added = next(one for one in sharing.circle().consents if one.id != mine)
    assert (added.role, added.release_id) == (Role.PUBLIC_DEFENDER, release_of(sharing, mine))
    assert (added.starts_on, added.expires_on) == (SIGNED, UNTIL)
    assert [row[1] for row in sharing.ground.audit_rows()].count(Verb.CONSENT_SIGNED) == 2


@pytest.mark.parametrize(
    ("user", "late"), [(CLINICIAN, timedelta()), (CASE_MANAGER, ENTERED_WITHIN + timedelta(seconds=1))]
)
def test_nobody_else_and_nobody_later_writes_on_a_signed_form(
    sharing: Sharing, user: SlackUserId, late: timedelta
) -> None:
    [mine] = sharing.sign()
    with pytest.raises(NotAllowed):
        adds(sharing, release_of(sharing, mine), user, NOON + late)
    assert len(sharing.circle().consents) == 1


def test_nobody_is_added_to_a_form_that_ended_for_everybody_or_is_somebody_elses(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine, how=Ended.MISTAKE)
    with pytest.raises(NotAllowed):
        adds(sharing, release_of(sharing, mine))
    with pytest.raises(UnknownReference):
        adds(sharing, "f" * 32)
    sharing.alter(Release, release_of(sharing, mine), participant="C-00000")
    with pytest.raises(UnknownReference):
        adds(sharing, release_of(sharing, mine))


def test_what_a_role_is_told_for_one_purpose_only_asks_for_that_purpose() -> None:
    one = frozenset({Category.IDENTITY})
    for purpose in RELEASABLE:
        recipient = Recipient(POLICE, Role.POLICE_SUPERVISOR, one, frozenset({purpose}))
        found = recipient_problems(recipient)
        assert found == ({} if purpose is Purpose.HAND_OFF else {"purposes": "only_for"})
        assert only_for(recipient) == (() if purpose is Purpose.HAND_OFF else (Category.IDENTITY,))


def test_the_classes_a_role_never_gets_are_named() -> None:
    assert never_for(Role.OFFICER, [Category.CLINICAL, Category.BARRIERS, Category.DANGER]) == (
        Category.CLINICAL,
        Category.DANGER,
    )
