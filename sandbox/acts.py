"""What a person does in their client: type, command, click, fill, submit, close, open the home."""

from dataclasses import dataclass
from typing import Any

from sandbox import answers, payloads
from sandbox.cast import CastMember
from sandbox.conversations import Conversation, Message
from sandbox.courier import Courier
from sandbox.fields import VALUE_KEYS, initial_state, refused_by_client, typed
from sandbox.views import OpenView, element_in
from sandbox.wire import DispatchFailed, Json, NotPossible
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """Where a click happens: a view by its id, or a message by channel and timestamp."""

    view_id: str = ""
    channel: str = ""
    ts: str = ""


class Acts:
    """Every act of every person. Each raises `SlackSays` with what their client would show."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    def command(self, user: str, channel: str, line: str) -> Message | None:
        """A slash command typed in a channel; gives the answer shown, if any."""
        word, _, text = line.strip().partition(" ")
        if self._workspace.manifest.command(word) is None:
            raise NotPossible("invalid_command", f"{word} is not a command here.")
        with self._workspace.lock:
            person = self._actor(user)
            place = self._place(person, channel)
            payload = payloads.slash_command(self._workspace, person, place, word, text.strip())
        body = answers.parsed(self._courier.ask("slash_commands", payload))
        return answers.reply(self._workspace, user, place.id, body)

    def shortcut(self, user: str, callback_id: str, place: Place | None = None) -> None:
        """A global shortcut, or a message shortcut when a message is named."""
        shortcut = self._workspace.manifest.shortcut(callback_id)
        wanted = "global" if place is None else "message"
        if shortcut is None or shortcut["type"] != wanted:
            raise NotPossible("invalid_shortcut", "There is no such shortcut.")
        with self._workspace.lock:
            person = self._actor(user)
            if place is None:
                payload = payloads.shortcut(self._workspace, person, callback_id)
            else:
                message = self._message(person, place)
                payload = payloads.message_shortcut(self._workspace, person, callback_id, message)
        self._interact(payload)

    def act_in(self, user: str, place: Place, ids: tuple[str, str], chosen: Json, state: Json | None) -> None:
        """Click or choose something; `ids` are block_id and action_id, `state` what else is typed."""
        with self._workspace.lock:
            person = self._actor(user)
            payload = (self._in_view if place.view_id else self._in_message)(
                person, place, ids, chosen, state
            )
        self._interact(payload)

    def fill(self, user: str, view_id: str, values: Json) -> None:
        """Type into a modal or home without sending anything."""
        with self._workspace.lock:
            view = self._view(self._actor(user), view_id)
            view.values = typed(view.values, values)

    def submit(self, user: str, view_id: str, values: Json) -> dict[str, str]:
        """Press a modal's submit button; gives field errors by block_id, none when it went through."""
        with self._workspace.lock:
            person = self._actor(user)
            view = self._view(person, view_id)
            view.values = typed(view.values, values)
            if view.kind != "modal" or not view.given.get("submit") or view.given.get("submit_disabled"):
                raise NotPossible("no_submit", "This form has no submit button.")
            errors = refused_by_client(view.given["blocks"], view.values)
            if errors:
                return errors
            payload = payloads.view_submission(self._workspace, person, view)
        return answers.submission(self._workspace, view, answers.parsed(self._interact(payload)))

    def close(self, user: str, view_id: str, *, clear: bool = False) -> None:
        """Close a modal, or the whole stack; the app hears of it only where a view asked to."""
        with self._workspace.lock:
            person = self._actor(user)
            view = self._view(person, view_id)
            stack = self._workspace.views.stacks[user]
            everything = clear or bool(view.given.get("clear_on_close"))
            closing = list(stack) if everything else stack[stack.index(view) :]
            told = [one for one in reversed(closing) if one.given.get("notify_on_close")]
            notes = [
                payloads.view_closed(self._workspace, person, one, is_cleared=everything) for one in told
            ]
            for one in closing:
                self._workspace.views.drop(one)
            self._workspace.announce({"type": "views"}, [user])
        for note in notes:
            self._interact(note)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the app's home or messages tab."""
        with self._workspace.lock:
            person = self._actor(user)
            if not self._workspace.manifest.home_tab:
                raise NotPossible("no_home", "This app has no home.")
            event: Json = {
                "type": "app_home_opened",
                "user": person.id,
                "channel": self._workspace.conversations.direct(user).id,
                "tab": tab,
                "event_ts": self._workspace.clock.stamp(),
            }
            home = self._workspace.views.homes.get(user)
            if home is not None and tab == "home":
                event["view"] = self._workspace.views.written(home)
        self._workspace.happened(event)

    def edit(self, user: str, place: Place, text: str) -> None:
        """Change one's own message."""
        with self._workspace.lock:
            person = self._actor(user)
            message = self._message(person, place)
            if message.user != person.id:
                raise NotPossible("cant_update_message", "Only its author can edit a message.")
            self._workspace.reworded(message, text)

    def delete(self, user: str, place: Place) -> None:
        """Delete one's own message."""
        with self._workspace.lock:
            person = self._actor(user)
            message = self._message(person, place)
            if message.user != person.id:
                raise NotPossible("cant_delete_message", "Only its author can delete a message.")
            self._workspace.taken_down(message)

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        *,
        force: bool = False,
        files: tuple[str, ...] = (),
    ) -> str:
        """Write in a conversation; gives the timestamp. `force` gets past a read-only messages tab.

        `files` are names: practice keeps no content.
        """
        with self._workspace.lock:
            person = self._actor(user)
            place = self._place(person, channel)
            if place.is_im and self._workspace.manifest.messages_tab_read_only and not force:
                raise NotPossible("read_only", "LEAD does not take messages here. Use its buttons, or /lead.")
            message = Message(
                self._workspace.clock.stamp(), place.id, user, text, thread_ts=thread_ts, files=files
            )
            place.read[user] = message.ts
            return self._workspace.add_message(message).ts

    def _interact(self, payload: Json) -> str:
        if not self._workspace.manifest.interactivity:
            raise DispatchFailed("This app is not set up to handle interactive components.")
        return self._courier.ask("interactive", payload)

    def _actor(self, user: str) -> CastMember:
        person = self._workspace.people.get(user)
        if person is None or person.is_bot:
            raise NotPossible("user_not_found", "There is no such person here.")
        if person.deleted:
            raise NotPossible("account_inactive", "This account is deactivated.")
        return person

    def _place(self, person: CastMember, channel: str) -> Conversation:
        own = self._workspace.conversations.direct(person.id)
        place = own if channel in ("", own.id) else self._workspace.conversations.find(channel)
        if place is None or person.id not in place.members:
            raise NotPossible("not_in_channel", "You are not in that channel.")
        return place

    def _message(self, person: CastMember, place: Place) -> Message:
        found = self._place(person, place.channel).messages.get(place.ts)
        if found is None or found.ephemeral_to not in (None, person.id):
            raise NotPossible("message_not_found", "That message is gone.")
        return found

    def _view(self, person: CastMember, view_id: str) -> OpenView:
        view = self._workspace.views.find(view_id)
        if view is None or view.user != person.id:
            raise NotPossible("view_not_found", "That window is closed.")
        return view

    def _in_view(
        self, person: CastMember, place: Place, ids: tuple[str, str], chosen: Json, state: Json | None
    ) -> Json:
        view = self._view(person, place.view_id)
        action = self._action(view.given["blocks"], ids, chosen)
        view.values = typed(typed(view.values, state or {}), {ids[0]: {ids[1]: chosen}})
        return payloads.view_action(self._workspace, person, view, action)

    def _in_message(
        self, person: CastMember, place: Place, ids: tuple[str, str], chosen: Json, state: Json | None
    ) -> Json:
        message = self._message(person, place)
        blocks = message.blocks or []
        action = self._action(blocks, ids, chosen)
        values = typed(typed(initial_state(blocks), state or {}), {ids[0]: {ids[1]: chosen}})
        return payloads.message_action_click(self._workspace, person, message, action, values)

    def _action(self, blocks: list[Json], ids: tuple[str, str], chosen: Json) -> Json:
        element = element_in(blocks, *ids)
        if element is None:
            raise NotPossible("element_not_found", "That button is gone.")
        block = next(one for one in blocks if one["block_id"] == ids[0])
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise NotPossible("no_dispatch", "This field is sent with the form, not by itself.")
        return {
            "action_id": ids[1],
            "block_id": ids[0],
            "type": element["type"],
            **_chosen(element, chosen),
            "action_ts": self._workspace.clock.stamp(),
        }


def _chosen(element: Json, chosen: Json) -> Json:
    kind = element["type"]
    if kind == "button":
        return {"text": element["text"], **({"value": element["value"]} if "value" in element else {})}
    key = "selected_option" if kind == "overflow" else VALUE_KEYS[kind][0]
    if key not in chosen:
        raise NotPossible("nothing_chosen", "Nothing was chosen.")
    value: Any = chosen[key]
    if kind == "overflow" and value not in element["options"]:
        raise NotPossible("nothing_chosen", "That is not among the choices.")
    return {key: value}
