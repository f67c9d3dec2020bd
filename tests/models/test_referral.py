"""A referral's legal changes: everything else is refused and leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.errors import AlreadyChanged, UnknownReference
from models.referral import NEXT, Door, Referral, State, locked, reserve
from models.schema import ReferralRef, SlackUserId
from tests.factories import BACKUP, NOON, OFFICER, RESPONDER, Laid, laid_on_sqlite

LATER = NOON + timedelta(minutes=7)
STEPS = ("acknowledge", "dispatch", "estimate", "met", "not_met", "complete")
PEOPLE = st.sampled_from([RESPONDER, BACKUP])


def new(door: Door = Door.ARREST_DIVERSION, ref: str = "R-TEST1", view_id: str | None = None) -> Referral:
    return Referral.open(
        ref=ReferralRef(ref),
        door=door,
        region="north",
        priority=1,
        referrer=OFFICER,
        agency="police:Lantern Harbor PD",
        view_id=view_id,
        moment=NOON,
        hand_off=timedelta(minutes=30),
    )


def take(referral: Referral, step: str, who: SlackUserId) -> None:
    match step:
        case "acknowledge":
            referral.acknowledge(who, LATER)
        case "dispatch":
            referral.dispatch(LATER)
        case "estimate":
            referral.estimate(who, LATER)
        case "met":
            referral.met(who, LATER)
        case "not_met":
            referral.not_met(who, LATER)
        case "complete":
            referral.complete(LATER)


def columns(referral: Referral) -> dict[str, object]:
    return {name: getattr(referral, name) for name in Referral.__mapper__.columns.keys()}  # noqa: SIM118


@given(door=st.sampled_from(Door), walk=st.lists(st.tuples(st.sampled_from(STEPS), PEOPLE), max_size=12))
def test_every_walk_is_made_of_legal_changes_only(door: Door, walk: list[tuple[str, SlackUserId]]) -> None:
    referral = new(door)
    for step, who in walk:
        before = columns(referral)
        try:
            take(referral, step, who)
        except AlreadyChanged:
            assert columns(referral) == before, "a refused change leaves no trace"
            continue
        assert referral.version == before["version"] + 1  # type: ignore[operator]
        state = State(str(before["state"]))
        assert referral.state == state or State(referral.state) in NEXT[state]
    assert (referral.met_at is None) == (referral.state != State.MET)
    assert referral.dispatched_at is not None or referral.state == State.SUBMITTED
    assert referral.closed_at is None


@given(walk=st.lists(st.tuples(st.sampled_from(STEPS), PEOPLE), max_size=12))
def test_who_has_a_referral_in_hand_keeps_it_until_it_is_sent_out_anew(
    walk: list[tuple[str, SlackUserId]],
) -> None:
    referral = new()
    for step, who in walk:
        responder = referral.responder
        try:
            take(referral, step, who)
        except AlreadyChanged:
            continue
        assert step == "dispatch" or responder in {None, referral.responder}


def test_an_arrest_diversion_is_dispatched_at_once_and_on_the_clock() -> None:
    referral = new(Door.ARREST_DIVERSION)
    assert (referral.state, referral.dispatched_at) == (State.DISPATCHED, NOON)
    assert referral.clock_ends_at == NOON + timedelta(minutes=30)


@pytest.mark.parametrize("door", [Door.SOCIAL_CONTACT, Door.COMMUNITY])
def test_the_other_doors_wait_to_be_screened(door: Door) -> None:
    referral = new(door)
    assert (referral.state, referral.dispatched_at, referral.clock_ends_at) == (State.SUBMITTED, None, None)
    with pytest.raises(AlreadyChanged):
        referral.met(RESPONDER, LATER)


def test_of_two_who_acknowledge_the_first_has_it() -> None:
    referral = new()
    referral.acknowledge(RESPONDER, NOON)
    with pytest.raises(AlreadyChanged):
        referral.acknowledge(BACKUP, LATER)
    with pytest.raises(AlreadyChanged):
        referral.estimate(BACKUP, LATER)
    assert (referral.responder, referral.acknowledged_at) == (RESPONDER, NOON)
    referral.estimate(RESPONDER, LATER)
    assert referral.eta_at == LATER


def test_a_dispatch_waits_for_a_responder_anew() -> None:
    referral = new(Door.SOCIAL_CONTACT)
    referral.acknowledge(SlackUserId("UFENNIM01"), NOON)
    assert referral.responder is None, "screening is not responding"
    referral.dispatch(LATER)
    assert (referral.acknowledged_at, referral.acknowledged_by) == (None, None)
    referral.acknowledge(RESPONDER, LATER)
    assert referral.responder == RESPONDER


def test_people_who_were_not_met_can_still_be_met_but_not_the_other_way() -> None:
    referral = new()
    referral.not_met(RESPONDER, NOON)
    referral.met(RESPONDER, LATER)
    assert (referral.not_met_at, referral.met_at) == (NOON, LATER)
    with pytest.raises(AlreadyChanged) as told:
        referral.not_met(RESPONDER, LATER)
    assert told.value.state == State.MET


def test_the_second_screen_arrives_once() -> None:
    referral = new()
    referral.complete(NOON)
    with pytest.raises(AlreadyChanged):
        referral.complete(LATER)
    assert referral.completed_at == NOON


def test_every_state_has_its_followers_and_none_is_left_without_a_way_to_a_meeting() -> None:
    assert set(NEXT) == set(State)
    reached = {State.SUBMITTED}
    for _ in State:
        reached |= {after for state in reached for after in NEXT[state]}
    assert reached == set(State)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def test_what_decides_access_stands_under_the_mac_and_what_does_not_stays_out(ground: Laid) -> None:
    deciding = {
        "door": Door.COMMUNITY.value,
        "region": "quay",
        "state": State.MET.value,
        "referrer": BACKUP,
        "referrer_agency": "police:Another PD",
        "responder": BACKUP,
        "dispatched_at": LATER,
        "met_at": LATER,
        "closed_at": LATER,
    }
    for name, value in deciding.items():
        referral = new()
        ground.vault.rows.sign_row(referral)
        setattr(referral, name, value)
        assert not ground.vault.rows.row_holds(referral), name


def test_a_reference_is_found_locked_or_said_to_be_unknown(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.work() as work:
        assert locked(work, told.ref).ref == told.ref
        with pytest.raises(UnknownReference):
            locked(work, ReferralRef("R-NOBOD"))


def test_a_reserved_reference_is_one_that_nobody_has(ground: Laid) -> None:
    told = {ground.refer().ref for _ in range(3)}
    with ground.database.work() as work:
        free = {reserve(work)[0] for _ in range(50)}
    assert not free & told


def test_one_form_makes_one_referral(ground: Laid) -> None:
    with ground.database.work() as work:
        first, second = new(view_id="V1"), new(ref="R-TEST2", view_id="V1")
        for referral in (first, second):
            ground.vault.rows.sign_row(referral)
        work.session.add(first)
        work.session.flush()
        assert reserve(work, "V1")[1] is first
        assert reserve(work, "V2")[1] is None
        work.session.add(second)
        with pytest.raises(IntegrityError):
            work.session.flush()


@pytest.mark.parametrize(("name", "value"), [("door", "side_door"), ("state", "rejected")])
def test_the_database_takes_no_other_door_or_state(ground: Laid, name: str, value: str) -> None:
    referral = new()
    setattr(referral, name, value)
    with ground.database.work() as work:
        work.session.add(referral)
        with pytest.raises(IntegrityError):
            work.session.flush()
    with ground.database.look() as work:
        assert work.session.scalars(select(Referral)).all() == []
