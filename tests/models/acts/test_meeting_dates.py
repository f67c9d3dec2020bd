"""When groups meet: against an independent calendar, past both changes of the clocks; never two at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.acts.drift import Sign, signals
from models.acts.meeting_dates import date_met_then, first_overlap, is_skipped, met_then, skipped_on
from models.acts.meeting_run import begin, end
from models.acts.schedules import Wanted
from models.database import Database
from models.recurrence import Every, Rule
from models.schema import Base
from models.site import Group
from tests.databases import fresh_url
from tests.factories import MANAGER
from tests.icalendar.independent import ZONES, Case, expanded
from tests.models.acts.meeting import MONDAY, OWG, TUESDAY, lay_groups, meetings, weekly
from tests.models.acts.rolling import AUTUMN, SPRING, START, Precincts, utc
from tests.slack_types.check import NoNode

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
LAST = date(2027, 1, 3)
DAY = timedelta(days=1)
# Both Sundays on which the clocks change in Los Angeles lie in this fortnight's rhythm.
FORTNIGHT = Rule(date(2026, 1, 11), (6,), interval=2)
CASES = (
    Case(Rule(date(2026, 1, 6), (1,), Every.MONTH, nth=1), time(10)),
    Case(Rule(date(2026, 1, 6), (4,), Every.MONTH, nth=-1), time(13, 30)),
    Case(FORTNIGHT, time(1, 30)),
    Case(FORTNIGHT, time(2, 30)),
)
REGIONS = {"north": "America/Los_Angeles", "mesa": "America/Phoenix", "oahu": "Pacific/Honolulu"}


@contextmanager
def site_of(folder: Path, groups: tuple[Group, ...]) -> Iterator[Precincts]:
    with fresh_url("sqlite", folder) as url:
        database = Database(url)
        Base.metadata.create_all(database.engine)
        site = lay_groups(database, folder, groups)
        site.moment = START
        yield site
        database.close()


def group_of(region: str, number: int) -> Group:
    code = f"{region}-{number}"
    return OWG.model_copy(update={"code": code, "name": code, "regions": (region,)})


@pytest.mark.node
def test_meetings_are_where_an_independent_calendar_has_them_past_both_changes_of_the_clocks(
    tmp_path: Path,
) -> None:
    try:
        theirs = expanded(list(CASES), LAST)
    except NoNode:
        pytest.skip("node or npm is not installed: meetings were not held against ical.js")
    groups = tuple(group_of(region, number) for region in REGIONS for number in range(len(CASES)))
    with site_of(tmp_path, groups) as site:
        for region in REGIONS:
            for number, case in enumerate(CASES):
                code = f"{region}-{number}"
                site.make(weekly(shift=code, region=region, name=code, rule=case.rule, at=case.at))
        site.live(datetime(2027, 1, 3, tzinfo=UTC))
        met: dict[str, list[datetime]] = {}
        for meeting in sorted(meetings(site), key=lambda one: one.starts_at):
            met.setdefault(meeting.group, []).append(meeting.starts_at)
    for region, zone in REGIONS.items():
        for number, readings in enumerate(theirs):
            ours = met[f"{region}-{number}"]
            expected = [_moment(one) for one in readings[ZONES.index(zone)]][: len(ours)]
            assert len(ours) > 10
            assert [one for one, other in zip(ours, expected, strict=True) if other and one != other] == []
    assert utc(2026, 3, 8, 10) in met["north-3"], "a skipped hour is the first minute behind the gap"
    assert utc(2026, 11, 1, 8, 30) in met["north-2"], "of a repeated hour the first"


def _moment(reading: int | list[int]) -> datetime | None:
    """The moment that they read; None for an hour that they do not have: that rule is ours."""
    if isinstance(reading, list):
        return _moment(min(reading)) if reading else None
    return datetime.fromtimestamp(reading * 60, UTC)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Precincts]:
    with site_of(tmp_path, (OWG,)) as made:
        made.moment = utc(2026, 5, 31, 19)
        yield made


def test_an_hour_that_the_clocks_leave_out_is_found_months_ahead() -> None:
    wanted = weekly(rule=FORTNIGHT, at=time(2, 30))
    assert skipped_on(wanted, LOS_ANGELES, date(2026, 1, 5)) == SPRING
    assert skipped_on(wanted, ZoneInfo("America/Phoenix"), date(2026, 1, 5)) is None
    assert skipped_on(weekly(rule=FORTNIGHT, at=time(1, 30)), LOS_ANGELES, date(2026, 1, 5)) is None
    assert is_skipped(SPRING, time(2, 30), LOS_ANGELES)
    assert not is_skipped(AUTUMN, time(1, 30), LOS_ANGELES)


def ask(site: Precincts, wanted: Wanted, besides: str = "") -> datetime | None:
    return site.act(lambda scene: met_then(scene, wanted, besides), MANAGER)


def test_two_meetings_of_one_group_are_found_wherever_their_rules_meet(site: Precincts) -> None:
    first = site.make(weekly())
    monthly = Rule(MONDAY, (1,), Every.MONTH, nth=1)
    assert ask(site, weekly(rule=monthly, at=time(10, 30))) == utc(2026, 6, 2, 17, 30)
    assert ask(site, weekly(rule=monthly, at=time(11))) is None, "one ends when the other begins"
    assert ask(site, weekly(rule=monthly, at=time(9), close_minutes=61)) == utc(2026, 6, 2, 17)
    assert ask(site, weekly(), besides=first) is None, "it may be changed"
    assert ask(site, weekly(shift="clt")) is None, "another group may meet then"
    site.live(utc(2026, 6, 1, 18))
    assert ask(site, weekly(), besides=first) is None, "nor does its own posted agenda stand in the way"


def test_a_single_date_moves_past_its_own_but_not_onto_another(site: Precincts) -> None:
    first = site.make(weekly())

    def meets(at: datetime) -> bool:
        return site.act(lambda scene: date_met_then(scene, site.row(first), TUESDAY, at), MANAGER)

    assert not meets(utc(2026, 6, 2, 17, 30))
    assert meets(utc(2026, 6, 9, 17, 30))


spans = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9)), max_size=12)


@given(spans, spans)
def test_an_overlap_is_found_if_and_only_if_there_is_one(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    def made(pairs: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
        return [
            (START + timedelta(minutes=at), START + timedelta(minutes=at + length)) for at, length in pairs
        ]

    one, other = made(mine), made(theirs)
    truth = any(a < d and c < b for a, b in one for c, d in other)
    assert (first_overlap(one, other) is not None) is truth


def no_meeting(site: Precincts) -> list[tuple[int, bool]]:
    found = site.act(signals, MANAGER)
    return [(one.count, one.never) for one in found if one.sign is Sign.NO_MEETING]


def test_a_group_that_met_or_was_to_meet_and_was_not_together_is_a_sign(site: Precincts) -> None:
    assert no_meeting(site) == []
    site.make(weekly())
    site.live(utc(2026, 6, 21, 19))
    assert no_meeting(site) == []
    site.live(utc(2026, 6, 22, 19))
    assert no_meeting(site) == [(22, True)]
    site.live(utc(2026, 6, 23, 17))
    meeting = next(one for one in meetings(site) if one.state == "planned")
    site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    site.act(lambda scene: end(scene, meeting.id).id, MANAGER)
    assert no_meeting(site) == []
    site.live(utc(2026, 7, 15, 19))
    assert no_meeting(site) == [(22, False)]
    drift = site.ground.rules.drift.model_copy(update={"no_meeting_days": 0})
    site.ground = replace(site.ground, rules=site.ground.rules.model_copy(update={"drift": drift}))
    assert no_meeting(site) == []
