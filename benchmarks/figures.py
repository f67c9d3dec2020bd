"""Latencies become medians, ratios and verdicts; and those become lines to read."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Load:
    """One burst of requests: each one's seconds, and how long the whole took."""

    seconds: Sequence[float]
    took: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.took

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return percentile(self.seconds, 50) * 1000

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return percentile(self.seconds, 99) * 1000


Pick = Callable[[Load], float]


@dataclass
class Rounds:
    """The bursts of one contender under one load, in the order of the rounds."""

    loads: list[Load] = field(default_factory=list)

    def median(self, pick: Pick) -> float:
        """The middle of the rounds' figures."""
        return statistics.median(pick(load) for load in self.loads)

    def against(self, other: Rounds, pick: Pick) -> float:
        """The median of the ratios round by round: what disturbed a round disturbed both."""
        pairs = zip(self.loads, other.loads, strict=True)
        return statistics.median(pick(mine) / pick(theirs) for mine, theirs in pairs)

    def line(self, name: str) -> str:
        """Rate, p50 and p99."""
        figures = (self.median(rate), self.median(p50), self.median(p99))
        return f"  {name:<34}{figures[0]:>9.0f}/s{figures[1]:>9.2f} ms{figures[2]:>9.2f} ms"


def rate(load: Load) -> float:
    """Pick: answers a second."""
    return load.rate


def p50(load: Load) -> float:
    """Pick: the median latency."""
    return load.p50


def p99(load: Load) -> float:
    """Pick: the 99th percentile."""
    return load.p99


def percentile(values: Sequence[float], percent: float) -> float:
    """By nearest rank: a value that was really seen."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclass(frozen=True)
class Verdict:
    """One target and what was reached. `at_least` = more is better."""

    what: str
    reached: float
    target: float
    unit: str = "x"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the target was reached."""
        return self.reached >= self.target if self.at_least else self.reached <= self.target

    def line(self) -> str:
        """One row of the summary."""
        sign = ">=" if self.at_least else "<="
        word = "met" if self.met else "MISSED"
        return f"  {word:<7}{self.what:<66}{self.reached:>9.3g} {sign} {self.target:g} {self.unit}"


def heading(text: str) -> None:
    """A new table."""
    print(f"\n{text}")
