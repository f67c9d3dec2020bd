"""Slack's Web API as the bot uses it: patient or quick clients, live accounts, and the screen of a reader."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from handlers.blocks import View
from models.people import Account
from models.schema import SlackUserId

LISTENER_SECONDS = 2  # with process_before_response the answer waits behind views.open; Slack waits 3 s
PATIENT_SECONDS = 6  # looking, opening and sending together must end within the Postman's lease of 30 s
TROUBLE = (SlackApiError, URLError, TimeoutError, ConnectionError, HTTPException)


@dataclass(frozen=True)
class Home:
    """Our place in Slack, asked once at start: team, enterprise, app and bot user."""

    team_id: str
    enterprise_id: str
    app_id: str
    bot_user_id: str
    bot_id: str


def new_client(token: str | None, base_url: str, tls: ssl.SSLContext, seconds: int) -> WebClient:
    """A client that never sends twice by itself: the outbox decides about second tries.

    The TLS context is shared because slack_sdk otherwise reads the CA bundle again at every call.
    """
    return WebClient(
        token=token,
        base_url=base_url,
        ssl=tls,
        timeout=seconds,
        retry_handlers=[],
        user_agent_prefix="leadbot",
    )


def new_asking_client(token: str, base_url: str, tls: ssl.SSLContext) -> WebClient:
    """For what may be asked twice (reading an account, replacing a view): waits out 429 and 5xx."""
    client = new_client(token, base_url, tls, PATIENT_SECONDS)
    client.retry_handlers = [
        RateLimitErrorRetryHandler(max_retry_count=2),
        ServerErrorRetryHandler(max_retry_count=2),
    ]
    return client


def find_home(client: WebClient) -> Home:
    """Who we are.

    Raises:
        SlackApiError: the token is not good.
        URLError, TimeoutError: Slack does not answer.
    """
    me = client.auth_test()
    bot = client.bots_info(bot=me["bot_id"])
    return Home(
        team_id=me["team_id"],
        enterprise_id=me.get("enterprise_id") or "",
        app_id=bot["bot"]["app_id"],
        bot_user_id=me["user_id"],
        bot_id=me["bot_id"],
    )


class LiveAccounts:
    """Slack's word on an account, asked at every opening."""

    def __init__(self, client: WebClient, home: Home) -> None:
        self._client = client
        self._home = home

    def holds(self, user: SlackUserId, expected: Account) -> bool:
        """Active, human, of our team, and of the kind the roster expects; False whenever in doubt."""
        try:
            account = self._client.users_info(user=user)["user"]
        except TROUBLE:
            return False
        guest = bool(account.get("is_restricted") or account.get("is_ultra_restricted"))
        wanted = expected is Account.ANY or (expected is Account.GUEST) == guest
        out = account.get("deleted") or account.get("is_bot") or account.get("is_stranger")
        # On Enterprise Grid an account may name another team of ours; of another enterprise it never holds.
        enterprise = (account.get("enterprise_user") or {}).get("enterprise_id")
        same_grid = bool(enterprise) and enterprise == self._home.enterprise_id
        ours = account.get("team_id") == self._home.team_id or same_grid
        return bool(wanted and ours and not out)


class ChannelNames:
    """What people call a channel. A name once heard stays, so that a notice reads the same at every try."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, str] = {}

    def name_of(self, channel: str) -> str:
        """`#owg`; the id where Slack does not say."""
        if channel not in self._known:
            try:
                name = self._client.conversations_info(channel=channel)["channel"].get("name")
            except TROUBLE:
                name = None
            self._known[channel] = f"#{name}" if name else f"channel {channel}"
        return self._known[channel]


class LiveScreen:
    """The modal on a reader's screen."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """Replace the content; False when the view has gone or changed, or Slack did not say."""
        try:
            self._client.views_update(view_id=view_id, hash=hash_, view=view)
        except TROUBLE:
            return False
        return True
