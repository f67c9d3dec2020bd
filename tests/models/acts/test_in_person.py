"""Somebody was there: who may say so, of which shift, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.checkin import InTheWay
from models.acts.in_person import visitable, was_there
from models.acts.schedules import end
from models.errors import NotAllowed, NotAvailable
from models.recurrence import Rule
from models.rollcall import Asked, InPerson
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    laid_on_sqlite,
)
from tests.models.acts.rolling import EVERY_DAY, SERGEANT, START, Precincts, night, with_precincts

THEMES = [InTheWay.TOO_LONG, InTheWay.NOTHING]
UP = "Ask again after the holidays"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Precincts]:
    with laid_on_sqlite(tmp_path) as laid:
        yield with_precincts(laid)


def visit(site: Precincts, schedule: str, user: SlackUserId, heads: int = 4) -> None:
    site.act(lambda scene: was_there(scene, schedule, START.date(), heads, THEMES, UP), user)


def kept(site: Precincts) -> list[InPerson]:
    with site.ground.database.look() as work:
        return list(work.session.scalars(select(InPerson)))


def listed(site: Precincts, user: SlackUserId) -> list[str]:
    def names(scene: Scene) -> list[str]:
        return [one.name for one in visitable(scene, the_actor(scene))]

    return site.act(names, user)


@pytest.mark.parametrize("user", [SERGEANT, MANAGER, CASE_MANAGER, OFFICER])
def test_who_goes_and_who_leads_say_that_they_were_there(site: Precincts, user: SlackUserId) -> None:
    schedule = site.make(night())
    assert listed(site, user) == ["North night"]
    visit(site, schedule, user)
    (row,) = kept(site)
    assert (row.visitor, row.heads, row.in_the_way, row.came_up) == (user, 4, "too_long;nothing", UP)
    assert (row.schedule, row.day, row.logged_at) == (schedule, START.date(), site.moment)


@pytest.mark.parametrize("user", [PROSECUTOR, QUAY_OFFICER])
def test_who_has_no_business_there_says_nothing(site: Precincts, user: SlackUserId) -> None:
    schedule = site.make(night())
    assert listed(site, user) == []
    with pytest.raises(NotAllowed):
        visit(site, schedule, user)
    assert kept(site) == []


def test_a_name_on_the_list_is_enough(site: Precincts) -> None:
    schedule = site.make(night(seats=(QUAY_OFFICER,)))
    assert listed(site, QUAY_OFFICER) == ["North night"]
    visit(site, schedule, QUAY_OFFICER)
    assert [row.visitor for row in kept(site)] == [QUAY_OFFICER]


@pytest.mark.parametrize("heads", [-1, 201])
def test_a_number_of_heads_that_cannot_be_is_refused(site: Precincts, heads: int) -> None:
    schedule = site.make(night())
    with pytest.raises(NotAllowed):
        visit(site, schedule, MANAGER, heads)
    assert kept(site) == []


@pytest.mark.parametrize("heads", [0, 200])
def test_nobody_and_a_full_room_are_numbers(site: Precincts, heads: int) -> None:
    visit(site, site.make(night()), MANAGER, heads)
    assert [row.heads for row in kept(site)] == [heads]


def test_a_schedule_that_is_gone_is_nobodys_to_visit(site: Precincts) -> None:
    with pytest.raises(NotAvailable):
        visit(site, "0" * 32, MANAGER)


def test_what_has_ended_and_meetings_are_not_on_the_list(site: Precincts) -> None:
    over = site.make(night())
    site.act(lambda scene: end(scene, over), MANAGER)
    site.make(night(asks=Asked.VISIT, name="Visits", rule=Rule(START.date(), EVERY_DAY), seats=(CLINICIAN,)))
    assert listed(site, MANAGER) == ["Visits"]
