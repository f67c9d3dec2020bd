"""What a site or roster file is asked before it is taken: no person's details in it, and private channels."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.meeting_findings import odd_meetings
from bot.settings import Settings
from bot.shift_findings import empty_shifts
from handlers.deps import Ground
from handlers.guard import person_guard
from handlers.guarding.channels import TROUBLE, ours_alone
from handlers.pager import understands
from handlers.rota.notices import span_words
from handlers.slack_client import PATIENT_SECONDS, new_client
from models.acts.paging import every_responder
from models.acts.rota import gaps
from models.acts.schedule_file import wanted_of
from models.errors import BadFile, Unsafe
from models.people import Member
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules

_DETAILS = "that looks like a person's details; this name is not sealed, please leave them out"
HIDDEN = "(hidden)"
_A_WEEK = timedelta(days=7)
_MOST_GAPS = 20
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
    named += [(f"rollcalls.{n}.name", row.name) for n, row in enumerate(rules.rollcalls)]
    _refuse(f"{key}: {_DETAILS}" for key, text in named if person_guard(text))
    guard_pager(rules)


def guard_pager(rules: SiteRules) -> None:
    """Refuse a pager's URL that Apprise does not understand.

    Raises:
        BadFile: by its key; the URL may hold a secret, and is not repeated.
    """
    url = rules.paging.pager_url
    if url is not None and not understands(url):
        raise BadFile(["paging.pager_url: not a URL that Apprise understands"])


def shown(rules: SiteRules) -> SiteRules:
    """The rules as they may be printed: that there is a pager, and not how it is reached."""
    if rules.paging.pager_url is None:
        return rules
    return rules.model_copy(update={"paging": rules.paging.model_copy(update={"pager_url": HIDDEN})})


def site_warnings(ground: Ground, rules: SiteRules) -> Iterator[str]:
    """What the file leaves open, in words: regions nobody could go to, hours without anybody, empty shifts.

    The roster as it stands is asked; a site that has none yet hears nothing of it.
    """
    with ground.database.look() as work:
        if work.session.scalar(select(Member.slack_user_id).limit(1)) is None:
            return
        scene = Scene(work, ground.vault, ground.audit, rules, SlackUserId("operator"), ground.now())
        missing = list(gaps(scene, scene.moment, scene.moment + _A_WEEK))
        for region in rules.regions:
            if not every_responder(work, ground.vault.rows, rules, region.code, scene.moment):
                yield f"Nobody on the roster can be sent to {region.name}."
        yield from empty_shifts(scene, [wanted_of(row) for row in rules.rollcalls])
        yield from odd_meetings(scene)
    for gap in missing[:_MOST_GAPS]:
        hours = span_words(gap.begins, gap.ends, rules.zone_of(gap.region))
        yield f"Nobody is on call: {rules.region_name(gap.region)}, {hours}."
    if len(missing) > _MOST_GAPS:
        yield f"And {len(missing) - _MOST_GAPS} more gaps within seven days."


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
