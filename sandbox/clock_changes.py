"""When the clocks of a zone are changed next."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAYS = 370  # a zone that has not changed its clocks in a year does not
_BEFORE = timedelta(minutes=30)


def next_change(zone_name: str, after: float) -> float | None:
    """The first moment after `after` (both in seconds since the epoch) at which the zone's offset is another.

    None: the zone does not change its clocks, or there is no such zone.
    """
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    low = datetime.fromtimestamp(after, UTC).replace(microsecond=0)
    for _ in range(_DAYS):
        high = low + timedelta(days=1)
        if _offset(low, zone) != _offset(high, zone):
            return _first(low, high, zone).timestamp()
        low = high
    return None


def before_change(zone_name: str, after: float) -> float | None:
    """Half an hour before the next change, so that one can watch it; the one after it when that is past."""
    found = next_change(zone_name, after)
    if found is not None and found - _BEFORE.total_seconds() <= after:
        found = next_change(zone_name, found)
    return None if found is None else found - _BEFORE.total_seconds()


def _first(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the offset of `high`; `low` has another."""
    new = _offset(high, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (low, middle) if _offset(middle, zone) == new else (middle, high)
    return high


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
