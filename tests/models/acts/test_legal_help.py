"""Legal services: referred to under a release, accepted or returned with a code, a loop between the two."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.acts.legal_help import Because, Helper, answer_referral, answers_to, helpers, say_capacity
from models.acts.ping import NewPing, ask, say_more
from models.classes import Category, Purpose
from models.consent import Recipient
from models.database import Database
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered
from models.notice import Kind
from models.people import Role
from models.ping import OFFERED, Ask, Decision, PingState, Side
from models.schema import Handle, PingRef
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, OFFICER, PROSECUTOR, lay, revealed
from tests.models.lawyering import items, row, told
from tests.models.sharing import DEFENDER, LAWYER, Sharing, office, share

AID = "legal_services:Tidewater Legal Aid"
TODAY = date(2026, 9, 15)
NEED = {Category.BARRIERS: {"need": Sensitive("a notice to leave within ten days")}}


def aid(*categories: Category, purpose: Purpose = Purpose.SERVICES) -> Recipient:
    named = frozenset(categories or (Category.BARRIERS,))
    return Recipient(AID, Role.LEGAL_SERVICES, named, frozenset({purpose}))


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(aid())
    return made


def referred(sharing: Sharing, details: object = NEED) -> PingRef:
    new = NewPing(Side.LEGAL_SERVICES, Ask.EVICTION, sharing.ref, AID, details)  # type: ignore[arg-type]
    return sharing.act(lambda scene: ask(scene, new).ref)


def theirs(sharing: Sharing, ref: PingRef) -> Handle:
    return items(sharing, ref, LAWYER)["consent"]


def answered(sharing: Sharing, ref: PingRef, decision: Decision, because: Because | None = None) -> None:
    handle = theirs(sharing, ref)
    sharing.act(lambda scene: answer_referral(scene, handle, decision, because), LAWYER)


def test_a_referral_is_read_by_legal_services_and_by_nobody_else_outside(sharing: Sharing) -> None:
    ref = referred(sharing)
    assert told(sharing, LAWYER) == [Kind.PING_CARD]
    assert revealed(sharing.ground.open(LAWYER, theirs(sharing, ref))) == {
        Category.BARRIERS: {"need": "a notice to leave within ten days"}
    }
    for user in (OFFICER, PROSECUTOR, DEFENDER, MANAGER):
        assert told(sharing, user) == []
        assert items(sharing, ref, user) == {}


def test_a_release_for_court_does_not_carry_a_referral(sharing: Sharing) -> None:
    other = share(sharing.ground)
    other.sign(aid(purpose=Purpose.COURT))
    other.sign(office(Category.BARRIERS))
    with pytest.raises(NotCovered):
        referred(other)


def test_a_class_the_release_does_not_name_is_said(sharing: Sharing) -> None:
    with pytest.raises(NotCovered) as why:
        referred(sharing, {**NEED, Category.IDENTITY: {"name": Sensitive("Zebulon Testperson")}})
    assert why.value.classes == {Category.IDENTITY}


def test_accepted_then_done_and_the_asker_hears_both(sharing: Sharing) -> None:
    ref = referred(sharing)
    answered(sharing, ref, Decision.ACCEPT)
    assert row(sharing, ref).state == PingState.ACCEPTED
    answered(sharing, ref, Decision.DONE)
    assert row(sharing, ref).state == PingState.ANSWERED
    assert told(sharing, CASE_MANAGER) == [Kind.PING_ANSWERED, Kind.PING_ANSWERED]
    assert not any(told(sharing, user) for user in (MANAGER, CLINICIAN, PROSECUTOR))


@pytest.mark.parametrize("because", list(Because))
def test_a_return_says_why_in_a_code_that_only_the_two_sides_open(sharing: Sharing, because: Because) -> None:
    ref = referred(sharing)
    answered(sharing, ref, Decision.RETURN, because)
    assert row(sharing, ref).state == PingState.RETURNED
    own = items(sharing, ref, CASE_MANAGER)["own"]
    assert revealed(sharing.ground.open(CASE_MANAGER, own))[Category.LEGAL_CALENDAR] == {
        "answer.return": because
    }
    assert because not in str(sharing.ground.audit_rows())


def test_a_return_without_a_code_is_refused(sharing: Sharing) -> None:
    ref = referred(sharing)
    with pytest.raises(ValueError, match="reason"):
        answered(sharing, ref, Decision.RETURN)
    assert row(sharing, ref).state == PingState.ASKED


def test_nothing_is_done_that_was_not_accepted_and_nothing_accepted_twice(sharing: Sharing) -> None:
    ref = referred(sharing)
    with pytest.raises(NotAllowed):
        answered(sharing, ref, Decision.DONE)
    answered(sharing, ref, Decision.ACCEPT)
    with pytest.raises(NotAllowed):
        answered(sharing, ref, Decision.ACCEPT)
    answered(sharing, ref, Decision.RETURN, Because.CONFLICT)
    with pytest.raises(AlreadyChanged):
        answered(sharing, ref, Decision.DONE)


def test_what_is_offered_where_it_stands_is_among_the_answers_of_this_side() -> None:
    offered = {one for state in PingState for one in answers_to(state)}
    assert offered == set(OFFERED[Side.LEGAL_SERVICES])


def test_more_is_asked_for_and_comes(sharing: Sharing) -> None:
    ref = referred(sharing)
    answered(sharing, ref, Decision.NEED_MORE)
    assert told(sharing, CASE_MANAGER) == [Kind.PING_MORE]
    more = {Category.BARRIERS: {"more": Sensitive("the letter is dated the first")}}
    sharing.act(lambda scene: say_more(scene, ref, more))
    assert told(sharing, LAWYER) == [Kind.PING_CARD, Kind.PING_HAS_MORE]
    assert "the first" in str(revealed(sharing.ground.open(LAWYER, theirs(sharing, ref))))


def test_only_whoever_was_asked_answers(sharing: Sharing) -> None:
    ref = referred(sharing)
    handle = theirs(sharing, ref)
    for user in (OFFICER, PROSECUTOR, DEFENDER, CASE_MANAGER):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene: answer_referral(scene, handle, Decision.ACCEPT), user)


def test_after_a_withdrawal_it_opens_and_is_answered_no_more(sharing: Sharing) -> None:
    ref = referred(sharing)
    sharing.revoke(*(one.id for one in sharing.circle().consents))
    assert isinstance(sharing.ground.open(LAWYER, theirs(sharing, ref)), Refused)
    with pytest.raises(NotAvailable):
        answered(sharing, ref, Decision.ACCEPT)


def test_who_takes_referrals_is_what_they_say_and_comes_back_by_itself(sharing: Sharing) -> None:
    def asked(days: int = 0) -> tuple[Helper, ...]:
        return sharing.act(helpers, moment=NOON + timedelta(days=days))

    def says(day: date | None) -> None:
        sharing.act(lambda scene: say_capacity(scene, day), LAWYER)

    until = TODAY + timedelta(days=7)
    assert asked() == (Helper(AID, None),)
    says(until)
    assert asked() == (Helper(AID, until),)
    assert asked(7) == (Helper(AID, None),)
    says(None)
    assert asked() == (Helper(AID, None),)


def test_an_agency_without_room_can_be_asked_all_the_same(sharing: Sharing) -> None:
    sharing.act(lambda scene: say_capacity(scene, TODAY + timedelta(days=7)), LAWYER)
    assert row(sharing, referred(sharing)).state == PingState.ASKED


def test_nobody_else_says_it_for_them_and_no_day_that_is_gone(sharing: Sharing) -> None:
    for user in (OFFICER, CASE_MANAGER, MANAGER):
        with pytest.raises(NotAllowed):
            sharing.act(lambda scene: say_capacity(scene, None), user)
    with pytest.raises(ValueError, match="to come"):
        sharing.act(lambda scene: say_capacity(scene, TODAY), LAWYER)
