"""Decisions: who may, with which reason, on what stood on the screen; the waitlist keeps its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.acts.capacity import assign
from models.acts.decision import Decision, Service, WhyFirst, may_decide
from models.acts.review import keep_waiting, take_step
from models.acts.screening import decide
from models.acts.waitlist import propose_next, ranked
from models.due import DueStep, Step, finish
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed, OutOfTurn, UnknownReference
from models.notice import Kind
from models.people import Role, find_actor
from models.referral import OVER, Referral, State
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId
from models.site import Capacity
from models.states import Move, Reason
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    intrude,
    laid_on_sqlite,
)
from tests.models.deciding import SECOND, Deciding

DECIDED = "referral.decided"


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Deciding]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Deciding(ground)


def steps(now: Deciding, ref: ReferralRef) -> list[tuple[str, str]]:
    """The steps of its reviews, in the order in which they were planned."""
    reviews = [Step.SCREENING_DUE.value, Step.WAITLIST_REVIEW.value, Step.OUTREACH_DUE.value]
    query = select(DueStep.step, DueStep.outcome).where(DueStep.subject == ref, DueStep.step.in_(reviews))
    with now.ground.database.look() as work:
        return [(step, outcome) for step, outcome in work.session.execute(query.order_by(DueStep.id))]


def review(scene: Scene) -> str:
    """The review that is due is taken, as the clock takes it."""
    query = select(DueStep).where(DueStep.done_at.is_(None), DueStep.step == Step.WAITLIST_REVIEW.value)
    step = scene.work.session.scalars(query).one()
    assert step.due_at <= scene.moment
    outcome = take_step(scene, step)
    finish(step, outcome, scene.moment)
    return outcome


WAYS = [
    (Move.ASK_MORE, None, (), State.NEEDS_INFO),
    (Move.WAITLIST, Reason.CAPACITY, (), State.WAITLISTED),
    (Move.SEND_OUTREACH, None, (), State.DISPATCHED),
    (Move.DECLINE, Reason.CAPACITY, (), State.DECLINED),
    (Move.DECLINE, Reason.OUTSIDE_AREA, (), State.DECLINED),
    (Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, (Service.SHELTER, Service.FOOD), State.OTHER_SERVICES),
    (Move.WITHDRAW, Reason.PERSON_WITHDREW, (), State.WITHDRAWN),
]


@pytest.mark.parametrize(("move", "reason", "note", "to"), WAYS, ids=str)
def test_what_is_screened_goes_where_the_manager_says(
    now: Deciding, move: Move, reason: Reason | None, note: tuple[Service, ...], to: State
) -> None:
    ref = now.screened()
    now.decide(ref, move, reason, *note)
    row = now.referral(ref)
    assert row.state == to
    assert now.ground.vault.rows.row_holds(row)
    assert row.reason == (reason or "")
    assert (row.closed_at is not None) == (to in OVER)
    said = ":".join([move.value, *([reason.value] if reason else []), *(["food.shelter"] if note else [])])
    assert now.decisions(DECIDED) == [said]


@pytest.mark.parametrize(
    ("move", "reason", "note"),
    [
        (Move.DECLINE, None, ()),
        (Move.DECLINE, Reason.ENROLLED, ()),
        (Move.WAITLIST, None, ()),
        (Move.SEND_OUTREACH, Reason.CAPACITY, ()),
        (Move.SEND_OUTREACH, Reason.ANOTHER_FIRST, ()),
        (Move.SEND_OUTREACH, Reason.ANOTHER_FIRST, (Service.FOOD,)),
        (Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, ()),
        (Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, (WhyFirst.NEAR_A_TEAM,)),
        (Move.ASK_MORE, None, (Service.FOOD,)),
    ],
)
def test_a_reason_that_the_move_does_not_carry_is_refused(
    now: Deciding, move: Move, reason: Reason | None, note: tuple[WhyFirst | Service, ...]
) -> None:
    ref = now.screened()
    with pytest.raises(NotAllowed):
        now.decide(ref, move, reason, *note)
    assert now.referral(ref).state == State.SUBMITTED
    assert now.told() == []


@pytest.mark.parametrize("user", [OFFICER, QUAY_OFFICER, RESPONDER, CASE_MANAGER, CLINICIAN, PROSECUTOR])
def test_only_the_manager_sends_waitlists_and_declines(now: Deciding, user: SlackUserId) -> None:
    ref = now.screened()
    for move, reason in ((Move.SEND_OUTREACH, None), (Move.WAITLIST, Reason.CAPACITY)):
        with pytest.raises(NotAllowed):
            now.decide(ref, move, reason, user=user)
    assert now.referral(ref).state == State.SUBMITTED


def test_a_referrer_takes_back_their_own_and_nobody_elses(now: Deciding) -> None:
    ref = now.screened()
    with pytest.raises(NotAllowed):
        now.decide(ref, Move.WITHDRAW, Reason.REFERRER_WITHDREW, user=OFFICER)
    now.decide(ref, Move.WITHDRAW, Reason.REFERRER_WITHDREW, user=QUAY_OFFICER)
    assert now.referral(ref).state == State.WITHDRAWN


def test_a_manager_of_another_region_decides_nothing_here(now: Deciding) -> None:
    other = SlackUserId("UTANSY001")
    now.appoint(other, Role.PROJECT_MANAGER, "project_management:Lantern Harbor Common Table", "north")
    ref = now.screened()
    with pytest.raises(NotAllowed):
        now.decide(ref, Move.SEND_OUTREACH, user=other)


def test_a_case_manager_decides_on_what_is_theirs_or_nobodys(now: Deciding) -> None:
    now.a_second()
    ref, free = now.met(), now.met()
    now.act(lambda scene: assign(scene, ref, CASE_MANAGER))
    with pytest.raises(NotAllowed):
        now.decide(ref, Move.INTAKE_DONE, user=SECOND)
    now.decide(ref, Move.INTAKE_DONE, user=CASE_MANAGER)
    now.decide(free, Move.CLOSE, Reason.MOVED, user=SECOND)
    assert (now.referral(ref).state, now.referral(free).state) == (State.INTAKE_DONE, State.CLOSED)


def test_a_clinical_supervisor_decides_whoever_the_case_manager_is(now: Deciding) -> None:
    ref = now.met(case_manager=CASE_MANAGER)
    now.decide(ref, Move.INTAKE_DONE, user=CLINICIAN)
    assert now.referral(ref).intake_done_at == NOON


def test_a_decision_on_what_somebody_else_just_decided_overwrites_nothing(now: Deciding) -> None:
    ref = now.screened()
    seen = now.referral(ref).version
    now.decide(ref, Move.WAITLIST, Reason.CAPACITY, seen=seen)
    with pytest.raises(AlreadyChanged) as told:
        now.decide(ref, Move.DECLINE, Reason.CAPACITY, seen=seen)
    assert told.value.state == State.WAITLISTED
    assert now.referral(ref).state == State.WAITLISTED
    assert len(now.decisions(DECIDED)) == 1


def test_a_stranger_hears_of_no_state(now: Deciding) -> None:
    ref = now.screened()
    with pytest.raises(NotAllowed):
        now.decide(ref, Move.DECLINE, Reason.CAPACITY, user=OFFICER, seen=1_000)
    with pytest.raises(UnknownReference):
        now.decide(ReferralRef("R-00000"), Move.DECLINE, Reason.CAPACITY)


def test_an_altered_row_is_decided_on_by_nobody(now: Deciding) -> None:
    ref = now.screened()
    with now.ground.database.work() as work:
        work.session.get_one(Referral, ref).region = "north"
        work.commit()
    with pytest.raises(NotAllowed):
        now.decide(ref, Move.SEND_OUTREACH)


def test_the_waitlist_is_ordered_by_priority_and_then_by_age(now: Deciding) -> None:
    old = now.waiting(2)
    now.moment += timedelta(days=1)
    late_first, late = now.waiting(1), now.waiting(2)
    north = now.waiting(1, "north")
    assert now.act(lambda scene: [one.ref for one in ranked(scene, "quay")]) == [late_first, old, late]
    assert set(now.act(lambda scene: [one.ref for one in ranked(scene)])[:2]) == {late_first, north}


def test_a_priority_of_its_own_changes_its_place(now: Deciding) -> None:
    first = now.waiting(2)
    ref = now.screened()
    now.decide(ref, Move.WAITLIST, Reason.CAPACITY, priority=1)
    assert now.act(lambda scene: [one.ref for one in ranked(scene, "quay")]) == [ref, first]
    for wrong in (0, 10):
        with pytest.raises(NotAllowed):
            now.decide(now.screened(), Move.WAITLIST, Reason.CAPACITY, priority=wrong)
    with pytest.raises(NotAllowed):
        now.decide(now.screened(), Move.SEND_OUTREACH, priority=1)


def test_skipping_the_top_of_the_waitlist_asks_for_a_reason_and_keeps_it(now: Deciding) -> None:
    first, second = now.waiting(1), now.waiting(2)
    with pytest.raises(OutOfTurn):
        now.decide(second, Move.SEND_OUTREACH)
    assert now.referral(second).state == State.WAITLISTED
    now.decide(second, Move.SEND_OUTREACH, Reason.ANOTHER_FIRST, WhyFirst.REACHABLE_NOW)
    assert now.referral(second).reason == "another_first"
    assert now.decisions(DECIDED) == ["send_outreach:another_first:reachable_now"]
    now.decide(first, Move.SEND_OUTREACH)
    assert now.referral(first).state == State.DISPATCHED


def test_the_first_of_one_region_is_not_held_up_by_another_region(now: Deciding) -> None:
    now.waiting(1, "north")
    ref = now.waiting(5, "quay")
    now.decide(ref, Move.SEND_OUTREACH)
    assert now.referral(ref).state == State.DISPATCHED


def test_outreach_that_nobody_can_do_changes_nothing(now: Deciding) -> None:
    for user in (RESPONDER, BACKUP, CASE_MANAGER, CLINICIAN):
        now.ground.reappoint(user, suspended_at=NOON)
    ref = now.screened()
    with pytest.raises(NobodyOnCall):
        now.decide(ref, Move.SEND_OUTREACH)
    assert now.referral(ref).state == State.SUBMITTED


HEARD = [
    (Move.ASK_MORE, None, [Kind.NEEDS_INFO]),
    (Move.WAITLIST, Reason.CAPACITY, [Kind.WAITING]),
    (Move.SEND_OUTREACH, None, [Kind.ON_THE_WAY]),
    (Move.DECLINE, Reason.CAPACITY, [Kind.NO_ROOM]),
    (Move.DECLINE, Reason.OUTSIDE_AREA, [Kind.OUTSIDE_AREA]),
    (Move.DECLINE, Reason.ALREADY_ENROLLED, []),
    (Move.DECLINE, Reason.OUTSIDE_CRITERIA, []),
]


@pytest.mark.parametrize(("move", "reason", "kinds"), HEARD, ids=str)
def test_the_referrer_hears_states_and_no_reason_that_lies_with_a_person(
    now: Deciding, move: Move, reason: Reason | None, kinds: list[Kind]
) -> None:
    ref = now.screened()
    now.decide(ref, move, reason)
    assert [kind for kind, user, _ in now.told() if user == QUAY_OFFICER] == kinds


def test_each_state_has_its_clock_and_the_one_before_ends(now: Deciding) -> None:
    ref = now.screened()
    now.decide(ref, Move.ASK_MORE)
    now.decide(ref, Move.WAITLIST, Reason.CAPACITY)
    now.decide(ref, Move.SEND_OUTREACH)
    assert steps(now, ref) == [
        (Step.SCREENING_DUE, "called_off"),
        (Step.WAITLIST_REVIEW, "called_off"),
        (Step.OUTREACH_DUE, ""),
    ]
    now.ground.change(ref, state=State.NOT_MET.value)
    now.decide(ref, Move.CLOSE, Reason.CANNOT_LOCATE)
    assert steps(now, ref)[-1] == (Step.OUTREACH_DUE, "called_off")


def test_a_review_asks_the_manager_and_plans_the_next_and_nobody_expires(now: Deciding) -> None:
    ref = now.screened()
    now.decide(ref, Move.WAITLIST, Reason.CAPACITY)
    for _ in range(5):
        now.moment += timedelta(days=7, hours=1)
        assert now.act(review) == "asked"
    assert len(now.told(Kind.REVIEW_DUE)) == 5
    assert now.referral(ref).state == State.WAITLISTED


def keep(ref: ReferralRef, seen: int | None = None) -> Callable[[Scene], Referral]:
    return lambda scene: keep_waiting(scene, ref, seen=seen)


def test_what_keeps_waiting_is_looked_at_again_a_week_from_that_day(now: Deciding) -> None:
    ref = now.screened()
    now.decide(ref, Move.WAITLIST, Reason.CAPACITY)
    place = now.referral(ref).waitlisted_at
    now.moment += timedelta(days=3)
    kept = now.act(keep(ref, now.referral(ref).version))
    assert (kept.state, kept.waitlisted_at, kept.reviewed_at) == (State.WAITLISTED, place, now.moment)
    assert steps(now, ref)[-2:] == [(Step.WAITLIST_REVIEW, "called_off"), (Step.WAITLIST_REVIEW, "")]
    assert now.decisions(DECIDED)[-1] == "keep_waiting"
    now.moment += timedelta(days=6)
    with pytest.raises(AssertionError):
        now.act(review)
    now.moment += timedelta(days=1, hours=1)
    assert now.act(review) == "asked"
    assert now.told(Kind.WAITING) == [("referral.waiting", QUAY_OFFICER, ref)], "the referrer heard it once"


def test_only_whoever_may_send_outreach_lets_it_wait_and_only_what_waits(now: Deciding) -> None:
    ref = now.waiting()
    for user in (RESPONDER, CASE_MANAGER, QUAY_OFFICER):
        with pytest.raises(NotAllowed):
            now.act(keep(ref), user)
    with pytest.raises(AlreadyChanged):
        now.act(keep(ref, seen=99))
    with now.ground.database.work() as work:
        intrude(work, update(Referral).where(Referral.ref == ref).values(region="north"))
        work.commit()
    with pytest.raises(NotAllowed):
        now.act(keep(ref))
    with pytest.raises(AlreadyChanged):
        now.act(keep(now.screened()))
    assert now.decisions(DECIDED) == []


def test_whoever_was_sent_is_told_when_a_manager_takes_it_back(now: Deciding) -> None:
    """Nobody drives out in the rain for what is over."""
    asked = now.ground.refer(moment=now.moment).ref
    now.decide(asked, Move.WITHDRAW, Reason.PERSON_WITHDREW)
    held = now.waiting()
    now.decide(held, Move.SEND_OUTREACH)
    now.decide(held, Move.WITHDRAW, Reason.REFERRER_WITHDREW)
    never_sent = now.screened()
    now.decide(never_sent, Move.DECLINE, Reason.CAPACITY)
    over = now.told(Kind.CARD_OVER)
    assert {ref for _, _, ref in over} == {asked, held}
    assert RESPONDER in {user for _, user, ref in over if ref == asked}
    assert RESPONDER in {user for _, user, ref in over if ref == held}


def test_a_place_is_proposed_once_a_day_and_only_where_there_is_one(now: Deciding) -> None:
    for _ in range(2):
        now.act(lambda scene: propose_next(scene, ["quay", "north"]))
    assert now.told() == []
    refs = [now.waiting(priority) for priority in (4, 3, 2, 1)]
    full = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    given = now.met()
    now.act(lambda scene: assign(scene, given, CASE_MANAGER), rules=full)
    now.act(lambda scene: propose_next(scene, ["quay"]), rules=full)
    assert now.told(Kind.PLACE_FREE) == []
    for _ in range(2):
        now.act(lambda scene: propose_next(scene, ["quay", "north"]))
    assert now.told(Kind.PLACE_FREE) == [
        ("waitlist.place_free", MANAGER, " ".join([refs[3], refs[2], refs[1]]))
    ]


def test_closing_what_was_given_proposes_the_next(now: Deciding) -> None:
    waits = now.waiting(region="quay")
    ref = now.met(case_manager=CASE_MANAGER)
    now.decide(ref, Move.CLOSE, Reason.MOVED)
    assert now.told(Kind.PLACE_FREE) == [("waitlist.place_free", MANAGER, waits)]


def test_who_may_decide_hangs_on_role_region_and_whose_it_is(now: Deciding) -> None:
    now.a_second("quay")
    row = now.referral(now.met(case_manager=CASE_MANAGER))
    with now.ground.database.look() as work:
        found = {
            user: find_actor(work, now.ground.vault.rows, user, now.ground.rules.today(NOON))
            for user in (MANAGER, CASE_MANAGER, SECOND, CLINICIAN, OFFICER)
        }
    assert {user for user, actor in found.items() if may_decide(actor, row, Move.CLOSE)} == {
        MANAGER,
        CASE_MANAGER,
        CLINICIAN,
    }
    assert not may_decide(found[MANAGER], row, Move.INTAKE_DONE)


def test_a_decision_is_a_value(now: Deciding) -> None:
    ref = now.screened()
    now.act(lambda scene: decide(scene, ref, Decision(Move.ASK_MORE)))
    assert now.referral(ref).state == State.NEEDS_INFO
