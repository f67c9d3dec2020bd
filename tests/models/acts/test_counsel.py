"""Counsel is told a date by one tap: only whom a release names, and the date, court and number alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.counsel import LINE, counsel_of, tell_counsel
from models.acts.ping import hearing_moved
from models.acts.ping_answer import Answer, decide
from models.acts.ping_chain import WHOLE, take_step
from models.classes import Category
from models.database import Database
from models.due import DueStep, Step, finish
from models.errors import AlreadyChanged, HearingOver, NotAvailable, NotCovered
from models.notice import Kind
from models.ping import Decision, PingState, Side
from models.scene import Scene
from models.schema import PingRef, SlackUserId
from models.vault import Refused
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, lay, revealed
from tests.models.lawyering import NUMBER, items, matter, row, told
from tests.models.sharing import DEFENDER, DEFENSE, Sharing, defenders, office, share

HEARING = NOON + timedelta(days=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def tell(sharing: Sharing, matter_id: str, user: SlackUserId = CASE_MANAGER) -> list[PingRef]:
    return sharing.act(lambda scene: [ping.ref for ping in tell_counsel(scene, matter_id)], user)


def test_whom_a_release_names_reads_date_court_and_their_own_cases_number(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    [ref] = tell(sharing, matter(sharing, hearing_at=HEARING))
    ping = row(sharing, ref)
    assert (ping.side, ping.office, ping.court) == (Side.COUNSEL, DEFENSE, "superior")
    assert (ping.hearing_at, ping.answer_by) == (HEARING, None)
    assert told(sharing, DEFENDER) == [Kind.PING_CARD]
    assert revealed(sharing.ground.open(DEFENDER, items(sharing, ref, DEFENDER)["consent"])) == {
        Category.LEGAL_CALENDAR: {"number": NUMBER, "line": LINE}
    }


def test_nothing_else_of_a_wider_release_goes_along(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR, Category.BARRIERS, Category.IDENTITY))
    [ref] = tell(sharing, matter(sharing, hearing_at=HEARING))
    shown = revealed(sharing.ground.open(DEFENDER, items(sharing, ref, DEFENDER)["consent"]))
    assert list(shown) == [Category.LEGAL_CALENDAR]


def test_without_a_release_that_names_counsel_nobody_is_told(sharing: Sharing) -> None:
    sharing.sign(office(Category.LEGAL_CALENDAR))
    sharing.sign(defenders(Category.BARRIERS))
    one = matter(sharing, hearing_at=HEARING)
    with pytest.raises(NotCovered):
        tell(sharing, one)
    assert not any(told(sharing, user) for user in (DEFENDER, PROSECUTOR, MANAGER))


@pytest.mark.parametrize("when", [None, NOON, NOON - timedelta(days=1)])
def test_without_a_date_to_come_there_is_nothing_to_tell(sharing: Sharing, when: object) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    one = matter(sharing, hearing_at=when)  # type: ignore[arg-type]
    with pytest.raises(HearingOver):
        tell(sharing, one)


def test_a_second_tap_tells_nobody_twice_and_a_moved_date_is_told_in_its_place(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    one = matter(sharing, hearing_at=HEARING)
    [ref] = tell(sharing, one)
    with pytest.raises(AlreadyChanged):
        tell(sharing, one)
    moved = HEARING + timedelta(days=7)
    sharing.act(lambda scene: hearing_moved(scene, one, moved))
    assert row(sharing, ref).hearing_at == moved
    assert told(sharing, DEFENDER) == [Kind.PING_CARD, Kind.PING_CHANGED]


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, DEFENDER, MANAGER])
def test_nobody_outside_the_team_tells(sharing: Sharing, user: SlackUserId) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    one = matter(sharing, hearing_at=HEARING)
    for which in (one, "0" * 32):
        with pytest.raises(NotAvailable):
            tell(sharing, which, user)


def test_they_may_say_that_they_noted_it_and_nobody_is_ever_chased(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    [ref] = tell(sharing, matter(sharing, hearing_at=HEARING))
    with sharing.ground.database.look() as work:
        steps = work.session.scalars(select(DueStep.step).where(DueStep.subject == ref)).all()
    assert steps == [Step.PING_OVER]
    handle = items(sharing, ref, DEFENDER)["consent"]
    sharing.act(lambda scene: decide(scene, handle, Answer(Decision.NOTED)), DEFENDER)
    assert told(sharing, CASE_MANAGER) == [Kind.PING_ANSWERED]


def test_after_the_hearing_it_closes_and_asks_nobody_what_happened(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    [ref] = tell(sharing, matter(sharing, hearing_at=HEARING))

    def over(scene: Scene) -> None:
        query = select(DueStep).where(DueStep.subject == ref, DueStep.step.in_([one.value for one in WHOLE]))
        step = scene.work.session.scalars(query).one()
        finish(step, take_step(scene, step), scene.moment)

    sharing.act(over, SlackUserId("bot"), HEARING)
    assert row(sharing, ref).state == PingState.CLOSED
    assert told(sharing, CASE_MANAGER) == []


def test_after_a_withdrawal_it_opens_for_them_no_more(sharing: Sharing) -> None:
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    [ref] = tell(sharing, matter(sharing, hearing_at=HEARING))
    sharing.revoke(*(one.id for one in sharing.circle().consents))
    assert isinstance(sharing.ground.open(DEFENDER, items(sharing, ref, DEFENDER)["consent"]), Refused)


def test_which_agencies_can_be_told_follows_the_release_and_the_roster(sharing: Sharing) -> None:
    def agencies() -> tuple[str, ...]:
        return sharing.act(lambda scene: counsel_of(scene, sharing.circle()))

    assert agencies() == ()
    sharing.sign(defenders(Category.LEGAL_CALENDAR))
    assert agencies() == (DEFENSE,)
    sharing.ground.reappoint(DEFENDER, suspended_at=NOON)
    assert agencies() == ()
