"""Tells a practice site's past, moment by moment; what falls due on the way happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from bot.assembly import Bot
from bot.clock_source import real_now
from models.classes import Basis
from models.deadlines import local_moment
from models.due import next_before
from models.envelope import SealedItem
from models.errors import Unsafe
from models.outbox import next_due
from models.scene import Scene
from models.schema import Handle, SlackUserId
from models.sensitive import Sensitive
from scheduler.clock import Clock

_HAIR = timedelta(milliseconds=20)  # past the moment itself, so that what is due then is due
_LOOKS = ("deadlines",)
_DAILY = ("schedules", "releases_ending", "drift", "pairs", "potential", "questions")
_MOST_STEPS = 500  # between two moments of a story: more would be a circle
Kept = TypeVar("Kept")


def set_clock(file: Path, moment: datetime) -> None:
    """Make it this moment in practice."""
    file.write_text(f"{(moment - real_now()).total_seconds():.3f}", encoding="ascii")


def sealed(fields: Mapping[str, str]) -> dict[str, Sensitive]:
    """Typed words on their way into an envelope."""
    return {name: Sensitive(text) for name, text in fields.items()}


@dataclass
class Telling:
    """One telling. `ends`: the moment that will be now; `say` hears how far it is.

    Raises:
        Unsafe: the bot has no clock of its own to be told by.
    """

    bot: Bot
    clock_file: Path
    ends: datetime
    say: Callable[[str], None] = lambda _: None
    _number: int = 0
    _looked: date | None = field(default=None)

    def __post_init__(self) -> None:
        """Know the town's clock."""
        self.ground = self.bot.floor.ground
        clock = self.bot.process.clock
        if not isinstance(clock, Clock):
            raise Unsafe("A practice site is told by the process that keeps the clock.")
        self._clock = clock
        with self.ground.database.look() as work:
            self.zone = self.ground.book.current(work).zone_of()

    @property
    def now(self) -> datetime:
        """Practice time."""
        return self.ground.now()

    def key(self) -> str:
        """A new name for an act: as if Slack had delivered it once."""
        self._number += 1
        return f"seed:{self._number}"

    def day(self, ago: int, at: str) -> None:
        """It is `at` on the town's wall, so many days ago; never later than the end."""
        self.come_to(self._moment(ago, at))

    def is_past(self, ago: int, at: str) -> bool:
        """Whether that is before the end."""
        return self._moment(ago, at) < self.ends

    def _moment(self, ago: int, at: str) -> datetime:
        """An hour that the change of the clocks leaves out, or has twice, is met as `local_moment` says."""
        day = self.ends.astimezone(self.zone).date() - timedelta(days=ago)
        return local_moment(day, time.fromisoformat(at), self.zone)

    def before_now(self, **ago: float) -> None:
        """It is so long before the end (`minutes=20`)."""
        self.come_to(self.ends - timedelta(**ago))

    def come_to(self, moment: datetime) -> None:
        """Let time pass, with everything that falls due on the way; it never runs backwards."""
        moment = min(moment, self.ends)
        for _ in range(_MOST_STEPS):
            coming = self._next(moment)
            if coming is None:
                break
            self._jump(coming + _HAIR)
        if moment > self.now:
            self._jump(moment)

    def settle(self) -> None:
        """What was done just now is told to those whom it concerns."""
        self._clock.beat_once(_LOOKS)

    def _jump(self, moment: datetime) -> None:
        set_clock(self.clock_file, max(moment, self.now))
        today = self.now.astimezone(self.zone).date()
        if today != self._looked:
            self._looked = today
            self._clock.beat_once(_DAILY)
        self.settle()

    def _next(self, until: datetime) -> datetime | None:
        """The next moment before `until` at which something is due."""
        with self.ground.database.look() as work:
            found = next_before(work, self.now, until), next_due(work, until)
        ahead = [one for one in found if one is not None and one > self.now]
        return min(ahead, default=None)

    def act(self, user: SlackUserId, do: Callable[[Scene], Kept]) -> Kept:
        """One act of somebody's, kept in a transaction of its own."""
        with self.ground.database.work() as work:
            kept = do(self.ground.scene(work, user, self.key()))
            work.commit()
        return kept

    def handle(self, subject: str, user: SlackUserId) -> Handle:
        """What somebody's newest card about this carries."""
        mine = (
            SealedItem.subject == subject,
            SealedItem.recipient == user,
            SealedItem.basis != Basis.OWN.value,
        )
        query = select(SealedItem.handle).where(*mine)
        with self.ground.database.look() as work:
            return work.session.scalars(query.order_by(SealedItem.created_at.desc())).first() or Handle("")
