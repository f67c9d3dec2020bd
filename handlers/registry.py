"""Every Slack trigger in one list, and the Bolt app that listens to them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from handlers import words
from handlers.call import Call, Handler, Tables
from handlers.dispatch import Dispatch
from handlers.errors import first_input, said
from handlers.ids import Event
from handlers.slack_client import Home
from handlers.telling import Teller

# What the bot asks of Slack, and why; `manifest.yml` is held against this by a test.
SCOPES = {
    "commands": "the /lead command and the shortcuts",
    "chat:write": "direct messages",
    "dnd:read": "the backup is asked, too, where the on-call person's Slack is silent",
    "groups:history": "the channel guard looks at messages of private channels the bot was invited to",
    "groups:read": "which private channels the bot is in, their names, and once a day who is in them",
    "im:history": "after an answer that got lost: is the message there already?",
    "im:write": "after an answer that got lost: which is our direct message channel?",
    "users:read": "an account is looked at when it opens something, when it changes, and once a day",
}


def tables(features: Sequence[Tables], *, in_dm: Handler, in_channel: Handler) -> Tables:
    """The whole list: every feature's triggers, and who answers messages in the bot's DM and in channels.

    Raises:
        ValueError: two features claim the same trigger.
    """
    return Tables(
        keywords=_joined([feature.keywords for feature in features]),
        shortcuts=_joined([feature.shortcuts for feature in features]),
        actions=_joined([feature.actions for feature in features]),
        submissions=_joined([feature.submissions for feature in features]),
        events=_joined(
            [*(feature.events for feature in features), {Event.MESSAGE: _by_place(in_dm, in_channel)}]
        ),
    )


def _joined(parts: Sequence[Mapping[str, Handler]]) -> dict[str, Handler]:
    whole: dict[str, Handler] = {}
    for part in parts:
        if twice := whole.keys() & part.keys():
            raise ValueError(f"claimed twice: {', '.join(sorted(twice))}")
        whole.update(part)
    return whole


def _by_place(in_dm: Handler, in_channel: Handler) -> Handler:
    """Slack has one name for every message: the bot's own DM is answered, a channel is looked at."""

    def message(call: Call) -> None:
        in_a_channel = (call.body.get("event") or {}).get("channel_type") == "group"
        (in_channel if in_a_channel else in_dm)(call)

    return message


def build_app(
    client: WebClient,
    token: str,
    signing_secret: str,
    home: Home,
    dispatch: Dispatch,
    teller: Teller,
    log_error: Callable[[str, Exception], None],
) -> App:
    """Bolt, set up so that the ack is the listener's last word and nothing a person typed is logged.

    `client` carries address, TLS and time limit, but no token: Bolt hands each request a copy with it.
    """
    app = App(
        client=client,
        signing_secret=signing_secret,
        authorize=_authorize(token, home),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=True,
        url_verification_enabled=True,
        logger=logging.getLogger("slack_bolt.leadbot"),
    )
    app.middleware(_only_ours(home))
    dispatch.attach(app)
    app.error(_answer_errors(teller, log_error))
    return app


def _authorize(token: str, home: Home) -> Callable[..., AuthorizeResult]:
    # One team, asked once at start: no auth.test in the path of a click.
    result = AuthorizeResult(
        enterprise_id=home.enterprise_id or None,
        team_id=home.team_id,
        bot_user_id=home.bot_user_id,
        bot_id=home.bot_id,
        bot_token=token,
    )

    def authorize() -> AuthorizeResult:
        return result

    return authorize


def _only_ours(home: Home) -> Callable[..., BoltResponse | None]:
    """A valid signature is not enough: another team's or app's payload is turned away."""

    def only_ours(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        if is_ours(body, home):
            return next()
        return BoltResponse(status=401, body="")

    return only_ours


def is_ours(body: dict[str, Any], home: Home) -> bool:
    """Our app, and our team wherever the payload names one (on Enterprise Grid `team` may be null)."""
    if body.get("api_app_id") not in {home.app_id, None}:
        return False
    view = body.get("view") or {}
    installed = view.get("app_installed_team_id") or body.get("team_id") or (body.get("team") or {}).get("id")
    if installed and installed != home.team_id:
        return False
    user = body.get("user")
    user_team = user.get("team_id") if isinstance(user, dict) else None
    foreign = bool(user_team) and user_team != home.team_id
    enterprise = (body.get("enterprise") or {}).get("id") or body.get("enterprise_id") or ""
    return bool(installed or (enterprise and enterprise == home.enterprise_id)) and not foreign


def _answer_errors(
    teller: Teller, log_error: Callable[[str, Exception], None]
) -> Callable[..., BoltResponse]:
    """Bolt's error handler: the log gets type and id, the person a sentence; what was typed, nobody."""

    def answer_errors(error: Exception, body: dict[str, Any], request: BoltRequest) -> BoltResponse:
        del request
        error_id = secrets.token_hex(4)
        log_error(error_id, error)
        sentence = words.our_mistake(error_id, teller.contacts())
        if body.get("type") == "view_submission":
            block = first_input(body.get("view"))
            errors = {"response_action": "errors", "errors": {block: sentence}}
            shown = errors if block else {"response_action": "update", "view": said(sentence)}
            return BoltResponse(status=200, body=shown)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        return BoltResponse(status=200, body="")

    return answer_errors
