"""Standing in, and gaps that are said before they hurt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.paging import on_call_seats
from models.acts.rota import Gap, StandIn, gaps, problems, rota, stand_in, tell_of_gaps
from models.audit import Verb
from models.database import UnitOfWork
from models.errors import NotAllowed
from models.notice import Kind, Notice
from models.people import find_actor
from models.scene import Scene
from models.schema import SlackUserId
from tests.factories import (
    BACKUP,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    RESPONDER,
    Laid,
    laid_on_sqlite,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def scene_of(ground: Laid, work: UnitOfWork, user: SlackUserId = MANAGER, moment: datetime = NOON) -> Scene:
    return Scene(work, ground.vault, ground.audit, ground.rules, user, moment)


def wanted(
    first: SlackUserId = BACKUP,
    backup: SlackUserId = RESPONDER,
    begins: datetime = NOON,
    ends: datetime = NOON + HOUR,
) -> StandIn:
    return StandIn("north", first, backup, begins, ends)


def put_on(ground: Laid, user: SlackUserId, stand: StandIn) -> None:
    with ground.database.work() as work:
        scene = scene_of(ground, work, user)
        stand_in(scene, find_actor(work, ground.vault.rows, user, ground.rules.today(NOON)), stand)
        work.commit()


def told(ground: Laid, kind: Kind) -> list[SlackUserId]:
    with ground.database.look() as work:
        query = select(Notice.recipient).where(Notice.kind == kind.value).order_by(Notice.recipient)
        return list(work.session.scalars(query))


@pytest.mark.parametrize("user", [MANAGER, CLINICIAN])
def test_whoever_stands_in_is_paged_first_is_told_and_is_written_down(
    ground: Laid, user: SlackUserId
) -> None:
    put_on(ground, user, wanted())
    with ground.database.look() as work:
        seats = on_call_seats(work, ground.vault.rows, ground.rules, "north", NOON)
        later = on_call_seats(work, ground.vault.rows, ground.rules, "north", NOON + HOUR)
    assert [seat.user for seat in seats] == [BACKUP, RESPONDER]
    assert [seat.user for seat in later] == [RESPONDER, BACKUP]
    assert told(ground, Kind.ROTA_CHANGED) == sorted([BACKUP, RESPONDER])
    [written] = [one for one in ground.audit_rows() if one[1] == Verb.ROTA_CHANGED.value]
    assert (written[0], written[3]) == (user, "north")


def test_somebody_whose_rota_it_is_not_changes_nothing(ground: Laid) -> None:
    with pytest.raises(NotAllowed):
        put_on(ground, RESPONDER, wanted())
    assert told(ground, Kind.ROTA_CHANGED) == []


@pytest.mark.parametrize(
    ("stand", "fields"),
    [
        (wanted(), set()),
        (wanted(backup=BACKUP), {"backup"}),
        (wanted(first=OFFICER), {"first"}),
        (wanted(backup=SlackUserId("UNOBODY01")), {"backup"}),
        (wanted(ends=NOON), {"until"}),
        (wanted(begins=NOON - 2 * HOUR, ends=NOON - HOUR), {"until"}),
        (wanted(ends=NOON + timedelta(days=32)), {"until"}),
    ],
)
def test_what_cannot_be_kept_is_named_at_its_field(ground: Laid, stand: StandIn, fields: set[str]) -> None:
    with ground.database.look() as work:
        assert set(problems(scene_of(ground, work), stand)) == fields


def test_somebody_who_leaves_before_the_end_cannot_stand_in(ground: Laid) -> None:
    ground.reappoint(BACKUP, active_until=NOON.date())
    with ground.database.look() as work:
        assert set(problems(scene_of(ground, work), wanted(ends=NOON + 24 * HOUR))) == {"first"}


def test_a_rota_of_people_who_are_all_gone_is_a_gap(ground: Laid) -> None:
    with ground.database.look() as work:
        assert list(gaps(scene_of(ground, work), NOON, NOON + 24 * HOUR)) == []
    ground.reappoint(RESPONDER, suspended_at=NOON)
    with ground.database.look() as work:
        [row] = rota(scene_of(ground, work), "north", NOON, NOON + 24 * HOUR)
        assert row.shift.users == (BACKUP,)
    ground.reappoint(
        BACKUP, leave_from=NOON.date() + timedelta(days=1), leave_until=NOON.date() + timedelta(2)
    )
    with ground.database.look() as work:
        found = list(gaps(scene_of(ground, work), NOON, NOON + 24 * HOUR))
    midnight = NOON + 12 * HOUR
    assert found == [Gap(code, midnight, NOON + 24 * HOUR) for code in ("north", "quay")]


def test_a_gap_is_said_to_its_owners_once_a_day(ground: Laid) -> None:
    def look(day: str) -> int:
        with ground.database.work() as work:
            count = tell_of_gaps(scene_of(ground, work), day)
            work.commit()
            return count

    assert look("2026-09-15") == 0
    assert told(ground, Kind.ROTA_GAP) == []
    for user in (RESPONDER, BACKUP):
        ground.reappoint(user, suspended_at=NOON)
    assert look("2026-09-15") == look("2026-09-15") == len(ground.rules.regions)
    assert told(ground, Kind.ROTA_GAP) == sorted([CLINICIAN, MANAGER])
    look("2026-09-16")
    assert len(told(ground, Kind.ROTA_GAP)) == 4
