"""What Slack would send, from fictional people: submissions, commands, clicks, Home; signed for HTTP."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from handlers.forms import as_modal
from handlers.referrals.doors import ARREST_FIRST

SIGNING_SECRET = "bench-signing-secret"
BOT_TOKEN = "xoxb-bench"
TEAM, APP, BOT_USER, BOT = "T0BENCH01", "A0BENCH01", "UBOT00001", "B0BENCH01"
OFFICER, RESPONDER = "UQUILL001", "ULARKSP01"
PLACE = "Dock shelter by the old pump, beside the second bollard"

Body = dict[str, Any]
_numbers = itertools.count(time.time_ns())
_FORM = as_modal(ARREST_FIRST)
_ANSWERS = {"place": PLACE, "callback": "555-0107"}


def fresh_id(letter: str) -> str:
    """An id that no earlier payload carried."""
    return f"{letter}{next(_numbers)}"


def submission() -> Body:
    """The first form of an arrest diversion, every field valid: the one that writes and pages."""
    values = {
        f"{ARREST_FIRST.callback.value}.{name}": {"value": {"type": "plain_text_input", "value": text}}
        for name, text in _ANSWERS.items()
    }
    view = _FORM | {
        "id": fresh_id("V"),
        "hash": fresh_id("h"),
        "team_id": TEAM,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        "state": {"values": values},
    }
    return _interaction("view_submission", OFFICER) | {"view": view, "response_urls": []}


def help_command() -> Body:
    """`/lead help`: answered without a write."""
    return {
        "token": "none",
        "team_id": TEAM,
        "team_domain": "lantern-harbor",
        "channel_id": "C0OWG0001",
        "channel_name": "privategroup",
        "user_id": OFFICER,
        "user_name": "officer",
        "command": "/lead",
        "text": "help",
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/none",
        "trigger_id": fresh_id("t"),
    }


def refer_command() -> Body:
    """`/lead refer`: answered after `views.open`."""
    return help_command() | {"text": "refer"}


def click(action_id: str, value: str = "", user: str = RESPONDER) -> Body:
    """A click on a card's button."""
    action = {
        "type": "button",
        "action_id": action_id,
        "block_id": "card",
        "value": value,
        "action_ts": "1.1",
        "text": {"type": "plain_text", "text": "Open"},
    }
    place = {"type": "message", "message_ts": "1.1", "channel_id": "D0BENCH01", "is_ephemeral": False}
    where = {"container": place, "channel": {"id": "D0BENCH01", "name": "directmessage"}}
    return _interaction("block_actions", user) | where | {"actions": [action]}


def home_opened(user: str = RESPONDER) -> Body:
    """The Home tab is looked at."""
    event = {
        "type": "app_home_opened",
        "user": user,
        "channel": "D0BENCH01",
        "tab": "home",
        "event_ts": "1.1",
    }
    return {
        "token": "none",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": fresh_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
    }


def _interaction(kind: str, user: str) -> Body:
    return {
        "type": kind,
        "token": "none",
        "team": {"id": TEAM, "domain": "lantern-harbor"},
        "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": TEAM},
        "api_app_id": APP,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": fresh_id("t"),
    }


def as_http(body: Mapping[str, Any]) -> bytes:
    """The whole HTTP/1.1 request, signed now: good for five minutes.

    https://docs.slack.dev/authentication/verifying-requests-from-slack/
    """
    kind = "application/x-www-form-urlencoded"
    if "event" in body:
        kind, raw = "application/json", json.dumps(body).encode()
    elif "command" in body:
        raw = urlencode(body).encode()
    else:
        raw = urlencode({"payload": json.dumps(body)}).encode()
    moment = str(int(time.time()))
    base = b"v0:" + moment.encode() + b":" + raw
    signature = "v0=" + hmac.new(SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0\r\nAccept: */*\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(raw)}\r\n"
        f"X-Slack-Request-Timestamp: {moment}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + raw


def as_envelope(body: Mapping[str, Any]) -> Body:
    """The same in a Socket Mode envelope.

    https://docs.slack.dev/apis/events-api/using-socket-mode/
    """
    kind = "events_api" if "event" in body else "slash_commands" if "command" in body else "interactive"
    return {
        "envelope_id": fresh_id("e"),
        "type": kind,
        "payload": dict(body),
        "accepts_response_payload": kind != "events_api",
    }
