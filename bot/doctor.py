"""Examines the set-up from outside in: Slack, channels, people on call, database, keys, clock."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.clock_source import real_now
from bot.finding import Finding
from bot.floor import Floor, lay_floor, open_audit, open_database
from bot.meeting_findings import meetings_hold
from bot.page_findings import page_holds
from bot.rota_findings import rota_holds
from bot.settings import Settings
from bot.shift_findings import shifts_hold
from handlers.guarding.channels import guarded_rooms, ours_alone
from handlers.guarding.present import off_roster
from handlers.members.accounts import every_account
from handlers.members.service import strangers
from handlers.registry import SCOPES
from handlers.slack_client import PATIENT_SECONDS, find_home, new_asking_client, new_client
from models.errors import DomainError, StorageUnavailable, Unsafe
from models.keyring import FileKeyRing
from models.migrations import HEAD, standing
from models.schema import SlackUserId
from models.site import SiteRules

_SKEW = timedelta(seconds=60)  # Slack's signatures are refused when the clock is five minutes off
_INVITE = "The bot does not see it. It must be a private channel; type /invite @LEAD in it."
_AWAY = (URLError, TimeoutError, ConnectionError)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, the ground first; each is looked at even when one before it is not ok."""
    yield from _keys(settings)
    yield from _database(settings)
    floor = _floor(settings)
    yield from _slack(settings, floor)


def _keys(settings: Settings) -> Iterator[Finding]:
    try:
        ring = FileKeyRing.load(settings.keyring)
    except Unsafe as why:
        yield Finding(ok=False, what="Key ring", mend=why.why)
        return
    problems = ring.verify()
    yield Finding(
        ok=not problems, what="Key ring: private, whole, known answers right", mend=" ".join(problems)
    )


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        database = open_database(settings)
        at = standing(database)
    except (DomainError, OSError) as why:
        yield Finding(ok=False, what="Database", mend=str(why))
        return
    except SQLAlchemyError as why:
        yield Finding(ok=False, what="Database answers", mend=f"It does not: {type(why).__name__}.")
        return
    yield Finding(ok=at == HEAD, what=f"Database: at step {at}", mend="Run `leadbot migrate`.")
    if at == HEAD:
        try:
            verdict = open_audit(settings, FileKeyRing.load(settings.keyring)).verify(database)
            yield Finding(ok=verdict.code == 0, what="Audit log holds", mend=verdict.words)
        except Unsafe:
            pass  # said above: the ring
    database.close()


def _floor(settings: Settings) -> Floor | None:
    try:
        return lay_floor(settings)
    except (DomainError, OSError, SQLAlchemyError):
        return None


def _slack(settings: Settings, floor: Floor | None) -> Iterator[Finding]:
    try:
        settings.require_slack()
    except Unsafe as why:
        yield Finding(ok=False, what="Slack tokens", mend=why.why)
        return
    client = new_client(
        settings.bot_token, settings.slack_api_url, ssl.create_default_context(), PATIENT_SECONDS
    )
    try:
        me = client.auth_test()
    except SlackApiError as refused:
        yield Finding(ok=False, what="Slack knows the bot token", mend=_reinstall(refused))
        return
    except _AWAY:
        yield Finding(ok=False, what="Slack answers", mend="Check the network and SLACK_API_URL.")
        return
    yield Finding(ok=True, what="Slack knows the bot token")
    yield from _scopes(me.headers)
    yield _clock(me.headers, real_now())
    if settings.app_token:
        yield _app_token(settings)
    rules = _rules(floor)
    if rules is None:
        yield Finding(ok=False, what="Site", mend="Run `leadbot site import site.toml`.")
        return
    yield from page_holds(settings.page, rules.slack.details, real_now())
    yield from _channels(client, rules)
    yield _guarded(client, me.headers)
    if floor is not None:
        yield from rota_holds(client, floor.ground)
        yield shifts_hold(floor.ground)
        yield meetings_hold(floor.ground)
        yield _accounts(settings, floor, rules)
        yield from _in_channels(settings, floor, rules, str(me["user_id"]))


def _scopes(headers: Any) -> Iterator[Finding]:
    granted = _granted(headers)
    missing, extra = set(SCOPES) - granted, granted - set(SCOPES)
    yield Finding(
        ok=not missing,
        what="Scopes of the manifest are granted",
        mend=f"Missing: {', '.join(sorted(missing))}. Paste manifest.yml again and reinstall the app.",
    )
    if extra:
        names = ", ".join(sorted(extra))
        yield Finding(ok=False, what="No scope beyond the manifest", mend=f"Remove: {names}, and reinstall.")


def _clock(headers: Any, now: datetime) -> Finding:
    said = str(headers.get("date", ""))
    try:
        off = abs(parsedate_to_datetime(said) - now)
    except (TypeError, ValueError):
        return Finding(ok=True, what="Clock: Slack did not say the time")
    seconds = int(off.total_seconds())
    return Finding(ok=off < _SKEW, what=f"Clock: {seconds} s off Slack's", mend="Set the host's clock (NTP).")


def _app_token(settings: Settings) -> Finding:
    client = new_client(
        settings.app_token, settings.slack_api_url, ssl.create_default_context(), PATIENT_SECONDS
    )
    try:
        client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as refused:
        return Finding(ok=False, what="Socket Mode", mend=_reinstall(refused))
    except _AWAY:
        return Finding(ok=False, what="Socket Mode", mend="Slack did not answer.")
    return Finding(ok=True, what="Socket Mode: the app token works")


def _rules(floor: Floor | None) -> SiteRules | None:
    if floor is None:
        return None
    try:
        with floor.ground.database.look() as work:
            return floor.ground.book.current(work)
    except (Unsafe, StorageUnavailable):
        return None


def _channels(client: WebClient, rules: SiteRules) -> Iterator[Finding]:
    for channel in rules.channels():
        try:
            found: Any = client.conversations_info(channel=channel)["channel"]
        except SlackApiError:
            yield Finding(ok=False, what=f"Channel {channel}", mend=_INVITE)
            continue
        private = ours_alone(found)
        mend = "A group's channel must be private and not shared with another workspace."
        yield Finding(ok=private, what=f"Channel {channel}: the bot is in it, and it is private", mend=mend)


def _guarded(client: WebClient, headers: Any) -> Finding:
    """Which channels the guard looks at: private ones with the bot in them, if Slack lets it read there."""
    what = "Channel guard"
    if "groups:history" not in _granted(headers):
        return Finding(
            ok=False, what=f"{what}: looks at no channel", mend="Grant groups:history, and reinstall."
        )
    try:
        found = client.users_conversations(types="private_channel", exclude_archived=True, limit=200)
    except SlackApiError as refused:
        return Finding(ok=False, what=f"{what}: which channels it looks at", mend=_reinstall(refused))
    except _AWAY:
        return Finding(ok=False, what=f"{what}: which channels it looks at", mend="Slack did not answer.")
    names = [f"#{row['name']}" for row in found["channels"]]
    more = " and more" if (found.get("response_metadata") or {}).get("next_cursor") else ""
    return Finding(
        ok=bool(names), what=f"{what}: looks at {', '.join(names) or 'no channel'}{more}", mend=_INVITE
    )


def _granted(headers: Any) -> set[str]:
    return {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",") if scope.strip()}


def _accounts(settings: Settings, floor: Floor, rules: SiteRules) -> Finding:
    what, tls = "Slack knows everybody on the roster", ssl.create_default_context()
    client = new_asking_client(settings.bot_token, settings.slack_api_url, tls)
    try:
        accounts = every_account(client, find_home(client))
    except (SlackApiError, *_AWAY):
        accounts = None
    if accounts is None:
        return Finding(ok=False, what=what, mend="Slack did not list its accounts. Try again later.")
    ground = floor.ground
    with ground.database.look() as work:
        unknown = strangers(work, ground.vault.rows, rules, accounts, ground.now())
    mend = f"Unknown: {', '.join(unknown)}. Correct the id in members.csv, or `leadbot members suspend` it."
    return Finding(ok=not unknown, what=what, mend=mend)


def _in_channels(settings: Settings, floor: Floor, rules: SiteRules, bot_user: str) -> Iterator[Finding]:
    """Who reads along in a guarded channel without a seat on the roster."""
    tls = ssl.create_default_context()
    rooms = guarded_rooms(new_asking_client(settings.bot_token, settings.slack_api_url, tls))
    if rooms is None:
        mend = "Slack did not list them. Try again later."
        yield Finding(ok=False, what="Members of the guarded channels", mend=mend)
        return
    ground = floor.ground
    for room in rooms:
        with ground.database.look() as work:
            others = off_roster(work, ground.vault.rows, rules, room, SlackUserId(bot_user), ground.now())
        mend = (
            f"Not on it: {', '.join(others)}. Appoint them in members.csv, or remove them from the channel."
        )
        yield Finding(ok=not others, what=f"Everybody in #{room.name} is on the roster", mend=mend)


def _reinstall(refused: SlackApiError) -> str:
    return f"Slack says {refused.response['error']}. Copy the token again, or reinstall the app."
