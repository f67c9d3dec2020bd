"""How much is measured: enough for steady medians, or just enough to see that all runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Slack


@dataclass(frozen=True)
class Amounts:
    """Counts of one run.

    `small` and `large` are referrals in the growth measure; `seconds` is a quiet time; a cut link is looked
    at for `disturbed` seconds. `closed` are the referrals beside the `open` ones of the queue.
    """

    rounds: int = 5
    one_at_a_time: int = 150
    eight_at_a_time: int = 240
    answers: int = 600
    dispatches: int = 400
    openings: int = 120
    waiting: int = 100_000
    probes: int = 40
    small: int = 1_000
    large: int = 100_000
    seconds: float = 5.0
    starts: int = 5
    disturbed: float = 10.0
    closed: tuple[int, ...] = (200, 2_000, 20_000)
    open: int = 200
    queues: int = 200
    names: int = 5_000
    officers: int = 500
    schedules: tuple[int, ...] = (1_000, 10_000)
    schedules_alone: int = 100_000
    registered: int = 100
    agenda: tuple[int, ...] = (500, 5_000)
    agendas: int = 20
    moments: int = 120
    messages: int = 5_000
    switches: int = 40
    frames: int = 600
    on_the_page: int = 50
    page_openings: int = 8


QUICK = Amounts(
    rounds=1,
    one_at_a_time=20,
    eight_at_a_time=32,
    answers=60,
    dispatches=40,
    openings=16,
    waiting=2_000,
    probes=8,
    small=100,
    large=1_000,
    seconds=1.0,
    starts=1,
    disturbed=2.0,
    closed=(20, 200),
    open=40,
    queues=10,
    names=200,
    officers=40,
    schedules=(100,),
    schedules_alone=500,
    registered=10,
    agenda=(30, 300),
    agendas=3,
    moments=12,
    messages=300,
    switches=4,
    frames=40,
    on_the_page=4,
    page_openings=1,
)


@dataclass(frozen=True)
class Bench:
    """What every measure is handed: the stand-in, a folder that is gone afterwards, and the amounts."""

    slack: Slack
    folder: Path
    amounts: Amounts
