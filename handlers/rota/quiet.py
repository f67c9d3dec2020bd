"""Whose notifications Slack holds back: asked of `dnd.info` (https://docs.slack.dev/reference/methods/dnd.info)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.rota.facts import Quiet
from models.schema import SlackUserId

_AWAY = (SlackApiError, URLError, TimeoutError, ConnectionError, HTTPException)
_A_DAY = timedelta(days=1)


def ask_quiet(client: WebClient, user: SlackUserId, now: datetime) -> Quiet | None:
    """What Slack says now; None when it does not answer, or knows no such user."""
    try:
        said: Any = client.dnd_info(user=user)
    except _AWAY:
        return None
    return read_quiet(said.data if isinstance(said.data, dict) else {}, now)


def read_quiet(said: dict[str, Any], now: datetime) -> Quiet:
    """The present or next time in which notifications are held back."""
    snoozes = float(said.get("snooze_endtime") or 0)
    if said.get("snooze_enabled") and snoozes > now.timestamp():
        return Quiet(now, datetime.fromtimestamp(snoozes, UTC))
    begins, ends = (float(said.get(f"next_dnd_{edge}_ts") or 0) for edge in ("start", "end"))
    if not said.get("dnd_enabled") or ends <= begins:
        return Quiet()
    found = Quiet(datetime.fromtimestamp(begins, UTC), datetime.fromtimestamp(ends, UTC))
    return found if found.touches(now, now + _A_DAY) else Quiet()
