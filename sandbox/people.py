"""A member of the cast for tests: sees, types, clicks, fills and submits as their client would let them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.accounts import user_change
from sandbox.acts import Acts, Place
from sandbox.conversations import Message
from sandbox.faces import SeenMessage, SeenView, find_element, typed_value
from sandbox.wire import Json
from sandbox.workspace import Workspace

PATIENCE = 60.0  # seconds that a wait lasts at most; what comes ends it at once

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Answer:
    """What a slash command showed; empty when it showed nothing."""

    text: str = ""
    blocks: tuple[Json, ...] = ()
    ephemeral: bool = True


class Person:
    """One person's client. Acts raise `SlackSays` (SlackTimeout, DispatchFailed, NotPossible)."""

    def __init__(self, workspace: Workspace, acts: Acts, user_id: str) -> None:
        self.id = workspace.person(user_id).id
        self._workspace = workspace
        self._acts = acts

    @property
    def dm(self) -> str:
        """The channel id of this person's direct messages with the bot."""
        with self._workspace.lock:
            return self._workspace.conversations.direct(self.id).id

    def command(self, line: str, channel: str = "") -> Answer:
        """Type a slash command, in the bot's direct messages unless a channel is named."""
        shown = self._acts.command(self.id, channel or self.dm, line)
        if shown is None:
            return Answer()
        return Answer(shown.text, tuple(shown.blocks or ()), shown.ephemeral_to is not None)

    def shortcut(self, callback_id: str) -> None:
        """Use a global shortcut."""
        self._acts.shortcut(self.id, callback_id)

    def message_shortcut(self, callback_id: str, message: SeenMessage) -> None:
        """Use a shortcut from a message's menu."""
        self._acts.shortcut(self.id, callback_id, Place(channel=message.channel, ts=message.ts))

    @property
    def stack(self) -> list[SeenView]:
        """The open modals, the last on top."""
        with self._workspace.lock:
            return [
                SeenView(self._workspace.views.written(one)) for one in self._workspace.views.stacks[self.id]
            ]

    @property
    def view(self) -> SeenView | None:
        """The modal on top, if any."""
        return next(reversed(self.stack), None)

    def wait_view(
        self,
        callback_id: str | None = None,
        title: str | None = None,
        predicate: Callable[[SeenView], bool] = lambda _: True,
        timeout: float = PATIENCE,
    ) -> SeenView:
        """Wait for a modal on top; raises TimeoutError."""

        def fits() -> SeenView | None:
            view = self.view
            if view is None or callback_id not in (None, view.callback_id) or title not in (None, view.title):
                return None
            return view if predicate(view) else None

        return self._wait(fits, timeout, "the expected view")

    def click(
        self,
        action: str,
        value: Any = None,
        *,
        message: SeenMessage | None = None,
        in_home: bool = False,
    ) -> None:
        """Click a button (by words or action_id) or choose `value` in a select.

        In the modal on top, else in `message`, or in the home with `in_home`.
        """
        if message is not None:
            place, blocks = Place(channel=message.channel, ts=message.ts), message.blocks
        else:
            view = self._home_or_top(in_home=in_home)
            place, blocks = Place(view_id=view.id), view.blocks
        block, element = find_element(blocks, action)
        ids = (block["block_id"], element["action_id"])
        self._acts.act_in(self.id, place, ids, typed_value(element, value), None)

    def fill(self, fields: Mapping[str, Any], *, in_home: bool = False) -> None:
        """Type into fields of the modal on top, named by label, block_id or action_id."""
        view = self._home_or_top(in_home=in_home)
        values: Json = {}
        for name, value in fields.items():
            block, element = view.field(name)
            values.setdefault(block["block_id"], {})[element["action_id"]] = typed_value(element, value)
        self._acts.fill(self.id, view.id, values)

    def submit(self) -> dict[str, str]:
        """Submit the modal on top; gives field errors by block_id, {} when it went through."""
        return self._acts.submit(self.id, self._home_or_top(in_home=False).id, {})

    def close(self, *, clear: bool = False) -> None:
        """Close the modal on top, or the whole stack with `clear`."""
        self._acts.close(self.id, self._home_or_top(in_home=False).id, clear=clear)

    def messages(self, channel: str) -> list[SeenMessage]:
        """What stands in a conversation, ephemeral messages included, oldest first."""
        with self._workspace.lock:
            place = self._workspace.conversations.find(channel)
            return [self._seen(one) for one in place.seen_by(self.id)] if place else []

    def dms(self) -> list[SeenMessage]:
        """The direct messages with the bot, oldest first."""
        return self.messages(self.dm)

    def ephemerals(self, channel: str = "") -> list[SeenMessage]:
        """What only this person sees in a channel."""
        return [one for one in self.messages(channel or self.dm) if one.ephemeral]

    def wait_dm(
        self, predicate: Callable[[SeenMessage], bool] = lambda _: True, timeout: float = PATIENCE
    ) -> SeenMessage:
        """Wait for a direct message from the bot; gives the newest that fits, raises TimeoutError."""

        def fits() -> SeenMessage | None:
            rows = [one for one in self.dms() if one.user != self.id and predicate(one)]
            return rows[-1] if rows else None

        return self._wait(fits, timeout, "the expected direct message")

    def home(self) -> SeenView | None:
        """The home as it was published last."""
        with self._workspace.lock:
            view = self._workspace.views.homes.get(self.id)
            return SeenView(self._workspace.views.written(view)) if view else None

    def wait_home(
        self, predicate: Callable[[SeenView], bool] = lambda _: True, timeout: float = PATIENCE
    ) -> SeenView:
        """Wait for a home that fits; raises TimeoutError."""

        def fits() -> SeenView | None:
            view = self.home()
            return view if view is not None and predicate(view) else None

        return self._wait(fits, timeout, "the expected home")

    def open_home(self, tab: str = "home") -> None:
        """Look at the app's home."""
        self._acts.open_home(self.id, tab)

    def type(self, channel: str, text: str, thread_ts: str | None = None, *, force: bool = False) -> str:
        """Write a message; gives its timestamp. `force` gets past a read-only messages tab."""
        return self._acts.say(self.id, channel, text, thread_ts, force=force)

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Change a message of one's own."""
        self._acts.edit(self.id, Place(channel=channel, ts=ts), text)

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message of one's own."""
        self._acts.delete(self.id, Place(channel=channel, ts=ts))

    def share(self, channel: str, name: str, text: str = "", thread_ts: str | None = None) -> str:
        """Share a file, of which practice keeps the name alone; gives the message's timestamp."""
        return self._acts.say(self.id, channel, text, thread_ts, files=(name,))

    def dnd(self, on: bool) -> None:  # noqa: FBT001 - it reads as the switch it is
        """Switch Do Not Disturb."""
        with self._workspace.lock:
            self._workspace.person(self.id).dnd = on

    def deactivate(self) -> None:
        """Have an administrator switch this account off."""
        self._change(deleted=True)

    def reactivate(self) -> None:
        """Have an administrator switch this account on again."""
        self._change(deleted=False)

    def become_guest(self) -> None:
        """Have an administrator make this account a guest's."""
        self._change(is_restricted=True)

    def rename(self, name: str) -> None:
        """Change the profile's name: the app hears of that, too."""
        self._change(name=name)

    def _change(self, **columns: str | bool) -> None:
        with self._workspace.lock:
            person = self._workspace.person(self.id)
            for name, value in columns.items():
                setattr(person, name, value)
            person.changed = self._workspace.clock.now()
            event = user_change(self._workspace, person)
        self._workspace.happened(event)

    def _home_or_top(self, *, in_home: bool) -> SeenView:
        view = self.home() if in_home else self.view
        if view is None:
            raise LookupError("no view is open")
        return view

    def _wait(self, fits: Callable[[], Seen | None], timeout: float, what: str) -> Seen:
        with self._workspace.changed:
            found = self._workspace.changed.wait_for(fits, timeout)
        if found is None:
            titles = ", ".join(view.title for view in self.stack) or "no view"
            raise TimeoutError(f"{what} did not come within {timeout} s; {self.id} sees {titles}")
        return found

    @staticmethod
    def _seen(one: Message) -> SeenMessage:
        return SeenMessage(
            one.channel,
            one.ts,
            one.user,
            one.text,
            list(one.blocks or ()),
            one.thread_ts,
            one.ephemeral_to is not None,
            one.silenced,
        )
