"""Web API: conversations, their members and their history."""

from collections.abc import Mapping

from sandbox.conversations import Conversation, Message
from sandbox.methods import Args, Method, page, require_scope
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace


def written_conversation(workspace: Workspace, one: Conversation) -> Json:
    """A conversation object with every key that Slack gives to each of its kind."""
    team = workspace.definition.team_id
    shared: Json = {
        "id": one.id,
        "created": 0,
        "updated": 0,
        "is_archived": False,
        "is_im": one.is_im,
        "is_org_shared": False,
        "context_team_id": team,
    }
    if one.is_im:
        return shared | {"user": one.with_user, "is_open": True, "last_read": "0000000000.000000"}
    named = {"creator": "", "last_set": 0}
    return shared | {
        "name": one.name,
        "name_normalized": one.name,
        "creator": "",
        "is_channel": not one.is_private,
        "is_group": one.is_private,
        "is_mpim": False,
        "is_private": one.is_private,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [team],
        "previous_names": [],
        "unlinked": 0,
        "topic": {"value": one.topic, **named},
        "purpose": {"value": "", **named},
    }


def _scoped(workspace: Workspace, args: Args, verb: str) -> Conversation:
    found = workspace.conversation_for_bot(args.need("channel"))
    require_scope(workspace, f"{found.scope_word}:{verb}")
    return found


def info(workspace: Workspace, args: Args) -> Json:
    """conversations.info."""
    found = _scoped(workspace, args, "read")
    channel = written_conversation(workspace, found)
    if not found.is_im:
        channel["is_member"] = workspace.bot.id in found.members
        if args.flag("include_num_members"):
            channel["num_members"] = len(found.members)
    return {"channel": channel}


def members(workspace: Workspace, args: Args) -> Json:
    """conversations.members."""
    found = _scoped(workspace, args, "read")
    rows, metadata = page(found.members, args, 100)
    return {"members": rows, "response_metadata": metadata}


def of_bot(workspace: Workspace, args: Args) -> Json:
    """users.conversations, for the bot itself and its private channels."""
    if args.text("types") != "private_channel":
        raise Refusal("invalid_types")  # what else there is needs scopes that practice does not grant
    require_scope(workspace, "groups:read")
    rows = [written_conversation(workspace, one) for one in workspace.conversations.of(workspace.bot.id)]
    shown, metadata = page([row for row in rows if row.get("is_private")], args, 100)
    return {"channels": shown, "response_metadata": metadata}


def opened(workspace: Workspace, args: Args) -> Json:
    """conversations.open, for one person."""
    users = [user for user in (args.text("users") or "").split(",") if user]
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > 1:
        raise Refusal("not_enough_users")  # group DMs are not practised here
    person = workspace.person(users[0])
    if person.deleted:
        raise Refusal("user_disabled")
    channel: Json = {"id": workspace.conversations.direct(person.id).id}
    if args.flag("return_im"):
        channel = written_conversation(workspace, workspace.conversations.direct(person.id))
    return {"channel": channel}


def _between(rows: list[Message], args: Args) -> list[Message]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "9" * 12
    exact = args.flag("inclusive")
    edges = (float(oldest), float(latest))
    return [
        one for one in rows if edges[0] < float(one.ts) < edges[1] or (exact and one.ts in (oldest, latest))
    ]


def _pages(workspace: Workspace, rows: list[Message], args: Args) -> Json:
    page_of, metadata = page(rows, args, 100)
    metadata_too = args.flag("include_all_metadata")
    shown = [workspace.written_message(one, with_metadata=metadata_too) for one in page_of]
    return {"messages": shown, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def history(workspace: Workspace, args: Args) -> Json:
    """conversations.history: newest first, without replies and ephemeral messages."""
    found = _scoped(workspace, args, "history")
    if workspace.bot.id not in found.members:
        raise Refusal("not_in_channel")
    top = [one for one in found.kept() if one.thread_ts in (None, one.ts) or one.broadcast]
    return _pages(workspace, list(reversed(_between(top, args))), args)


def replies(workspace: Workspace, args: Args) -> Json:
    """conversations.replies: the first message and its answers, oldest first."""
    found = _scoped(workspace, args, "history")
    first = found.messages.get(args.need("ts"))
    if first is None or first.ephemeral_to is not None:
        raise Refusal("thread_not_found")
    thread = first.thread_ts or first.ts
    rows = [one for one in found.kept() if thread in (one.ts, one.thread_ts)]
    return _pages(workspace, _between(rows, args), args)


METHODS: Mapping[str, Method] = {
    "conversations.info": Method(info),
    "conversations.members": Method(members, tier=4),
    "users.conversations": Method(of_bot),
    "conversations.open": Method(opened, "im:write"),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
}
