"""Web API: who the app is, who is here, whose notifications are off."""

from collections.abc import Mapping

from sandbox.cast import CastMember
from sandbox.methods import Args, Method, page
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace

DND_BEFORE, DND_AFTER = 3_600, 8 * 3_600


def written_person(person: CastMember) -> Json:
    """A user object, as far as practice needs one."""
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.handle,
        "real_name": person.name,
        "deleted": person.deleted,
        "tz": person.tz,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "is_admin": False,
        "is_owner": False,
        "profile": {
            "real_name": person.name,
            "display_name": person.name,
            "title": person.title,
            "team": person.team_id,
        },
    }


def user_change(workspace: Workspace, person: CastMember) -> Json:
    """The event of an account that changed. Source: https://docs.slack.dev/reference/events/user_change."""
    return {
        "type": "user_change",
        "user": written_person(person),
        "cache_ts": int(workspace.clock.now()),
        "event_ts": workspace.clock.stamp(),
    }


def auth_test(workspace: Workspace, _args: Args) -> Json:
    """auth.test."""
    definition = workspace.definition
    return {
        "url": workspace.base_url,
        "team": definition.team_name,
        "user": workspace.bot.handle,
        "team_id": definition.team_id,
        "user_id": definition.bot_user_id,
        "bot_id": definition.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(workspace: Workspace, args: Args) -> Json:
    """bots.info."""
    definition = workspace.definition
    if args.text("bot") not in (None, definition.bot_id):
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": definition.bot_id,
            "deleted": False,
            "name": workspace.manifest.name,
            "app_id": definition.app_id,
            "user_id": definition.bot_user_id,
        }
    }


def users_info(workspace: Workspace, args: Args) -> Json:
    """users.info."""
    return {"user": written_person(workspace.person(args.need("user")))}


def users_list(workspace: Workspace, args: Args) -> Json:
    """users.list."""
    everybody = [written_person(person) for person in workspace.people.values()]
    members, metadata = page(everybody, args, 1000)
    return {
        "members": members,
        "cache_ts": int(workspace.clock.now()),
        "response_metadata": metadata,
    }


def dnd_info(workspace: Workspace, args: Args) -> Json:
    """dnd.info; a person with Do Not Disturb on is in the middle of it."""
    person = workspace.person(args.text("user") or workspace.bot.id)
    now = int(workspace.clock.now())
    times = (now - DND_BEFORE, now + DND_AFTER) if person.dnd else (1, 1)
    return {"dnd_enabled": person.dnd, "next_dnd_start_ts": times[0], "next_dnd_end_ts": times[1]}


METHODS: Mapping[str, Method] = {
    "auth.test": Method(auth_test, tier=None),
    "bots.info": Method(bots_info, "users:read"),
    "users.info": Method(users_info, "users:read", 4),
    "users.list": Method(users_list, "users:read", 2),
    "dnd.info": Method(dnd_info, "dnd:read"),
}
