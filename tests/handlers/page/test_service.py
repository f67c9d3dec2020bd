"""The page's own acts: who is there is asked often, and waits for nobody's turn to write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.blocks import View
from handlers.page.service import PageService
from models.acts.page import blank_view, make_link
from models.errors import NotAvailable
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


def test_the_view_that_a_link_leads_to_is_noted_when_the_link_is_spent_and_only_then(
    harbor: Harbor, service: PageService
) -> None:
    with harbor.ground.database.work() as work:
        link = make_link(harbor.ground.scene(work, USER), '{"kind": "command", "text": "refer"}')
        work.commit()
    assert service.is_blank("PGfirst")
    service.spend(link, "", "PGfirst")
    assert not service.is_blank("PGfirst")
    with pytest.raises(NotAvailable):
        service.spend(link, "", "PGsecond")
    assert service.is_blank("PGsecond")


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


def test_one_look_tells_who_is_there_and_whether_a_view_is_blank(
    harbor: Harbor, service: PageService, session: str
) -> None:
    assert service.sees(session, "PGunknown") == (USER, True)
    service.note_view("PGopen", USER)
    assert service.sees(session, "PGopen") == service.looks_on(session, "PGopen") == (USER, False)
    with harbor.ground.database.work() as work:
        blank_view(work, "PGopen", harbor.ground.now())
        work.commit()
    assert service.sees(session, "PGopen") == service.looks_on(session, "PGopen") == (USER, True)
    service.note_view("PGopen", USER)
    assert service.sees(session, "PGopen") == (USER, False), "what is opened into it anew shows again"
    assert service.sees("forged", "PGopen")[0] is None
    harbor.suspend(USER)
    assert service.sees(session, "PGopen") == service.looks_on(session, "PGopen") == (None, True)


def test_the_work_group_is_listed_only_for_a_view_that_names_somebody(
    harbor: Harbor, service: PageService
) -> None:
    def says(text: str) -> View:
        return {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}

    def asks(kind: str) -> View:
        element = {"type": kind, "action_id": "a"}
        return {"blocks": [{"type": "input", "block_id": "b", "element": element}]}

    assert service.around(says("Nobody is named here.")).people == {}
    assert service.around(asks("plain_text_input")).people == {}
    for view in (says(f"From <@{OFFICER}>"), asks("users_select"), asks("multi_users_select")):
        assert OFFICER in service.around(view).people


def test_a_link_that_was_spent_signs_nobody_in_again(harbor: Harbor, service: PageService) -> None:
    with harbor.ground.database.work() as work:
        link = make_link(harbor.ground.scene(work, USER), '{"kind": "command", "text": "refer"}')
        work.commit()
    assert service.could_spend(link)
    service.spend(link, "")
    assert not service.could_spend(link)
    with pytest.raises(NotAvailable):
        service.spend(link, "")
