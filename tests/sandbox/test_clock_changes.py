"""When the clocks are changed next, in zones that do and zones that do not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.clock_changes import before_change, next_change

NOON = datetime(2026, 3, 1, 20, 0, tzinfo=UTC).timestamp()
CHANGES = {
    "America/Los_Angeles": datetime(2026, 3, 8, 10, 0, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
    "Europe/Berlin": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, 15, 0, tzinfo=UTC),  # by half an hour only
}


@pytest.mark.parametrize("zone", CHANGES)
def test_the_first_second_of_the_new_time_is_found(zone: str) -> None:
    found = next_change(zone, NOON)
    assert found == CHANGES[zone].timestamp()
    before, after = (datetime.fromtimestamp(found - gap, ZoneInfo(zone)).utcoffset() for gap in (1, 0))
    assert before != after


@pytest.mark.parametrize("zone", ["America/Phoenix", "UTC", "Nowhere/At_All", "../../passwd", ""])
def test_a_zone_that_does_not_change_its_clocks_or_does_not_exist_has_none(zone: str) -> None:
    assert next_change(zone, NOON) is None
    assert before_change(zone, NOON) is None


def test_one_comes_half_an_hour_before_and_then_to_the_next_one() -> None:
    change = CHANGES["America/Los_Angeles"].timestamp()
    assert before_change("America/Los_Angeles", NOON) == change - 1800
    local = datetime.fromtimestamp(change - 1800, ZoneInfo("America/Los_Angeles"))
    assert (local.hour, local.minute) == (1, 30)
    autumn = before_change("America/Los_Angeles", change - 1800)
    assert autumn is not None
    assert datetime.fromtimestamp(autumn, UTC) == datetime(2026, 11, 1, 9, 0, tzinfo=UTC) - timedelta(
        minutes=30
    )
