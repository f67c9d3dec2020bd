"""What the rota's screens show: names of the roster, regions and hours; nothing about anybody referred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Row:
    """A stretch of the rota: names in the order in which they are asked; none: nobody is on call."""

    begins: datetime
    ends: datetime
    names: tuple[str, ...]
    standing_in: bool


@dataclass(frozen=True)
class RotaFacts:
    """One region's rota, from now on. `regions`: all of them, (code, name)."""

    region: str
    name: str
    zone: ZoneInfo
    regions: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    may_change: bool


@dataclass(frozen=True)
class Quiet:
    """What Slack says of somebody's notifications: held back from `begins` until `ends`, or not at all."""

    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it is quiet at this moment."""
        return self.begins is not None and self.ends is not None and self.begins <= moment < self.ends

    def touches(self, begins: datetime, ends: datetime) -> bool:
        """Whether some of this time is quiet."""
        return self.begins is not None and self.ends is not None and self.begins < ends and begins < self.ends
