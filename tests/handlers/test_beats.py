"""The clock's beats: a search writes only what it saw, and a round is made once for its day."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from handlers.beats import Round, Search
from models.rounds import is_done, write_done
from models.scene import Scene
from tests.handlers.harbor import Harbor

AT = time(9)


class Looked:
    """What a search is handed, written down: what it sees, and what was written of it."""

    def __init__(self, harbor: Harbor, sees: str | None) -> None:
        self.harbor = harbor
        self.sees = sees
        self.written: list[str] = []

    def look(self, scene: Scene) -> str | None:
        # Somebody refers meanwhile, and waits for nothing.
        with self.harbor.ground.database.work() as work:
            write_done(work, "meanwhile", scene.moment.date(), scene.moment)
            work.commit()
        return self.sees

    def write_down(self, scene: Scene, sight: str) -> None:
        write_done(scene.work, sight, scene.moment.date(), scene.moment)
        self.written.append(sight)


def kept(harbor: Harbor, name: str) -> bool:
    with harbor.ground.database.look() as work:
        return is_done(work, name, harbor.time().date())


def test_others_write_while_a_search_reads_and_what_it_saw_is_kept_and_wakes_the_postman(
    harbor: Harbor,
) -> None:
    harbor.rung.clear()
    looked = Looked(harbor, "seen")
    Search(harbor.ground, looked.look, looked.write_down).beat()
    assert looked.written == ["seen"]
    assert kept(harbor, "meanwhile")
    assert kept(harbor, "seen")
    assert harbor.rung == ["woken"]


def test_a_search_with_nothing_due_writes_nothing_and_wakes_nobody(harbor: Harbor) -> None:
    harbor.rung.clear()
    looked = Looked(harbor, None)
    Search(harbor.ground, looked.look, looked.write_down).beat()
    assert not looked.written
    assert not harbor.rung


def test_what_a_search_could_not_keep_is_not_kept_by_half_and_wakes_nobody(harbor: Harbor) -> None:
    def breaks(scene: Scene, sight: str) -> None:
        write_done(scene.work, sight, scene.moment.date(), scene.moment)
        raise LookupError

    harbor.rung.clear()
    with pytest.raises(LookupError):
        Search(harbor.ground, Looked(harbor, "seen").look, breaks).beat()
    assert not kept(harbor, "seen")
    assert not harbor.rung


def to_nine(harbor: Harbor, *, minutes: int) -> date:
    """Put the clock to the next 09:00 of the site, and so many minutes more; the day there."""
    local = harbor.time().astimezone(harbor.rules().zone_of())
    nine = (local + timedelta(days=1)).replace(hour=AT.hour, minute=0, second=0, microsecond=0)
    harbor.time.go(nine.astimezone(UTC) - harbor.time() + timedelta(minutes=minutes))
    return nine.date()


def test_a_round_is_made_once_for_a_day_and_before_its_hour_for_the_day_before(harbor: Harbor) -> None:
    made: list[date] = []
    today = to_nine(harbor, minutes=-1)
    daily = Round(harbor.ground, "daily", AT, lambda _scene, day: made.append(day))
    daily.look()
    daily.look()
    assert made == [today - timedelta(days=1)]
    harbor.time.go(timedelta(minutes=1))
    harbor.rung.clear()
    daily.look()
    Round(harbor.ground, "daily", AT, lambda _scene, day: made.append(day)).look()
    assert made == [today - timedelta(days=1), today]
    assert harbor.rung == ["woken"]


def test_a_round_made_for_another_day_is_made_once_for_that(harbor: Harbor) -> None:
    made: list[date] = []
    to_nine(harbor, minutes=0)
    weekly = Round(
        harbor.ground,
        "weekly",
        AT,
        lambda _scene, day: made.append(day),
        lambda day: day - timedelta(days=day.weekday()),
    )
    for _ in range(14):
        weekly.look()
        harbor.time.go(timedelta(days=1))
    assert made == [made[0] + timedelta(weeks=week) for week in range(len(made))]
    assert len(made) in {2, 3}
    assert {day.weekday() for day in made} == {0}
