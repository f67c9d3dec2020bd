"""Nobody is ever given one too many, also in the same moment; whoever had it before keeps nothing of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.activity import rest
from models.acts.capacity import assign, average, caseload_of, caseloads
from models.acts.participants import begin, join_team, leave_team
from models.database import Database
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NoRoom, NotAllowed, NotOnRoster, StorageUnavailable
from models.notice import Kind
from models.participant import circle_of
from models.people import Role
from models.referral import Referral, State
from models.scene import Scene
from models.schema import Handle, ReferralRef, SlackUserId
from models.site import Capacity
from models.vault import Opened, Refused
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NEIGHBOR, NOON, OFFICER, lay
from tests.models.deciding import SECOND, Deciding

CEILING = 25
AT_ONCE = 50


@pytest.fixture
def now(database: Database, tmp_path: Path) -> Deciding:
    return Deciding(lay(database, tmp_path))


def give(
    now: Deciding, ref: ReferralRef, member: SlackUserId = CASE_MANAGER, seen: int | None = None
) -> Referral:
    return now.act(lambda scene: assign(scene, ref, member, seen=seen))


def load(now: Deciding, member: SlackUserId = CASE_MANAGER) -> tuple[int, int, int]:
    with now.ground.database.look() as work:
        found = caseload_of(work, member)
    return found.active, found.inactive, found.referrals


def test_fifty_assignments_in_the_same_moment_never_make_a_twenty_sixth(now: Deciding) -> None:
    refs = [now.met() for _ in range(AT_ONCE)]

    def one(ref: ReferralRef) -> str:
        for _ in range(10):
            try:
                give(now, ref)
            except NoRoom:
                return "no room"
            except StorageUnavailable:  # the line before the one writer was too long: again
                continue
            return "given"
        return "never"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(one, refs))
    assert outcomes.count("given") == CEILING
    assert outcomes.count("no room") == AT_ONCE - CEILING
    assert load(now) == (0, 0, CEILING)


def test_beginning_and_giving_in_the_same_moment_count_together(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=4)})
    refs = [now.met() for _ in range(6)]

    def one(number: int) -> bool:
        try:
            if number % 2:
                now.act(lambda scene: begin(scene, "north"), CASE_MANAGER, rules)
            else:
                now.act(lambda scene: assign(scene, refs[number // 2], CASE_MANAGER), rules=rules)
        except NoRoom:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(one, range(12))) == 4
    active, _, referrals = load(now)
    assert active + referrals == 4


def test_a_given_referral_becomes_a_participant_without_counting_twice(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    ref = now.met()
    now.act(lambda scene: assign(scene, ref, CASE_MANAGER), rules=rules)
    with pytest.raises(NoRoom):
        now.act(lambda scene: begin(scene, "north"), CASE_MANAGER, rules)
    now.act(lambda scene: begin(scene, "north", ref), CASE_MANAGER, rules)
    assert load(now) == (1, 0, 0)


def test_the_ceiling_holds_where_somebody_joins_a_team(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    now.a_second()
    first = now.act(lambda scene: begin(scene, "north"), CASE_MANAGER).ref
    now.act(lambda scene: begin(scene, "north"), SECOND)

    def join(scene: Scene, who: SlackUserId, role: Role) -> None:
        circle = circle_of(scene.work, scene.vault.rows, first)
        assert circle is not None
        join_team(scene, circle, who, role)

    with pytest.raises(NoRoom):
        now.act(lambda scene: join(scene, SECOND, Role.CASE_MANAGER), CLINICIAN, rules)
    now.act(lambda scene: join(scene, CLINICIAN, Role.CLINICAL_SUPERVISOR), CLINICIAN, rules)
    assert load(now, SECOND) == (1, 0, 0)


def test_people_who_are_not_active_just_now_leave_room(now: Deciding) -> None:
    rules = now.ground.rules.model_copy(update={"capacity": Capacity(ceiling=1)})
    ref = now.act(lambda scene: begin(scene, "north"), CASE_MANAGER).ref
    now.act(lambda scene: rest(scene, ref), CASE_MANAGER)
    assert load(now) == (0, 1, 0)
    met = now.met()
    now.act(lambda scene: assign(scene, met, CASE_MANAGER), rules=rules)
    assert load(now) == (0, 1, 1)


def test_what_is_over_does_not_count(now: Deciding) -> None:
    ref = now.met()
    give(now, ref)
    now.ground.change(ref, state=State.CLOSED.value, closed_at=NOON)
    assert load(now) == (0, 0, 0)


def test_the_loads_of_all_agree_with_each_ones_own(now: Deciding) -> None:
    now.a_second()
    give(now, now.met())
    give(now, now.met(), SECOND)
    give(now, now.met(), SECOND)
    ground = now.ground
    with ground.database.look() as work:
        loads = caseloads(work, ground.vault.rows, ground.rules, NOON)
        assert loads == [caseload_of(work, CASE_MANAGER), caseload_of(work, SECOND)]
    assert average(loads) == 1.5
    assert average([]) == 0


def test_whoever_had_it_before_keeps_nothing_of_it(now: Deciding) -> None:
    now.a_second()
    ref = now.met()
    give(now, ref)
    cards = now.told(Kind.CARD_TODAY)
    assert cards == [("card.today", CASE_MANAGER, ref)]
    first = handle_of(now, ref, CASE_MANAGER)
    assert isinstance(now.ground.open(CASE_MANAGER, first), Opened)
    give(now, ref, SECOND)
    assert isinstance(now.ground.open(CASE_MANAGER, first), Refused)
    assert isinstance(now.ground.open(SECOND, handle_of(now, ref, SECOND)), Opened)
    give(now, ref, CASE_MANAGER)
    assert isinstance(now.ground.open(CASE_MANAGER, handle_of(now, ref, CASE_MANAGER)), Opened)


def test_whoever_was_sent_keeps_their_card_when_somebody_else_is_the_case_manager(now: Deciding) -> None:
    now.a_second()
    ref = now.met()
    give(now, ref)
    now.ground.change(ref, responder=CASE_MANAGER)
    give(now, ref, SECOND)
    assert isinstance(now.ground.open(CASE_MANAGER, handle_of(now, ref, CASE_MANAGER)), Opened)


def test_putting_the_row_of_the_one_before_back_opens_nothing(now: Deciding) -> None:
    now.a_second()
    ref = now.met()
    give(now, ref)
    before = now.referral(ref)
    old = {name: getattr(before, name) for name in ("case_manager", "version", "mac")}
    give(now, ref, SECOND)
    with now.ground.database.work() as work:
        row = work.session.get_one(Referral, ref)
        for name, value in old.items():
            setattr(row, name, value)
        assert not now.ground.vault.rows.row_holds(row)


def handle_of(now: Deciding, ref: ReferralRef, user: SlackUserId) -> Handle:
    with now.ground.database.look() as work:
        query = select(SealedItem.handle).where(
            SealedItem.subject == ref, SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None)
        )
        return work.session.scalars(query).one()


def test_giving_it_to_the_same_again_changes_nothing(now: Deciding) -> None:
    ref = now.met()
    version = give(now, ref).version
    assert give(now, ref).version == version
    assert len(now.told(Kind.CARD_TODAY)) == 1


def test_what_somebody_else_changed_is_not_overwritten(now: Deciding) -> None:
    ref = now.met()
    seen = now.referral(ref).version
    give(now, ref, seen=seen)
    now.a_second()
    with pytest.raises(AlreadyChanged):
        give(now, ref, SECOND, seen=seen)
    assert now.referral(ref).case_manager == CASE_MANAGER


@pytest.mark.parametrize("giver", [CASE_MANAGER, CLINICIAN, OFFICER])
def test_only_a_project_manager_gives(now: Deciding, giver: SlackUserId) -> None:
    ref = now.met()
    with pytest.raises(NotAllowed):
        now.act(lambda scene: assign(scene, ref, CASE_MANAGER), giver)


@pytest.mark.parametrize("taker", [MANAGER, OFFICER, NEIGHBOR, CLINICIAN])
def test_only_a_case_manager_is_given_one(now: Deciding, taker: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        give(now, now.met(), taker)


def test_a_case_manager_of_another_region_is_given_none(now: Deciding) -> None:
    now.a_second("quay")
    with pytest.raises(NotAllowed):
        give(now, now.met(), SECOND)
    with pytest.raises(NotOnRoster):
        give(now, now.met(), SlackUserId("UUNROST01"))


def test_nothing_is_given_before_somebody_was_sent_or_after_it_is_over(now: Deciding) -> None:
    waiting, over = now.waiting(), now.met()
    now.ground.change(over, state=State.CLOSED.value, closed_at=NOON)
    for ref in (waiting, over):
        with pytest.raises(NotAllowed):
            give(now, ref)


def test_a_place_that_gets_free_is_put_to_the_project_manager(now: Deciding) -> None:
    now.a_second()
    refs = [now.waiting(priority) for priority in (3, 1, 2, 4)]
    circle_ref = now.act(lambda scene: begin(scene, "quay"), CASE_MANAGER).ref

    def change(scene: Scene, *, leaves: bool) -> None:
        circle = circle_of(scene.work, scene.vault.rows, circle_ref)
        assert circle is not None
        if leaves:
            leave_team(scene, circle, CASE_MANAGER)
        else:
            join_team(scene, circle, SECOND, Role.CASE_MANAGER)

    now.act(lambda scene: change(scene, leaves=False), CLINICIAN)
    assert now.told(Kind.PLACE_FREE) == []
    now.act(lambda scene: change(scene, leaves=True), CLINICIAN)
    first_three = " ".join([refs[1], refs[2], refs[0]])
    assert now.told(Kind.PLACE_FREE) == [("waitlist.place_free", MANAGER, first_three)]
