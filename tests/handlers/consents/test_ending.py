"""The daily round: made once from 08:00, made up for, and read by a voice that knows what is done."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from handlers.consents.ending import AT, ROUND, ending_round
from models.notice import Kind
from models.rounds import due_day, is_done
from tests.handlers.consents.releasing import begun, release
from tests.handlers.harbor import CASE_MANAGER, Harbor


def _to_eight(harbor: Harbor, *, minutes: int) -> None:
    """Put the clock to the next 08:00 of the site, and so many minutes more."""
    zone = harbor.rules().zone_of()
    local = harbor.time().astimezone(zone)
    eight = (local + timedelta(days=1)).replace(hour=AT.hour, minute=0, second=0)
    harbor.time.go(eight.astimezone(UTC) - harbor.time() + timedelta(minutes=minutes))


@pytest.mark.parametrize(("days", "told"), [(10, 1), (30, 0)])
def test_case_managers_hear_of_what_ends_within_the_sites_days(harbor: Harbor, days: int, told: int) -> None:
    release(harbor, begun(harbor), days=days)
    ending_round(harbor.ground).look()
    assert harbor.told(CASE_MANAGER).count(Kind.RELEASE_ENDS) == told
    assert "woken" in harbor.rung


def test_the_site_can_say_sooner_or_later(harbor: Harbor) -> None:
    harbor.change_rules(clocks={"release_ends_days": 40})
    release(harbor, begun(harbor), days=30)
    ending_round(harbor.ground).look()
    assert harbor.told(CASE_MANAGER).count(Kind.RELEASE_ENDS) == 1


def test_a_round_is_made_once_a_day_and_again_the_next(harbor: Harbor) -> None:
    ref = begun(harbor)
    _to_eight(harbor, minutes=-1)
    ending_round(harbor.ground).look()
    release(harbor, ref, days=10)
    ending_round(harbor.ground).look()
    assert Kind.RELEASE_ENDS not in harbor.told(CASE_MANAGER), (
        "yesterday's round was made; today's is not due"
    )
    harbor.time.go(timedelta(minutes=2))
    ending_round(harbor.ground).look()
    assert harbor.told(CASE_MANAGER).count(Kind.RELEASE_ENDS) == 1
    with harbor.ground.database.look() as work:
        assert is_done(work, ROUND, due_day(harbor.time(), harbor.rules().zone_of(), AT))
