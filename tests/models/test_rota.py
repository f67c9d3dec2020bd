"""Who is on call: the site's rows, spans over them, and every moment at which that changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.database import UnitOfWork
from models.rota import (
    NOBODY,
    RotaSpan,
    Shift,
    Stretch,
    is_silent,
    joined,
    shift_at,
    stretches,
    write_silence,
)
from models.schema import SlackUserId
from models.site import SiteRules
from tests.factories import BACKUP, CASE_MANAGER, NOON, RESPONDER, Laid, laid_on_sqlite

HOUR = timedelta(hours=1)
PLAN = (RESPONDER, BACKUP)
SWAPPED = (BACKUP, RESPONDER)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def span(
    ground: Laid,
    begins: datetime,
    ends: datetime,
    users: tuple[SlackUserId, ...] = SWAPPED,
    name: str = "1",
    set_at: datetime = NOON,
) -> RotaSpan:
    made = RotaSpan(
        id=name * 32,
        region="north",
        first_user=users[0],
        backup_user=users[1],
        begins_at=begins,
        ends_at=ends,
        set_by="UFENNIM01",
        set_at=set_at,
        version=1,
    )
    ground.vault.rows.sign_row(made)
    with ground.database.work() as work:
        work.session.add(made)
        work.commit()
    return made


def on_call(ground: Laid, moment: datetime, region: str = "north") -> tuple[SlackUserId, ...]:
    with ground.database.look() as work:
        return shift_at(work, ground.vault.rows, ground.rules, region, moment).users


def rules_with(ground: Laid, *rows: dict[str, object]) -> SiteRules:
    return SiteRules.model_validate({**ground.rules.model_dump(by_alias=True), "on_call": rows})


def row(begins: str, ends: str) -> dict[str, object]:
    return {
        "region": "north",
        "slack_user_id": RESPONDER,
        "backup_user_id": BACKUP,
        "from": begins,
        "to": ends,
    }


def rota_of(work: UnitOfWork, ground: Laid, rules: SiteRules, begins: datetime, hours: int) -> list[Stretch]:
    return joined(stretches(work, ground.vault.rows, rules, "north", begins, begins + hours * HOUR))


def test_a_span_stands_over_the_plan_from_its_first_moment_to_its_last(ground: Laid) -> None:
    span(ground, NOON, NOON + HOUR)
    assert on_call(ground, NOON - timedelta(seconds=1)) == PLAN
    assert on_call(ground, NOON) == SWAPPED
    assert on_call(ground, NOON + HOUR - timedelta(seconds=1)) == SWAPPED
    assert on_call(ground, NOON + HOUR) == PLAN
    assert on_call(ground, NOON, "quay") == PLAN


def test_of_two_spans_the_newer_counts(ground: Laid) -> None:
    span(ground, NOON, NOON + HOUR)
    span(ground, NOON, NOON + HOUR, (CASE_MANAGER, BACKUP), "2", NOON + timedelta(minutes=1))
    assert on_call(ground, NOON) == (CASE_MANAGER, BACKUP)


@pytest.mark.parametrize("column", ["first_user", "backup_user", "ends_at", "region"])
def test_a_span_that_somebody_altered_in_the_database_counts_for_nothing(ground: Laid, column: str) -> None:
    made = span(ground, NOON, NOON + HOUR)
    changed = {"ends_at": NOON + 2 * HOUR, "region": "quay"}.get(column, CASE_MANAGER)
    with ground.database.work() as work:
        setattr(work.session.get_one(RotaSpan, made.id), column, changed)
        work.commit()
    assert on_call(ground, NOON) == PLAN
    assert on_call(ground, NOON, "quay") == PLAN


def test_the_supervisor_of_the_hour_stays_whoever_stands_in(ground: Laid) -> None:
    span(ground, NOON, NOON + HOUR)
    rules = rules_with(ground, {**row("00:00", "24:00"), "supervisor_user_id": "UHOLLY001"})
    with ground.database.look() as work:
        assert shift_at(work, ground.vault.rows, rules, "north", NOON) == Shift(
            SWAPPED, SlackUserId("UHOLLY001"), standing_in=True
        )


def test_a_gap_in_the_plan_is_a_stretch_without_anybody(ground: Laid) -> None:
    rules = rules_with(ground, row("08:00", "12:30"), row("13:00", "24:00"))
    with ground.database.look() as work:
        found = rota_of(work, ground, rules, NOON, 24)
    assert [(stretch.begins, stretch.ends) for stretch in found if stretch.shift == NOBODY] == [
        (NOON + timedelta(minutes=30), NOON + HOUR),
        (NOON + 12 * HOUR, NOON + 20 * HOUR),
    ]


@pytest.mark.parametrize(
    ("begins", "hours_of_gap"),
    [
        (datetime(2026, 3, 8, 8, tzinfo=UTC), 1.5),  # 02:30 to 04:30 of a day that skips 02:00-03:00
        (datetime(2026, 11, 1, 7, tzinfo=UTC), 2.0),  # the repeated hour lies before it
    ],
)
def test_a_gap_is_as_long_as_the_clock_makes_it(ground: Laid, begins: datetime, hours_of_gap: float) -> None:
    rules = rules_with(ground, row("04:30", "02:30"))
    with ground.database.look() as work:
        found = rota_of(work, ground, rules, begins, 12)
    [gap] = [stretch for stretch in found if stretch.shift == NOBODY]
    assert gap.ends - gap.begins == timedelta(hours=hours_of_gap)


@given(
    edges=st.lists(st.integers(0, 23 * 60 + 59), min_size=2, max_size=2, unique=True),
    probe=st.integers(0, 48 * 60 - 1),
    start=st.sampled_from(
        [NOON, datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 10, 31, 12, tzinfo=UTC)]
    ),
)
def test_every_moment_lies_in_the_stretch_that_says_who_is_on_call_then(
    edges: list[int], probe: int, start: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ground = _shared(tmp_path_factory)
    rules = rules_with(ground, row(*(f"{edge // 60:02}:{edge % 60:02}" for edge in edges)))
    moment = start + timedelta(minutes=probe)
    with ground.database.look() as work:
        found = stretches(work, ground.vault.rows, rules, "north", start, start + 48 * HOUR)
        [here] = [stretch for stretch in found if stretch.begins <= moment < stretch.ends]
        assert here.shift == shift_at(work, ground.vault.rows, rules, "north", moment)
    assert found[0].begins == start
    assert found[-1].ends == start + 48 * HOUR
    assert all(one.ends == other.begins for one, other in pairwise(found))


_KEPT: list[Laid] = []


def _shared(folders: pytest.TempPathFactory) -> Laid:
    """One ground for all examples: nothing is written to it."""
    if not _KEPT:
        context = laid_on_sqlite(folders.mktemp("rota"))
        _KEPT.append(context.__enter__())
    return _KEPT[0]


def test_silence_is_kept_until_its_end_and_taken_back(ground: Laid) -> None:
    with ground.database.work() as work:
        write_silence(work, RESPONDER, NOON + HOUR)
        write_silence(work, RESPONDER, NOON + 2 * HOUR)
        work.commit()
    with ground.database.work() as work:
        assert is_silent(work, RESPONDER, NOON + HOUR)
        assert not is_silent(work, RESPONDER, NOON + 2 * HOUR)
        assert not is_silent(work, BACKUP, NOON)
        write_silence(work, RESPONDER, None)
        assert not is_silent(work, RESPONDER, NOON)
