"""What Slack says of an account, reduced to what the roster asks; nothing else of a profile is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.people import Account
from models.schema import SlackUserId


@dataclass(frozen=True)
class AccountFacts:
    """`ended`: switched off, a bot, or another team's. `guest`: None where Slack does not say."""

    user: SlackUserId
    ended: bool
    guest: bool | None

    def fits(self, expected: Account) -> bool:
        """Whether nothing that Slack says speaks against the seat; what it does not say never does."""
        if self.ended:
            return False
        return expected is Account.ANY or self.guest is None or self.guest == (expected is Account.GUEST)


def account_facts(account: Mapping[str, Any], team_id: str, enterprise_id: str) -> AccountFacts:
    """The facts of a user object as events, `users.list` and `users.info` carry it.

    Source: https://docs.slack.dev/reference/objects/user-object.
    """
    kinds = [account[name] for name in ("is_restricted", "is_ultra_restricted") if name in account]
    # On Enterprise Grid an account may name another team of ours.
    enterprise = (account.get("enterprise_user") or {}).get("enterprise_id")
    same_grid = bool(enterprise) and enterprise == enterprise_id
    team = account.get("team_id") or team_id
    elsewhere = team != team_id and not same_grid
    ended = bool(account.get("deleted") or account.get("is_stranger") or account.get("is_bot")) or elsewhere
    return AccountFacts(SlackUserId(str(account.get("id", ""))), ended, any(kinds) if kinds else None)
