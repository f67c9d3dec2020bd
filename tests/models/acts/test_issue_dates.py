"""The day of an issue: its owner is reminded that morning, or whoever is left to see to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.depart import depart
from models.acts.issues import Raising, change, end, raise_issue
from models.admin_issue import IssueState
from models.notice import Kind
from tests.factories import CASE_MANAGER, MANAGER, OFFICER, laid_on_sqlite
from tests.models.acts.proposing import Site, lay_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with laid_on_sqlite(tmp_path) as laid:
        yield lay_site(laid)


def test_the_owner_is_reminded_on_the_morning_of_the_day(site: Site) -> None:
    day = site.rules.today(site.moment) + timedelta(days=3)
    raising = Raising("Help took an hour", OFFICER, "said:1", due_on=day, owner=CASE_MANAGER)
    ref = site.act(lambda scene: raise_issue(scene, raising).ref)
    site.go(timedelta(days=2))
    assert site.told(Kind.ISSUE_DUE) == []
    site.go(timedelta(days=1))
    (told,) = site.notices(Kind.ISSUE_DUE)
    assert (told.recipient, told.subject) == (CASE_MANAGER, ref)


def test_an_issue_that_has_ended_reminds_nobody(site: Site) -> None:
    day = site.rules.today(site.moment) + timedelta(days=3)
    ref = site.raised(due_on=day)
    site.act(lambda scene: end(scene, ref, IssueState.NOT_NOW, "No money"))
    site.go(timedelta(days=5))
    assert site.told(Kind.ISSUE_DUE) == []


def test_where_the_owner_has_left_the_project_managers_are_reminded(site: Site) -> None:
    day = site.rules.today(site.moment) + timedelta(days=3)
    site.raised(due_on=day, owner=CASE_MANAGER)
    site.ground.reappoint(CASE_MANAGER, suspended_at=site.moment)
    site.go(timedelta(days=3))
    assert site.told(Kind.ISSUE_DUE) == [MANAGER]


def test_who_leaves_leaves_their_issues_to_a_project_manager(site: Site) -> None:
    day = site.rules.today(site.moment) + timedelta(days=3)
    ref = site.raised(due_on=day, owner=CASE_MANAGER)
    ground = site.ground
    with ground.database.work() as work:
        depart(work, ground.vault, ground.audit, site.rules, CASE_MANAGER, site.moment, "operator")
        work.commit()
    assert site.told(Kind.ISSUE_OWNED) == [CASE_MANAGER, MANAGER]
    site.go(timedelta(days=3))
    (told,) = site.notices(Kind.ISSUE_DUE)
    assert (told.recipient, told.subject) == (MANAGER, ref)


def test_another_day_is_the_only_one_that_reminds(site: Site) -> None:
    today = site.rules.today(site.moment)
    ref = site.raised(due_on=today + timedelta(days=2))
    site.act(lambda scene: change(scene, ref, today + timedelta(days=4), ""))
    site.go(timedelta(days=3))
    assert site.told(Kind.ISSUE_DUE) == []
    site.go(timedelta(days=1))
    assert site.told(Kind.ISSUE_DUE) == [MANAGER]


def test_a_day_taken_off_and_a_morning_that_is_over_remind_nobody(site: Site) -> None:
    today = site.rules.today(site.moment)
    ref = site.raised(due_on=today + timedelta(days=2))
    site.act(lambda scene: change(scene, ref, None, ""))
    site.raised(due_on=today - timedelta(days=1))
    site.go(timedelta(days=3))
    assert site.told(Kind.ISSUE_DUE) == []
