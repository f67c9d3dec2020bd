"""When to try again, and when trying has gone on long enough; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.notice import Again, Kind, Never, Notice, Outcome

_FIRST_SECONDS = 2.0
_LONGEST_SECONDS = 600.0  # after an outage of Slack's, nobody waits longer than this for what is overdue
_SHORTEST_SECONDS = 0.5
_DOUBLINGS = 20  # beyond this every wait is the longest one; also keeps the power of two small


@dataclass(frozen=True)
class Patience:
    """A notice is given up once it was tried `tries` times AND is `age` old: both, never one alone.

    So a short outage uses up no notice, and one that was due while the bot itself was down still gets its
    tries.
    """

    tries: int
    age: timedelta

    def is_over(self, attempts: int, age: timedelta) -> bool:
        """Whether the people concerned should now be told that it did not arrive."""
        return attempts >= self.tries and age >= self.age


def wait_before(
    attempt: int,
    retry_after: timedelta | None,
    chance: Callable[[], float],
    longest: timedelta | None = None,
) -> timedelta:
    """How long to wait after the `attempt`-th try (counted from 1) ended without an arrival.

    Exponential with full jitter (a uniform draw below the ceiling, so that a hundred notices do not come
    back in step), never under half a second. A `retry_after` that Slack named wins outright.

    Args:
        attempt: tries so far, this one included.
        retry_after: what Slack asked for, or None.
        chance: draws from [0, 1), `random.random` in production.
        longest: a lower cap for what cannot wait.
    """
    if retry_after is not None and retry_after > timedelta(0):
        return retry_after
    cap = _LONGEST_SECONDS if longest is None else longest.total_seconds()
    ceiling = min(cap, _FIRST_SECONDS * 2 ** min(max(attempt - 1, 0), _DOUBLINGS))
    return timedelta(seconds=max(_SHORTEST_SECONDS, chance() * ceiling))


_PATIENCE = Patience(tries=12, age=timedelta(hours=24))
# A hand-off page is worth nothing once the rota has moved on; the people concerned must know sooner.
_PAGE_PATIENCE = Patience(tries=4, age=timedelta(minutes=6))
_PAGE_LONGEST_WAIT = timedelta(seconds=30)
# What is said outside Slack because nobody heard it there: if that way is shut, people must know at once.
_PAGER_PATIENCE = Patience(tries=3, age=timedelta(minutes=1))
_PATIENCE_OF = {Kind.CARD_NOW: _PAGE_PATIENCE, Kind.PAGER: _PAGER_PATIENCE}


def next_step(notice: Notice, outcome: Outcome, moment: datetime, chance: Callable[[], float]) -> Outcome:
    """What to write for a delivery that came back: an `Again` gets its wait, or ends as `Never("gave_up")`.

    Being rate-limited waits exactly as long as Slack asked and uses up no patience; any other `Again` waits
    for the longer of what the messenger asked and the backoff.
    """
    if not isinstance(outcome, Again):
        return outcome
    is_page = notice.kind in _PATIENCE_OF
    if outcome.rate_limited:
        after = wait_before(notice.attempts, outcome.after, chance)
        return Again(after, outcome.unknown, rate_limited=True)
    patience = _PATIENCE_OF.get(Kind(notice.kind), _PATIENCE)
    if patience.is_over(notice.attempts, moment - notice.due_at):
        return Never("gave_up")
    backoff = wait_before(notice.attempts, None, chance, _PAGE_LONGEST_WAIT if is_page else None)
    return Again(max(backoff, outcome.after), outcome.unknown)
