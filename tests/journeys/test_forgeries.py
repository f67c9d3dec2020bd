"""What Slack did not sign for us is turned away with 401, all alike; what it signed twice counts once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.referrals.doors import ARREST_FIRST
from sandbox.signed_http import body_and_type, signature
from sandbox.wire import Json, SlackTimeout
from tests.canary import Canaries
from tests.journeys import forging, steps
from tests.journeys.forging import Answered, Handed
from tests.stage import OFFICER, RESPONDER, Stage, staged

NOT_OURS = Answered(401, "application/json", b'{"error": "invalid request"}')


def _submission(handed: Handed) -> Json:
    """The officer's first screen once more, from a form of its own."""
    stage, canaries = handed.stage, Canaries()
    sent = forging.last_payload(
        stage, "view_submission", lambda payload: bool(payload["view"]["callback_id"] == "arrest_first")
    )
    sent = forging.in_the_name_of(stage, sent, OFFICER)
    sent["view"]["id"] = f"V0FORGED{time.monotonic_ns()}"
    for block, answer in canaries.answers(ARREST_FIRST).items():
        sent["view"]["state"]["values"][block]["value"]["value"] = answer
    return sent


def _untouched(stage: Stage, calls: int, referrals: int) -> None:
    assert steps.referral_count(stage) == referrals
    assert len(stage.server.calls()) == calls, "nothing was asked of Slack"


def _answer_to(handed: Handed, payload: Json, secret: str = "", seconds: int = 0) -> Answered:
    """Post it, and see that nothing came of it."""
    stage = handed.stage
    steps.wait_settled(stage)
    calls, referrals = len(stage.server.calls()), steps.referral_count(stage)
    (answered,) = forging.post_signed(stage, "interactive", payload, secret=secret, seconds=seconds)
    _untouched(stage, calls, referrals)
    return answered


def test_a_signature_by_another_secret_is_refused(handed: Handed) -> None:
    assert _answer_to(handed, _submission(handed), secret="0" * 32) == NOT_OURS


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
def test_a_stale_or_early_timestamp_is_refused(handed: Handed, seconds: int) -> None:
    assert _answer_to(handed, _submission(handed), seconds=seconds) == NOT_OURS


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "1.5", "1e9", "-1", "+1700000000", "0x6553f100", "9" * 400]
)
def test_a_timestamp_that_is_no_number_is_refused(handed: Handed, timestamp: str) -> None:
    body, kind = body_and_type("interactive", _submission(handed))
    signed = signature(handed.stage.server.signing_secret, timestamp, body)
    assert forging.post(handed.stage, body, kind, timestamp, signed) == NOT_OURS


@pytest.mark.parametrize("signed", [None, "", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64])
def test_a_missing_or_made_up_signature_is_refused(handed: Handed, signed: str | None) -> None:
    body, kind = body_and_type("interactive", _submission(handed))
    assert forging.post(handed.stage, body, kind, str(int(time.time())), signed) == NOT_OURS


def test_a_body_altered_after_it_was_signed_is_refused(handed: Handed) -> None:
    body, kind = body_and_type("interactive", _submission(handed))
    now = str(int(time.time()))
    signed = signature(handed.stage.server.signing_secret, now, body)
    assert forging.post(handed.stage, body.replace("UQUILL001", "USTOOP001"), kind, now, signed) == NOT_OURS


def _foreign_team(payload: Json) -> None:
    payload["team"]["id"] = "T0ELSEWHER"
    payload["view"]["app_installed_team_id"] = "T0ELSEWHER"


def _foreign_person(payload: Json) -> None:
    payload["user"]["team_id"] = "T0ELSEWHER"


def _foreign_app(payload: Json) -> None:
    payload["api_app_id"] = "A0ANOTHER"


def _no_team(payload: Json) -> None:
    payload["team"] = None
    payload["view"]["app_installed_team_id"] = None


@pytest.mark.parametrize("change", [_foreign_team, _foreign_person, _foreign_app, _no_team])
def test_what_was_signed_for_another_team_or_app_is_refused(
    handed: Handed, change: Callable[[Json], None]
) -> None:
    payload = _submission(handed)
    change(payload)
    assert _answer_to(handed, payload) == NOT_OURS


def test_a_command_of_another_team_is_refused(handed: Handed) -> None:
    handed.stage.person(OFFICER).command("/lead help")
    command = forging.last_payload(handed.stage, "slash_commands") | {"team_id": "T0ELSEWHER"}
    answers = forging.post_signed(handed.stage, "slash_commands", command)
    assert answers == [NOT_OURS]


def test_the_same_signed_bytes_make_one_referral_and_get_one_answer(handed: Handed) -> None:
    stage = handed.stage
    referrals, pages = steps.referral_count(stage), len(steps.cards(stage, RESPONDER))
    answers = forging.post_signed(stage, "interactive", _submission(handed), repeat=3)
    assert answers[0].status == 200
    assert json.loads(answers[0].body)["response_action"] == "update"
    assert answers[0] == answers[1] == answers[2]
    steps.wait_cards(stage, RESPONDER, pages + 1)
    steps.wait_settled(stage)
    assert steps.referral_count(stage) == referrals + 1
    assert len(steps.cards(stage, RESPONDER)) == pages + 1


def test_a_form_sent_again_with_a_new_trigger_is_the_same_referral(handed: Handed) -> None:
    stage, payload = handed.stage, _submission(handed)
    (first,) = forging.post_signed(stage, "interactive", payload)
    referrals = steps.referral_count(stage)
    (second,) = forging.post_signed(stage, "interactive", forging.in_the_name_of(stage, payload, OFFICER))
    assert first == second
    assert steps.referral_count(stage) == referrals


def test_a_replayed_click_shows_nothing_a_second_time(handed: Handed) -> None:
    stage = handed.stage
    click = forging.click_on_card(stage, RESPONDER, handed.handles[RESPONDER])
    assert handed.canaries.hits("view", forging.view_shown_for(stage, click).encode())
    before = len(stage.server.calls())
    (again,) = forging.post_signed(stage, "interactive", click)
    assert again.status == 200
    steps.wait_settled(stage)
    after = stage.server.calls()[before:]
    assert [call.status for call in after if call.method == "views.open"] == ["exchanged_trigger_id"]
    assert not [call for call in after if call.method == "views.update"]


def test_over_socket_mode_a_foreign_payload_is_left_unanswered(tmp_path: Path) -> None:
    with staged(tmp_path, patience=1) as stage:
        stage.person(OFFICER).command("/lead help")
        command = forging.last_payload(stage, "slash_commands") | {"team_id": "T0ELSEWHER"}
        calls = len(stage.server.calls())
        with pytest.raises(SlackTimeout):
            stage.server.courier.ask("slash_commands", command)
        assert len(stage.server.calls()) == calls
