"""The weekly look for signs that the site drifts."""

from __future__ import annotations

from datetime import date, time, timedelta

from handlers.beats import Round
from handlers.deps import Ground
from models.acts.drift import tell_drift

# On Mondays, by day: a sign is nothing to be woken for.
ROUND, AT = "drift", time(9, 30)


def drift_round(ground: Ground) -> Round:
    """Once a week, from Monday 09:30 in the site's zone; one look makes up for any down-time."""
    return Round(ground, ROUND, AT, tell_drift, _monday)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
