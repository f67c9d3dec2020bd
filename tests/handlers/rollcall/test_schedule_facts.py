"""Hours in words: by the region's clock, with letters in the weeks in which it changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.rollcall.schedule_facts import when_words

HARBOR, OAHU = ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Honolulu")


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        ((2026, 3, 8, 10, 0), HARBOR, "Sun 8 Mar 03:00 PDT"),
        ((2026, 3, 2, 14, 45), HARBOR, "Mon 2 Mar 06:45 PST"),
        ((2026, 3, 9, 13, 45), HARBOR, "Mon 9 Mar 06:45"),
        ((2026, 11, 1, 8, 30), HARBOR, "Sun 1 Nov 01:30 PDT"),
        ((2026, 11, 1, 9, 30), HARBOR, "Sun 1 Nov 01:30 PST"),
        ((2026, 10, 25, 8, 30), HARBOR, "Sun 25 Oct 01:30"),
        ((2026, 11, 1, 11, 30), OAHU, "Sun 1 Nov 01:30"),
    ],
)
def test_a_moment_is_said_by_the_regions_clock(moment: tuple[int, ...], zone: ZoneInfo, words: str) -> None:
    assert when_words(datetime(*moment, tzinfo=UTC), zone) == words  # type: ignore[misc, arg-type]  # parts of it
