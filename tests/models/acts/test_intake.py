"""The intake's time: local calendar days, the right people asked, and nothing changed by the clock itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.acts.capacity import assign
from models.acts.intake import begin_intake, may_be_released, released
from models.deadlines import days_before, end_of_local_day
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster
from models.notice import Kind
from models.people import Role
from models.referral import Door, Referral, State, locked
from models.scene import Scene
from models.schema import Handle, ReferralRef, SlackUserId
from models.states import Move, Reason
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    MANAGER,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    laid_on_sqlite,
)
from tests.models.deciding import Deciding
from tests.models.lapsing import heard, lapse

HARBOR = ZoneInfo("America/Los_Angeles")
# In the night before the clocks go back: a fortnight of 24 hours each would end an hour early.
OCTOBER = datetime(2026, 10, 25, 9, 10, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, 10, 10, tzinfo=UTC)
DUE, OVER = Kind.INTAKE_DUE.value, Kind.INTAKE_OVER.value


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Deciding]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Deciding(ground, OCTOBER)


def met(now: Deciding, door: Door = Door.ARREST_DIVERSION) -> ReferralRef:
    """They have just met."""
    ref = now.ground.refer(door, moment=now.moment).ref

    def do(scene: Scene) -> None:
        referral = locked(scene.work, ref)
        referral.state, referral.dispatched_at = State.DISPATCHED.value, scene.moment
        referral.met(RESPONDER, scene.moment)
        begin_intake(scene, referral)
        scene.vault.rows.sign_row(referral)

    now.act(do, RESPONDER)
    return ref


def local(moments: list[datetime]) -> list[str]:
    return [moment.astimezone(HARBOR).strftime("%m-%d %H:%M:%S %Z") for moment in moments]


@pytest.mark.parametrize(
    ("begun", "ends", "reminders"),
    [
        (
            OCTOBER,
            "11-08 23:59:59 PST",
            ["11-01 09:00:00 PST", "11-06 09:00:00 PST", "11-08 09:00:00 PST"],
        ),
        (MARCH, "03-15 23:59:59 PDT", ["03-08 09:00:00 PDT", "03-13 09:00:00 PDT", "03-15 09:00:00 PDT"]),
    ],
)
def test_fourteen_local_days_to_the_last_second_whatever_the_clocks_do(
    now: Deciding, begun: datetime, ends: str, reminders: list[str]
) -> None:
    now.moment = begun
    now.ground.keys.ensure_epochs(begun, 90)
    ref = met(now)
    until = now.referral(ref).intake_ends_at
    assert until is not None
    assert local([until]) == [ends]
    lapse(now, begun + timedelta(days=60))
    told = [(kind, moment) for kind, moment in heard(now, MANAGER) if kind in {DUE, OVER}]
    assert [kind for kind, _ in told] == [DUE, DUE, DUE, OVER]
    assert local([moment for _, moment in told]) == [*reminders, ends]
    assert now.referral(ref).state == State.MET


def test_the_fortnight_of_the_long_night_is_an_hour_longer(now: Deciding) -> None:
    until = now.referral(met(now)).intake_ends_at
    assert until is not None
    assert until - OCTOBER == timedelta(days=14, hours=22, minutes=49, seconds=59)


def test_the_case_manager_is_reminded_and_the_project_manager_only_at_the_end(now: Deciding) -> None:
    ref = met(now)
    now.act(lambda scene: assign(scene, ref, CASE_MANAGER))
    lapse(now, OCTOBER + timedelta(days=60))
    kinds = [kind for kind, _ in heard(now, CASE_MANAGER) if kind in {DUE, OVER}]
    assert kinds == [DUE, DUE, DUE, OVER]
    assert [kind for kind, _ in heard(now, MANAGER) if kind in {DUE, OVER}] == [OVER]


def test_a_case_manager_who_left_is_not_asked_and_nothing_is_lost(now: Deciding) -> None:
    ref = met(now)
    now.act(lambda scene: assign(scene, ref, CASE_MANAGER))
    now.ground.reappoint(CASE_MANAGER, suspended_at=OCTOBER)
    lapse(now, OCTOBER + timedelta(days=60))
    assert [kind for kind, _ in heard(now, CASE_MANAGER) if kind in {DUE, OVER}] == []
    assert [kind for kind, _ in heard(now, MANAGER) if kind in {DUE, OVER}] == [DUE, DUE, DUE, OVER]


@pytest.mark.parametrize(
    ("move", "reason"), [(Move.INTAKE_DONE, None), (Move.CLOSE, Reason.MOVED), (Move.WITHDRAW, "person")]
)
def test_what_is_done_or_over_reminds_nobody(now: Deciding, move: Move, reason: Reason | str | None) -> None:
    ref = met(now)
    why = Reason.PERSON_WITHDREW if reason == "person" else Reason(reason) if reason else None
    now.decide(ref, move, why, user=CASE_MANAGER if move is Move.INTAKE_DONE else MANAGER)
    lapse(now, OCTOBER + timedelta(days=60))
    told = [kind for user in (MANAGER, CASE_MANAGER) for kind, _ in heard(now, user)]
    assert not {DUE, OVER} & set(told)


def test_nothing_of_the_clock_goes_to_the_referrer_or_the_filing_side(now: Deciding) -> None:
    met(now)
    lapse(now, OCTOBER + timedelta(days=60))
    for user in (OFFICER, PROSECUTOR):
        assert not {DUE, OVER} & {kind for kind, _ in heard(now, user)}


def test_only_an_arrest_diversion_has_a_filing_hold(now: Deciding) -> None:
    assert now.referral(met(now)).filing_ends_at is not None
    assert now.referral(met(now, Door.SOCIAL_CONTACT)).filing_ends_at is None


def test_meeting_again_moves_no_clock(now: Deciding) -> None:
    ref = met(now)
    first = now.referral(ref).intake_ends_at
    now.moment += timedelta(days=3)
    now.act(lambda scene: begin_intake(scene, locked(scene.work, ref)))
    assert now.referral(ref).intake_ends_at == first


def own(now: Deciding, **columns: object) -> tuple[ReferralRef, Handle]:
    """An arrest diversion of the officer's, and the officer's own item."""
    told = now.ground.refer(moment=now.moment)
    now.ground.change(told.ref, **columns)
    return told.ref, told.handles[OFFICER]


@pytest.mark.parametrize("state", [State.DISPATCHED, State.NOT_MET])
def test_released_before_anybody_met_begins_the_time(now: Deciding, state: State) -> None:
    ref, handle = own(now, state=state.value)
    row = now.act(lambda scene: released(scene, handle), OFFICER)
    assert row.state == state, "the state stays: nobody has met"
    assert row.intake_ends_at == row.filing_ends_at == end_of_local_day(OCTOBER, 14, HARBOR)
    lapse(now, OCTOBER + timedelta(days=60))
    assert [kind for kind, _ in heard(now, MANAGER) if kind in {DUE, OVER}] == [DUE, DUE, DUE, OVER]
    assert heard(now, OFFICER) == []
    assert now.ground.audit_rows()[-1] == (OFFICER, "referral.changed", ref, "released")


def test_released_and_met_later_keeps_the_first_time_and_begins_the_referrer_s_line(now: Deciding) -> None:
    ref, handle = own(now)
    now.act(lambda scene: released(scene, handle), OFFICER)
    now.moment += timedelta(days=2)

    def meet(scene: Scene) -> None:
        referral = locked(scene.work, ref)
        referral.met(RESPONDER, scene.moment)
        begin_intake(scene, referral)
        scene.vault.rows.sign_row(referral)

    now.act(meet, RESPONDER)
    assert now.referral(ref).intake_ends_at == end_of_local_day(OCTOBER, 14, HARBOR)
    lapse(now, OCTOBER + timedelta(days=365))
    assert [kind for kind, _ in heard(now, OFFICER)] == [Kind.FIXED_LINE.value] * 6


@pytest.mark.parametrize(
    ("user", "refused"),
    [
        (RESPONDER, NotAvailable),
        (BACKUP, NotAvailable),
        (QUAY_OFFICER, NotAvailable),
        (PROSECUTOR, NotAvailable),
    ],
)
def test_nobody_else_says_released(now: Deciding, user: SlackUserId, refused: type[Exception]) -> None:
    _, handle = own(now)
    with pytest.raises(refused):
        now.act(lambda scene: released(scene, handle), user)


def test_released_is_said_once_and_not_of_what_is_over(now: Deciding) -> None:
    _, handle = own(now)
    now.act(lambda scene: released(scene, handle), OFFICER)
    with pytest.raises(AlreadyChanged):
        now.act(lambda scene: released(scene, handle), OFFICER)
    _, over = own(now, state=State.WITHDRAWN.value, closed_at=OCTOBER)
    with pytest.raises(AlreadyChanged):
        now.act(lambda scene: released(scene, over), OFFICER)


def test_released_asks_for_the_seat_the_door_and_a_row_that_holds(now: Deciding) -> None:
    _, social = own(now, door=Door.SOCIAL_CONTACT.value)
    with pytest.raises(NotAllowed):
        now.act(lambda scene: released(scene, social), OFFICER)
    ref, handle = own(now)
    with now.ground.database.work() as work:
        work.session.get_one(Referral, ref).region = "quay"
        work.commit()
    with pytest.raises(NotAllowed):
        now.act(lambda scene: released(scene, handle), OFFICER)
    with pytest.raises(NotAvailable):
        now.act(lambda scene: released(scene, Handle("0" * 32)), OFFICER)
    now.ground.reappoint(OFFICER, suspended_at=OCTOBER)
    with pytest.raises(NotOnRoster):
        now.act(lambda scene: released(scene, handle), OFFICER)


@given(state=st.sampled_from(State), door=st.sampled_from(Door), runs=st.booleans())
def test_the_button_is_there_exactly_where_it_would_begin_the_time(
    state: State, door: Door, runs: bool
) -> None:
    fits = door is Door.ARREST_DIVERSION and state in {State.DISPATCHED, State.NOT_MET} and not runs
    assert may_be_released(door, state, OCTOBER if runs else None) == fits


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu"])
@given(later=st.timedeltas(timedelta(0), timedelta(days=730)), days=st.integers(1, 60))
def test_every_reminder_lies_before_the_end_at_nine_in_every_zone(
    zone: str, later: timedelta, days: int
) -> None:
    here = ZoneInfo(zone)
    begun = MARCH + later
    ends = end_of_local_day(begun, days, here)
    assert ends.astimezone(here).strftime("%H:%M:%S") == "23:59:59"
    assert (ends.astimezone(here).date() - begun.astimezone(here).date()).days == days
    morning = datetime(2026, 1, 1, 9, tzinfo=UTC).time()
    for before in (7, 2, 0):
        at = days_before(ends, before, morning, here)
        assert at < ends
        assert at.astimezone(here).strftime("%H:%M") == "09:00"


def test_only_a_case_manager_of_now_is_asked(now: Deciding) -> None:
    ref = met(now)
    now.act(lambda scene: assign(scene, ref, CASE_MANAGER))
    now.ground.reappoint(CASE_MANAGER, roles=Role.OUTREACH_RESPONDER.value)
    lapse(now, OCTOBER + timedelta(days=8))
    assert DUE in [kind for kind, _ in heard(now, MANAGER)]
