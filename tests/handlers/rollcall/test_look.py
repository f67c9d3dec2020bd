"""The weekly look: Monday morning, once, however often the beat comes and however long nothing ran."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.rollcall.look import drift_round
from models.notice import Kind
from tests.handlers.harbor import MANAGER, Harbor


def at(harbor: Harbor, hour: int, minute: int, weeks: int = 6) -> datetime:
    """A Monday some weeks ahead: by then no diversion has come for more than thirty days."""
    zone = harbor.rules().zone_of()
    local = harbor.time().astimezone(zone) + timedelta(weeks=weeks)
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=hour, minute=minute)


def told(harbor: Harbor) -> int:
    drift_round(harbor.ground).look()
    return len(harbor.notices(Kind.DRIFT))


def test_it_looks_once_a_week_from_monday_morning_on(harbor: Harbor) -> None:
    drift_round(harbor.ground).look()  # the running week's: the site is young, and nothing is a sign
    assert harbor.notices(Kind.DRIFT) == []
    harbor.time.moment = at(harbor, 9, 29)
    begun = told(harbor)
    harbor.time.go(timedelta(minutes=1))
    assert told(harbor) == begun + 1
    assert told(harbor) == begun + 1
    harbor.time.go(timedelta(days=3))
    assert told(harbor) == begun + 1
    assert harbor.notices(Kind.DRIFT)[0].recipient == MANAGER
    harbor.time.go(timedelta(days=21))
    assert told(harbor) == begun + 2, "one look for however long nothing ran"
