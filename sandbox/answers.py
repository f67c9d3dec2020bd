"""What an app's answers do: a command's reply, a submission's response_action, a response URL."""

import json
from typing import Any

from sandbox.conversations import Message
from sandbox.limits import check_message
from sandbox.triggers import ResponseUrl
from sandbox.views import OpenView
from sandbox.wire import DispatchFailed, Json, Refusal
from sandbox.workspace import Workspace


def parsed(body: str) -> Json:
    """An ack's body as an object; plain text is a message's text, as Slack takes it."""
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        return {"text": body}
    return value if isinstance(value, dict) else {"text": str(value)}


def _unusable(refusal: Refusal) -> DispatchFailed:
    reasons = "; ".join(refusal.extra.get("response_metadata", {}).get("messages", []))
    return DispatchFailed(
        f"LEAD's answer could not be shown ({refusal.code}{': ' if reasons else ''}{reasons})."
    )


def reply(workspace: Workspace, user: str, channel: str, body: Json) -> Message | None:
    """Show a command's answer, to the person alone unless it says in_channel; raises `DispatchFailed`."""
    if not body.get("text") and not body.get("blocks"):
        return None
    try:
        check_message(body.get("text"), body.get("blocks"))
    except Refusal as refusal:
        raise _unusable(refusal) from refusal
    with workspace.lock:
        return workspace.add_message(_bot_message(workspace, user, channel, body))


def _bot_message(workspace: Workspace, user: str, channel: str, body: Json) -> Message:
    return Message(
        ts=workspace.clock.stamp(),
        channel=channel,
        user=workspace.bot.id,
        text=body.get("text") or "",
        blocks=body.get("blocks"),
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if body.get("response_type") == "in_channel" else user,
        by_bot=True,
    )


def submission(workspace: Workspace, view: OpenView, body: Json) -> dict[str, str]:
    """Do what the answer to a submission says; gives field errors, raises `DispatchFailed` for nonsense."""
    action = body.get("response_action")
    if action == "errors":
        return _field_errors(view, body.get("errors"))
    try:
        with workspace.lock:
            _change_stack(workspace, view, action, body)
            workspace.announce({"type": "views"}, [view.user])
    except Refusal as refusal:
        raise _unusable(refusal) from refusal
    return {}


def _change_stack(workspace: Workspace, view: OpenView, action: Any, body: Json) -> None:
    if action is None:
        workspace.views.drop(view)
    elif action == "clear":
        workspace.views.clear(view.user)
    elif action == "update":
        workspace.views.update(body.get("view"), view_id=view.id, external_id=None, expected=None)
    elif action == "push":
        workspace.views.push(view.user, body.get("view"))
    else:
        raise Refusal("invalid_response_action")


def _field_errors(view: OpenView, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.given["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise DispatchFailed("LEAD's answer could not be shown (errors must name fields).")
    strange = sorted(set(errors) - inputs)
    if strange:
        raise DispatchFailed(f"LEAD's answer could not be shown (no input block {strange[0]}).")
    return {block_id: str(words) for block_id, words in errors.items()}


def by_response_url(workspace: Workspace, key: str, body: Json) -> None:
    """Act on a POST to a response URL; raises `Refusal` for a spent one or an impossible message."""
    with workspace.lock:
        url = workspace.triggers.use_response_url(key)
        original = _original(workspace, url)
        if body.get("delete_original"):
            _delete(workspace, original)
            return
        check_message(body.get("text"), body.get("blocks"))
        if body.get("replace_original") and original is not None:
            original.text = body.get("text") or ""
            original.blocks = body.get("blocks")
            original.edited_ts = workspace.clock.stamp()
            workspace.redrawn(original)
            return
        workspace.add_message(_bot_message(workspace, url.user, url.channel, body))


def _original(workspace: Workspace, url: ResponseUrl) -> Message | None:
    conversation = workspace.conversations.find(url.channel)
    return conversation.messages.get(url.message_ts or "") if conversation else None


def _delete(workspace: Workspace, original: Message | None) -> None:
    if original is None:
        raise Refusal("message_not_found")
    conversation = workspace.conversations.find(original.channel)
    if conversation is not None:
        conversation.messages.pop(original.ts, None)
    workspace.tell_of(original)
