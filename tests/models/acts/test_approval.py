"""Approval by door: by whom the site names, by two where it asks for two; it gates enrolment only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from models.acts.approval import approve, approvers_of, is_approved, require_approved, was_not_approved
from models.acts.participants import begin, climb
from models.acts.release import sign_release
from models.errors import AlreadyChanged, NotAllowed, NotApproved
from models.participant import Participant, Rung, circle_of
from models.people import Role
from models.referral import Door, Referral, State
from models.scene import Scene
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.site import DoorRule, SiteRules
from models.states import Move
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, laid_on_sqlite
from tests.models.deciding import Deciding
from tests.models.sharing import form

OTHER = SlackUserId("UTANSY001")
TABLE = "project_management:Lantern Harbor Common Table"


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Deciding]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Deciding(ground)


def two(now: Deciding) -> SiteRules:
    rule = DoorRule(approver=Role.PROJECT_MANAGER, approvals=2)
    return now.ground.rules.model_copy(update={"doors": {Door.SOCIAL_CONTACT: rule}})


def say(
    now: Deciding,
    ref: ReferralRef,
    user: SlackUserId = MANAGER,
    *,
    yes: bool = True,
    seen: int | None = None,
    rules: SiteRules | None = None,
) -> Referral:
    return now.act(lambda scene: approve(scene, ref, yes=yes, seen=seen), user, rules)


def release(now: Deciding, ref: ParticipantRef) -> None:
    """A release that runs."""

    def sign(scene: Scene) -> None:
        circle = circle_of(scene.work, scene.vault.rows, ref)
        assert circle is not None
        sign_release(scene, circle, form())

    now.act(sign, CASE_MANAGER)


def enrolling(now: Deciding, ref: ReferralRef) -> ParticipantRef:
    """A participant of that referral with a release that runs."""
    now.ground.change(ref, state=State.MET.value, met_at=NOON)
    participant = now.act(lambda scene: begin(scene, "quay", ref), CASE_MANAGER).ref
    release(now, participant)
    return participant


def rung(now: Deciding, ref: ParticipantRef) -> str:
    with now.ground.database.look() as work:
        return work.session.get_one(Participant, ref).rung


def test_enrolment_waits_for_the_approval_and_nothing_else_does(now: Deciding) -> None:
    ref = now.screened()
    now.decide(ref, Move.SEND_OUTREACH)
    person = enrolling(now, ref)
    now.act(lambda scene: climb(scene, person, Rung.OUTREACH), CASE_MANAGER)
    with pytest.raises(NotApproved):
        now.act(lambda scene: climb(scene, person, Rung.ENROLLED), CASE_MANAGER)
    assert rung(now, person) == Rung.OUTREACH
    say(now, ref)
    now.act(lambda scene: climb(scene, person, Rung.ENROLLED), CASE_MANAGER)
    assert rung(now, person) == Rung.ENROLLED
    assert now.decisions("referral.approved") == ["approved"]


def test_an_automatic_door_and_no_referral_at_all_ask_nobody(now: Deciding) -> None:
    met = now.met()
    assert is_approved(now.ground.rules, now.referral(met))
    for referral in (met, None):
        person = now.act(partial(begin, region="north", referral=referral), CASE_MANAGER).ref
        release(now, person)
        now.act(partial(climb, ref=person, rung=Rung.ENROLLED), CASE_MANAGER)
        assert rung(now, person) == Rung.ENROLLED


def test_two_approvals_are_two_different_peoples(now: Deciding) -> None:
    rules = two(now)
    now.appoint(OTHER, Role.PROJECT_MANAGER, TABLE)
    ref = now.screened()
    row = say(now, ref, rules=rules)
    assert row.approved_at is None
    assert approvers_of(row) == (MANAGER,)
    with pytest.raises(NotAllowed):
        say(now, ref, rules=rules)
    row = say(now, ref, OTHER, rules=rules)
    assert row.approved_at == NOON
    assert approvers_of(row) == (MANAGER, OTHER)
    assert now.ground.vault.rows.row_holds(row)


def test_who_does_not_approve_can_be_asked_again(now: Deciding) -> None:
    ref = now.screened()
    row = say(now, ref, yes=False)
    assert was_not_approved(row)
    assert approvers_of(row) == ()
    assert row.state == State.SUBMITTED
    row = say(now, ref)
    assert not was_not_approved(row)
    assert row.approved_at == NOON
    assert now.decisions("referral.approved") == ["not_approved", "approved"]


def test_one_no_takes_the_first_yes_back(now: Deciding) -> None:
    rules = two(now)
    now.appoint(OTHER, Role.PROJECT_MANAGER, TABLE)
    ref = now.screened()
    say(now, ref, rules=rules)
    say(now, ref, OTHER, yes=False, rules=rules)
    assert say(now, ref, rules=rules).approved_at is None


@pytest.mark.parametrize("user", [CASE_MANAGER, OFFICER, PROSECUTOR])
def test_only_whom_the_site_names_approves(now: Deciding, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        say(now, now.screened(), user)


def test_what_is_approved_over_or_automatic_waits_for_nobody(now: Deciding) -> None:
    done, over, automatic = now.screened(), now.screened(), now.met()
    say(now, done)
    now.ground.change(over, state=State.DECLINED.value, closed_at=NOON)
    for ref in (done, over, automatic):
        with pytest.raises(NotAllowed):
            say(now, ref)


def test_what_somebody_changed_meanwhile_is_not_approved_unseen(now: Deciding) -> None:
    ref = now.screened()
    seen = now.referral(ref).version
    now.decide(ref, Move.ASK_MORE)
    with pytest.raises(AlreadyChanged):
        say(now, ref, seen=seen)


@pytest.mark.parametrize("by", [MANAGER, ""], ids=["by somebody", "by nobody"])
def test_an_approval_written_with_the_databases_password_counts_for_nothing(now: Deciding, by: str) -> None:
    ref = now.screened()
    person = enrolling(now, ref)
    with now.ground.database.work() as work:
        row = work.session.get_one(Referral, ref)
        row.approved_by, row.approved_at = by, NOON
        work.commit()
    with pytest.raises(NotApproved):
        now.act(lambda scene: climb(scene, person, Rung.ENROLLED), CASE_MANAGER)


def test_whose_referral_is_gone_is_not_enrolled(now: Deciding) -> None:
    ref = now.screened()
    person = enrolling(now, ref)
    with now.ground.database.work() as work:
        row = work.session.get_one(Participant, person)
        row.referral = ReferralRef("R-00000")
        work.session.expunge(row)
    with pytest.raises(NotApproved):
        now.act(lambda scene: require_approved(scene, row))
