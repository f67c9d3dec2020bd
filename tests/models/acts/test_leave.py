"""Leave and the calendar: access rests and comes back by itself, and what a date ends is handed on once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.depart import Departure
from models.acts.leave import keep_calendar, take_leave
from models.errors import AlreadyChanged, LastManager, NotOnRoster
from models.notice import Kind, Notice
from models.people import Member, Role, find_actor
from models.scene import Scene
from models.schema import SlackUserId
from models.vault import Opened, Refused
from tests.factories import BACKUP, MANAGER, NOON, OFFICER, RESPONDER, Laid, laid_on_sqlite

TODAY = date(2026, 9, 15)
DAY = timedelta(days=1)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def left(ground: Laid, begins: date, ends: date, user: SlackUserId = RESPONDER) -> Departure:
    with ground.database.work() as work:
        here = Scene(work, ground.vault, ground.audit, ground.rules, MANAGER, NOON)
        done = take_leave(here, user, begins, ends)
        work.commit()
        return done


def looked_at(ground: Laid, moment: datetime) -> int:
    with ground.database.work() as work:
        here = Scene(work, ground.vault, ground.audit, ground.rules, SlackUserId("bot"), moment)
        count = keep_calendar(here)
        work.commit()
        return count


def active(ground: Laid, day: date, user: SlackUserId = RESPONDER) -> bool:
    with ground.database.look() as work:
        try:
            find_actor(work, ground.vault.rows, user, day)
        except NotOnRoster:
            return False
        return True


def told(ground: Laid, kind: Kind) -> list[str]:
    with ground.database.look() as work:
        query = select(Notice.recipient).where(Notice.kind == kind.value).order_by(Notice.id)
        return list(work.session.scalars(query))


def test_a_leave_from_today_rests_access_at_once_and_it_comes_back_the_day_after(ground: Laid) -> None:
    shared = ground.refer()
    ground.change(shared.ref, responder=RESPONDER, acknowledged_by=RESPONDER, acknowledged_at=NOON)
    assert left(ground, TODAY, TODAY + DAY) == Departure(0, (shared.ref,))
    assert ground.open(RESPONDER, shared.handles[RESPONDER]) == Refused("roster")
    assert told(ground, Kind.CARD_WAITS) == [BACKUP]
    assert told(ground, Kind.ACCESS_RESTS) == [RESPONDER]
    assert [active(ground, TODAY + n * DAY) for n in range(-1, 4)] == [True, False, False, True, True]
    back = ground.open(RESPONDER, shared.handles[RESPONDER], NOON + 2 * DAY)
    assert isinstance(back, Opened), "no new appointment"


def test_a_later_leave_changes_nothing_until_its_day(ground: Laid) -> None:
    shared = ground.refer()
    ground.change(shared.ref, responder=RESPONDER, acknowledged_by=RESPONDER, acknowledged_at=NOON)
    assert left(ground, TODAY + DAY, TODAY + 2 * DAY) == Departure(0, ())
    assert isinstance(ground.open(RESPONDER, shared.handles[RESPONDER]), Opened)
    assert looked_at(ground, NOON) == 0
    assert looked_at(ground, NOON + DAY) == 1
    assert told(ground, Kind.CARD_WAITS) == [BACKUP]
    assert told(ground, Kind.ACCESS_RESTS) == [RESPONDER]
    looked_at(ground, NOON + 2 * DAY)
    assert told(ground, Kind.CARD_WAITS) == [BACKUP]
    assert told(ground, Kind.ACCESS_RESTS) == [RESPONDER]


@pytest.mark.parametrize(("begins", "ends"), [(TODAY - DAY, TODAY), (TODAY + DAY, TODAY)])
def test_days_that_are_over_or_the_wrong_way_round_are_refused(
    ground: Laid, begins: date, ends: date
) -> None:
    with pytest.raises(ValueError, match="leave"):
        left(ground, begins, ends)


def test_a_leave_that_stands_can_only_be_made_longer(ground: Laid) -> None:
    left(ground, TODAY, TODAY + 5 * DAY)
    for begins, ends in ((TODAY, TODAY + 4 * DAY), (TODAY + DAY, TODAY + 9 * DAY)):
        with pytest.raises(AlreadyChanged):
            left(ground, begins, ends)
    left(ground, TODAY, TODAY + 9 * DAY)
    assert not active(ground, TODAY + 9 * DAY)


def test_the_only_project_manager_takes_no_leave(ground: Laid) -> None:
    with pytest.raises(LastManager):
        left(ground, TODAY + DAY, TODAY + 3 * DAY, MANAGER)
    assert active(ground, TODAY + DAY, MANAGER)


def test_leave_is_under_the_rows_mac(ground: Laid) -> None:
    left(ground, TODAY, TODAY + DAY)
    with ground.database.look() as work:
        row = work.session.get_one(Member, RESPONDER)
        assert ground.vault.rows.row_holds(row)
        row.leave_until = TODAY
        assert not ground.vault.rows.row_holds(row)
        row.leave_from = row.leave_until = None
        assert not ground.vault.rows.row_holds(row), "taking it out altogether is seen, too"


def test_a_term_that_has_ended_is_handed_on_and_told_once(ground: Laid) -> None:
    shared = ground.refer()
    ground.change(shared.ref, responder=RESPONDER, acknowledged_by=RESPONDER, acknowledged_at=NOON)
    ground.reappoint(RESPONDER, active_until=TODAY)
    assert looked_at(ground, NOON) == 0
    for n in (1, 2):
        looked_at(ground, NOON + n * DAY)
        assert told(ground, Kind.CARD_WAITS) == [BACKUP]
        assert told(ground, Kind.ACCESS_ENDED) == [RESPONDER]


def test_nobody_hears_of_a_term_that_ended_long_ago(ground: Laid) -> None:
    ground.reappoint(OFFICER, active_until=TODAY - 30 * DAY)
    looked_at(ground, NOON)
    assert told(ground, Kind.ACCESS_ENDED) == []


def test_an_acting_role_runs_out_with_what_was_handed_out_in_it(ground: Laid) -> None:
    ground.reappoint(
        RESPONDER, roles="executive", acting_role="outreach_responder", acting_from=TODAY, acting_until=TODAY
    )
    shared = ground.refer()
    with ground.database.look() as work:
        actor = find_actor(work, ground.vault.rows, RESPONDER, TODAY)
        assert actor.roles == {Role.EXECUTIVE, Role.OUTREACH_RESPONDER}
    assert isinstance(ground.open(RESPONDER, shared.handles[RESPONDER]), Opened)
    assert isinstance(ground.open(RESPONDER, shared.handles[RESPONDER], NOON + DAY), Refused)
    assert looked_at(ground, NOON + DAY) == 1
    assert looked_at(ground, NOON + DAY) == 0
    with ground.database.look() as work:
        row = work.session.get_one(Member, RESPONDER)
        assert (row.acting_role, row.acting_from, row.acting_until) == (None, None, None)
        assert ground.vault.rows.row_holds(row)
