"""What is said of a visit: whose turn it is, judged once more when it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.rollcall.schedule_voices import VOICES
from handlers.voice import Message, Telling
from models.acts.schedules import Wanted, make
from models.acts.visits import pass_on
from models.notice import Kind, Never, Notice
from models.recurrence import Rule
from models.rollcall import Asked, Firing
from models.schema import SlackUserId
from tests.handlers.harbor import CASE_MANAGER, MANAGER, STRANGER, Harbor

NOBODY = "Nobody could be asked to go: Quay business owners, "


def visit(harbor: Harbor, *hosts: SlackUserId) -> Firing:
    """Somebody's turn has come."""
    ground = harbor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, MANAGER)
        local = (harbor.time() + timedelta(minutes=5)).astimezone(scene.rules.zone_of("quay"))
        wanted = Wanted(
            asks=Asked.VISIT,
            region="quay",
            shift="",
            name="Quay business owners",
            rule=Rule(local.date(), tuple(range(7))),
            at=local.time().replace(second=0, microsecond=0),
            leader=MANAGER,
            seats=hosts,
            close_minutes=1440,
        )
        make(scene, wanted)
        work.commit()
    harbor.wait(10)
    with ground.database.look() as work:
        return work.session.scalars(select(Firing)).one()


def said(harbor: Harbor, notice: Notice) -> Message | Never:
    with harbor.ground.database.look() as work:
        told = VOICES[Kind.VISIT_DUE](Telling(work, harbor.rules(), notice, harbor.ground))
    assert isinstance(told, Message | Never)
    return told


def test_whose_turn_it_is_hears_what_and_when_with_one_button(harbor: Harbor) -> None:
    firing = visit(harbor, MANAGER, CASE_MANAGER)
    (notice,) = harbor.notices(Kind.VISIT_DUE)
    told = said(harbor, notice)
    assert isinstance(told, Message)
    assert told.text.startswith("Your turn to go and listen: Quay business owners, ")
    assert told.blocks is not None
    (button,) = told.blocks[1]["elements"]
    assert (button["text"]["text"], button["value"]) == ("Open", firing.id)


def test_whoever_handed_it_on_meanwhile_hears_nothing(harbor: Harbor) -> None:
    firing = visit(harbor, MANAGER, CASE_MANAGER)
    with harbor.ground.database.work() as work:
        pass_on(harbor.ground.scene(work, MANAGER), firing.id)
        work.commit()
    first, second = harbor.notices(Kind.VISIT_DUE)
    assert said(harbor, first) == Never("done")
    assert isinstance(said(harbor, second), Message)


def test_where_nobody_could_go_whoever_made_the_plan_is_told(harbor: Harbor) -> None:
    visit(harbor, STRANGER)
    (notice,) = harbor.notices(Kind.VISIT_DUE)
    assert notice.recipient == MANAGER
    told = said(harbor, notice)
    assert isinstance(told, Message)
    assert told.text.startswith(NOBODY)


@pytest.mark.parametrize(("target", "why"), [("none", "gone"), ("", "gone")])
def test_a_visit_that_does_not_exist_is_not_told(harbor: Harbor, target: str, why: str) -> None:
    visit(harbor, MANAGER)
    (notice,) = harbor.notices(Kind.VISIT_DUE)
    notice.target = target
    assert said(harbor, notice) == Never(why)


def test_whoever_has_left_hears_nothing(harbor: Harbor) -> None:
    visit(harbor, CASE_MANAGER)
    (notice,) = harbor.notices(Kind.VISIT_DUE)
    harbor.suspend(CASE_MANAGER)
    assert said(harbor, notice) == Never("not_on_roster")
