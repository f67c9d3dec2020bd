"""What goes to police or prosecutors is looked at first; the routine update is the ordinary reply."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import Action, View
from handlers.reminding import DANGER, STOPPED, TWO_AT_ONCE
from models.envelope import Envelope
from models.message import SealedMessage
from models.notice import Kind
from models.stops import StopsOfMonth
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, PROSECUTOR
from tests.handlers.messages.sealing import (
    item_of,
    newest,
    open_item,
    people,
    refusals,
    released,
    said_in,
    sealed,
    submit,
    values,
)
from tests.handlers.wing import Json, Wing, picked, typed

AGAINST_THEM = "missed curfew Tuesday and used again, but keeps appointments"
TALKS = typed("seal_message", subject="An update", text=AGAINST_THEM)


def asked(wing: Wing) -> str:
    """A prosecutor asks the case manager how it is going; the handle by which it is answered."""
    message = sealed(wing, released(wing.harbor).ref)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    wing.harbor.time.go(timedelta(minutes=1))
    said = submit(wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply")
    assert said["response_action"] == "update"
    return item_of(wing.harbor, newest(wing.harbor).ref, CASE_MANAGER)


def answer(wing: Wing, handle: str, text: str, **more: str) -> Json:
    filled = {
        **picked("seal_reply", send="more", kind="barriers", wanted="today", **more),
        **typed("seal_reply", subject="An update", text=text),
    }
    said: Json = submit(wing, CASE_MANAGER, filled, handle=handle, form="seal_reply")
    return said


def rows(wing: Wing) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(wing.harbor.folder / "data" / "leadbot.db") as bare:
        tables = [name for (name,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(bare.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}  # noqa: S608


def test_a_stop_leaves_one_number_and_nothing_else(
    wing: Wing, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    handle = asked(wing)
    before = rows(wing)
    said = answer(wing, handle, AGAINST_THEM)
    assert said["response_action"] == "push"
    after = rows(wing)
    assert {name for name in after if after[name] != before[name]} == {"golden_rule_months"}
    [(month, stops)] = after["golden_rule_months"]
    assert (str(month), stops) == (wing.harbor.ground.now().strftime("%Y-%m"), 1)
    printed = "".join([*capsys.readouterr(), caplog.text, json.dumps(wing.logged)])
    assert not [word for word in ("curfew", "Golden", "golden", "stop") if word in printed]


def test_the_reminder_offers_the_ways_on_and_closing_it_keeps_what_was_typed(wing: Wing) -> None:
    view = answer(wing, asked(wing), AGAINST_THEM)["view"]
    shown = said_in(view)
    assert STOPPED in shown
    assert DANGER.format("911") in shown
    assert "not a guarantee" in shown
    assert (view["close"]["text"], view["submit"]["text"]) == ("Remove it", "Routine update")
    assert view["clear_on_close"] is False
    assert Action.TALK_TO_SUPERVISOR in json.dumps(view)
    assert "curfew" not in json.dumps(view)


def test_over_a_third_view_the_reminder_stands_at_the_field(wing: Wing) -> None:
    handle = asked(wing)
    filled = {
        **picked("seal_reply", send="more", kind="barriers", wanted="today"),
        **typed("seal_reply", subject="An update", text=AGAINST_THEM),
    }
    view = {
        "callback_id": "seal_reply",
        "private_metadata": handle,
        "previous_view_id": "V2",
        "root_view_id": "V1",
    }
    assert refusals(wing.submit(CASE_MANAGER, view, filled, view_id="V3")) == {"text": STOPPED}


def test_an_ordinary_text_goes_through(wing: Wing) -> None:
    handle = asked(wing)
    assert answer(wing, handle, "Her barrier is the ID; a letter would help.")["response_action"] == "update"
    assert wing.harbor.count(StopsOfMonth) == 0


def test_the_reply_to_a_prosecutor_begins_with_the_routine_update_and_one_to_a_colleague_does_not(
    wing: Wing,
) -> None:
    wing.click(CASE_MANAGER, Action.REPLY_SEALED, value=asked(wing), view={})
    first, *_ = [block for block in wing.slack.views("views.push")[-1]["blocks"] if block["type"] == "input"]
    assert first["block_id"] == "seal_reply.send"
    assert first["element"]["initial_option"]["value"] == "routine"
    between = sealed(wing, released(wing.harbor).ref, CLINICAL, at="VSEAL2")
    handle = item_of(wing.harbor, between.ref, CLINICAL)
    wing.click(CLINICAL, Action.REPLY_SEALED, value=handle, view={})
    assert "routine" not in json.dumps(wing.slack.views("views.push")[-1])


def test_the_routine_update_goes_with_one_tap_and_says_the_same_for_everybody(wing: Wing) -> None:
    handle = asked(wing)
    wing.harbor.time.go(timedelta(minutes=1))
    said = submit(wing, CASE_MANAGER, picked("seal_reply", send="routine"), handle=handle, form="seal_reply")
    assert said["response_action"] == "update", said
    reply = newest(wing.harbor)
    view = open_item(wing, PROSECUTOR, item_of(wing.harbor, reply.ref, PROSECUTOR))
    assert ROUTINE_UPDATE in said_in(view)


def test_whoever_typed_something_beside_the_routine_update_is_told_before_it_goes(wing: Wing) -> None:
    filled = {**picked("seal_reply", send="routine"), **typed("seal_reply", subject="", text="Her ID came.")}
    said = submit(wing, CASE_MANAGER, filled, handle=asked(wing), form="seal_reply")
    assert refusals(said) == {"send": TWO_AT_ONCE}


def test_after_a_stop_the_form_underneath_asks_to_send_the_routine_update(wing: Wing) -> None:
    told = released(wing.harbor)
    codes = {"about": told.ref, "kind": "barriers", "purpose": "court", "wanted": "now"}
    filled = {**picked("seal_message", **codes), **TALKS, **people("seal_message", PROSECUTOR)}
    stop = submit(wing, CASE_MANAGER, filled)["view"]
    assert stop["private_metadata"] == "seal_message "
    wing.submit(CASE_MANAGER, {**stop, "previous_view_id": "VBELOW"}, {}, view_id="VSTOP")
    form = wing.slack.views("views.update")[-1]
    asked_for = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert asked_for == [f"seal_message.{name}" for name in ("routine", "about", "role", "people", "purpose")]
    again = {**picked("seal_message", routine="routine", about=told.ref, purpose="court")}
    said = submit(wing, CASE_MANAGER, {**again, **people("seal_message", PROSECUTOR)}, at="VAGAIN")
    assert said["response_action"] == "update", said
    with wing.harbor.ground.database.look() as work:
        [message] = work.session.scalars(select(SealedMessage)).all()
        [body] = work.session.scalars(select(Envelope).where(Envelope.subject == message.ref)).all()
    assert body.category == message.category
    assert wing.harbor.notices(Kind.CARD_TODAY)


def test_what_stays_within_the_care_team_is_not_looked_at(wing: Wing) -> None:
    told = released(wing.harbor)
    codes = {"about": told.ref, "kind": "barriers", "purpose": "coordination", "wanted": "now"}
    filled = {**picked("seal_message", **codes), **TALKS, **people("seal_message", CLINICAL)}
    assert submit(wing, CASE_MANAGER, filled)["response_action"] == "update"
    assert View.MESSAGE_STOPPED not in json.dumps(wing.slack.asked)
