"""Channels, direct messages and what stands in them: post, edit, delete, read, who sees what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.cast import ChannelPlan
from sandbox.wire import Json


@dataclass
class Message:
    """One message; `ephemeral_to` names its only reader, `silenced` says Do Not Disturb was on."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited_ts: str | None = None
    metadata: Json | None = None
    by_bot: bool = False
    broadcast: bool = False
    silenced: bool = False
    files: tuple[str, ...] = ()


@dataclass
class Conversation:
    """A channel, or the direct messages of one person with the bot (`with_user`)."""

    id: str
    name: str
    is_private: bool
    topic: str = ""
    with_user: str | None = None
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.with_user is not None

    @property
    def scope_word(self) -> str:
        """The family its scopes belong to: im, groups or channels."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"

    def seen_by(self, user: str) -> list[Message]:
        """Everything this person sees here, oldest first."""
        return [one for one in self.messages.values() if one.ephemeral_to in (None, user)]

    def kept(self) -> list[Message]:
        """Everything but ephemeral messages, oldest first: what history returns."""
        return [one for one in self.messages.values() if one.ephemeral_to is None]

    def replies(self, thread_ts: str) -> list[Message]:
        """The answers in a thread, oldest first, without the message that began it."""
        return [one for one in self.kept() if one.thread_ts == thread_ts and one.ts != thread_ts]

    def unread(self, user: str) -> int:
        """How many messages of others came since this person looked."""
        mark = self.read.get(user, "")
        return sum(one.ts > mark and one.user != user for one in self.seen_by(user))

    def last_ts(self) -> str | None:
        """The newest message's timestamp."""
        return next(reversed(self.messages), None)

    def forget_ephemerals(self, user: str) -> None:
        """What a reload of the client does."""
        gone = [one.ts for one in self.messages.values() if one.ephemeral_to == user]
        for ts in gone:
            del self.messages[ts]


class Conversations:
    """All conversations of the workspace. The caller holds the workspace's lock."""

    def __init__(self, plans: Iterable[ChannelPlan], bot_user_id: str) -> None:
        self._bot = bot_user_id
        self._all: dict[str, Conversation] = {
            plan.id: Conversation(plan.id, plan.name, plan.private, plan.topic, members=list(plan.members))
            for plan in plans
        }

    def find(self, conversation_id: str) -> Conversation | None:
        """The conversation with that id."""
        return self._all.get(conversation_id)

    def direct(self, user_id: str) -> Conversation:
        """The direct messages of a person and the bot, opened when they are not yet."""
        dm_id = "D" + user_id[1:]
        if dm_id not in self._all:
            self._all[dm_id] = Conversation(
                dm_id, user_id, is_private=True, with_user=user_id, members=[user_id, self._bot]
            )
        return self._all[dm_id]

    def of(self, user_id: str) -> list[Conversation]:
        """Conversations a person is in."""
        return [one for one in self._all.values() if user_id in one.members]
