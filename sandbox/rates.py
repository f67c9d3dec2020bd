"""How often the app may call: one message a second per channel, a workspace total, and Slack's method tiers.

Source: https://docs.slack.dev/apis/web-api/rate-limits.
"""

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.wire import RateLimited

# Sums of small refills end a hair below one; who waited as told must not be told to wait again.
WHOLE = 1 - 1e-6


@dataclass(frozen=True)
class Rates:
    """Calls allowed: per second in a channel, per minute in the workspace and per method tier."""

    channel_per_second: float = 1.0
    channel_burst: int = 5
    workspace_per_minute: float = 300.0
    workspace_burst: int = 30
    tiers: Mapping[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})

    @classmethod
    def unlimited(cls) -> "Rates":
        """No limits: for benchmarks and tests of something else."""
        return cls(1e9, 1_000_000, 1e9, 1_000_000, dict.fromkeys((1, 2, 3, 4), 1_000_000_000))


class _Bucket:
    def __init__(self, per_second: float, burst: int, moment: float) -> None:
        self.per_second = per_second
        self.burst = float(burst)
        self.tokens = float(burst)
        self.moment = moment

    def missing_seconds(self, moment: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        passed = max(0.0, moment - self.moment)  # practice time may be set back
        self.tokens = min(self.burst, self.tokens + passed * self.per_second)
        self.moment = moment
        return 0.0 if self.tokens >= WHOLE else (1 - self.tokens) / self.per_second


class RateKeeper:
    """Counts calls and raises `RateLimited` when one comes too early."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates
        self._clock = clock
        self._lock = threading.Lock()
        self._channels: dict[str, _Bucket] = {}
        self._workspace = _Bucket(rates.workspace_per_minute / 60, rates.workspace_burst, clock())
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def posting(self, channel: str) -> None:
        """One chat.postMessage to a channel."""
        with self._lock:
            moment = self._clock()
            if channel not in self._channels:
                bucket = _Bucket(self._rates.channel_per_second, self._rates.channel_burst, moment)
                self._channels[channel] = bucket
            buckets = (self._channels[channel], self._workspace)
            wait = max(bucket.missing_seconds(moment) for bucket in buckets)
            if wait > 0:
                raise RateLimited(max(1, math.ceil(wait)))
            for bucket in buckets:
                bucket.tokens -= 1

    def calling(self, method: str, tier: int) -> None:
        """One call of a method of a tier; the count looks back exactly one minute."""
        with self._lock:
            moment = self._clock()
            calls = self._calls[method]
            while calls and not moment - 60 < calls[0] <= moment:
                calls.popleft()
            if len(calls) >= self._rates.tiers[tier]:
                raise RateLimited(max(1, math.ceil(calls[0] + 60 - moment)))
            calls.append(moment)
