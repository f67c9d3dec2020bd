"""Scenario 11 over Socket Mode: what could be used is stopped, and what slipped through is set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.reminding import STOPPED
from models.message import SealedMessage
from models.stops import StopsOfMonth
from sandbox.people import Person
from tests.journeys import steps
from tests.journeys.messaging import CASE_MANAGER, COLLEAGUE, PROSECUTOR, Told, messaging, open_last
from tests.stage import MANAGER, OFFICER, Stage

SUPERVISOR = "UHOLLY001"
TYPED = "missed curfew Tuesday and used again, but keeps appointments"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with messaging(tmp_path) as made:
        yield made


def asked_how_it_is_going(told: Told) -> Person:
    """The prosecutor asks; the case manager has the question open and the reply form on top."""
    told.seal("first", people=[PROSECUTOR])
    open_last(told, PROSECUTOR)
    assert told.reply(PROSECUTOR, "question") == {}
    open_last(told, CASE_MANAGER)
    keeper = told.stage.person(CASE_MANAGER)
    keeper.click("Reply")
    keeper.wait_view(callback_id="seal_reply")
    return keeper


def write(keeper: Person, text: str) -> None:
    answers = {"send": "more", "kind": "barriers", "wanted": "today", "subject": "How it goes", "text": text}
    keeper.fill({f"seal_reply.{name}": answer for name, answer in answers.items()})
    assert keeper.submit() == {}


def held(stage: Stage) -> tuple[int, list[int]]:
    """How many messages there are, and the months' totals."""
    with stage.bot.floor.ground.database.look() as work:
        messages = work.session.scalars(select(SealedMessage.ref)).all()
        return len(messages), list(work.session.scalars(select(StopsOfMonth.stops)))


def test_a_reply_that_could_be_used_is_stopped_and_the_routine_update_goes_instead(told: Told) -> None:
    stage, keeper = told.stage, asked_how_it_is_going(told)
    before, _ = held(stage)
    write(keeper, TYPED)
    reminder = keeper.wait_view(callback_id="message_stopped")
    assert STOPPED in reminder.words
    assert held(stage) == (before, [1])
    keeper.click("Talk to my supervisor")
    word = stage.person(SUPERVISOR).wait_dm(lambda dm: "would like a word" in dm.text)
    assert word.text == "Ottoline Bramblewick would like a word with you."
    keeper.wait_view(
        callback_id="message_stopped", predicate=lambda view: "Hollyhock will hear" in view.words
    )
    assert keeper.submit() == {}
    form = keeper.wait_view(
        callback_id="seal_reply", predicate=lambda view: "curfew" not in json.dumps(view.body)
    )
    assert ROUTINE_UPDATE in form.words
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="sealed")
    assert ROUTINE_UPDATE in open_last(told, PROSECUTOR, 2).words
    steps.wait_settled(stage)
    assert not [word for word in ("curfew", "used again") if word in stage.log.getvalue()]
    assert b"curfew" not in b"".join(path.read_bytes() for path in stage.folder.rglob("*.db*"))
    for user in (MANAGER, OFFICER, COLLEAGUE):
        assert stage.person(user).dms() == []


def test_taking_it_out_leads_back_to_the_form_as_it_was_typed(told: Told) -> None:
    keeper = asked_how_it_is_going(told)
    write(keeper, TYPED)
    keeper.wait_view(callback_id="message_stopped")
    keeper.close()
    form = keeper.wait_view(callback_id="seal_reply")
    assert TYPED in json.dumps(form.body)
    write(keeper, "Barrier: stable shelter. A letter to the housing office would help.")
    keeper.wait_view(callback_id="sealed")


def test_what_slipped_through_is_set_aside_and_only_the_supervisor_hears_of_it(told: Told) -> None:
    stage = told.stage
    ref = told.seal("slipped", people=[PROSECUTOR, COLLEAGUE])
    open_last(told, PROSECUTOR)
    reader = stage.person(PROSECUTOR)
    reader.click("I was sent something I should set aside")
    reader.wait_view(callback_id="set_aside")
    told_so = stage.person(SUPERVISOR).wait_dm(lambda dm: "was set aside" in dm.text)
    assert told_so.text.startswith(f"{ref} was set aside")
    refused = told.shown(COLLEAGUE, told.handle(ref, COLLEAGUE))
    assert "isn't available" in refused
    assert "isn't available" in told.shown(PROSECUTOR, told.handle(ref, PROSECUTOR))
    assert "slipped" not in refused
    steps.wait_settled(stage)
    assert stage.person(MANAGER).dms() == []
