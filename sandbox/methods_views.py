"""Web API: opening, pushing and redrawing modals and homes."""

from collections.abc import Mapping

from sandbox.limits import check_view
from sandbox.methods import Args, Method, invalid
from sandbox.views import OpenView
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace


def _shown(workspace: Workspace, view: OpenView, what: str) -> Json:
    workspace.announce({"type": what}, [view.user])
    return {"view": workspace.views.written(view)}


def _by_trigger(workspace: Workspace, args: Args, *, on_top: bool) -> OpenView:
    view = args.shaped("view")
    if view is None:
        raise invalid("missing required field: view")
    trigger_id = args.need("trigger_id")
    check_view(view, "modal")
    user = workspace.triggers.exchange(trigger_id)
    if on_top and not workspace.views.stacks[user]:
        raise Refusal("not_found")
    return workspace.views.push(user, view)


def opened(workspace: Workspace, args: Args) -> Json:
    """views.open; with a modal already open it lands on top of it and counts to the three."""
    return _shown(workspace, _by_trigger(workspace, args, on_top=False), "views")


def pushed(workspace: Workspace, args: Args) -> Json:
    """views.push; there must be a view to push onto."""
    return _shown(workspace, _by_trigger(workspace, args, on_top=True), "views")


def updated(workspace: Workspace, args: Args) -> Json:
    """views.update, by view_id or external_id."""
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if not view_id and not external_id:
        raise invalid("missing required field: view_id")
    view = workspace.views.update(
        args.shaped("view"), view_id=view_id, external_id=external_id, expected=args.text("hash")
    )
    return _shown(workspace, view, "home" if view.kind == "home" else "views")


def published(workspace: Workspace, args: Args) -> Json:
    """views.publish."""
    if not workspace.manifest.home_tab:
        raise Refusal("not_enabled")
    person = workspace.person(args.need("user_id"))
    view = workspace.views.publish(person.id, args.shaped("view"), args.text("hash"))
    return _shown(workspace, view, "home")


METHODS: Mapping[str, Method] = {
    "views.open": Method(opened, tier=4),
    "views.push": Method(pushed, tier=4),
    "views.update": Method(updated, tier=4),
    "views.publish": Method(published, tier=4),
}
