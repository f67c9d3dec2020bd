"""Killed at every step between submit and delivery: nothing is lost, nothing half-done, nothing twice."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.prove.night import night
from tests.prove.play import Play
from tests.prove.strikes import Moment, plan

pytestmark = pytest.mark.prove
_RUNS_A_NIGHT = len(Moment)


@dataclass(frozen=True)
class Season:
    """Nights that are played beside each other: which (ten seeds each), on what, and over which way in."""

    nights: range
    database: str
    socket_mode: bool

    def __str__(self) -> str:
        """For the name of the test."""
        way = "socket" if self.socket_mode else "http"
        return f"{self.database}-{way}-{self.nights.start * _RUNS_A_NIGHT}"


# Twenty nights of ten kills: 200 seeds.
SEASONS = (
    Season(range(4), "sqlite", socket_mode=True),
    Season(range(4, 8), "sqlite", socket_mode=False),
    Season(range(8, 11), "sqlite", socket_mode=True),
    Season(range(11, 14), "sqlite", socket_mode=False),
    Season(range(14, 17), "postgresql", socket_mode=True),
    Season(range(17, 20), "postgresql", socket_mode=False),
)


def test_the_seasons_hold_two_hundred_seeds_and_every_moment_alike() -> None:
    numbers = [number for season in SEASONS for number in season.nights]
    assert numbers == list(range(20))
    seeds = range(len(numbers) * _RUNS_A_NIGHT)
    assert Counter(plan(seed).moment for seed in seeds) == dict.fromkeys(Moment, 20)


@pytest.mark.parametrize("season", SEASONS, ids=str)
def test_a_bot_that_is_killed_loses_nothing_and_says_nothing_twice(
    season: Season, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with ThreadPoolExecutor(len(season.nights)) as together:
        counted = [together.submit(_play, tmp_path / str(number), number, season) for number in season.nights]
        counts: Counter[str] = sum((one.result() for one in counted), Counter())
    with capfd.disabled():
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        print(f"\n[{season}] {told}; lost 0, half-open 0, twice 0", file=sys.stderr)


def _play(folder: Path, number: int, season: Season) -> Counter[str]:
    with night(folder, database=season.database, socket_mode=season.socket_mode) as laid:
        play = Play(laid)
        laid.come_back()
        for seed in range(number * _RUNS_A_NIGHT, (number + 1) * _RUNS_A_NIGHT):
            planned = plan(seed)
            try:
                play.run(planned)
            except BaseException as trouble:
                trouble.add_note(str(planned))
                raise
        play.find_everybody()
        play.open_everything()
        assert laid.bot.stop() == 0
        assert laid.command_line("audit", "verify") == 0
        return laid.counts
