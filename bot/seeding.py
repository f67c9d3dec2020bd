"""The seeds a practice site can begin from, and how one is told: through the same services as people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.assembly import Bot
from bot.seeds import bad_day, busy_month, first_week
from bot.seeds.telling import Telling, set_clock

EMPTY, FIRST_WEEK = "empty", "first_week"


@dataclass(frozen=True)
class Seed:
    """Where practice can begin. `days`: how long ago its story does; `title` and `words` are shown."""

    code: str
    title: str
    words: str
    days: int
    tell: Callable[[Telling], None]


SEEDS = {
    seed.code: seed
    for seed in (
        Seed(EMPTY, "Empty site", "Rules, a roster, and nothing told yet.", 0, lambda _: None),
        Seed(
            FIRST_WEEK,
            "First week",
            "One of everything: the course is made for it.",
            first_week.DAYS,
            first_week.tell,
        ),
        Seed(
            "busy_month",
            "Busy month",
            "Thirty days through every door, and more to do than places.",
            busy_month.DAYS,
            busy_month.tell,
        ),
        Seed(
            "bad_day",
            "Bad day",
            "Nobody answers, a release is withdrawn, and the town asks questions.",
            bad_day.DAYS,
            bad_day.tell,
        ),
    )
}


def go_back(seed: Seed, clock: Path, ends: datetime) -> None:
    """Practice time is when the seed's story begins; the site is to be laid now."""
    set_clock(clock, ends - timedelta(days=seed.days))


def tell(
    bot: Bot, seed: Seed, clock: Path, ends: datetime, say: Callable[[str], None] = lambda _: None
) -> None:
    """Tell the whole story and leave practice time at `ends`.

    Raises:
        DomainError: a story asks for what the rules do not let anybody do.
    """
    telling = Telling(bot, clock, ends, say)
    seed.tell(telling)
    telling.come_to(ends)
    set_clock(clock, ends)
