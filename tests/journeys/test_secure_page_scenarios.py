"""Scenarios 1, 8 and 9 once more, with details on the secure page: the same steps, the other skin."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.audit_rows import Verb
from models.secure_page import PageSession
from tests.canary_places import assert_sealed
from tests.journeys.test_arrest_diversion import (  # noqa: F401 - collected here, too
    test_a_second_screen_that_is_never_sent_costs_nobody_anything,
    test_an_officer_refers_and_hears_until_met,
    test_the_rest_is_added_once_however_often_it_is_asked_for,
    test_the_second_screen_can_come_later_from_home,
)
from tests.journeys.test_consent import (  # noqa: F401
    CASE_MANAGER,
    PROSECUTOR,
    Told,
    _audited,
    _never_shown,
    _tap,
    test_a_form_that_came_the_same_day_asks_nothing,
    test_an_open_view_goes_blank_at_once_and_its_opening_stays_in_the_log,
    test_the_written_form_is_asked_for_the_next_day_unless_it_came,
    test_withdrawn_between_card_and_click_it_opens_nothing_and_nobody_outside_hears,
    told,
)
from tests.journeys.test_pings import (  # noqa: F401
    played,
    test_a_hearing_tomorrow_and_the_backup_answers_in_time,
    test_nobody_answers_and_it_is_said_plainly,
    test_two_decide_at_once_and_the_second_is_told,
)
from tests.stage import Stage, details_on_the_page, wait_until


@pytest.fixture(autouse=True)
def _on_the_page() -> Iterator[None]:
    with details_on_the_page():
        yield


def test_between_the_spent_link_and_the_grant_nothing_opens(told: Told) -> None:  # noqa: F811 - the fixture's name
    stage = told.stage
    stage.server.faults.add("users.info", "slow", seconds=1.2, times=2)  # at sign-in, and at the opening
    tapping = threading.Thread(target=_tap, args=(told,))
    tapping.start()
    wait_until(lambda: _signed_in(stage), "the link is spent")
    told.withdraw_now()
    tapping.join(10)
    told.stage.person(PROSECUTOR).wait_view(callback_id="unavailable")
    _never_shown(told)
    assert _audited(told.stage, Verb.OPEN_GRANTED, PROSECUTOR) == 0
    assert_sealed(stage, told.canaries, readers={CASE_MANAGER})


def _signed_in(stage: Stage) -> bool:
    with stage.bot.floor.ground.database.look() as work:
        members = work.session.scalars(select(PageSession.member)).all()
    return PROSECUTOR in members
