"""Who is told of an issue: managers all, a leader their shift's themes, whoever raised it theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.checkin import InTheWay, Said, answer
from models.acts.issue_sight import may_end, open_issues, raised_from, said_and_done, seen_issue
from models.acts.issues import Raising, end, give, raise_issue
from models.admin_issue import AdminIssue, IssueState
from models.errors import NotAvailable
from models.rollcall import Firing
from models.scene import the_actor
from models.schema import IssueRef, SlackUserId
from tests.factories import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, laid_on_sqlite
from tests.models.acts.rolling import SERGEANT, Precincts, with_precincts

WORDS = "Help took an hour"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Precincts]:
    with laid_on_sqlite(tmp_path) as laid:
        yield with_precincts(laid)


@pytest.fixture
def firing(site: Precincts) -> str:
    return site.asked_lately()


def raised(site: Precincts, firing: str, theme: str = "", by: SlackUserId = OFFICER) -> IssueRef:
    """Of North night: one officer's words, or a theme."""
    with site.ground.database.look() as work:
        schedule = work.session.get_one(Firing, firing).schedule
    raising = Raising(WORDS, by, firing if theme else "said:1", theme, schedule)
    return site.act(lambda scene: raise_issue(scene, raising).ref, MANAGER)


def listed(site: Precincts, user: SlackUserId) -> list[str]:
    return site.act(lambda scene: [one.ref for one in open_issues(scene, the_actor(scene))], user)


def test_managers_see_all_and_whoever_raised_it_theirs_and_nobody_else_anything(
    site: Precincts, firing: str
) -> None:
    ref = raised(site, firing)
    assert {user: listed(site, user) for user in (MANAGER, OFFICER, SERGEANT, QUAY_OFFICER, NEIGHBOR)} == {
        MANAGER: [ref],
        OFFICER: [ref],
        SERGEANT: [],
        QUAY_OFFICER: [],
        NEIGHBOR: [],
    }


def test_a_leader_reads_a_theme_and_so_does_everybody_who_named_it(site: Precincts, firing: str) -> None:
    site.act(lambda scene: answer(scene, firing, Said((InTheWay.TOO_LONG,), "")), OFFICER)
    theme = raised(site, firing, InTheWay.TOO_LONG.value, by=MANAGER)
    assert [listed(site, user) for user in (SERGEANT, OFFICER, QUAY_OFFICER)] == [[theme], [theme], []]
    with pytest.raises(NotAvailable):
        site.act(lambda scene: seen_issue(scene, theme), QUAY_OFFICER)


def test_whoever_it_is_given_to_sees_and_may_end_it(site: Precincts, firing: str) -> None:
    ref = raised(site, firing)
    assert listed(site, CASE_MANAGER) == []
    site.act(lambda scene: give(scene, ref, CASE_MANAGER), MANAGER)
    assert listed(site, CASE_MANAGER) == [ref]

    def may(user: SlackUserId) -> bool:
        return site.act(lambda scene: may_end(seen_issue(scene, ref), the_actor(scene)), user)

    assert [may(user) for user in (CASE_MANAGER, MANAGER, OFFICER)] == [True, True, False]


def test_the_oldest_stands_first_and_what_has_ended_does_not_stand(site: Precincts, firing: str) -> None:
    first = raised(site, firing)
    site.moment += timedelta(days=1)
    second = raised(site, firing, InTheWay.TOO_LONG.value)
    assert listed(site, MANAGER) == [first, second]
    site.act(lambda scene: end(scene, first, IssueState.SETTLED, "Done"), MANAGER)
    assert listed(site, MANAGER) == [second]


def test_what_became_of_it_is_read_for_ninety_days_and_by_whoever_raised_it(
    site: Precincts, firing: str
) -> None:
    ref = raised(site, firing)
    site.act(lambda scene: end(scene, ref, IssueState.SETTLED, "Two on call"), MANAGER)

    def read(user: SlackUserId) -> list[tuple[str, str]]:
        return site.act(lambda scene: [(one.ref, one.ended) for one in said_and_done(scene, user)], user)

    assert (read(OFFICER), read(SERGEANT)) == ([(ref, "Two on call")], [])
    site.moment += timedelta(days=90)
    assert read(OFFICER) == []


def test_the_newest_five_are_read(site: Precincts) -> None:
    def raise_another(number: int) -> IssueRef:
        site.moment += timedelta(minutes=1)
        raising = Raising(WORDS, OFFICER, f"said:{number}")
        return site.act(lambda scene: raise_issue(scene, raising).ref, MANAGER)

    refs = [raise_another(number) for number in range(6)]
    read = site.act(lambda scene: [one.ref for one in said_and_done(scene, OFFICER)], OFFICER)
    assert read == refs[:0:-1]


def test_lines_that_are_issues_already_are_known_by_where_they_came_from(
    site: Precincts, firing: str
) -> None:
    ref = raised(site, firing)
    raised(site, firing, InTheWay.TOO_LONG.value)
    with site.ground.database.look() as work:
        assert raised_from(work, {"said:1", "said:2", firing}) == {"said:1": ref}
        assert work.session.get_one(AdminIssue, ref).words == WORDS
