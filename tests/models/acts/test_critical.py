"""A critical incident: the agreed list at once, once more after ten minutes, and no word of what happened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.critical import begin, called, finish, know, running_call, seen_call
from models.acts.undelivered import undelivered
from models.acts.unheard import PAGER
from models.database import Database
from models.errors import DomainError, NotAllowed, NotAvailable, Vacant
from models.notice import Kind, Urgency
from models.policy import CriticalCall
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, lay
from tests.models.acts.proposing import SERGEANT, Site, lay_site

LIST = [SERGEANT, PROSECUTOR, CASE_MANAGER]


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    made = lay_site(lay(database, tmp_path))
    made.change_rules(
        critical_incident={"call": LIST, "speaker": MANAGER, "holding_sentence": "We are looking into it."}
    )
    return made


def begun(site: Site, by: SlackUserId = MANAGER) -> str:
    return site.act(lambda scene: begin(scene).id, by)


def test_everybody_on_the_list_is_called_at_once_in_its_order(site: Site) -> None:
    call = begun(site)
    notices = site.notices(Kind.CRITICAL)
    assert [one.recipient for one in notices] == LIST
    assert {(one.urgency, one.due_at, one.subject) for one in notices} == {(Urgency.ALERT, site.moment, "")}
    assert [row.turn for row in site.look(lambda scene: called(scene.work, call))] == [1, 2, 3]


@pytest.mark.parametrize("user", [MANAGER, SERGEANT, CLINICIAN])
def test_managers_and_supervisors_begin_it(site: Site, user: SlackUserId) -> None:
    assert begun(site, user)


@pytest.mark.parametrize("user", [OFFICER, CASE_MANAGER, PROSECUTOR, NEIGHBOR])
def test_others_do_not(site: Site, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        begun(site, user)
    assert site.told(Kind.CRITICAL) == []


def test_two_who_begin_run_one_list(site: Site) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(lambda user: begun(site, user), (MANAGER, SERGEANT)))
    assert len(made) == 1
    assert site.told(Kind.CRITICAL) == LIST


def test_who_has_not_answered_is_called_once_more_and_told_to_whoever_began(site: Site) -> None:
    call = begun(site, CLINICIAN)
    site.act(lambda scene: know(scene, call), PROSECUTOR)
    site.go(timedelta(minutes=9))
    assert site.told(Kind.CRITICAL_AGAIN) == []
    site.go(timedelta(minutes=1))
    assert site.told(Kind.CRITICAL_AGAIN) == [SERGEANT, CASE_MANAGER]
    assert site.told(Kind.CRITICAL_WAITS) == [CLINICIAN]
    site.go(timedelta(hours=3))
    assert site.told(Kind.CRITICAL_AGAIN) == [SERGEANT, CASE_MANAGER]


def test_where_everybody_knows_nobody_is_called_again(site: Site) -> None:
    call = begun(site)
    for user in LIST:
        site.act(lambda scene: know(scene, call), user)
    site.go(timedelta(minutes=10))
    assert (site.told(Kind.CRITICAL_AGAIN), site.told(Kind.CRITICAL_WAITS)) == ([], [])


def test_it_ends_for_everybody_and_once(site: Site) -> None:
    call = begun(site)
    with pytest.raises(NotAllowed):
        site.act(lambda scene: finish(scene, call), SERGEANT)
    for _ in range(2):
        site.act(lambda scene: finish(scene, call))
    assert site.told(Kind.CRITICAL_ENDED) == LIST
    site.go(timedelta(minutes=10))
    assert site.told(Kind.CRITICAL_AGAIN) == []
    assert site.look(lambda scene: running_call(scene.work)) is None
    assert begun(site) != call


def test_without_a_list_or_with_nobody_on_it_nobody_is_called(site: Site) -> None:
    for people in ([], ["UNOBODY01"]):
        site.change_rules(critical_incident={"call": people})
        with pytest.raises(Vacant):
            begun(site)
    with site.ground.database.look() as work:
        assert work.session.query(CriticalCall).count() == 0


def test_who_is_not_on_the_list_neither_sees_nor_answers_it(site: Site) -> None:
    call = begun(site)
    for user in (OFFICER, NEIGHBOR):
        with pytest.raises(NotAvailable):
            site.look(lambda scene: seen_call(scene, call), user)
        with pytest.raises(DomainError):
            site.act(lambda scene: know(scene, call), user)
    assert site.look(lambda scene: seen_call(scene, call).id, PROSECUTOR) == call


def test_the_pager_calls_too_with_nothing_in_it(site: Site) -> None:
    site.change_rules(paging={"pager_url": "json://fictional"})
    begun(site)
    site.go(timedelta(minutes=10))
    pages = site.notices(Kind.PAGER)
    assert [(one.recipient, one.subject, one.target) for one in pages] == [(PAGER, "", "")] * 2


def test_a_page_that_cannot_arrive_is_told_at_once(site: Site) -> None:
    begun(site)
    first = site.notices(Kind.CRITICAL)[0]
    with site.ground.database.work() as work:
        ground = site.ground
        undelivered(work, ground.vault, ground.audit, site.rules, first, "user_not_found", site.moment)
        work.commit()
    assert site.told(Kind.CRITICAL_WAITS) == [MANAGER]
    assert site.told(Kind.NOT_REACHED) == []
