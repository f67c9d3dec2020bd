"""How fast Slack lets us speak: token buckets for the workspace, each channel and each method.

Slack: "several hundred" messages a minute for a workspace, about one a second for a channel, a tier for
each method (https://docs.slack.dev/apis/web-api/rate-limits/). A plan that stays below is faster than one
that runs into refusals.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WORKSPACE = "workspace"
_LOWEST_SHARE = 1 / 16
_GROWTH_A_SECOND = 0.10 / 60  # of the full rate: back from half in five minutes
_HAIR = 1e-6  # of a message: the sum of many small refills falls this short, which is no reason to wait
_TRIM_ABOVE = 2000  # channels remembered; a full bucket is the same as none


@dataclass(frozen=True)
class Limit:
    """`rate` messages a second in the long run, `burst` at once; the last `reserve` are for alerts."""

    rate: float
    burst: float
    reserve: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a bucket in which a routine message could never find room."""
        if self.rate <= 0 or self.burst < 1 + self.reserve:
            raise ValueError("a limit needs a rate above 0 and a burst above its reserve")


# A little under Slack's own figures (300 a minute, bursts of 30): the network squeezes our gaps.
DEFAULT_LIMITS: Mapping[str, Limit] = {
    WORKSPACE: Limit(rate=290 / 60, burst=28, reserve=3),
    "channel": Limit(rate=0.95, burst=3),
    "method": Limit(rate=90 / 60, burst=10, reserve=1),
}


@dataclass
class _Bucket:
    """What is left of one scope's allowance."""

    limit: Limit
    tokens: float
    at: float
    share: float = 1.0
    closed_until: float = field(default=0.0)

    def refill(self, moment: float) -> None:
        """Bring tokens and rate up to `moment`; a closed scope earns nothing."""
        since = max(self.at, min(self.closed_until, moment))
        passed = max(0.0, moment - since)
        self.share = min(1.0, self.share + passed * _GROWTH_A_SECOND)
        self.tokens = min(self.limit.burst, self.tokens + passed * self.limit.rate * self.share)
        self.at = max(self.at, moment)

    def wait(self, moment: float, *, alert: bool) -> float:
        """Seconds until one more may leave; 0 = now."""
        self.refill(moment)
        needed = 1.0 if alert else 1.0 + self.limit.reserve
        missing = needed - self.tokens
        earning = missing / (self.limit.rate * self.share) if missing > _HAIR else 0.0
        return max(0.0, self.closed_until - moment) + earning

    def slow_down(self, moment: float, seconds: float) -> None:
        """Slack refused: nothing for `seconds`, then half the pace. Refusals of one pause count once."""
        self.refill(moment)
        if moment >= self.closed_until:
            self.share = max(_LOWEST_SHARE, self.share / 2)
        self.tokens = 0.0
        self.closed_until = max(self.closed_until, moment + seconds)

    def is_idle(self, moment: float) -> bool:
        """As good as new: forgetting it changes nothing."""
        self.refill(moment)
        open_again = moment >= self.closed_until
        return open_again and self.share >= 1.0 and self.tokens >= self.limit.burst


class Rates:
    """The buckets of one workspace. A scope is `workspace`, `channel:<id>` or `method:<name>`.

    `moment` is always seconds on a clock that only runs forward. Safe to call from several threads.
    """

    def __init__(self, limits: Mapping[str, Limit] = DEFAULT_LIMITS) -> None:
        self._limits = dict(limits)
        self._buckets: dict[str, _Bucket] = {}
        self._trim_above = _TRIM_ABOVE
        self._door = threading.Lock()

    def take(self, scopes: Sequence[str], moment: float, *, alert: bool) -> float:
        """Use one token of every scope and answer 0, or use none and answer the seconds to wait."""
        with self._door:
            self._trim(moment)
            buckets = [self._bucket(scope, moment) for scope in scopes]
            wait = max((bucket.wait(moment, alert=alert) for bucket in buckets), default=0.0)
            if wait == 0.0:
                for bucket in buckets:
                    bucket.tokens -= 1.0
            return wait

    def wait(self, scope: str, moment: float, *, alert: bool) -> float:
        """Seconds until `scope` has room; 0 = now. Uses nothing."""
        with self._door:
            return self._bucket(scope, moment).wait(moment, alert=alert)

    def refused(self, scopes: Sequence[str], moment: float, retry_after: float) -> None:
        """Slack answered 429 with `Retry-After`: close every scope for that long, then go at half pace."""
        with self._door:
            for scope in scopes:
                self._bucket(scope, moment).slow_down(moment, retry_after)

    def share(self, scope: str, moment: float) -> float:
        """The present part of the full rate, 0-1."""
        with self._door:
            bucket = self._bucket(scope, moment)
            bucket.refill(moment)
            return bucket.share

    def _bucket(self, scope: str, moment: float) -> _Bucket:
        bucket = self._buckets.get(scope)
        if bucket is None:
            limit = self._limits.get(scope) or self._limits[scope.partition(":")[0]]
            bucket = self._buckets[scope] = _Bucket(limit, limit.burst, moment)
        return bucket

    def _trim(self, moment: float) -> None:
        if len(self._buckets) > self._trim_above:
            self._buckets = {
                scope: bucket for scope, bucket in self._buckets.items() if not bucket.is_idle(moment)
            }
            # Doubling keeps the cost of looking through them small even if none could be forgotten.
            self._trim_above = max(_TRIM_ABOVE, 2 * len(self._buckets))
