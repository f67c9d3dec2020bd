"""When a group meets next: by what is posted, else by its rule; paused and skipped dates do not count."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.meeting_coming import Coming, coming_meeting
from models.acts.meetings import cancel
from models.acts.schedule_dates import skip
from models.acts.schedules import pause
from models.database import Database
from models.rollcall import SkipReason
from tests.factories import MANAGER
from tests.models.acts.meeting import TUESDAY, lay_groups, meetings, weekly
from tests.models.acts.rolling import Precincts, utc

DAY = timedelta(days=1)
FIRST, SECOND = utc(2026, 6, 2, 17), utc(2026, 6, 9, 17)


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Precincts:
    return lay_groups(database, tmp_path)


def coming(site: Precincts, group: str = "owg") -> Coming | None:
    return site.act(lambda scene: coming_meeting(scene, group), MANAGER)


def test_a_group_without_a_rule_meets_never(site: Precincts) -> None:
    site.make(weekly())
    assert coming(site, "policy") is None


def test_before_any_agenda_it_is_the_rule_that_says(site: Precincts) -> None:
    site.make(weekly())
    assert coming(site) == Coming(FIRST, 60)


def test_a_posted_agenda_is_the_next_meeting(site: Precincts) -> None:
    site.make(weekly())
    site.live(FIRST - DAY)
    [meeting] = meetings(site)
    assert coming(site) == Coming(FIRST, 60, meeting.id)


def test_a_cancelled_one_gives_way_to_the_one_after_it(site: Precincts) -> None:
    site.make(weekly())
    site.live(FIRST - DAY)
    [meeting] = meetings(site)
    site.act(lambda scene: cancel(scene, meeting.id), MANAGER)
    assert coming(site) == Coming(SECOND, 60)


def test_a_skipped_date_does_not_count_and_a_paused_rule_says_nothing(site: Precincts) -> None:
    schedule = site.make(weekly())
    site.act(lambda scene: skip(scene, schedule, TUESDAY, SkipReason.OTHER), MANAGER)
    assert coming(site) == Coming(SECOND, 60)
    site.act(lambda scene: pause(scene, schedule), MANAGER)
    assert coming(site) is None
