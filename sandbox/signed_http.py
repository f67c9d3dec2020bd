"""Delivery over HTTP: the body Slack would send, signed with the app's secret.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from sandbox.wire import DispatchFailed, Json, SlackTimeout

ACK_SECONDS = 3.0


def body_and_type(kind: str, payload: Json) -> tuple[str, str]:
    """The body and its content type: forms for commands and interactivity, JSON for events."""
    if kind == "events_api":
        return json.dumps(payload, ensure_ascii=False), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload, ensure_ascii=False)}
    return urlencode(form), "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature of a body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def send(
    url: str,
    secret: str,
    kind: str,
    payload: Json,
    retry: tuple[int, str] | None,
    ack_seconds: float = ACK_SECONDS,
) -> tuple[str, str]:
    """POST a payload and wait for the answer; gives both bodies as text.

    Raises `SlackTimeout` after `ack_seconds`, `DispatchFailed` when nobody answers or not with 200.
    """
    body, content_type = body_and_type(kind, payload)
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
        "User-Agent": "Slackbot 1.0 (practice workspace)",
    }
    if retry is not None:
        headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
    return body, _post(url, body.encode(), headers, ack_seconds)


def _post(url: str, body: bytes, headers: Mapping[str, str], ack_seconds: float) -> str:
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=ack_seconds)
    try:
        connection.request("POST", where.path or "/", body, dict(headers))
        answer = connection.getresponse()
        text = answer.read().decode()
    except TimeoutError:
        raise SlackTimeout from None
    except (OSError, http.client.HTTPException, UnicodeDecodeError):
        raise DispatchFailed from None
    finally:
        connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise DispatchFailed(f"LEAD answered in a way that could not be used (HTTP {answer.status}).")
    return text
