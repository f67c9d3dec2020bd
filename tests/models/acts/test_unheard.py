"""Heard at night: what nobody acknowledged leaves Slack without content, until somebody has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.undelivered import undelivered
from models.acts.unheard import PAGER
from models.due import DueStep, Step
from models.duties import Act
from models.notice import Kind, Notice
from models.referral import Door
from tests.handlers.harbor import MANAGER, RESPONDER, Harbor, lay

URL = "json://127.0.0.1:9/a-secret"


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    harbor.change_rules(paging={"pager_url": URL})
    yield harbor
    harbor.ground.database.close()


def calls(harbor: Harbor) -> list[Notice]:
    return harbor.notices(Kind.PAGER)


def planned(harbor: Harbor) -> list[DueStep]:
    query = select(DueStep).where(DueStep.step == Step.UNHEARD.value)
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(query))


@pytest.mark.parametrize("door", [Door.ARREST_DIVERSION, Door.FIELD_HELP])
def test_each_page_that_nobody_acknowledged_is_called_two_minutes_later(harbor: Harbor, door: Door) -> None:
    harbor.refer(door=door)
    harbor.wait(1)
    assert calls(harbor) == []
    harbor.wait(1)
    assert len(calls(harbor)) == 1
    harbor.wait(13)  # pages at 5, 8 and 12 minutes follow
    assert [one.due_at - harbor.time() for one in calls(harbor)] == [
        timedelta(minutes=minutes - 15) for minutes in (2, 7, 10, 14)
    ]


def test_a_call_names_no_referral_and_goes_to_nobody_in_slack(harbor: Harbor) -> None:
    ref = harbor.refer(door=Door.FIELD_HELP).ref
    harbor.wait(2)
    [call] = calls(harbor)
    assert (call.recipient, call.subject, call.handle, call.target) == (PAGER, "", None, "")
    assert ref not in call.lane


def test_whoever_acknowledges_calls_it_off(harbor: Harbor) -> None:
    ref = harbor.refer(door=Door.FIELD_HELP).ref
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    harbor.wait(20)
    assert calls(harbor) == []
    assert [step.outcome for step in planned(harbor)] == ["called_off"]


def test_a_site_without_a_pager_plans_nothing(harbor: Harbor) -> None:
    harbor.change_rules(paging={})
    harbor.refer(door=Door.FIELD_HELP)
    harbor.wait(20)
    assert planned(harbor) == []
    assert calls(harbor) == []


def test_a_pager_that_takes_no_calls_is_told_to_managers_once_an_hour(harbor: Harbor) -> None:
    harbor.refer(door=Door.FIELD_HELP)
    harbor.wait(10)

    def give_up() -> list[Notice]:
        ground = harbor.ground
        with ground.database.work() as work:
            for call in calls(harbor):
                undelivered(work, ground.vault, ground.audit, harbor.rules(), call, "gave_up", harbor.time())
            work.commit()
        return harbor.notices(Kind.PAGER_SILENT)

    assert [one.recipient for one in give_up()] == [MANAGER]
    assert len(give_up()) == 1
    harbor.time.moment += timedelta(hours=1)
    assert len(give_up()) == 2
    assert harbor.notices(Kind.NOT_REACHED) == []
