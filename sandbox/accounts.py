"""How Slack writes an account down: for `users.info`, `users.list` and the event of one that changed.

Source: https://docs.slack.dev/reference/objects/user-object.
"""

import zlib
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.cast import CastMember
from sandbox.wire import Json
from sandbox.workspace import Workspace

COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b")
LOCALE = "en-US"
NO_PICTURE = {f"image_{size}": "" for size in (24, 32, 48, 72, 192, 512)}


def written_account(workspace: Workspace, person: CastMember) -> Json:
    """A user object with every key that Slack gives; nobody here has a picture, a phone or a status."""
    now = datetime.fromtimestamp(workspace.clock.now(), ZoneInfo(person.tz))
    offset = now.utcoffset()
    stranger = {"is_stranger": True} if person.is_stranger else {}
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.handle,
        "deleted": person.deleted,
        "color": COLORS[zlib.crc32(person.id.encode()) % len(COLORS)],
        "real_name": person.name,
        "tz": person.tz,
        "tz_label": now.tzname() or "",
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": _profile(workspace, person),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(person.changed),
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
        **stranger,
    }


def user_change(workspace: Workspace, person: CastMember) -> Json:
    """The event of an account that changed. Source: https://docs.slack.dev/reference/events/user_change."""
    account = written_account(workspace, person) | {"locale": LOCALE}
    account["profile"] |= {"fields": None}
    return {
        "type": "user_change",
        "user": account,
        "cache_ts": int(workspace.clock.now()),
        "event_ts": workspace.clock.stamp(),
    }


def _profile(workspace: Workspace, person: CastMember) -> Json:
    first, _, last = person.name.rpartition(" ")
    of_app = {"api_app_id": workspace.definition.app_id, "bot_id": workspace.definition.bot_id}
    return {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first or last,
        "last_name": last if first else "",
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": f"g{zlib.crc32(person.id.encode()):08x}",
        "team": person.team_id,
        **NO_PICTURE,
        **(of_app if person.is_bot else {}),
    }
