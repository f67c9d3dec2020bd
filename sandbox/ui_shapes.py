"""What the page is told: people, channels, messages, as one person sees them."""

import zlib
from collections import Counter
from dataclasses import dataclass

from sandbox.cast import CastMember
from sandbox.conversations import Conversation, Message
from sandbox.wire import Json
from sandbox.workspace import Workspace

# Dark enough for white letters on them (WCAG AA).
COLORS = ("#1f4e79", "#7a3b00", "#2e5d34", "#6b2d5c", "#8a1c1c", "#3d3d91", "#00595c", "#5a4a00")


@dataclass(frozen=True)
class Window:
    """Which messages the page wants: a thread's or the channel's, so many before a moment, or only one."""

    thread_ts: str | None = None
    before: str | None = None
    only: str | None = None
    limit: int = 0

    def of(self, rows: list[Message]) -> tuple[list[Message], bool]:
        """The rows of this window, oldest first, and whether older ones stand before them."""
        if self.thread_ts:
            fitting = [one for one in rows if self.thread_ts in (one.ts, one.thread_ts)]
        else:
            fitting = [one for one in rows if one.thread_ts in (None, one.ts) or one.broadcast]
        if self.only:
            return [one for one in fitting if one.ts == self.only], False
        if self.before:
            fitting = [one for one in fitting if one.ts < self.before]
        shown = fitting[-self.limit :] if self.limit > 0 else fitting
        return shown, len(shown) < len(fitting)


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
        "run": workspace.run,
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


def messages(workspace: Workspace, user: str, place: Conversation, window: Window) -> Json:
    """Messages of a conversation, or of a thread in it, oldest first; marks the conversation read.

    `more` says whether older ones stand before these, `read_to` what had been read until now.
    """
    read_to, last = place.read.get(user, ""), place.last_ts() or ""
    if read_to != last:
        place.read[user] = last
        workspace.announce({"type": "state"}, [user])  # another window of the same person counts anew
    rows = place.seen_by(user)
    answers = Counter(one.thread_ts for one in place.kept() if one.thread_ts not in (None, one.ts))
    shown, more = window.of(rows)
    return {
        "messages": [_message(workspace, one, answers[one.ts]) for one in shown],
        "more": more,
        "read_to": read_to,
    }


def _message(workspace: Workspace, one: Message, reply_count: int) -> Json:
    return {
        "ts": one.ts,
        "user": one.user,
        "name": workspace.people[one.user].name,
        "is_bot": one.by_bot,
        "text": one.text,
        "blocks": one.blocks,
        "thread_ts": one.thread_ts,
        "reply_count": reply_count,
        "ephemeral": one.ephemeral_to is not None,
        "edited": one.edited_ts is not None,
        "silenced": one.silenced,
    }
