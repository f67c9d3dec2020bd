"""An issue on the ground: one of a kind, with an owner who has a seat, who ends it once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.acts.checkin import InTheWay, Said, answer
from models.acts.issues import Raising, change, end, give, raise_issue
from models.admin_issue import AdminIssue, IssueState
from models.database import Database
from models.errors import AlreadyChanged, NotAllowed, NotOnRoster, UnknownReference, Vacant
from models.notice import Kind
from models.rollcall import Firing
from models.schema import IssueRef, SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, OFFICER, laid_on_sqlite
from tests.models.acts.proposing import Site, lay_site
from tests.models.acts.rolling import SERGEANT, Precincts, at_once, lay_precincts

NOBODY = SlackUserId("UNOBODY01")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with laid_on_sqlite(tmp_path) as laid:
        yield lay_site(laid)


@pytest.fixture
def shifts(database: Database, tmp_path: Path) -> Precincts:
    return lay_precincts(database, tmp_path)


@pytest.fixture
def firing(shifts: Precincts) -> str:
    return shifts.asked_lately()


def row(site: Site, ref: IssueRef) -> AdminIssue:
    with site.ground.database.look() as work:
        return work.session.get_one(AdminIssue, ref)


def test_two_who_raise_the_same_at_once_make_one_issue(shifts: Precincts, firing: str) -> None:
    with shifts.ground.database.look() as work:
        schedule = work.session.get_one(Firing, firing).schedule

    def tap(user: SlackUserId) -> str:
        raising = Raising("Help took too long", user, firing, InTheWay.TOO_LONG.value, schedule)
        return shifts.act(lambda scene: raise_issue(scene, raising).ref, user)

    refs = at_once(lambda: tap(SERGEANT), lambda: tap(MANAGER), lambda: tap(SERGEANT))
    assert len(set(refs)) == 1
    with shifts.ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(AdminIssue)) == 1


def test_what_is_raised_openly_twice_is_two_issues(site: Site) -> None:
    raising = Raising("Help took an hour", OFFICER, "")
    refs = {site.act(lambda scene: raise_issue(scene, raising).ref) for _ in range(2)}
    assert len(refs) == 2


def test_what_came_of_one_line_is_one_issue_whoever_raises_it(site: Site) -> None:
    raising = Raising("Help took an hour", OFFICER, "said:1")
    first = site.act(lambda scene: raise_issue(scene, raising).ref)
    assert site.act(lambda scene: raise_issue(scene, raising).ref, CASE_MANAGER) == first
    other = Raising("Help took an hour", OFFICER, "said:1", InTheWay.TOO_LONG.value)
    assert site.act(lambda scene: raise_issue(scene, other).ref) != first


def test_the_manager_who_raises_it_owns_it_and_is_not_told_what_they_know(site: Site) -> None:
    ref = site.raised()
    assert row(site, ref).owner == MANAGER
    assert site.told(Kind.ISSUE_OWNED) == []


def test_what_others_raise_is_a_managers_who_is_told(site: Site) -> None:
    raising = Raising("Help took an hour", OFFICER, "")
    ref = site.act(lambda scene: raise_issue(scene, raising).ref, OFFICER)
    assert (row(site, ref).owner, site.told(Kind.ISSUE_OWNED)) == (MANAGER, [MANAGER])


@pytest.mark.parametrize("owner", [NOBODY, OFFICER])
def test_an_owner_without_a_seat_is_refused_and_nothing_is_kept(site: Site, owner: SlackUserId) -> None:
    site.ground.reappoint(OFFICER, suspended_at=NOON)
    with pytest.raises(Vacant):
        site.raised(owner=owner)
    given = site.raised()
    with pytest.raises(Vacant):
        site.act(lambda scene: give(scene, given, owner))
    with site.ground.database.look() as work:
        assert work.session.scalars(select(AdminIssue.owner)).all() == [MANAGER]


def test_without_a_project_manager_nobody_owns_it_and_it_is_not_raised(site: Site) -> None:
    site.ground.reappoint(MANAGER, suspended_at=NOON)
    raising = Raising("Help took an hour", OFFICER, "")
    with pytest.raises(Vacant):
        site.act(lambda scene: raise_issue(scene, raising), OFFICER)


def test_whoever_is_given_it_is_told_each_time(site: Site) -> None:
    ref = site.raised()
    site.act(lambda scene: give(scene, ref, CASE_MANAGER))
    site.act(lambda scene: give(scene, ref, CLINICIAN), CASE_MANAGER)
    site.act(lambda scene: give(scene, ref, CASE_MANAGER))
    assert site.told(Kind.ISSUE_OWNED) == [CASE_MANAGER, CLINICIAN, CASE_MANAGER]


@pytest.mark.parametrize(("user", "error"), [(OFFICER, NotAllowed), (NOBODY, NotOnRoster)])
def test_who_neither_owns_nor_manages_touches_nothing(
    site: Site, user: SlackUserId, error: type[Exception]
) -> None:
    ref = site.raised()
    before = row(site, ref).version
    for touch in (
        lambda scene: give(scene, ref, CASE_MANAGER),
        lambda scene: change(scene, ref, None, "policy"),
        lambda scene: end(scene, ref, IssueState.SETTLED, "Done"),
    ):
        with pytest.raises(error):
            site.act(touch, user)
    assert row(site, ref).version == before


def test_an_issue_ends_once_and_is_closed_to_every_other_act(site: Site) -> None:
    ref = site.raised()
    site.act(lambda scene: end(scene, ref, IssueState.SETTLED, "Two on call"))
    for touch in (
        lambda scene: end(scene, ref, IssueState.NOT_NOW, "No"),
        lambda scene: give(scene, ref, CASE_MANAGER),
        lambda scene: change(scene, ref, None, "policy"),
    ):
        with pytest.raises(AlreadyChanged):
            site.act(touch)
    kept = row(site, ref)
    assert (kept.state, kept.ended, kept.ended_at) == (IssueState.SETTLED, "Two on call", site.moment)


def test_an_issue_that_never_was_is_nobodys(site: Site) -> None:
    with pytest.raises(UnknownReference):
        site.act(lambda scene: give(scene, IssueRef("A-00000"), CASE_MANAGER))


def test_everybody_who_named_its_theme_hears_how_it_ended_and_whoever_ends_it_does_not(
    shifts: Precincts, firing: str
) -> None:
    theme = Said((InTheWay.TOO_LONG,), "")
    shifts.act(lambda scene: answer(scene, firing, theme), OFFICER)
    with shifts.ground.database.look() as work:
        schedule = work.session.get_one(Firing, firing).schedule
    raising = Raising("Help took too long", SERGEANT, firing, InTheWay.TOO_LONG.value, schedule)
    ref = shifts.act(lambda scene: raise_issue(scene, raising).ref, SERGEANT)
    shifts.moment += timedelta(hours=1)
    shifts.act(lambda scene: end(scene, ref, IssueState.SETTLED, "Two on call"), MANAGER)
    assert sorted(shifts.told(Kind.ISSUE_ENDED)) == sorted([SERGEANT, OFFICER])


def test_whoever_raised_and_ends_it_is_not_told(site: Site) -> None:
    ref = site.raised(by=MANAGER)
    site.act(lambda scene: end(scene, ref, IssueState.NOT_NOW, "Next year"))
    assert site.told(Kind.ISSUE_ENDED) == []
