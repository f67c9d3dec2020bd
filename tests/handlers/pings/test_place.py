"""Where and when a filled form means: by the court's own clock, across both changes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice import SITE
from handlers.pings.place import DAY_TOO, HOUR_TOO, OVER, Place, place_of
from models.court_matter import CourtMatter
from models.site_file import read_site_file
from tests.handlers.pings.coordinating import DESERT, HERE

RULES = read_site_file(SITE / "site.toml")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def codes(
    day: str = "", hour: str = "", court: str = "superior", ask: str = "hearing", **more: str
) -> dict[str, str]:
    return {"ask": ask, "court": court, "day": day, "hour": hour, **more}


def test_the_same_hour_is_another_moment_at_a_court_in_another_zone() -> None:
    here = place_of(codes("2026-07-01", "09:00"), {}, RULES, LONG_AGO)
    there = place_of(codes("2026-07-01", "09:00", court="saltmarsh"), {}, RULES, LONG_AGO)
    assert isinstance(here, Place)
    assert isinstance(there, Place)
    assert here.hearing_at == there.hearing_at == datetime(2026, 7, 1, 16, tzinfo=UTC)
    winter = place_of(codes("2026-12-01", "09:00", court="saltmarsh"), {}, RULES, LONG_AGO)
    assert isinstance(winter, Place)
    assert winter.hearing_at == datetime(2026, 12, 1, 16, tzinfo=UTC), "the desert changes no clock"


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("2026-03-08", "02:30", datetime(2026, 3, 8, 10, 0, tzinfo=UTC)),  # skipped: the first minute after
        ("2026-11-01", "01:30", datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),  # repeated: the first of the two
        ("2026-11-02", "09:00", datetime(2026, 11, 2, 17, 0, tzinfo=UTC)),
    ],
)
def test_both_changes_of_the_clock(day: str, hour: str, moment: datetime) -> None:
    place = place_of(codes(day, hour), {}, RULES, LONG_AGO)
    assert isinstance(place, Place)
    assert place.hearing_at == moment


@given(st.datetimes(min_value=datetime(2026, 2, 1), max_value=datetime(2027, 2, 1)), st.integers(-600, 600))  # noqa: DTZ001 - a wall clock
def test_what_is_past_is_refused_and_what_is_to_come_is_taken(wall: datetime, minutes: int) -> None:
    local = wall.replace(second=0, microsecond=0, tzinfo=DESERT)
    now = local.astimezone(UTC) - timedelta(minutes=minutes)
    filled = codes(local.date().isoformat(), local.strftime("%H:%M"), court="saltmarsh")
    place = place_of(filled, {}, RULES, now)
    if minutes > 0:
        assert isinstance(place, Place)
        assert place.hearing_at == local.astimezone(UTC)
    else:
        assert place == {"day": OVER.format("MST")}


def test_half_a_time_is_asked_for_at_the_half_that_is_missing() -> None:
    assert place_of(codes(day="2026-07-01"), {}, RULES, LONG_AGO) == {"hour": HOUR_TOO}
    assert place_of(codes(hour="09:00"), {}, RULES, LONG_AGO) == {"day": DAY_TOO}


def test_a_day_in_the_form_goes_before_the_one_that_is_kept() -> None:
    kept = CourtMatter(id="m", court="municipal", hearing_at=datetime(2026, 7, 1, 16, tzinfo=UTC))
    whole = codes("2026-08-01", "10:00", matter="m")
    place = place_of(whole, {"m": kept}, RULES, LONG_AGO)
    assert isinstance(place, Place)
    assert place.court.code == "municipal"
    assert place.hearing_at == datetime(2026, 8, 1, 10, tzinfo=HERE)


def test_a_kept_date_that_is_over_is_no_date_where_none_is_needed() -> None:
    kept = CourtMatter(id="m", court="municipal", hearing_at=LONG_AGO)
    place = place_of(codes(ask="filing", matter="m"), {"m": kept}, RULES, LONG_AGO + timedelta(days=1))
    assert isinstance(place, Place)
    assert (place.matter, place.hearing_at) == ("m", None)


def test_a_court_that_left_the_file_is_chosen_anew() -> None:
    kept = CourtMatter(id="m", court="gone", hearing_at=None)
    missing = place_of(codes(ask="filing", court="", matter="m"), {"m": kept}, RULES, LONG_AGO)
    assert isinstance(missing, dict)
    assert list(missing) == ["matter"]
    chosen = place_of(codes(ask="filing", matter="m"), {"m": kept}, RULES, LONG_AGO)
    assert isinstance(chosen, Place)
    assert chosen.court.code == "superior"
