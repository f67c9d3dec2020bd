"""What the page is told: people, channels, messages, as one person sees them."""

import zlib

from sandbox.cast import CastMember
from sandbox.conversations import Conversation, Message
from sandbox.wire import Json
from sandbox.workspace import Workspace

# Dark enough for white letters on them (WCAG AA).
COLORS = ("#1f4e79", "#7a3b00", "#2e5d34", "#6b2d5c", "#8a1c1c", "#3d3d91", "#00595c", "#5a4a00")


def shown_person(person: CastMember) -> Json:
    """A person for the page."""
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "agency": person.agency,
        "initials": person.initials,
        "color": COLORS[zlib.crc32(person.id.encode()) % len(COLORS)],
        "tz": person.tz,
        "is_guest": person.is_guest,
        "is_stranger": person.is_stranger,
        "deleted": person.deleted,
        "dnd": person.dnd,
    }


def state(workspace: Workspace, user: str, *, connected: bool) -> Json:
    """Everything around the messages; before anybody is chosen (or for a stranger's id) only the cast."""
    manifest, me = workspace.manifest, workspace.people.get(user)
    if me is not None:
        workspace.conversations.direct(user)
    mine = workspace.conversations.of(user) if me is not None else []
    return {
        "team": {"id": workspace.definition.team_id, "name": workspace.definition.team_name},
        "now": workspace.clock.now(),
        "me": shown_person(me) if me is not None else None,
        "people": [shown_person(one) for one in workspace.people.values() if not one.is_bot],
        "bot": {
            "user_id": workspace.bot.id,
            "app_id": workspace.definition.app_id,
            "name": manifest.name,
            "messages_tab_read_only": manifest.messages_tab_read_only,
        },
        "command_hints": [
            {key: row.get(key, "") for key in ("command", "description", "usage_hint")}
            for row in manifest.commands
        ],
        "global_shortcuts": [_shortcut(row) for row in manifest.shortcuts_of("global")],
        "message_shortcuts": [_shortcut(row) for row in manifest.shortcuts_of("message")],
        "channels": [_channel(one, user) for one in mine if not one.is_im],
        "dms": [_dm(workspace, one, user) for one in mine if one.is_im],
        "connected": connected,
    }


def _shortcut(row: Json) -> Json:
    return {"callback_id": row["callback_id"], "name": row["name"]}


def _channel(one: Conversation, user: str) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "is_private": one.is_private,
        "topic": one.topic,
        "unread": one.unread(user),
        "last_ts": one.last_ts(),
    }


def _dm(workspace: Workspace, one: Conversation, user: str) -> Json:
    return {
        "id": one.id,
        "with": workspace.bot.id,
        "name": workspace.manifest.name,
        "unread": one.unread(user),
        "last_ts": one.last_ts(),
    }


def messages(workspace: Workspace, user: str, place: Conversation, thread_ts: str | None) -> list[Json]:
    """Messages of a conversation, or of a thread in it, oldest first; marks them read."""
    place.read[user] = place.last_ts() or ""
    rows = place.seen_by(user)
    if thread_ts:
        rows = [one for one in rows if thread_ts in (one.ts, one.thread_ts)]
    else:
        rows = [one for one in rows if one.thread_ts in (None, one.ts) or one.broadcast]
    return [_message(workspace, place, one) for one in rows]


def _message(workspace: Workspace, place: Conversation, one: Message) -> Json:
    return {
        "ts": one.ts,
        "user": one.user,
        "name": workspace.people[one.user].name,
        "is_bot": one.by_bot,
        "text": one.text,
        "blocks": one.blocks,
        "thread_ts": one.thread_ts,
        "reply_count": len(place.replies(one.ts)),
        "ephemeral": one.ephemeral_to is not None,
        "edited": one.edited_ts is not None,
        "silenced": one.silenced,
    }
