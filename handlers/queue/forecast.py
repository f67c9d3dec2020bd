"""What comes in against the places that are free: a range, and the sentence that says how it was made."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist

from sqlalchemy import func, select

from handlers.queue.facts import Capacity
from handlers.queue.reading import is_top_heavy
from models.referral import Door, Referral, State
from models.scene import Scene
from models.states import Reason

WEEKS = 12
_TAIL = 0.1  # on either side: what lies between is the 80 % interval
_HALVINGS = 40
_EXACT = 100


@dataclass(frozen=True)
class ForecastFacts:
    """The figures of the view. `by_door`: of the last WEEKS weeks; `oldest`: (state, how many, since).

    `weeks`: until every free place is taken, from the soonest to the latest; None = not at this rate.
    `declined`: for lack of room, in the same weeks; `shared_declined`: None = too few to be told on.
    """

    by_door: tuple[tuple[Door, int], ...]
    free: int
    rate: tuple[float, float]
    weeks: tuple[float, float | None] | None
    oldest: tuple[tuple[State, int, datetime], ...]
    declined: int
    shared_declined: int | None
    top_heavy: bool
    now: datetime


def poisson_range(count: int, tail: float = _TAIL) -> tuple[float, float]:
    """The interval of a Poisson mean after `count` events; `tail` is left out on either side.

    Garwood, F. (1936), Biometrika 28: each end is the mean at which what was seen is just so unlikely. For
    many events the cube root of Wilson and Hilferty (1931) comes within a tenth of it.
    """
    if count > _EXACT:
        return _cube(count, NormalDist().inv_cdf(tail)), _cube(count + 1, NormalDist().inv_cdf(1 - tail))
    lower = _mean_where(lambda mean: 1 - _at_most(count - 1, mean) < tail, count) if count else 0.0
    return lower, _mean_where(lambda mean: _at_most(count, mean) > tail, count)


def _cube(events: int, deviations: float) -> float:
    """Half the chi-squared point of twice so many degrees of freedom."""
    return events * (1 - 1 / (9 * events) + deviations / (3 * math.sqrt(events))) ** 3


def _at_most(count: int, mean: float) -> float:
    """The probability of so many events or fewer."""
    if mean == 0:
        return 1.0
    logs = (number * math.log(mean) - mean - math.lgamma(number + 1) for number in range(count + 1))
    return math.fsum(map(math.exp, logs))


def _mean_where(below: Callable[[float], bool], count: int) -> float:
    """The mean at which `below` stops holding, by halving."""
    low, high = 0.0, count + 10 * math.sqrt(count + 1) + 10
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


def weeks_until_full(free: int, rate: tuple[float, float]) -> tuple[float, float | None] | None:
    """From the soonest to the latest; the latest is None where at the lower rate it never fills."""
    slow, fast = rate
    if fast <= 0:
        return None
    return free / fast, free / slow if slow > 0 else None


def forecast_facts(scene: Scene, capacity: Capacity) -> ForecastFacts:
    """Count the last weeks and set them against the free places."""
    since = scene.moment - timedelta(weeks=WEEKS)
    came = select(Referral.door, func.count()).where(Referral.submitted_at >= since).group_by(Referral.door)
    doors = Counter({Door(door): int(count) for door, count in scene.work.session.execute(came)})
    low, high = poisson_range(doors.total())
    rate = (low / WEEKS, high / WEEKS)
    free = sum(load.room for load in capacity.loads)
    declined = _declined(scene, since)
    tell = declined == 0 or declined >= scene.rules.reports.suppress_below
    return ForecastFacts(
        by_door=tuple((door, doors[door]) for door in Door),
        free=free,
        rate=rate,
        weeks=weeks_until_full(free, rate),
        oldest=_oldest(scene),
        declined=declined,
        shared_declined=declined if tell else None,
        top_heavy=is_top_heavy(_priorities(scene)),
        now=scene.moment,
    )


def _declined(scene: Scene, since: datetime) -> int:
    query = select(func.count()).where(
        Referral.state == State.DECLINED.value,
        Referral.reason == Reason.CAPACITY.value,
        Referral.closed_at >= since,
    )
    return int(scene.work.session.scalar(query) or 0)


def _oldest(scene: Scene) -> tuple[tuple[State, int, datetime], ...]:
    """The trouble spots: each state that something is in, the one whose oldest is oldest first."""
    query = (
        select(Referral.state, func.count(), func.min(Referral.submitted_at))
        .where(Referral.closed_at.is_(None), Referral.state != State.INTAKE_DONE.value)
        .group_by(Referral.state)
    )
    found = [(State(state), int(count), since) for state, count, since in scene.work.session.execute(query)]
    return tuple(sorted(found, key=lambda one: one[2]))


def _priorities(scene: Scene) -> Sequence[int]:
    query = select(Referral.priority).where(
        Referral.state == State.WAITLISTED.value, Referral.closed_at.is_(None)
    )
    return scene.work.session.scalars(query).all()
