"""Hand-off: who may do what, once, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.duties import Act
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed, NotAvailable, StorageUnavailable
from models.notice import Kind
from models.referral import Door, State
from models.schema import Handle, ReferralRef, SlackUserId
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    RESPONDER,
    Harbor,
)


@pytest.fixture
def ref(harbor: Harbor) -> ReferralRef:
    """An arrest diversion that both of the rota were asked about, the backup after eight minutes."""
    found = harbor.refer().ref
    harbor.wait(8)
    return found


def test_acknowledging_makes_a_responder_and_tells_the_officer_and_the_colleague(
    harbor: Harbor, ref: ReferralRef
) -> None:
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    referral = harbor.referral(ref)
    assert (referral.acknowledged_by, referral.responder) == (RESPONDER, RESPONDER)
    assert harbor.told(OFFICER)[-1] is Kind.ACKNOWLEDGED
    assert harbor.told(BACKUP)[-1] is Kind.CARD_TAKEN
    assert Kind.CARD_TAKEN not in harbor.told(RESPONDER)


def test_an_estimate_acknowledges_too_and_may_be_given_anew(harbor: Harbor, ref: ReferralRef) -> None:
    harbor.act(RESPONDER, ref, Act.ESTIMATE, 20)
    harbor.act(RESPONDER, ref, Act.ESTIMATE, 45)
    referral = harbor.referral(ref)
    assert referral.acknowledged_at == harbor.time.moment
    assert referral.eta_at == harbor.time.moment + timedelta(minutes=45)
    assert harbor.told(OFFICER)[1:] == [Kind.ESTIMATED, Kind.ESTIMATED]
    assert len(harbor.notices(Kind.CARD_TAKEN)) == 1


def test_met_may_follow_no_meeting_but_not_the_other_way_round(harbor: Harbor, ref: ReferralRef) -> None:
    harbor.act(RESPONDER, ref, Act.NOT_MET)
    harbor.act(RESPONDER, ref, Act.MET)
    assert harbor.referral(ref).state == State.MET
    assert harbor.told(OFFICER)[1:] == [Kind.NOT_MET, Kind.MET]
    with pytest.raises(AlreadyChanged):
        harbor.act(BACKUP, ref, Act.NOT_MET)


def test_two_responders_cannot_both_have_it(harbor: Harbor, ref: ReferralRef) -> None:
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    for act in (Act.ACKNOWLEDGE, Act.ESTIMATE):
        with pytest.raises(AlreadyChanged):
            harbor.act(BACKUP, ref, act, 5)
    assert harbor.referral(ref).responder == RESPONDER


def test_a_repeated_tap_does_nothing_more(harbor: Harbor, ref: ReferralRef) -> None:
    handle = harbor.item(ref, RESPONDER)
    for _ in range(3):
        harbor.handoff.act(RESPONDER, handle, Act.ACKNOWLEDGE, key="act:1.2")
    assert harbor.told(OFFICER) == [Kind.RECEIVED, Kind.ACKNOWLEDGED]
    assert harbor.verbs().count("referral.acknowledged") == 1


@pytest.mark.parametrize("act", Act)
def test_the_author_does_none_of_it_with_what_they_wrote(harbor: Harbor, act: Act) -> None:
    receipt = harbor.refer()
    with pytest.raises(NotAvailable):
        harbor.handoff.act(OFFICER, receipt.handle, act, minutes=5, key="k")


@pytest.mark.parametrize("user", [OFFICER, BACKUP, NEIGHBOR, SlackUserId("UUNROST01")])
def test_a_handle_works_for_nobody_but_its_recipient(
    harbor: Harbor, ref: ReferralRef, user: SlackUserId
) -> None:
    with pytest.raises(NotAvailable):
        harbor.handoff.act(user, harbor.item(ref, RESPONDER), Act.ACKNOWLEDGE, key="k")
    with pytest.raises(NotAvailable):
        harbor.handoff.act(user, Handle("0" * 32), Act.ACKNOWLEDGE, key="k2")


def test_a_suspended_responder_does_nothing_with_an_open_view(harbor: Harbor, ref: ReferralRef) -> None:
    handle = harbor.item(ref, RESPONDER)
    harbor.suspend(RESPONDER)
    with pytest.raises(NotAvailable):
        harbor.handoff.act(RESPONDER, handle, Act.MET, key="k")


def test_sending_outreach_is_not_a_responders_act(harbor: Harbor, ref: ReferralRef) -> None:
    with pytest.raises(NotAllowed):
        harbor.act(RESPONDER, ref, Act.SEND_OUTREACH)


@pytest.mark.parametrize("act", [Act.ESTIMATE, Act.MET, Act.NOT_MET])
def test_meeting_is_not_the_project_managers_act(harbor: Harbor, act: Act) -> None:
    social = harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    with pytest.raises(NotAllowed):
        harbor.act(MANAGER, social, act, 5)


def test_a_social_contact_is_looked_at_and_then_sent_out(harbor: Harbor) -> None:
    social = harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    harbor.act(MANAGER, social, Act.ACKNOWLEDGE)
    harbor.act(MANAGER, social, Act.SEND_OUTREACH)
    assert harbor.told(OFFICER) == [Kind.RECEIVED, Kind.LOOKING, Kind.ON_THE_WAY]
    cards = harbor.notices(Kind.CARD_TODAY)
    assert [card.recipient for card in cards] == [MANAGER, RESPONDER]
    harbor.act(RESPONDER, social, Act.ACKNOWLEDGE)
    assert harbor.referral(social).responder == RESPONDER


def test_outreach_is_sent_once(harbor: Harbor) -> None:
    social = harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    harbor.act(MANAGER, social, Act.SEND_OUTREACH)
    harbor.time.go(timedelta(minutes=1))
    with pytest.raises(AlreadyChanged):
        harbor.act(MANAGER, social, Act.SEND_OUTREACH)


def test_outreach_that_nobody_could_be_sent_on_changes_nothing(harbor: Harbor) -> None:
    social = harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    for user in (RESPONDER, BACKUP, CASE_MANAGER, CLINICAL):
        harbor.suspend(user)
    with pytest.raises(NobodyOnCall):
        harbor.act(MANAGER, social, Act.SEND_OUTREACH)
    assert harbor.referral(social).state == State.SUBMITTED
    assert harbor.told(OFFICER) == [Kind.RECEIVED]


@pytest.mark.parametrize("ends", [Act.MET, Act.NOT_MET])
def test_a_neighbor_hears_the_receipt_and_one_sentence_whatever_was_found(harbor: Harbor, ends: Act) -> None:
    community = harbor.refer(NEIGHBOR, Door.COMMUNITY).ref
    harbor.act(MANAGER, community, Act.ACKNOWLEDGE)
    harbor.act(MANAGER, community, Act.SEND_OUTREACH)
    harbor.act(RESPONDER, community, Act.ACKNOWLEDGE)
    harbor.act(RESPONDER, community, Act.ESTIMATE, 10)
    harbor.act(RESPONDER, community, ends)
    assert harbor.told(NEIGHBOR) == [Kind.RECEIVED, Kind(f"referral.{ends.value}")]


def test_a_neighbor_hears_nothing_new_when_a_meeting_comes_later(harbor: Harbor) -> None:
    community = harbor.refer(NEIGHBOR, Door.COMMUNITY).ref
    harbor.act(MANAGER, community, Act.SEND_OUTREACH)
    harbor.act(RESPONDER, community, Act.NOT_MET)
    harbor.act(RESPONDER, community, Act.MET)
    assert len(harbor.told(NEIGHBOR)) == 2


def test_what_cannot_be_saved_changes_nothing(harbor: Harbor, ref: ReferralRef) -> None:
    with harbor.busy(), pytest.raises(StorageUnavailable):
        harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    assert harbor.referral(ref).acknowledged_at is None
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
