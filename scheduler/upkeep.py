"""What the clock does on fixed beats beside delivering: checkpoints, old replay rows, the roster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

CHECKPOINT_EVERY = timedelta(minutes=15)
UPKEEP_EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Tick:
    """One beat: `name` is a constant for logs and metrics; `call` does a round of work and may raise."""

    name: str
    every: timedelta
    call: Callable[[], None]


def fixed_ticks(
    *,
    checkpoint: Callable[[], None],
    drop_old_replays: Callable[[], None],
    reconcile_roster: Callable[[], None],
) -> tuple[Tick, ...]:
    """The beats every site has. What is due stands in tables, so a beat twice, or late, does no harm."""
    return (
        Tick("checkpoint", CHECKPOINT_EVERY, checkpoint),
        Tick("drop_old_replays", UPKEEP_EVERY, drop_old_replays),
        Tick("reconcile_roster", LOOK_EVERY, reconcile_roster),  # it looks whether the day's round is due
    )
