"""A departure: access ends, what was open waits for somebody again, and people are told by reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.acts.depart import Departure, depart, opened_lately
from models.acts.paging import cards
from models.classes import Basis
from models.database import Database
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Notice, post
from models.people import Role
from models.referral import Door, Referral, State
from models.schema import ReferralRef, SlackUserId
from models.vault import Refused, Seat
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    DETAILS,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    RESPONDER,
    Laid,
    Told,
    intrude,
    laid_on_sqlite,
    lay,
    revealed,
    seat_of,
)

LATER = NOON + timedelta(minutes=10)
TEAM = (RESPONDER, BACKUP, CASE_MANAGER, CLINICIAN)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def gone(ground: Laid, user: SlackUserId = RESPONDER) -> Departure:
    with ground.database.work() as work:
        done = depart(work, ground.vault, ground.audit, ground.rules, user, LATER, "slack")
        work.commit()
        return done


def in_hand(ground: Laid, told: Told, user: SlackUserId = RESPONDER) -> None:
    """As "I have it" and "I'll be there in" leave it."""
    eta = LATER + timedelta(minutes=5)
    ground.change(told.ref, responder=user, acknowledged_by=user, acknowledged_at=NOON, eta_at=eta)


def referral(ground: Laid, told: Told) -> Referral:
    with ground.database.look() as work:
        return work.session.get_one(Referral, told.ref)


def notices(ground: Laid, kind: Kind) -> list[Notice]:
    with ground.database.look() as work:
        query = select(Notice).where(Notice.kind == kind.value).order_by(Notice.recipient)
        return list(work.session.scalars(query))


def to(ground: Laid, kind: Kind) -> list[str]:
    return [notice.recipient for notice in notices(ground, kind)]


def test_what_was_in_hand_waits_again_and_everybody_concerned_hears_it(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path)
    told = ground.refer()
    in_hand(ground, told)
    assert gone(ground) == Departure(1, (told.ref,))
    now = referral(ground, told)
    assert (now.state, now.responder, now.acknowledged_by) == (State.DISPATCHED, None, None)
    assert (now.acknowledged_at, now.eta_at) == (None, None)
    assert ground.vault.rows.row_holds(now)
    assert to(ground, Kind.CARD_WAITS) == [BACKUP]
    assert notices(ground, Kind.CARD_WAITS)[0].handle == told.handles[BACKUP]
    assert to(ground, Kind.WAITS_AGAIN) == [OFFICER]
    assert to(ground, Kind.OPEN_WORK) == [MANAGER]
    assert to(ground, Kind.CARD_NOW) == [], "a colleague holds it: nobody further is shown details"
    assert ground.open(RESPONDER, told.handles[RESPONDER], LATER) == Refused("roster")
    assert revealed(ground.open(BACKUP, told.handles[BACKUP], LATER)) == DETAILS
    assert ("slack", "referral.handed_over", told.ref, "waits_again") in ground.audit_rows()


@pytest.mark.parametrize("held", [True, False], ids=["in hand", "not yet answered"])
def test_when_nobody_else_holds_it_the_next_responder_is_paged(ground: Laid, held: bool) -> None:
    told = ground.refer(seats=(seat_of(RESPONDER),))
    if held:
        in_hand(ground, told)
    gone(ground)
    [card] = notices(ground, Kind.CARD_NOW)
    assert card.recipient == BACKUP
    assert card.handle is not None
    assert revealed(ground.open(BACKUP, card.handle, LATER)) == DETAILS
    assert to(ground, Kind.WAITS_AGAIN) == ([OFFICER] if held else [])


def test_a_colleague_who_was_suspended_before_does_not_count_as_somebody_who_holds_it(ground: Laid) -> None:
    told = ground.refer()
    in_hand(ground, told)
    gone(ground, BACKUP)
    gone(ground, RESPONDER)
    assert to(ground, Kind.CARD_WAITS) == []
    assert to(ground, Kind.CARD_NOW) == [CASE_MANAGER]


def test_when_nobody_is_left_the_officer_and_the_manager_are_told_so(ground: Laid) -> None:
    told = ground.refer(seats=(seat_of(RESPONDER),))
    for user in (BACKUP, CASE_MANAGER, CLINICIAN):
        gone(ground, user)
    in_hand(ground, told)
    gone(ground)
    assert to(ground, Kind.NOBODY_ON_CALL) == [MANAGER, OFFICER]


def test_a_page_that_a_colleague_has_in_hand_is_left_with_them(ground: Laid) -> None:
    told = ground.refer()
    in_hand(ground, told, BACKUP)
    assert gone(ground).still_open == ()
    assert referral(ground, told).responder == BACKUP
    assert to(ground, Kind.CARD_WAITS) + to(ground, Kind.WAITS_AGAIN) + to(ground, Kind.OPEN_WORK) == []


@pytest.mark.parametrize("state", [State.MET, State.NOT_MET])
def test_what_is_over_stays_as_it_was(ground: Laid, state: State) -> None:
    told = ground.refer()
    in_hand(ground, told)
    ground.change(told.ref, state=state.value)
    assert gone(ground).still_open == ()
    assert referral(ground, told).responder == RESPONDER


def test_a_neighbor_hears_nothing_of_it(ground: Laid) -> None:
    told = ground.refer(Door.COMMUNITY, referrer=NEIGHBOR)
    ground.change(told.ref, state=State.DISPATCHED.value, dispatched_at=NOON)
    in_hand(ground, told)
    gone(ground)
    assert to(ground, Kind.WAITS_AGAIN) == []
    assert to(ground, Kind.CARD_WAITS) == [BACKUP]


def test_what_a_manager_was_looking_at_waits_to_be_looked_at_by_another(ground: Laid) -> None:
    colleague = CASE_MANAGER
    ground.reappoint(colleague, agency="project_management:Other Table", roles=Role.PROJECT_MANAGER.value)
    screeners = [Seat(user, Role.PROJECT_MANAGER, Basis.REFERRAL) for user in (MANAGER, colleague)]
    told = ground.refer(Door.SOCIAL_CONTACT, seats=tuple(screeners))
    ground.change(told.ref, acknowledged_by=MANAGER, acknowledged_at=NOON)
    gone(ground, MANAGER)
    assert referral(ground, told).acknowledged_at is None
    assert to(ground, Kind.CARD_WAITS) == [colleague]
    assert to(ground, Kind.OPEN_WORK) == [colleague]
    assert to(ground, Kind.WAITS_AGAIN) == [], "the officer waits for screening, not for a responder"


def test_an_officer_who_leaves_is_told_nothing_and_the_manager_hears_what_they_referred(ground: Laid) -> None:
    told = ground.refer()
    in_hand(ground, told)
    assert gone(ground, OFFICER).still_open == (told.ref,)
    assert referral(ground, told).responder == RESPONDER
    assert to(ground, Kind.OPEN_WORK) == [MANAGER]
    assert to(ground, Kind.WAITS_AGAIN) == []


def test_what_waited_for_them_is_settled_and_what_they_have_open_goes_blank(ground: Laid) -> None:
    told = ground.refer()
    soon = LATER + timedelta(minutes=5)
    with ground.database.work() as work:
        row = work.session.get_one(Referral, told.ref)
        handles = {seat_of(user): told.handles[user] for user in (RESPONDER, BACKUP)}
        post(work, NOON, cards(row, handles, Kind.CARD_NOW, "RECEIPT"))
        post(work, NOON, [NewNotice(Kind.BLANK_VIEW, RESPONDER, "blank", target="V1", due_at=soon)])
        work.commit()
    gone(ground)
    pages = {notice.recipient: notice.outcome for notice in notices(ground, Kind.CARD_NOW)}
    assert pages == {RESPONDER: "never:departed", BACKUP: None}
    [blank] = notices(ground, Kind.BLANK_VIEW)
    assert (blank.due_at, blank.settled_at) == (LATER, None)
    assert ("slack", "notice.never", RESPONDER, "departed:1") in ground.audit_rows()


def test_a_referral_that_somebody_altered_is_not_signed_anew(ground: Laid) -> None:
    told = ground.refer()
    in_hand(ground, told)
    with ground.database.work() as work:
        intrude(work, update(Referral).values(referrer="USTRANGE1"))
        work.commit()
    assert gone(ground).still_open == (told.ref,)
    assert not ground.vault.rows.row_holds(referral(ground, told))
    assert to(ground, Kind.OPEN_WORK) == [MANAGER]


def test_somebody_without_a_seat_cannot_depart(ground: Laid) -> None:
    with pytest.raises(NotOnRoster):
        gone(ground, SlackUserId("USTRANGE1"))


def test_what_they_opened_in_ninety_days_is_listed_by_reference(ground: Laid) -> None:
    old, new, other = (ground.refer() for _ in range(3))
    ground.open(RESPONDER, old.handles[RESPONDER], NOON - timedelta(days=91))
    for _ in range(2):
        ground.open(RESPONDER, new.handles[RESPONDER], NOON)
    ground.open(BACKUP, other.handles[BACKUP], NOON)
    gone(ground)
    with ground.database.look() as work:
        assert opened_lately(work, RESPONDER, LATER) == (new.ref,)


@settings(max_examples=12, deadline=None)
@given(
    hands=st.lists(st.sampled_from([None, *TEAM]), min_size=1, max_size=3),
    leaving=st.lists(st.sampled_from(TEAM), min_size=1, max_size=5),
)
def test_no_dispatched_referral_is_left_with_somebody_who_left_and_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, hands: list[SlackUserId | None], leaving: list[SlackUserId]
) -> None:
    with laid_on_sqlite(tmp_path_factory.mktemp("depart")) as ground:
        roles = {CASE_MANAGER: Role.CASE_MANAGER, CLINICIAN: Role.CLINICAL_SUPERVISOR}
        seats = tuple(seat_of(user, roles.get(user, Role.OUTREACH_RESPONDER)) for user in TEAM)
        for user in hands:
            told = ground.refer(seats=seats)
            if user is not None:
                in_hand(ground, told, user)
        for user in leaving:
            gone(ground, user)
            before = everything(ground)
            assert gone(ground, user) == Departure(0, ())
            assert everything(ground) == before
        for _, responder, version in everything(ground)[0]:
            assert responder not in leaving
            assert version <= 3


def everything(ground: Laid) -> tuple[list[tuple[ReferralRef, str | None, int]], list[str]]:
    with ground.database.look() as work:
        rows = work.session.scalars(select(Referral).order_by(Referral.ref)).all()
        keys = work.session.scalars(select(Notice.dedupe_key).order_by(Notice.id)).all()
        return [(row.ref, row.responder, row.version) for row in rows], list(keys)
