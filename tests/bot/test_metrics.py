"""The metrics: fixed labels only, whatever comes in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics import Metrics, request_kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/lead", "text": "refer"}, "command"),
        ({"type": "event_callback", "event": {"type": "app_home_opened"}}, "event"),
        ({"type": "view_submission"}, "view_submission"),
        ({"type": "Zebulon Testperson"}, "other"),
        ({"type": ["view_submission"]}, "other"),
        ({}, "other"),
    ],
)
def test_a_request_is_one_of_a_fixed_set_of_kinds(body: dict[str, object], kind: str) -> None:
    assert request_kind(body) == kind


def test_what_is_counted_can_be_read() -> None:
    metrics = Metrics()
    metrics.request_answered({"command": "/lead"}, 200, 0.02)
    metrics.request_refused()
    metrics.notice_settled("card.now", "sent", 0.3)
    metrics.notice_settled("card.now", "never", 900)
    metrics.tick_ran("checkpoint", raised=True)
    metrics.slack_called("chat.postMessage", "ok")
    metrics.notices_waiting(7)
    metrics.socket_connected(True)
    metrics.disclosures_halted(False)
    text = metrics.render()
    for line in (
        'leadbot_requests_total{kind="command",outcome="ok"} 1.0',
        'leadbot_requests_total{kind="unverified",outcome="4xx"} 1.0',
        'leadbot_notices_total{outcome="sent"} 1.0',
        'leadbot_notices_total{outcome="never"} 1.0',
        "leadbot_lateness_seconds_count 1.0",
        "leadbot_ack_seconds_count 1.0",
        'leadbot_ticks_total{outcome="raised",tick="checkpoint"} 1.0',
        'leadbot_slack_calls_total{method="chat.postMessage",result="ok"} 1.0',
        "leadbot_notices_waiting 7.0",
        "leadbot_socket_connected 1.0",
        "leadbot_disclosures_halted 0.0",
    ):
        assert line in text


@given(st.text(), st.text(), st.text())
def test_no_text_from_outside_becomes_a_label(kind: str, outcome: str, result: str) -> None:
    metrics = Metrics()
    metrics.request_answered({"type": kind, "user": {"id": kind}}, 200, 0.1)
    metrics.notice_settled(kind, outcome, 1)
    metrics.slack_called("chat.update", result)
    allowed = {"ok", "sent", "again", "never", "other", "chat.update", "refused", "rate_limited", "no_answer"}
    kinds = {"block_actions", "view_submission", "view_closed", "shortcut", "message_action", "event"}
    shown = set(re.findall(r'(?:kind|outcome|method|result)="([^"]*)"', metrics.render()))
    assert shown <= allowed | kinds | {"block_suggestion"}


def test_nothing_names_a_person_a_door_or_a_region() -> None:
    names = set(re.findall(r'(\w+)="', Metrics().render()))
    assert names <= {"kind", "outcome", "method", "result", "tick", "le"}


def test_two_instances_share_nothing() -> None:
    one, two = Metrics(), Metrics()
    one.notices_waiting(3)
    assert "leadbot_notices_waiting 0.0" in two.render()
