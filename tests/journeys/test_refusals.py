"""Every wrong hand is shown the same bytes, whatever the cause; nothing is disclosed, nothing is changed."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.referrals.doors import ARREST_REST
from models.audit_rows import Verb
from models.schema import SlackUserId
from sandbox.cast import CastMember
from sandbox.recorder import Call
from sandbox.wire import Json
from tests.canary import Canaries
from tests.journeys import forging, steps
from tests.journeys.forging import Handed
from tests.stage import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    RESPONDER,
    ROOT,
    SUPERVISOR,
    Stage,
)

NOT_ROSTERED = "UUNROST01"
SENTENCE = "This item isn't available. Contact the team line: (555) 010-0199."


def test_the_refusal_says_one_sentence_and_carries_nothing_else(refused: str) -> None:
    view = json.loads(refused)
    assert [block["text"]["text"] for block in view["blocks"]] == [SENTENCE]
    assert view["callback_id"] == "unavailable"
    assert view["title"]["text"] == "Sealed item"
    assert not view.get("private_metadata")
    assert "submit" not in view


def test_the_right_hand_opens_it(handed: Handed, refused: str) -> None:
    shown = handed.view_for(RESPONDER)
    assert shown != refused
    assert handed.canaries.hits("view", shown.encode())


@pytest.mark.parametrize("user", [BACKUP, OFFICER, SUPERVISOR, MANAGER, NEIGHBOR, NOT_ROSTERED])
def test_a_card_clicked_by_somebody_else_opens_nothing(handed: Handed, refused: str, user: str) -> None:
    assert handed.view_for(user) == refused


@pytest.mark.parametrize("handle", ["f" * 32, "", "' OR 1=1 --", "0" * 3_000, "é\x00"])
def test_a_forged_handle_opens_nothing(handed: Handed, refused: str, handle: str) -> None:
    assert handed.view_for(RESPONDER, handle) == refused


@contextlib.contextmanager
def _as_slack_sees(stage: Stage, user: str, **facts: Any) -> Iterator[None]:
    person: CastMember = stage.server.workspace.people[user]
    before = {name: getattr(person, name) for name in facts}
    for name, value in facts.items():
        setattr(person, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(person, name, value)


@pytest.mark.parametrize(
    "facts",
    [
        {"deleted": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_bot": True},
        {"team_id": "T0ELSEWHER"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_an_account_that_is_not_what_the_roster_expects_opens_nothing(
    handed: Handed, refused: str, facts: dict[str, Any]
) -> None:
    with _as_slack_sees(handed.stage, RESPONDER, **facts):
        assert handed.view_for(RESPONDER) == refused
    assert handed.view_for(RESPONDER) != refused


@pytest.mark.parametrize("kind", ["server_error", "timeout"])
def test_when_slack_does_not_vouch_for_the_account_nothing_opens(
    handed: Handed, refused: str, kind: str
) -> None:
    handed.stage.server.faults.add("users.info", kind, times=3, seconds=0.1)  # it is asked thrice
    assert handed.view_for(RESPONDER) == refused
    handed.stage.server.faults.clear()


def test_each_refusal_is_written_down_with_its_cause_and_no_other_sees_it(
    handed: Handed, refused: str
) -> None:
    handed.view_for(BACKUP)
    with handed.stage.bot.floor.ground.database.look() as work:
        rows = work.session.connection().exec_driver_sql(
            "SELECT actor, decision FROM audit_events WHERE verb = ? ORDER BY seq DESC LIMIT 1",
            (Verb.OPEN_REFUSED.value,),
        )
        assert rows.one() == (BACKUP, "not_the_recipient")
    assert "not_the_recipient" not in handed.stage.server.calls()[-1].raw_request


def test_a_refusal_takes_its_time_whatever_the_cause(handed: Handed, refused: str) -> None:
    for user, handle in ((RESPONDER, "0" * 32), (BACKUP, None), (NOT_ROSTERED, None)):
        began = time.monotonic()
        assert handed.view_for(user, handle) == refused
        assert 0.3 <= time.monotonic() - began < 2.0


@pytest.mark.parametrize("user", [BACKUP, MANAGER, OFFICER, NEIGHBOR, NOT_ROSTERED])
def test_an_act_in_somebody_elses_item_changes_nothing(handed: Handed, user: str) -> None:
    stage, handle = handed.stage, handed.handles[RESPONDER]
    click = forging.in_the_name_of(stage, forging.click_on_card(stage, RESPONDER, handle), user)
    del click["message"]
    click["actions"][0] |= {"action_id": "met", "value": ""}
    opened = {"id": "V0NOBODYS", "hash": "1.1", "type": "modal", "callback_id": "opened", "blocks": []}
    click["view"] = opened | {"private_metadata": handle}
    before = stage.bot.referrals.status(SlackUserId(OFFICER), handed.ref)
    told = _told_after(stage, click)
    assert not any(handed.canaries.hits("call", call.raw_request.encode()) for call in told)
    assert stage.bot.referrals.status(SlackUserId(OFFICER), handed.ref) == before


def _told_after(stage: Stage, payload: Json) -> list[Call]:
    """Deliver, and what the bot then asked of Slack."""
    before = len(stage.server.recorder.calls())
    stage.server.courier.ask("interactive", payload)
    return stage.server.recorder.calls(direction="bot->slack", after=before)


def test_the_second_screen_of_somebody_elses_referral_is_not_taken(handed: Handed) -> None:
    stage, others = handed.stage, Canaries()
    sent = forging.last_payload(stage, "view_submission")
    assert sent["view"]["callback_id"] == "arrest_rest"
    for block, answer in others.answers(ARREST_REST).items():
        if block in others.texts:
            sent["view"]["state"]["values"][block]["value"]["value"] = answer
    for user in (SUPERVISOR, RESPONDER, NEIGHBOR):
        answered = stage.server.courier.ask("interactive", forging.in_the_name_of(stage, sent, user))
        assert SENTENCE in answered
    shown = handed.view_for(RESPONDER)
    assert not others.hits("view", shown.encode())


@pytest.mark.parametrize("user", [NEIGHBOR, MANAGER, RESPONDER, NOT_ROSTERED])
def test_a_door_that_is_not_theirs_stays_shut_even_to_a_forged_form(handed: Handed, user: str) -> None:
    stage = handed.stage
    sent = forging.last_payload(
        stage, "view_submission", lambda payload: bool(payload["view"]["callback_id"] == "arrest_first")
    )
    sent = forging.in_the_name_of(stage, sent, user)
    sent["view"]["id"] = "V0ANOTHER"
    sent["view"]["state"]["values"]["arrest_first.region"] = {"value": {"selected_option": {"value": "quay"}}}
    answer = json.loads(stage.server.courier.ask("interactive", sent))
    assert answer["response_action"] == "update"
    assert "R-" not in json.dumps(answer)
    assert steps.referral_count(stage) == 1


def test_a_start_at_debug_is_refused(tmp_path: Path) -> None:
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-practice",
        "SLACK_SIGNING_SECRET": "practice",
        "LEADBOT_LOG_LEVEL": "debug",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert "DEBUG logs what people type" in ended.stderr
    assert list(tmp_path.iterdir()) == [], "nothing was begun"
