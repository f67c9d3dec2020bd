"""The Golden Rule while an office is asked: stopped before anything is kept; and the routine update."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import View
from handlers.pings.compose import ask_form
from handlers.pings.facts import Composing
from handlers.reminding import PLEASE_ANSWER, STOPPED, TWO_AT_ONCE
from models.database import UnitOfWork
from models.notice import Notice
from models.ping import Ping, PingState
from models.replay import Replay
from models.schema import ParticipantRef
from models.site import Contacts
from models.stops import StopsOfMonth
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR
from tests.handlers.pings.coordinating import (
    FORM,
    added,
    asked,
    at_court,
    covered,
    decide,
    item_of,
    opened,
    refusals,
    row,
    said_in,
    submit,
    values,
)
from tests.handlers.wing import Json, Wing, picked, typed

ACTIONABLE = "He missed curfew Tuesday and used again"


def stops(work: UnitOfWork) -> int:
    return sum(row.stops for row in work.session.query(StopsOfMonth))


@pytest.mark.parametrize("field", ["wanted", "goals", "progress", "barriers", "plan", "effect", "text"])
def test_every_field_of_words_is_looked_at_before_anything_is_kept(wing: Wing, field: str) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    before = (harbor.count(Ping, Notice, Replay), harbor.verbs())
    said = submit(wing, CASE_MANAGER, values(harbor, **{field: ACTIONABLE}), about=ref)
    assert said["response_action"] == "push"
    assert STOPPED in said_in(said["view"])
    assert ACTIONABLE not in json.dumps(said)
    assert (harbor.count(Ping, Notice, Replay), harbor.verbs()) == before
    with harbor.ground.database.look() as work:
        assert stops(work) == 1


def test_every_text_of_the_form_is_marked() -> None:
    form = ask_form(Composing(ParticipantRef("C-7KQ2M"), (), (("superior", "Superior"),), Contacts()))
    texts = [field for field in form.fields if field.category is not None]
    assert len(texts) == 9
    assert all(field.golden_rule for field in texts)


def test_after_a_stop_the_routine_update_can_be_asked_with(wing: Wing) -> None:
    harbor = wing.harbor
    ref = covered(harbor).ref
    stopped = submit(wing, CASE_MANAGER, values(harbor, barriers=ACTIONABLE), about=ref)
    reminder = {**stopped["view"], "previous_view_id": "VFORM1"}
    assert wing.submit(CASE_MANAGER, reminder, {}, view_id="VSTOP1") == {}
    form = wing.slack.views("views.update")[-1]
    assert (form["callback_id"], form["private_metadata"]) == (View.PING_FORM, ref)
    assert "What stands in the way" not in said_in(form)
    filled = {
        **picked(FORM, ask="hearing", court="superior", send="routine"),
        **at_court(harbor),
        **typed(FORM, case="2026-CR-0000"),
    }
    ping = asked(wing, ref, filled)
    shown = opened(wing, PROSECUTOR, ping)
    assert ROUTINE_UPDATE in shown
    assert "2026-CR-0000" in shown


def asked_for_more(wing: Wing) -> Ping:
    ping = asked(wing, covered(wing.harbor).ref)
    decide(wing, ping, "need_more", words="How is it going?")
    wing.harbor.time.go(timedelta(minutes=1))
    return ping


def add(wing: Wing, ping: Ping, filled: Json) -> Json:
    handle = item_of(wing.harbor, ping.ref, CASE_MANAGER)
    said: Json = submit(wing, CASE_MANAGER, filled, form="ping_more", about=handle, below="VB")
    wing.settle()
    return said


def test_the_routine_update_is_the_ordinary_reply(wing: Wing) -> None:
    ping = asked_for_more(wing)
    assert add(wing, ping, picked("ping_more", send="routine")) == {}
    assert ROUTINE_UPDATE in opened(wing, PROSECUTOR, ping)
    assert row(wing.harbor, ping.ref).state == PingState.ASKED


def test_nobody_sends_the_routine_update_with_words_beside_it_or_nothing(wing: Wing) -> None:
    ping = asked_for_more(wing)
    both = {**added("A friend drives"), **picked("ping_more", send="routine")}
    assert refusals(add(wing, ping, both)) == {"send": TWO_AT_ONCE}
    assert refusals(add(wing, ping, picked("ping_more", send="more"))) == {"more": PLEASE_ANSWER}


def test_an_addition_is_looked_at_too(wing: Wing) -> None:
    ping = asked_for_more(wing)
    said = add(wing, ping, added(ACTIONABLE))
    assert STOPPED in json.dumps(said)
    assert row(wing.harbor, ping.ref).state == PingState.NEEDS_MORE
    assert ACTIONABLE.encode() not in wing.harbor.everything_stored()
