"""Every account of the workspace, asked of Slack page by page."""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.members.facts import AccountFacts, account_facts
from handlers.slack_client import Home
from models.schema import SlackUserId

_A_PAGE = 200  # what Slack advises
_PAGES_AT_MOST = 1000
_TROUBLE = (SlackApiError, URLError, TimeoutError, ConnectionError, HTTPException)


def every_account(client: WebClient, home: Home) -> dict[SlackUserId, AccountFacts] | None:
    """The facts of all accounts, deactivated ones too; None when Slack did not answer to the end.

    `client` waits out rate limits (`new_asking_client`). Source: https://docs.slack.dev/reference/methods/users.list.
    """
    found: dict[SlackUserId, AccountFacts] = {}
    cursor = ""
    try:
        for _ in range(_PAGES_AT_MOST):
            answer = client.users_list(limit=_A_PAGE, cursor=cursor or None)
            for account in answer["members"]:
                facts = account_facts(account, home.team_id, home.enterprise_id)
                found[facts.user] = facts
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found or None
    except _TROUBLE:
        return None
    return None
