"""A decision goes to one named person of each agency; who has not passed it on is reminded once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.passing_on import AGAIN_AFTER, choose, passed_on, passings_of
from models.acts.policy import GroupAnswer, answer
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, Vacant
from models.notice import Kind
from models.policy import PolicyState
from models.schema import IssueRef, SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, OFFICER, PROSECUTOR, laid_on_sqlite
from tests.models.acts.proposing import CHAIR, SERGEANT, Site, lay_site

POLICE, OUTREACH = "police:Lantern Harbor PD", "case_management:Harbor Bridge Outreach"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with laid_on_sqlite(tmp_path) as laid:
        yield lay_site(laid)


def asked(site: Site, ref: IssueRef) -> dict[str, SlackUserId]:
    return {row.agency: row.member for row in site.look(lambda scene: passings_of(scene, ref))}


def still_asked(site: Site, ref: IssueRef) -> set[str]:
    rows = site.look(lambda scene: passings_of(scene, ref))
    return {row.agency for row in rows if row.passed_on_at is None}


def test_consensus_asks_one_person_of_each_agency_its_supervisor_first(site: Site) -> None:
    ref = site.agreed()
    people = asked(site, ref)
    assert (people[POLICE], people[OUTREACH]) == (SERGEANT, CLINICIAN)
    assert sorted(site.told(Kind.PASS_ON)) == sorted(people.values())
    assert len(set(people.values())) == len(people)


@pytest.mark.parametrize("state", [PolicyState.DEFERRED, PolicyState.NEEDS_MORE])
def test_what_is_no_decision_is_passed_on_by_nobody(site: Site, state: PolicyState) -> None:
    ref = site.before()
    until = site.rules.today(site.moment) + timedelta(days=9) if state is PolicyState.DEFERRED else None
    site.act(lambda scene: answer(scene, ref, GroupAnswer(state, "Later", until)), CHAIR)
    assert asked(site, ref) == {}


def test_open_ones_stand_until_they_are_passed_on(site: Site) -> None:
    ref = site.agreed()
    whole = len(asked(site, ref))
    assert len(still_asked(site, ref)) == whole
    site.act(lambda scene: passed_on(scene, ref), SERGEANT)
    site.act(lambda scene: passed_on(scene, ref), SERGEANT)
    left = still_asked(site, ref)
    assert len(left) == whole - 1
    assert POLICE not in left


def test_who_was_not_asked_passes_nothing_on(site: Site) -> None:
    ref = site.agreed()
    with pytest.raises(NotAvailable):
        site.act(lambda scene: passed_on(scene, ref), OFFICER)


def test_a_project_manager_chooses_somebody_else(site: Site) -> None:
    ref = site.agreed()
    with pytest.raises(NotAllowed):
        site.act(lambda scene: choose(scene, ref, OFFICER), SERGEANT)
    site.act(lambda scene: choose(scene, ref, OFFICER))
    assert asked(site, ref)[POLICE] == OFFICER
    assert site.told(Kind.PASS_ON)[-1] == OFFICER
    with pytest.raises(NotAvailable):
        site.act(lambda scene: passed_on(scene, ref), SERGEANT)
    with pytest.raises(Vacant):
        site.act(lambda scene: choose(scene, ref, SlackUserId("UNOBODY01")))
    site.act(lambda scene: passed_on(scene, ref), OFFICER)
    with pytest.raises(AlreadyChanged):
        site.act(lambda scene: choose(scene, ref, SERGEANT))


def test_one_reminder_to_those_who_have_not(site: Site) -> None:
    ref = site.agreed()
    site.act(lambda scene: passed_on(scene, ref), SERGEANT)
    site.go(AGAIN_AFTER)
    reminded = site.told(Kind.PASS_ON_AGAIN)
    assert SERGEANT not in reminded
    assert {CLINICIAN, MANAGER} <= set(reminded)
    site.go(timedelta(days=60))
    assert site.told(Kind.PASS_ON_AGAIN) == reminded


def test_where_somebody_has_left_the_next_of_their_agency_is_asked(site: Site) -> None:
    ref = site.agreed()
    first = asked(site, ref)["prosecutor:Lantern County Prosecutor"]
    site.ground.reappoint(first, suspended_at=site.moment)
    site.ground.reappoint(CLINICIAN, suspended_at=site.moment)
    site.go(AGAIN_AFTER)
    people = asked(site, ref)
    assert people[OUTREACH] == CASE_MANAGER
    assert people["prosecutor:Lantern County Prosecutor"] != first
    assert PROSECUTOR in {first, people["prosecutor:Lantern County Prosecutor"]}
