"""Rounds made once a day: the due day by the site's own clock, and one row for each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.database import Database
from models.rounds import due_day, is_done, write_done
from models.schema import Base

ZONE, AT = ZoneInfo("America/Los_Angeles"), time(3, 10)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-09-15T10:09:59", date(2026, 9, 14)),
        ("2026-09-15T10:10:00", date(2026, 9, 15)),
        ("2026-09-16T06:59:59", date(2026, 9, 15)),
        ("2026-03-08T10:10:00", date(2026, 3, 8)),  # 03:10, an hour after the clocks went forward
        ("2026-11-01T11:10:00", date(2026, 11, 1)),  # 03:10, after 01:30 came twice
    ],
)
def test_a_day_is_due_from_its_local_time_on(moment: str, day: date) -> None:
    assert due_day(datetime.fromisoformat(moment).replace(tzinfo=UTC), ZONE, AT) == day


@given(st.integers(1_704_067_200, 1_956_528_000), st.integers(0, 86_400))  # 2024 to 2031
def test_within_a_day_the_due_day_goes_on_and_never_back(begin: int, seconds: int) -> None:
    first, later = (datetime.fromtimestamp(at, UTC) for at in (begin, begin + seconds))
    assert 0 <= (due_day(later, ZONE, AT) - due_day(first, ZONE, AT)).days <= 2


def test_a_day_is_written_once(database: Database) -> None:
    Base.metadata.create_all(database.engine)
    now, day = datetime(2026, 9, 15, 11, tzinfo=UTC), date(2026, 9, 15)
    with database.work() as work:
        assert not is_done(work, "roster", day)
        assert write_done(work, "roster", day, now)
        assert not write_done(work, "roster", day, now)
        assert write_done(work, "roster", date(2026, 9, 16), now)
        work.commit()
    with database.look() as work:
        assert is_done(work, "roster", day)
        assert not is_done(work, "other", day)
