"""A situation's days: no look-back is lost, its raiser hears once of its end, its owner can leave."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.acts import steps
from models.acts.chain import BOT
from models.acts.depart import depart
from models.acts.leave import take_leave
from models.acts.situation_keeping import Number, add_number, close, give, renew
from models.acts.situation_sight import open_situations
from models.acts.situations import Seen, raise_situation
from models.acts.suspend import suspend
from models.database import UnitOfWork
from models.due import DueStep, Step
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster, Vacant
from models.notice import Kind, Notice
from models.people import find_actor
from models.scene import Scene
from models.schema import SituationRef, SlackUserId
from models.site import SiteRules
from models.situation import Counted, Situation, SituationState
from scheduler.deadlines import Deadlines
from tests.factories import CASE_MANAGER, MANAGER, NEIGHBOR, NOON, OFFICER, PROSECUTOR, Laid, laid_on_sqlite

T = TypeVar("T")
SERGEANT = SlackUserId("UOXLIP001")
PATTERN = "People drink at the shelter"


@dataclass
class Street:
    """Lantern Harbor under a clock that tests set."""

    ground: Laid
    moment: datetime = NOON

    def scene(self, work: UnitOfWork, user: SlackUserId) -> Scene:
        ground = self.ground
        return Scene(work, ground.vault, ground.audit, ground.rules, user, self.moment)

    def act(self, user: SlackUserId, do: Callable[[Scene], T]) -> T:
        with self.ground.database.work() as work:
            done = do(self.scene(work, user))
            work.commit()
            return done

    def told(self, *kinds: Kind) -> list[tuple[str, str]]:
        query = select(Notice).where(Notice.kind.in_([kind.value for kind in kinds])).order_by(Notice.id)
        with self.ground.database.look() as work:
            return [(one.recipient, one.subject) for one in work.session.scalars(query)]

    def row(self, ref: SituationRef) -> Situation:
        with self.ground.database.look() as work:
            return work.session.get_one(Situation, ref)

    def days(self, count: int) -> None:
        """Days go by, half a day at a time, and what falls due is taken."""
        taker = Deadlines(
            self.ground.database,
            lambda work, step: steps.take(self.scene(work, BOT), step),
            given_up=lambda work, step: steps.tell_given_up(self.scene(work, BOT), step),
            now=lambda: self.moment,
        )
        for _ in range(count * 2):
            self.moment += timedelta(hours=12)
            taker.take_due()

    def waiting(self, ref: SituationRef) -> list[datetime]:
        query = select(DueStep.due_at).where(
            DueStep.step == Step.SITUATION_REVIEW.value, DueStep.subject == ref, DueStep.done_at.is_(None)
        )
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def leaves(self, user: SlackUserId) -> None:
        ground = self.ground
        with ground.database.work() as work:
            depart(work, ground.vault, ground.audit, ground.rules, user, self.moment, "slack")
            work.commit()

    def stands(self, user: str) -> bool:
        with self.ground.database.look() as work:
            scene = self.scene(work, BOT)
            try:
                find_actor(work, self.ground.vault.rows, SlackUserId(user), scene.rules.today(self.moment))
            except NotOnRoster:
                return False
        return True


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with laid_on_sqlite(tmp_path) as laid:
        yield Street(laid)


def told_of(
    street: Street, by: SlackUserId = NEIGHBOR, *, group: str = "owg", region: str = "quay"
) -> SituationRef:
    seen = Seen(group, "Fifth and Anchor", PATTERN, region=region)
    return street.act(by, lambda scene: raise_situation(scene, seen).ref)


def test_its_owner_is_asked_on_the_day_in_the_morning_where_the_place_is(street: Street) -> None:
    ref = told_of(street)
    assert street.row(ref).review_on == date(2026, 9, 29)
    assert [due.isoformat() for due in street.waiting(ref)] == ["2026-09-29T16:00:00+00:00"]
    street.days(13)
    assert street.told(Kind.SITUATION_REVIEW) == []
    street.days(1)
    assert street.told(Kind.SITUATION_REVIEW) == [(MANAGER, ref)]


def test_the_sites_own_number_of_days_counts(street: Street) -> None:
    rules = street.ground.rules.model_dump(by_alias=True) | {"conference": {"situation_review_days": 30}}
    changed = SiteRules.model_validate(rules)

    def do(scene: Scene) -> date:
        mine = Scene(scene.work, scene.vault, scene.audit, changed, scene.user, scene.moment)
        return raise_situation(mine, Seen("owg", "Fifth and Anchor", PATTERN)).review_on

    assert street.act(NEIGHBOR, do) == date(2026, 10, 15)


def test_who_does_not_look_is_asked_each_week_and_then_the_managers_are_too(street: Street) -> None:
    ref = told_of(street)
    street.act(MANAGER, lambda scene: give(scene, ref, SERGEANT))
    street.days(15)
    assert street.told(Kind.SITUATION_REVIEW) == [(SERGEANT, ref)]
    street.days(7)
    assert street.told(Kind.SITUATION_REVIEW)[1:] == [(SERGEANT, ref), (MANAGER, ref)]
    assert len(street.waiting(ref)) == 1


def test_after_a_renewal_only_the_new_day_counts(street: Street) -> None:
    ref = told_of(street)
    street.days(2)
    street.act(MANAGER, lambda scene: renew(scene, ref, date(2026, 10, 20), "A light was asked for"))
    street.days(30)
    assert street.told(Kind.SITUATION_REVIEW) == []
    street.days(5)
    assert street.told(Kind.SITUATION_REVIEW) == [(MANAGER, ref)]


def test_nobody_is_asked_about_one_that_is_closed(street: Street) -> None:
    ref = told_of(street)
    street.act(MANAGER, lambda scene: close(scene, ref, "A light was put up"))
    assert street.waiting(ref) == []
    street.days(30)
    assert street.told(Kind.SITUATION_REVIEW) == []


def test_whoever_raised_it_hears_once_however_often_it_is_closed(street: Street) -> None:
    ref = told_of(street)
    street.act(MANAGER, lambda scene: close(scene, ref, "A light was put up"))
    with pytest.raises(AlreadyChanged):
        street.act(MANAGER, lambda scene: close(scene, ref, "Once more"))
    assert street.told(Kind.SITUATION_ENDED) == [(NEIGHBOR, ref)]
    assert street.row(ref).ended == "A light was put up"


def test_whoever_closes_their_own_needs_no_word_of_it(street: Street) -> None:
    ref = told_of(street, MANAGER)
    street.act(MANAGER, lambda scene: close(scene, ref, "A light was put up"))
    assert street.told(Kind.SITUATION_ENDED, Kind.SITUATION_OWNED) == []


def test_what_an_owner_leaves_behind_is_the_project_managers_who_hears_of_it(street: Street) -> None:
    ref = told_of(street)
    street.act(MANAGER, lambda scene: give(scene, ref, SERGEANT))
    street.leaves(SERGEANT)
    assert street.row(ref).owner == MANAGER
    assert street.told(Kind.SITUATION_OWNED)[-1] == (MANAGER, ref)
    street.days(14)
    assert street.told(Kind.SITUATION_REVIEW) == [(MANAGER, ref)]


def test_an_owner_on_leave_does_not_lose_the_look_back_either(street: Street) -> None:
    ref = told_of(street)
    street.act(MANAGER, lambda scene: give(scene, ref, SERGEANT))
    street.act(MANAGER, lambda scene: take_leave(scene, SERGEANT, date(2026, 9, 20), date(2026, 10, 20)))
    street.days(15)
    assert street.told(Kind.SITUATION_REVIEW) == [(MANAGER, ref)]
    assert street.row(ref).owner == MANAGER


def test_without_a_project_manager_nothing_is_raised(street: Street) -> None:
    ground = street.ground
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, MANAGER, street.moment, "operator")
        work.commit()
    with pytest.raises(Vacant):
        told_of(street)


def test_a_group_that_is_not_theirs_takes_nothing_from_them(street: Street) -> None:
    with pytest.raises(NotAllowed):
        told_of(street, group="elsewhere")
    with pytest.raises(NotAllowed):
        told_of(street, region="nowhere")


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, CASE_MANAGER, NEIGHBOR])
def test_others_of_the_group_read_it_and_change_nothing(street: Street, user: SlackUserId) -> None:
    ref = told_of(street)
    a_number = Number(Counted.CALLS, 3, date(2026, 9, 1), date(2026, 9, 14))

    def theirs(scene: Scene) -> list[SituationRef]:
        actor = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
        return [row.ref for row in open_situations(scene, actor)]

    assert street.act(user, theirs) == [ref]
    for do in (
        lambda scene: add_number(scene, ref, a_number),
        lambda scene: renew(scene, ref, date(2026, 10, 20), ""),
        lambda scene: close(scene, ref, "Done"),
        lambda scene: give(scene, ref, user),
    ):
        with pytest.raises(NotAvailable):
            street.act(user, do)


ACTS = st.lists(
    st.sampled_from(["days", "renew", "give", "leave", "number", "week", "close"]), min_size=1, max_size=14
)


@settings(max_examples=12, deadline=None)
@given(acts=ACTS)
def test_whatever_happens_an_open_one_has_a_day_and_an_owner_and_its_raiser_hears_each_ending_once(
    acts: list[str],
) -> None:
    with tempfile.TemporaryDirectory() as folder, laid_on_sqlite(Path(folder)) as laid:
        street = Street(laid)
        ref = told_of(street)
        for number, act in enumerate(acts):
            _do(street, ref, act, number)
            row = street.row(ref)
            if row.state == SituationState.OPEN:
                assert len(street.waiting(ref)) == 1, "its day stands once"
                street_day = street.waiting(ref)[0]
                assert street_day >= street.moment - timedelta(hours=12)
        ended = street.told(Kind.SITUATION_ENDED)
        assert ended == ([(NEIGHBOR, ref)] if street.row(ref).state == SituationState.CLOSED else [])
        if street.row(ref).state == SituationState.OPEN:
            street.days(30)
            assert street.stands(street.row(ref).owner), "whoever owns it has a seat"
            assert street.told(Kind.SITUATION_REVIEW)


def _do(street: Street, ref: SituationRef, act: str, number: int) -> None:
    row = street.row(ref)
    if row.state == SituationState.CLOSED:
        return
    today = street.moment.date()
    match act:
        case "days" | "week":
            street.days(3 if act == "days" else 8)
        case "renew":
            street.act(MANAGER, lambda scene: renew(scene, ref, today + timedelta(days=5 + number), "A look"))
        case "give" if street.stands(SERGEANT):
            street.act(MANAGER, lambda scene: give(scene, ref, SERGEANT))
        case "leave" if row.owner == SERGEANT:
            street.leaves(SERGEANT)
        case "number":
            some = Number(Counted.COMPLAINTS, number, today - timedelta(days=7), today - timedelta(days=1))
            street.act(MANAGER, lambda scene: add_number(scene, ref, some))
        case "close":
            street.act(MANAGER, lambda scene: close(scene, ref, "A light was put up"))
        case _:
            pass
