"""When a prosecutor's office is asked, asked again and given up on: pure functions of the hearing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from models.deadlines import local_moment, next_working_day

# Of the time left to the hearing, no step waits longer than this part.
_PARTS = (Fraction(1, 6), Fraction(1, 3), Fraction(1, 2))
_ANSWER_PART = Fraction(2, 3)
_NIGHT_COUNTS_NOT = timedelta(hours=24)
_LAST_CALL = timedelta(minutes=45)
_DAY_ENDS, _TODAY_UNTIL = time(17, 30), time(16, 30)
_DAY = timedelta(days=1)
# A working day's end is soon enough where the office still has a night, or more, to the hearing.
_A_NIGHT = timedelta(hours=12)
_SATURDAY = 5


@dataclass(frozen=True)
class Quiet:
    """The hours in which nobody is rung, in a zone; a `begins` later than `ends` runs past midnight."""

    begins: time
    ends: time
    zone: ZoneInfo

    @classmethod
    def read(cls, span: str, zone: ZoneInfo) -> Quiet:
        """From the site file's `22:00-06:00`."""
        begins, ends = (time.fromisoformat(part) if part != "24:00" else time(0) for part in span.split("-"))
        return cls(begins, ends, zone)

    def over_at(self, moment: datetime) -> datetime | None:
        """When the quiet in which the moment lies is over; None when it lies in none."""
        for begin, end in self._spans(moment):
            if begin <= moment < end:
                return end
        return None

    def next_after(self, moment: datetime) -> datetime:
        """When quiet begins next."""
        return min(begin for begin, _ in self._spans(moment) if begin > moment)

    def _spans(self, moment: datetime) -> list[tuple[datetime, datetime]]:
        day = moment.astimezone(self.zone).date()
        spans = []
        for one in (day - _DAY, day, day + _DAY, day + 2 * _DAY):
            last = one if self.begins < self.ends else one + _DAY
            spans.append(
                (local_moment(one, self.begins, self.zone), local_moment(last, self.ends, self.zone))
            )
        return [(begin, end) for begin, end in spans if begin < end]


@dataclass(frozen=True)
class ChainTimes:
    """Aware moments in UTC. `last_call` is None where the hearing is too near, or where there is none."""

    again: datetime
    backup: datetime
    manager: datetime
    answer_by: datetime
    last_call: datetime | None


def chain_times(
    asked: datetime, hearing: datetime | None, minutes: Sequence[int], quiet: Quiet
) -> ChainTimes:
    """The chain of one ping.

    Each step comes after the smaller of the site's minutes and 1/6, 1/3, 1/2 of the time left to the hearing.
    Minutes do not run in quiet hours, except in the last 24 hours before the hearing.

    Raises:
        ValueError: the hearing is over already.
    """
    asked = asked.astimezone(UTC)
    if hearing is not None and hearing <= asked:
        raise ValueError("the hearing is in the past")
    left = hearing - asked if hearing is not None else None
    waits = [
        min(timedelta(minutes=at), _part(left, part)) if left is not None else timedelta(minutes=at)
        for at, part in zip(minutes, _PARTS, strict=True)
    ]
    nights_until = hearing - _NIGHT_COUNTS_NOT if hearing is not None else None
    again, backup, manager = (awake_after(asked, wait, quiet, nights_until) for wait in waits)
    answer_by = _answer_by(asked, hearing, quiet.zone)
    called = hearing - _LAST_CALL if hearing is not None else None
    last_call = called if called is not None and called > max(answer_by, manager) else None
    return ChainTimes(again, backup, manager, answer_by, last_call)


def awake_after(begun: datetime, wait: timedelta, quiet: Quiet, nights_until: datetime | None) -> datetime:
    """So much time later, quiet hours not counted before `nights_until` (None = never counted)."""
    at = begun.astimezone(UTC)
    if quiet.begins == quiet.ends:
        return at + wait
    while True:
        if nights_until is not None and at >= nights_until:
            return at + wait
        over = quiet.over_at(at)
        if over is not None:
            at = over if nights_until is None else min(over, nights_until)
            continue
        night = quiet.next_after(at)
        if at + wait <= night:
            return at + wait
        wait -= night - at
        at = night


def _part(left: timedelta, part: Fraction) -> timedelta:
    """Whole seconds, rounded down."""
    return timedelta(seconds=int(left.total_seconds() * part))


def _answer_by(asked: datetime, hearing: datetime | None, zone: ZoneInfo) -> datetime:
    """The end of this working day, or of the next when it is late; two thirds of the way to a hearing."""
    local = asked.astimezone(zone)
    today = local.weekday() < _SATURDAY and local.time() < _TODAY_UNTIL
    by = local_moment(local.date(), _DAY_ENDS, zone) if today else next_working_day(asked, _DAY_ENDS, zone)
    if hearing is None or hearing - by >= _A_NIGHT:
        return by
    return asked + _part(hearing - asked, _ANSWER_PART)
