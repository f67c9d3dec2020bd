"""Releases that end soon: once for each, to the assigned case managers, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.participants import join_team
from models.acts.release_ends import flag_ending
from models.notice import Kind, Notice, Urgency
from models.people import Role
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, NOON, laid_on_sqlite
from tests.models.sharing import HOST, Sharing, defenders, office, share

TODAY = date(2026, 9, 15)
SECOND = SlackUserId("UPELL0001")


@pytest.fixture
def sharing(tmp_path: Path) -> Iterator[Sharing]:
    with laid_on_sqlite(tmp_path) as laid:
        yield share(laid)


def look(sharing: Sharing, later: timedelta = timedelta()) -> int:
    return sharing.act(flag_ending, SlackUserId("bot"), NOON + later)


def told(sharing: Sharing) -> list[tuple[str, str]]:
    query = select(Notice).where(Notice.kind == Kind.RELEASE_ENDS.value).order_by(Notice.id)
    with sharing.ground.database.look() as work:
        rows = list(work.session.scalars(query))
    assert all(row.urgency == Urgency.ROUTINE for row in rows)
    return [(row.recipient, row.subject) for row in rows]


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (14, 1), (15, 0)])
def test_soon_is_from_the_sites_days_before_through_the_last_day(
    sharing: Sharing, days: int, count: int
) -> None:
    if days < 0:
        sharing.sign(until=TODAY)
        assert look(sharing, timedelta(days=1)) == 0
    else:
        sharing.sign(until=TODAY + timedelta(days=days))
        assert look(sharing) == count
    assert told(sharing) == [(CASE_MANAGER, sharing.ref)] * count


def test_each_release_is_told_of_once_however_many_it_names_and_however_often_one_looks(
    sharing: Sharing,
) -> None:
    sharing.sign(office(), defenders(), until=TODAY + timedelta(days=3))
    for day in range(3):
        assert look(sharing, timedelta(days=day)) == 1
    assert told(sharing) == [(CASE_MANAGER, sharing.ref)]
    sharing.sign(until=TODAY + timedelta(days=5))
    look(sharing)
    assert told(sharing) == [(CASE_MANAGER, sharing.ref)] * 2


def test_a_supervisor_hears_nothing_and_a_case_manager_who_comes_later_does(sharing: Sharing) -> None:
    sharing.sign(until=TODAY + timedelta(days=3))
    look(sharing)
    assert CLINICIAN not in {user for user, _ in told(sharing)}
    sharing.ground.reappoint(SECOND, agency=HOST, roles="case_manager")
    sharing.act(lambda scene: join_team(scene, sharing.circle(), SECOND, Role.CASE_MANAGER))
    look(sharing)
    assert told(sharing) == [(CASE_MANAGER, sharing.ref), (SECOND, sharing.ref)]


def test_what_was_revoked_or_ends_with_an_event_alone_is_not_told(sharing: Sharing) -> None:
    [mine] = sharing.sign(until=TODAY + timedelta(days=3))
    sharing.sign(until=None, by_event=True)
    sharing.revoke(mine)
    assert look(sharing) == 0
    assert told(sharing) == []
