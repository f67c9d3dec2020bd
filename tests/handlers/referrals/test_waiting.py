"""An officer waits: who is asked when, what the officer hears, what they may choose, and what goes on."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from models.acts.depart import depart
from models.acts.fallback import Fallback
from models.acts.undelivered import undelivered
from models.due import DueStep, Step
from models.duties import Act
from models.errors import AlreadyChanged, NotAvailable, NotOnRoster
from models.notice import Kind, Notice
from models.people import Role
from models.referral import Door, State
from models.schema import Handle, ReferralRef, SlackUserId
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    Harbor,
)

PAGES = (Kind.CARD_NOW, Kind.CARD_AGAIN, Kind.CARD_WAITS)
OF_CHAIN = tuple(step.value for step in Step if step.value.startswith("handoff."))


def paged(harbor: Harbor) -> list[tuple[int, Kind, str]]:
    """Every page: after how many minutes, which card, whom."""
    begun = harbor.notices(Kind.RECEIVED)[0].created_at
    return [
        (round((one.created_at - begun).total_seconds() / 60), Kind(one.kind), one.recipient)
        for one in harbor.notices(*PAGES)
    ]


def waiting(harbor: Harbor, ref: ReferralRef) -> set[Step]:
    """The steps of the chain that are still to come."""
    query = select(DueStep.step).where(
        DueStep.subject == ref, DueStep.done_at.is_(None), DueStep.step.in_(OF_CHAIN)
    )
    with harbor.ground.database.look() as work:
        return {Step(step) for step in work.session.scalars(query)}


def choose(harbor: Harbor, handle: Handle, choice: Fallback, user: SlackUserId = OFFICER) -> State:
    key = f"choose:{choice}:{harbor.time.moment}"
    return harbor.handoff.choose(user, handle, choice, key=key).state


def test_nobody_answers_and_each_is_asked_in_turn(harbor: Harbor) -> None:
    receipt = harbor.refer()
    harbor.wait(45)
    assert paged(harbor) == [
        (0, Kind.CARD_NOW, RESPONDER),
        (5, Kind.CARD_AGAIN, RESPONDER),
        (8, Kind.CARD_NOW, BACKUP),
        (12, Kind.CARD_NOW, CLINICAL),
    ]
    assert harbor.told(OFFICER) == [Kind.RECEIVED, Kind.NO_ANSWER_YET, Kind.CHOICES, Kind.TIME_IS_OVER]
    referral = harbor.referral(receipt.ref)
    assert referral.state == State.DISPATCHED
    assert referral.missed_at == harbor.notices(Kind.RECEIVED)[0].created_at + timedelta(minutes=30)
    assert harbor.decisions("referral.overdue") == ["capacity"]
    assert waiting(harbor, receipt.ref) == set()


@pytest.mark.parametrize(("minute", "pages"), [(1, 1), (6, 2), (9, 3), (13, 4)])
def test_once_somebody_has_it_nobody_else_is_asked(harbor: Harbor, minute: int, pages: int) -> None:
    ref = harbor.refer().ref
    harbor.wait(minute)
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    harbor.wait(5)
    assert len(paged(harbor)) == pages


def test_who_is_on_the_way_in_time_leaves_nothing_to_choose_and_met_ends_it(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    harbor.wait(4)
    harbor.act(RESPONDER, ref, Act.ESTIMATE, 18)
    harbor.wait(21)
    harbor.act(RESPONDER, ref, Act.MET)
    harbor.wait(60)
    assert harbor.told(OFFICER)[:3] == [Kind.RECEIVED, Kind.ESTIMATED, Kind.MET]
    assert harbor.referral(ref).missed_at is None
    assert harbor.notices(Kind.CHOICES, Kind.TIME_IS_OVER, Kind.CARD_AGAIN) == []


def test_who_expects_to_come_too_late_does_not_take_the_options_away(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    harbor.wait(4)
    harbor.act(RESPONDER, ref, Act.ESTIMATE, 60)
    harbor.wait(17)
    assert harbor.told(OFFICER)[-1] is Kind.CHOICES


def test_when_whoever_had_it_is_gone_all_are_asked_anew_from_then(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    harbor.wait(10)
    leave(harbor)
    harbor.wait(30)
    assert paged(harbor) == [
        (0, Kind.CARD_NOW, RESPONDER),
        (10, Kind.CARD_NOW, BACKUP),
        (15, Kind.CARD_AGAIN, BACKUP),
        (18, Kind.CARD_NOW, CASE_MANAGER),
        (22, Kind.CARD_NOW, CLINICAL),
    ]
    assert harbor.told(OFFICER) == [
        Kind.RECEIVED,
        Kind.ACKNOWLEDGED,
        Kind.WAITS_AGAIN,
        Kind.CHOICES,
        Kind.NO_ANSWER_YET,
        Kind.TIME_IS_OVER,
    ]


def leave(harbor: Harbor) -> None:
    ground = harbor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        depart(work, ground.vault, ground.audit, rules, RESPONDER, harbor.time(), "operator")
        work.commit()


def test_no_two_pages_and_no_two_words_to_the_officer_are_the_same_in_a_row(harbor: Harbor) -> None:
    harbor.refer()
    harbor.wait(60)
    for user in (OFFICER, RESPONDER, BACKUP, CLINICAL, MANAGER):
        told = harbor.told(user)
        assert all(one != other for one, other in pairwise(told)), user


@pytest.mark.parametrize("choice", [Fallback.STATION, Fallback.CENTER])
def test_another_place_is_told_to_whoever_was_asked_and_the_asking_goes_on(
    harbor: Harbor, choice: Fallback
) -> None:
    receipt = harbor.refer()
    harbor.wait(6)
    assert choose(harbor, receipt.handle, choice) is State.DISPATCHED
    assert harbor.referral(receipt.ref).fallback == choice.value
    assert harbor.told(RESPONDER)[-1] is Kind.CARD_CHANGED
    harbor.wait(24)
    assert Kind.CHOICES not in harbor.told(OFFICER), "they have chosen"
    assert (8, Kind.CARD_NOW, BACKUP) in paged(harbor)


def test_a_later_contact_ends_the_officers_clock_and_is_no_miss(harbor: Harbor) -> None:
    receipt = harbor.refer()
    choose(harbor, receipt.handle, Fallback.DEFERRED)
    harbor.wait(60)
    assert harbor.referral(receipt.ref).missed_at is None
    assert harbor.notices(Kind.CHOICES, Kind.TIME_IS_OVER) == []
    assert (12, Kind.CARD_NOW, CLINICAL) in paged(harbor), "somebody must still have it"


def test_stop_ends_it_and_tells_whoever_was_asked(harbor: Harbor) -> None:
    receipt = harbor.refer()
    harbor.wait(9)
    assert choose(harbor, receipt.handle, Fallback.STOP) is State.WITHDRAWN
    over = {notice.recipient for notice in harbor.notices(Kind.CARD_OVER)}
    assert over == {RESPONDER, BACKUP}
    before = len(harbor.notices())
    harbor.wait(60)
    assert len(harbor.notices()) == before, "nobody is asked for what was stopped"
    assert "referral.withdrawn" in harbor.verbs()


def test_a_choice_made_twice_says_nothing_twice(harbor: Harbor) -> None:
    receipt = harbor.refer()
    for minute in range(3):
        choose(harbor, receipt.handle, Fallback.STATION)
        harbor.time.go(timedelta(seconds=minute + 1))
    assert len(harbor.notices(Kind.CARD_CHANGED)) == 1


def test_a_choice_that_comes_too_late_changes_nothing(harbor: Harbor) -> None:
    receipt = harbor.refer()
    harbor.act(RESPONDER, receipt.ref, Act.MET)
    with pytest.raises(AlreadyChanged):
        choose(harbor, receipt.handle, Fallback.STOP)
    assert harbor.referral(receipt.ref).state == State.MET


def test_only_the_officer_who_waits_chooses(harbor: Harbor) -> None:
    receipt = harbor.refer()
    theirs = harbor.item(receipt.ref, RESPONDER)
    for user, handle in ((QUAY_OFFICER, receipt.handle), (RESPONDER, receipt.handle), (RESPONDER, theirs)):
        with pytest.raises(NotAvailable):
            choose(harbor, handle, Fallback.STOP, user)
    harbor.suspend(OFFICER)
    with pytest.raises((NotAvailable, NotOnRoster)):
        choose(harbor, receipt.handle, Fallback.STOP)
    assert harbor.referral(receipt.ref).state == State.DISPATCHED


def test_who_changed_agency_or_was_seated_anew_chooses_no_more(harbor: Harbor) -> None:
    """The referral stays with the agency in whose name it was made, and what was taken back stays so."""
    moved, anew = harbor.refer(), harbor.refer(QUAY_OFFICER)
    agency = harbor.referral(anew.ref).referrer_agency
    harbor.seat(OFFICER, "police:Ferry Steps PD", Role.OFFICER)
    harbor.seat_anew(QUAY_OFFICER, agency, Role.OFFICER)
    for user, receipt in ((OFFICER, moved), (QUAY_OFFICER, anew)):
        with pytest.raises(NotAvailable):
            choose(harbor, receipt.handle, Fallback.STOP, user)
        with pytest.raises(NotAvailable):
            harbor.handoff.own_facts(user, receipt.handle)
        assert harbor.referral(receipt.ref).state == State.DISPATCHED


def test_a_choice_puts_no_signature_under_what_somebody_altered(harbor: Harbor) -> None:
    receipt = harbor.refer()
    harbor.alter(receipt.ref)
    with pytest.raises(NotAvailable):
        choose(harbor, receipt.handle, Fallback.STATION)
    assert not harbor.is_signed(receipt.ref)


@pytest.mark.parametrize(("door", "user"), [(Door.SOCIAL_CONTACT, OFFICER), (Door.COMMUNITY, NEIGHBOR)])
def test_where_nobody_stands_and_waits_there_is_nothing_to_choose(
    harbor: Harbor, door: Door, user: SlackUserId
) -> None:
    receipt = harbor.refer(user, door)
    harbor.act(MANAGER, receipt.ref, Act.SEND_OUTREACH)
    with pytest.raises(NotAvailable):
        choose(harbor, receipt.handle, Fallback.STOP, user)
    assert waiting(harbor, receipt.ref) == set()


def test_a_page_that_slack_cannot_deliver_goes_to_the_backup_at_once(harbor: Harbor) -> None:
    harbor.refer()
    ground = harbor.ground
    with ground.database.work() as work:
        card = work.session.scalars(select(Notice).where(Notice.kind == Kind.CARD_NOW.value)).one()
        rules = ground.book.current(work)
        undelivered(work, ground.vault, ground.audit, rules, card, "user_not_found", harbor.time())
        work.commit()
    assert paged(harbor)[-1] == (0, Kind.CARD_NOW, BACKUP)
