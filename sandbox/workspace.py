"""The whole state of the practice workspace behind one lock: people, conversations, views, triggers."""

import mimetypes
import secrets
import threading
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path

from sandbox.cast import CastMember, Definition
from sandbox.conversations import Conversation, Conversations, Message
from sandbox.manifest import Manifest
from sandbox.practice_clock import PracticeClock
from sandbox.rates import RateKeeper, Rates
from sandbox.triggers import Triggers
from sandbox.views import Views, with_ids
from sandbox.wire import Json, Refusal

# Told of every change: what happened and who may see it (None = everybody).
Listener = Callable[[Json, frozenset[str] | None], None]


# What a message that was sent to its channel, too, says of the one it answers.
_OF_A_ROOT = (
    "type", "user", "bot_id", "text", "ts", "thread_ts", "reply_count", "latest_reply", "reply_users",
    "reply_users_count",
)  # fmt: skip


class Workspace:
    """Everything Slack would remember. Hold `lock` while reading or changing any of it."""

    def __init__(
        self, definition: Definition, manifest: Manifest, clock: PracticeClock, rates: Rates
    ) -> None:
        self.definition = deepcopy(definition)
        self.manifest = manifest
        self.clock = clock
        self.rates = RateKeeper(rates)
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.people = {person.id: person for person in self.definition.people}
        self.bot = CastMember(
            definition.bot_user_id, manifest.name, "App", team_id=definition.team_id, is_bot=True
        )
        self.people[self.bot.id] = self.bot
        self.conversations = Conversations(definition.channels, definition.bot_user_id)
        self.views = Views(definition.team_id, definition.app_id, definition.bot_id)
        self.triggers = Triggers()
        self.base_url = ""
        self.run = secrets.token_hex(4)  # tells a page that the workspace began afresh
        self._listeners: list[Listener] = []
        self._event_taker: Callable[[Json], None] = lambda _: None

    def listen(self, listener: Listener) -> None:
        """Be told of every change from now on, in whatever thread makes it."""
        self._listeners.append(listener)

    def take_events(self, taker: Callable[[Json], None]) -> None:
        """Name who carries events to the app."""
        self._event_taker = taker

    def announce(self, change: Json, users: Iterable[str] | None = None) -> None:
        """Tell the browsers and whoever waits in a test."""
        with self.changed:
            self.changed.notify_all()
        seen_by = None if users is None else frozenset(users)
        for listener in self._listeners:
            listener(change, seen_by)

    def happened(self, event: Json) -> None:
        """Hand an event to the app when its manifest subscribes to it."""
        name = event["type"]
        if name == "message":
            name = f"message.{ {'im': 'im', 'group': 'groups'}.get(event['channel_type'], 'channels') }"
        if name in self.manifest.events:
            self._event_taker(event)

    def person(self, user_id: str) -> CastMember:
        """A person by id; raises `Refusal("user_not_found")`."""
        person = self.people.get(user_id)
        if person is None:
            raise Refusal("user_not_found")
        return person

    def conversation_for_bot(self, conversation_id: str) -> Conversation:
        """A conversation the bot may know of; private ones it is not in do not exist for it."""
        found = self.conversations.find(conversation_id)
        if found is None or (found.is_private and self.bot.id not in found.members):
            raise Refusal("channel_not_found")
        return found

    def add_message(self, message: Message) -> Message:
        """Let a message stand in its conversation, tell those who see it, and raise its event."""
        conversation = self.conversations.find(message.channel)
        assert conversation is not None  # noqa: S101 - every caller looked it up under the same lock
        if message.blocks is not None:
            message.blocks = with_ids(message.blocks)
        reader = self.people.get(conversation.with_user or "")
        message.silenced = bool(reader and reader.dnd)
        conversation.messages[message.ts] = message
        if message.ephemeral_to is None:
            self.happened(self._message_event(conversation, message))
        self.tell_of(message)
        return message

    def reworded(self, message: Message, text: str) -> None:
        """A person edited their message: raise the event with what stood before."""
        conversation = self.conversations.find(message.channel)
        assert conversation is not None  # noqa: S101 - the caller looked it up under the same lock
        before = self.written_message(message)
        message.text, message.edited_ts = text, self.clock.stamp()
        self.happened(
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "message": self.written_message(message),
                "previous_message": before,
                "channel": conversation.id,
                "channel_type": _channel_type(conversation),
                "ts": message.edited_ts,
                "event_ts": message.edited_ts,
            }
        )
        self.tell_of(message)

    def taken_down(self, message: Message) -> None:
        """A person deleted their message: raise the event with what stood there."""
        conversation = self.conversations.find(message.channel)
        assert conversation is not None  # noqa: S101 - the caller looked it up under the same lock
        before, stamp = self.written_message(message), self.clock.stamp()
        del conversation.messages[message.ts]
        self.happened(
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": message.ts,
                "previous_message": before,
                "channel": conversation.id,
                "channel_type": _channel_type(conversation),
                "ts": stamp,
                "event_ts": stamp,
            }
        )
        self.tell_of(message)

    def redrawn(self, message: Message) -> None:
        """A message was edited: give new blocks their ids and tell those who see it."""
        if message.blocks is not None:
            message.blocks = with_ids(message.blocks)
        self.tell_of(message)

    def tell_of(self, message: Message) -> None:
        """Tell those who see a message that it is there, changed or gone."""
        conversation = self.conversations.find(message.channel)
        members = conversation.members if conversation else []
        readers = [message.ephemeral_to] if message.ephemeral_to else members
        change: Json = {"type": "message", "channel": message.channel, "ts": message.ts}
        if message.thread_ts:
            change["thread_ts"] = message.thread_ts
        self.announce(change, readers)

    def written_message(self, message: Message, *, with_metadata: bool = False) -> Json:
        """A message as Slack writes it."""
        conversation = self.conversations.find(message.channel)
        written: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
        written["team"] = self.definition.team_id
        if message.by_bot:
            written |= {"bot_id": self.definition.bot_id, "app_id": self.definition.app_id}
        if message.blocks is not None:
            written["blocks"] = message.blocks
        if message.edited_ts:
            written["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.files:
            written["files"] = [_file(message, name, self.base_url) for name in message.files]
        if message.thread_ts:
            written["thread_ts"] = message.thread_ts
        if message.broadcast and message.thread_ts and conversation:
            root = self.written_message(conversation.messages[message.thread_ts])
            told = {name: root[name] for name in _OF_A_ROOT if name in root}
            written |= {"subtype": "thread_broadcast", "root": told}
        if message.metadata is not None and with_metadata:
            written["metadata"] = message.metadata
        return written | self._thread_facts(message)

    def _thread_facts(self, message: Message) -> Json:
        conversation = self.conversations.find(message.channel)
        replies = conversation.replies(message.ts) if conversation else []
        if not replies:
            return {}
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "latest_reply": replies[-1].ts,
            "reply_users": sorted({one.user for one in replies}),
            "reply_users_count": len({one.user for one in replies}),
        }

    def _message_event(self, conversation: Conversation, message: Message) -> Json:
        subtype = {"subtype": "file_share"} if message.files else {}
        return {
            **self.written_message(message),
            **subtype,
            "channel": conversation.id,
            "channel_type": _channel_type(conversation),
            "event_ts": message.ts,
        }


def _channel_type(conversation: Conversation) -> str:
    return "im" if conversation.is_im else "group" if conversation.is_private else "channel"


def _file(message: Message, name: str, base_url: str) -> Json:
    """A file of which practice keeps the name alone: there is nothing behind its address."""
    kind = Path(name).suffix.removeprefix(".") or "text"
    file_id = f"F{message.ts.replace('.', '')}"
    return {
        "id": file_id,
        "created": int(float(message.ts)),
        "name": name,
        "title": name,
        "mimetype": mimetypes.guess_type(name)[0] or "text/plain",
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": message.user,
        "username": "",
        "editable": False,
        "size": 0,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "permalink": f"{base_url}files/{file_id}",
        "channels": [],
        "groups": [],
    }
