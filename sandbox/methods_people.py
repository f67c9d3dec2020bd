"""Web API: who the app is, who is here, whose notifications are off."""

from collections.abc import Mapping

from sandbox.accounts import LOCALE, written_account
from sandbox.methods import Args, Method, page
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace

DND_BEFORE, DND_AFTER = 3_600, 8 * 3_600


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
            "updated": 0,
            "app_id": definition.app_id,
            "user_id": definition.bot_user_id,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
        }
    }


def users_info(workspace: Workspace, args: Args) -> Json:
    """users.info."""
    locale = {"locale": LOCALE} if args.flag("include_locale") else {}
    return {"user": written_account(workspace, workspace.person(args.need("user"))) | locale}


def users_list(workspace: Workspace, args: Args) -> Json:
    """users.list, which tells strangers by their team alone."""
    everybody = [written_account(workspace, person) for person in workspace.people.values()]
    for one in everybody:
        one.pop("is_stranger", None)
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
