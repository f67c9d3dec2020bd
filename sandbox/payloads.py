"""What Slack sends to an app: commands, clicks, submissions, shortcuts and events, in Slack's shapes.

Source: https://docs.slack.dev/interactivity and https://docs.slack.dev/apis/events-api.
"""

import secrets

from sandbox.cast import CastMember
from sandbox.conversations import Conversation, Message
from sandbox.views import OpenView
from sandbox.wire import Json
from sandbox.workspace import Workspace

# Slack still sends a verification token; apps check signatures instead, and so should ours.
OLD_TOKEN = "practice-verification-token"  # noqa: S105 - worth nothing by design


def _team(workspace: Workspace, person: CastMember) -> Json:
    if person.team_id != workspace.definition.team_id:
        return {"id": person.team_id, "domain": "elsewhere"}
    return {"id": person.team_id, "domain": "lantern-harbor"}


def _interaction(workspace: Workspace, kind: str, person: CastMember) -> Json:
    return {
        "type": kind,
        "token": OLD_TOKEN,
        "team": _team(workspace, person),
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.definition.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shortcut(workspace: Workspace, kind: str, person: CastMember, callback_id: str) -> Json:
    """Shortcuts do not say which app they are for: whoever gets them knows."""
    payload = _with_trigger(workspace, _interaction(workspace, kind, person), person)
    del payload["api_app_id"]
    return payload | {"callback_id": callback_id, "action_ts": workspace.clock.stamp()}


def _with_trigger(workspace: Workspace, payload: Json, person: CastMember) -> Json:
    return payload | {"trigger_id": workspace.triggers.new_trigger(person.id)}


def _response_url(workspace: Workspace, person: CastMember, channel: str, ts: str | None = None) -> str:
    key = workspace.triggers.new_response_url(person.id, channel, ts)
    return f"{workspace.base_url}response/{key}"


def channel_name(conversation: Conversation) -> str:
    """The name an app is told; private channels keep theirs to themselves."""
    if conversation.is_im:
        return "directmessage"
    return "privategroup" if conversation.is_private else conversation.name


def slash_command(
    workspace: Workspace, person: CastMember, place: Conversation, command: str, text: str
) -> Json:
    """The fields of a slash command."""
    team = _team(workspace, person)
    return {
        "token": OLD_TOKEN,
        "team_id": team["id"],
        "team_domain": team["domain"],
        "channel_id": place.id,
        "channel_name": channel_name(place),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": workspace.definition.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, person, place.id),
        "trigger_id": workspace.triggers.new_trigger(person.id),
    }


def view_action(workspace: Workspace, person: CastMember, view: OpenView, action: Json) -> Json:
    """A click, or a choice, in a modal or home."""
    payload = _interaction(workspace, "block_actions", person)
    return _with_trigger(workspace, payload, person) | {
        "container": {"type": "view", "view_id": view.id},
        "view": workspace.views.written(view),
        "actions": [action],
    }


def message_action_click(
    workspace: Workspace, person: CastMember, message: Message, action: Json, state: Json
) -> Json:
    """A click, or a choice, in a message."""
    payload = _interaction(workspace, "block_actions", person)
    place = workspace.conversations.find(message.channel)
    return _with_trigger(workspace, payload, person) | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.ephemeral_to is not None,
        },
        "channel": {"id": message.channel, "name": channel_name(place) if place else ""},
        "message": workspace.written_message(message),
        "state": {"values": state},
        "response_url": _response_url(workspace, person, message.channel, message.ts),
        "actions": [action],
    }


def view_submission(workspace: Workspace, person: CastMember, view: OpenView) -> Json:
    """A modal's submit button."""
    payload = _with_trigger(workspace, _interaction(workspace, "view_submission", person), person)
    return payload | {"view": workspace.views.written(view), "response_urls": []}


def view_closed(workspace: Workspace, person: CastMember, view: OpenView, *, is_cleared: bool) -> Json:
    """A modal closed without submitting; sent only where the view asks for it."""
    payload = _interaction(workspace, "view_closed", person)
    return payload | {"view": workspace.views.written(view), "is_cleared": is_cleared}


def shortcut(workspace: Workspace, person: CastMember, callback_id: str) -> Json:
    """A global shortcut."""
    payload = _shortcut(workspace, "shortcut", person, callback_id)
    del payload["user"]["name"]  # a person is named once here, twice elsewhere
    return payload


def message_shortcut(workspace: Workspace, person: CastMember, callback_id: str, message: Message) -> Json:
    """A shortcut from a message's menu."""
    place = workspace.conversations.find(message.channel)
    return _shortcut(workspace, "message_action", person, callback_id) | {
        "message_ts": message.ts,
        "channel": {"id": message.channel, "name": channel_name(place) if place else ""},
        "message": workspace.written_message(message),
        "response_url": _response_url(workspace, person, message.channel, message.ts),
    }


def event_callback(workspace: Workspace, event: Json) -> Json:
    """An event in its envelope."""
    definition = workspace.definition
    return {
        "token": OLD_TOKEN,
        "team_id": definition.team_id,
        "api_app_id": definition.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev0{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": definition.team_id,
                "user_id": definition.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_hex(16),
    }
