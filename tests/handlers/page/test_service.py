"""The page's own acts: who is there is asked often, and waits for nobody's turn to write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.page.service import PageService
from models.acts.page import make_link
from models.people import Account
from models.schema import SlackUserId
from models.secure_page import PageSession
from tests.handlers.harbor import Harbor, lay
from tests.stage import OFFICER

USER = SlackUserId(OFFICER)


class Everybody:
    """Slack's word: every account is as it should be."""

    def holds(self, user: SlackUserId, expected: Account) -> bool:
        return True


@pytest.fixture
def harbor(tmp_path: Path) -> Harbor:
    return lay(tmp_path)


@pytest.fixture
def service(harbor: Harbor) -> PageService:
    return PageService(harbor.ground, Everybody())


@pytest.fixture
def session(harbor: Harbor, service: PageService) -> str:
    with harbor.ground.database.work() as work:
        link = make_link(harbor.ground.scene(work, USER), '{"kind": "command", "text": "refer"}')
        work.commit()
    return service.spend(link, "").token


def seen(harbor: Harbor) -> object:
    with harbor.ground.database.look() as work:
        return work.session.scalars(select(PageSession.seen_at)).one()


def test_who_is_there_is_answered_while_somebody_else_writes(
    harbor: Harbor, service: PageService, session: str
) -> None:
    with harbor.busy():
        assert service.who(session) == USER


def test_a_session_counts_as_used_every_half_minute(
    harbor: Harbor, service: PageService, session: str
) -> None:
    first = seen(harbor)
    harbor.wait(0.4)
    assert service.who(session) == USER
    assert seen(harbor) == first
    harbor.wait(0.4)
    assert service.who(session) == USER
    assert seen(harbor) == harbor.ground.now()


def test_a_session_that_is_asked_now_and_then_stays_and_one_that_is_left_alone_ends(
    harbor: Harbor, service: PageService, session: str
) -> None:
    for _ in range(4):
        harbor.wait(20)
        assert service.who(session) == USER
    harbor.wait(timedelta(minutes=31).total_seconds() / 60)
    assert service.who(session) is None
    assert service.who("") is None
    assert service.who("forged") is None


def test_a_suspended_member_is_nobody_at_once(harbor: Harbor, service: PageService, session: str) -> None:
    harbor.suspend(USER)
    assert service.who(session) is None
