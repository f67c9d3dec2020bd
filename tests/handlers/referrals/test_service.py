"""Referring: who may, what it becomes, once for each form and delivery, and all of it or nothing."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.forms import Draft
from models.classes import Basis, Category
from models.envelope import Envelope, Grant, SealedItem
from models.errors import (
    AlreadyChanged,
    NotAllowed,
    NotAvailable,
    NotOnRoster,
    StorageUnavailable,
    UnknownReference,
)
from models.notice import Kind, Notice
from models.people import Role
from models.referral import Door, Referral, State
from models.replay import Replay
from models.schema import Handle, ReferralRef, SlackUserId
from models.vault import Opened
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    REST,
    SECRETS,
    STRANGER,
    Harbor,
    draft_of,
    sensitive,
)

ROWS = (Referral, Envelope, Grant, SealedItem, Notice, Replay)


def test_an_arrest_diversion_is_dispatched_at_once_and_pages_the_first_of_the_rota(harbor: Harbor) -> None:
    receipt = harbor.refer()
    referral = harbor.referral(receipt.ref)
    assert referral.state == State.DISPATCHED
    assert referral.clock_ends_at == harbor.time.moment + timedelta(minutes=30)
    cards = harbor.notices(Kind.CARD_NOW)
    assert [card.recipient for card in cards] == [RESPONDER]
    assert harbor.told(OFFICER) == [Kind.RECEIVED]
    assert harbor.rung == ["woken"]
    assert harbor.verbs()[-1] == "referral.submitted"


@pytest.mark.parametrize(("door", "user"), [(Door.SOCIAL_CONTACT, OFFICER), (Door.COMMUNITY, NEIGHBOR)])
def test_the_other_doors_go_to_the_project_manager_first(
    harbor: Harbor, door: Door, user: SlackUserId
) -> None:
    receipt = harbor.refer(user, door)
    assert harbor.referral(receipt.ref).state == State.SUBMITTED
    assert [card.recipient for card in harbor.notices(Kind.CARD_TODAY)] == [MANAGER]
    assert harbor.notices(Kind.CARD_NOW) == []


def test_nothing_of_what_was_written_stands_readable_in_the_database(harbor: Harbor) -> None:
    for number, (user, door) in enumerate(
        [(OFFICER, Door.ARREST_DIVERSION), (OFFICER, Door.SOCIAL_CONTACT), (NEIGHBOR, Door.COMMUNITY)]
    ):
        harbor.refer(user, door, form=f"V{number}")
    stored = harbor.everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)


@pytest.mark.parametrize(
    ("user", "door"),
    [
        (OFFICER, Door.COMMUNITY),
        (NEIGHBOR, Door.ARREST_DIVERSION),
        (NEIGHBOR, Door.SOCIAL_CONTACT),
        (PROSECUTOR, Door.COMMUNITY),
    ],
)
def test_a_door_that_is_not_theirs_takes_nothing_in(harbor: Harbor, user: SlackUserId, door: Door) -> None:
    with pytest.raises(NotAllowed):
        harbor.refer(user, door, region="north")
    assert harbor.count(*ROWS) == 0


def test_a_stranger_and_a_suspended_member_refer_nothing(harbor: Harbor) -> None:
    harbor.suspend(OFFICER)
    for user in (STRANGER, OFFICER):
        with pytest.raises(NotOnRoster):
            harbor.refer(user)
        with pytest.raises(NotOnRoster):
            harbor.referrals.doors(user)
    assert harbor.count(Referral, Envelope, Replay) == 0


def test_the_doors_of_a_person_are_those_of_their_roles_and_regions(harbor: Harbor) -> None:
    officer = harbor.referrals.doors(OFFICER)
    assert set(officer.doors) == {Door.FIELD_HELP, Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT}
    assert officer.regions == (("north", "North"),)
    assert harbor.referrals.doors(CASE_MANAGER).regions == (("north", "North"), ("quay", "Quay"))
    with pytest.raises(NotAllowed):
        harbor.referrals.doors(PROSECUTOR)


def test_somebody_whose_region_is_gone_has_no_form(harbor: Harbor) -> None:
    rules = harbor.rules().model_dump(by_alias=True)
    harbor.change_rules(regions=[rules["regions"][1]], on_call=[rules["on_call"][1]])
    with pytest.raises(NotAllowed):
        harbor.referrals.doors(OFFICER)
    assert harbor.referrals.doors(QUAY_OFFICER).regions == (("quay", "Quay"),)


def test_a_region_that_is_not_theirs_is_not_taken(harbor: Harbor) -> None:
    with pytest.raises(NotAllowed):
        harbor.refer(region="quay")
    with pytest.raises(NotAllowed):
        harbor.refer(CASE_MANAGER, Door.COMMUNITY)  # serves both: one must be named
    assert harbor.referral(harbor.refer(CASE_MANAGER, Door.COMMUNITY, region="quay").ref).region == "quay"


def test_a_repeated_delivery_gets_the_stored_answer(harbor: Harbor) -> None:
    first = harbor.refer(key="trigger-1")
    rows = harbor.count(*ROWS)
    assert harbor.refer(key="trigger-1") == first
    assert harbor.count(*ROWS) == rows


def test_one_form_submitted_twice_is_one_referral(harbor: Harbor) -> None:
    first = harbor.refer(form="V1", key="trigger-1")
    again = harbor.refer(form="V1", key="trigger-2")
    assert (again.ref, again.handle) == (first.ref, first.handle)
    assert harbor.count(Referral) == 1
    assert len(harbor.notices()) == 2


def test_a_form_changed_and_sent_again_after_a_lost_answer_adds_what_was_changed(harbor: Harbor) -> None:
    first = harbor.refer(form="V1", key="trigger-1")
    harbor.time.go(timedelta(seconds=20))
    changed = Draft({}, sensitive({Category.LOCATION: {"place": "Behind the ice house"}}))
    again = harbor.refer(form="V1", key="trigger-2", draft=changed)
    assert (again.ref, again.handle) == (first.ref, first.handle)
    assert harbor.count(Referral) == 1
    assert [n.recipient for n in harbor.notices(Kind.CARD_MORE)] == [RESPONDER]
    assert len(harbor.notices(Kind.CARD_NOW)) == 1
    harbor.refer(form="V1", key="trigger-3", draft=changed)
    assert len(harbor.notices(Kind.CARD_MORE)) == 1, "the same once more says nothing new"
    with harbor.ground.database.work() as work:
        item = harbor.item(first.ref, RESPONDER)
        opener = harbor.ground.vault.opener
        opened = opener.open_item(work, harbor.rules(), RESPONDER, item, moment=harbor.time.moment)
    assert isinstance(opened, Opened)
    assert opened.details[Category.LOCATION]["place"].reveal() == "Behind the ice house"


def test_one_form_submitted_from_four_hands_at_once_is_one_referral(harbor: Harbor) -> None:
    receipts = []

    def tap(number: int) -> None:
        receipts.append(harbor.refer(form="V1", key=f"trigger-{number}").ref)

    hands = [threading.Thread(target=tap, args=(number,)) for number in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(receipts) == 4
    assert len(set(receipts)) == 1
    assert harbor.count(Referral) == 1


def test_somebody_elses_form_is_not_theirs_to_submit(harbor: Harbor) -> None:
    harbor.refer(OFFICER, form="V1")
    with pytest.raises(NotAllowed):
        harbor.refer(QUAY_OFFICER, form="V1", key="another")


def test_what_cannot_be_saved_leaves_nothing_behind_and_works_the_second_time(harbor: Harbor) -> None:
    with harbor.busy(), pytest.raises(StorageUnavailable):
        harbor.refer(key="trigger-1")
    assert harbor.count(*ROWS) == 0
    assert harbor.rung == []
    harbor.refer(key="trigger-1")
    assert [card.recipient for card in harbor.notices(Kind.CARD_NOW)] == [RESPONDER]


def test_a_rota_that_names_nobody_who_can_come_pages_everybody_who_could(harbor: Harbor) -> None:
    harbor.change_rules(on_call=[])
    harbor.refer()
    assert {card.recipient for card in harbor.notices(Kind.CARD_NOW)} == {RESPONDER, BACKUP}


def test_when_nobody_at_all_can_come_the_referrer_and_the_manager_hear_it_at_once(harbor: Harbor) -> None:
    for user in (RESPONDER, BACKUP, CASE_MANAGER, SlackUserId("UHOLLY001")):
        harbor.suspend(user)
    harbor.refer()
    assert harbor.notices(Kind.CARD_NOW) == []
    assert harbor.told(OFFICER) == [Kind.RECEIVED, Kind.NOBODY_ON_CALL]
    assert harbor.told(MANAGER) == [Kind.NOBODY_ON_CALL]


def test_each_category_is_sealed_into_an_envelope_of_its_own(harbor: Harbor) -> None:
    receipt = harbor.refer(OFFICER, Door.SOCIAL_CONTACT)
    with harbor.ground.database.look() as work:
        sealed = work.session.scalars(select(Envelope.category).where(Envelope.subject == receipt.ref)).all()
    assert sorted(sealed) == [Category.IDENTITY, Category.INCIDENT, Category.LOCATION]


def test_a_form_without_details_is_still_a_referral(harbor: Harbor) -> None:
    receipt = harbor.referrals.submit(OFFICER, Door.ARREST_DIVERSION, Draft({}, {}), view_id="V1", key="k")
    assert harbor.referral(receipt.ref).state == State.DISPATCHED


def complete(harbor: Harbor, user: SlackUserId, handle: Handle, key: str = "rest:1") -> None:
    harbor.referrals.complete(user, handle, Draft({}, sensitive(REST)), key=key)


def test_the_second_screen_reaches_whoever_was_paged_under_the_same_card(harbor: Harbor) -> None:
    receipt = harbor.refer()
    harbor.wait(8)
    before = harbor.count(SealedItem)
    complete(harbor, OFFICER, receipt.handle)
    assert harbor.count(SealedItem) == before
    assert {n.recipient for n in harbor.notices(Kind.CARD_MORE)} == {RESPONDER, BACKUP}
    assert harbor.referral(receipt.ref).completed_at == harbor.time.moment


def test_the_second_screen_is_taken_once(harbor: Harbor) -> None:
    receipt = harbor.refer()
    complete(harbor, OFFICER, receipt.handle)
    complete(harbor, OFFICER, receipt.handle)  # the same delivery: the stored answer
    with pytest.raises(AlreadyChanged):
        complete(harbor, OFFICER, receipt.handle, key="rest:2")
    assert len(harbor.notices(Kind.CARD_MORE)) == 1


def test_only_the_author_adds_the_second_screen(harbor: Harbor) -> None:
    receipt = harbor.refer()
    for user, handle in (
        (QUAY_OFFICER, receipt.handle),
        (RESPONDER, harbor.item(receipt.ref, RESPONDER)),
        (OFFICER, Handle("0" * 32)),
    ):
        with pytest.raises(NotAvailable):
            complete(harbor, user, handle, key=f"rest:{user}")
    assert harbor.referral(receipt.ref).completed_at is None


def test_whoever_referred_or_was_handed_it_may_ask_where_it_stands(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    harbor.wait(8)
    for user in (OFFICER, RESPONDER, BACKUP):
        assert harbor.referrals.status(user, ref).state is State.DISPATCHED
    assert harbor.referrals.is_referrer(OFFICER, ref)
    assert not harbor.referrals.is_referrer(RESPONDER, ref)


@pytest.mark.parametrize("user", [QUAY_OFFICER, PROSECUTOR, MANAGER, NEIGHBOR])
def test_a_reference_of_somebody_elses_is_as_unknown_as_none(harbor: Harbor, user: SlackUserId) -> None:
    ref = harbor.refer().ref
    for asked in (ref, ReferralRef("R-00000")):
        with pytest.raises(UnknownReference):
            harbor.referrals.status(user, asked)


def test_who_changed_agencies_no_longer_asks_about_what_they_referred_for_the_old_one(
    harbor: Harbor,
) -> None:
    ref = harbor.refer().ref
    harbor.seat(OFFICER, "police:Another Town PD", Role.OFFICER)
    with pytest.raises(UnknownReference):
        harbor.referrals.status(OFFICER, ref)


def test_the_receipt_opens_what_the_author_wrote(harbor: Harbor) -> None:
    receipt = harbor.refer()
    assert receipt.handle == harbor.item(receipt.ref, OFFICER, Basis.OWN)
    assert draft_of(receipt.door).details.keys() == {Category.LOCATION}


def test_no_second_screen_and_no_form_sent_again_signs_what_somebody_altered(harbor: Harbor) -> None:
    first = draft_of(Door.ARREST_DIVERSION, "north")
    receipt = harbor.refer(draft=first, form="V1")
    harbor.alter(receipt.ref)
    with pytest.raises(NotAvailable):
        complete(harbor, OFFICER, receipt.handle)
    more = Draft(first.codes, sensitive(REST))
    with pytest.raises(NotAvailable):
        harbor.refer(draft=more, form="V1", key="submit:again")
    assert not harbor.is_signed(receipt.ref)
