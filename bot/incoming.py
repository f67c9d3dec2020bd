"""What a site or roster file is asked before it is taken: no person's details in it, and private channels."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence

from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from handlers.guard import person_guard
from handlers.guarding.channels import TROUBLE, ours_alone
from handlers.slack_client import PATIENT_SECONDS, new_client
from models.errors import BadFile, Unsafe
from models.roster_file import Seating
from models.site import SiteRules

_DETAILS = "that looks like a person's details; this name is not sealed, please leave them out"
COULD_NOT_LOOK = (
    "Slack could not be asked whether the channels are private and not shared with another workspace; "
    "`leadbot doctor` looks."
)


def guard_site(rules: SiteRules) -> None:
    """Refuse names of a site that everybody reads and that look like a person's details.

    Raises:
        BadFile: each by its key; never what stands there.
    """
    named = [("site.name", rules.site.name)]
    named += [(f"regions.{n}.name", region.name) for n, region in enumerate(rules.regions)]
    named += [(f"groups.{n}.name", group.name) for n, group in enumerate(rules.groups)]
    _refuse(f"{key}: {_DETAILS}" for key, text in named if person_guard(text))


def guard_roster(seats: Sequence[Seating]) -> None:
    """Refuse display names that look like more than a colleague's name.

    Raises:
        BadFile: each by its line; never what stands there.
    """
    _refuse(
        f"line {seat.line}: display_name: {_DETAILS}" for seat in seats if person_guard(seat.display_name)
    )


def channels_private(settings: Settings, rules: SiteRules) -> bool:
    """Ask Slack about every channel the site names; False = it could not be asked.

    Raises:
        BadFile: a channel is public, or another workspace shares it or is asked into it.
    """
    if not rules.channels():
        return True
    try:
        settings.require_slack()
    except Unsafe:
        return False
    tls = ssl.create_default_context()
    client = new_client(settings.bot_token, settings.slack_api_url, tls, PATIENT_SECONDS)
    problems, asked = [], True
    for channel in rules.channels():
        try:
            found = client.conversations_info(channel=channel)["channel"]
        except SlackApiError as refused:
            if _is_public(refused):
                problems.append(_open(channel))
            else:
                asked = False
            continue
        except TROUBLE:
            return False
        if not ours_alone(found):
            problems.append(_open(channel))
    _refuse(iter(problems))
    return asked


def _is_public(refused: SlackApiError) -> bool:
    """The bot may read of private channels only: of a public one Slack says that its scope is missing."""
    answer = refused.response
    needed, provided = str(answer.get("needed", "")), str(answer.get("provided", ""))
    missing = answer.get("error") == "missing_scope"
    return missing and "channels:read" in needed and "groups:read" in provided


def _open(channel: str) -> str:
    return f"{channel}: a group's channel must be private and not shared with another workspace"


def _refuse(problems: Iterator[str]) -> None:
    if found := list(problems):
        raise BadFile(found)
