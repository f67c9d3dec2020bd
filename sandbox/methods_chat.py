"""Web API: posting, editing and deleting messages."""

from collections.abc import Mapping

from sandbox.conversations import Conversation, Message
from sandbox.limits import check_message
from sandbox.methods import Args, Method, invalid
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace

_NOT_OF_AN_UPDATE = ("ts", "thread_ts", "latest_reply", "reply_count", "reply_users", "reply_users_count")


def _target(workspace: Workspace, args: Args) -> Conversation:
    """Where a message goes; a user id opens the direct messages with that person."""
    given = args.need("channel")
    if given in workspace.people:
        person = workspace.people[given]
        if person.deleted or person.is_bot:
            raise Refusal("channel_not_found")
        return workspace.conversations.direct(given)
    found = workspace.conversation_for_bot(given)
    if workspace.bot.id not in found.members:
        raise Refusal("not_in_channel")
    return found


def _own(workspace: Workspace, args: Args, refusal: str) -> tuple[Conversation, Message]:
    found = workspace.conversation_for_bot(args.need("channel"))
    message = found.messages.get(args.need("ts"))
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    if not message.by_bot:
        raise Refusal(refusal)
    return found, message


def _metadata(args: Args) -> Json | None:
    given: Json | None = args.shaped("metadata")
    if given is None:
        return None
    shaped = isinstance(given, dict) and isinstance(given.get("event_type"), str)
    if not shaped or not isinstance(given.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    return given


def _thread(found: Conversation, args: Args) -> str | None:
    given = args.text("thread_ts")
    if given is None:
        return None
    first = found.messages.get(given)
    if first is None:
        raise Refusal("thread_not_found")
    return first.thread_ts or first.ts


def _composed(workspace: Workspace, found: Conversation, args: Args) -> Message:
    body, blocks = args.text("text"), args.shaped("blocks")
    if args.shaped("attachments"):
        raise invalid("attachments are not practised here", "/attachments")
    check_message(body, blocks)
    return Message(
        ts=workspace.clock.stamp(),
        channel=found.id,
        user=workspace.bot.id,
        text=body or "",
        blocks=blocks or None,
        thread_ts=_thread(found, args),
        metadata=_metadata(args),
        by_bot=True,
        broadcast=args.flag("reply_broadcast"),
    )


def post_message(workspace: Workspace, args: Args) -> Json:
    """chat.postMessage."""
    found = _target(workspace, args)
    workspace.rates.posting(found.id)
    message = workspace.add_message(_composed(workspace, found, args))
    written = workspace.written_message(message, with_metadata=True)
    return {"channel": found.id, "ts": message.ts, "message": written}


def post_ephemeral(workspace: Workspace, args: Args) -> Json:
    """chat.postEphemeral."""
    found = _target(workspace, args)
    user = workspace.person(args.need("user"))
    if user.id not in found.members:
        raise Refusal("user_not_in_channel")
    message = _composed(workspace, found, args)
    message.ephemeral_to = user.id
    workspace.add_message(message)
    return {"message_ts": message.ts}


def update(workspace: Workspace, args: Args) -> Json:
    """chat.update; what is not given stays, except that a text alone takes the blocks away."""
    found, message = _own(workspace, args, "cant_update_message")
    body, blocks = args.text("text"), args.shaped("blocks")
    check_message(body if body is not None else message.text, blocks)
    if body is not None:
        message.text = body
    if blocks is not None or body is not None:
        message.blocks = blocks or None
    if blocks is None:  # Slack marks a message as edited only when its text was
        message.edited_ts = workspace.clock.stamp()
    workspace.redrawn(message)
    told = workspace.written_message(message).items()
    written = {name: value for name, value in told if name not in _NOT_OF_AN_UPDATE}
    return {"channel": found.id, "ts": message.ts, "text": message.text, "message": written}


def delete(workspace: Workspace, args: Args) -> Json:
    """chat.delete."""
    found, message = _own(workspace, args, "cant_delete_message")
    del found.messages[message.ts]
    workspace.tell_of(message)
    return {"channel": found.id, "ts": message.ts}


METHODS: Mapping[str, Method] = {
    "chat.postMessage": Method(post_message, "chat:write", None),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", 4),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
}
