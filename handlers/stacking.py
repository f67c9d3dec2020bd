"""Where a view goes: alone, on top of the one it came from, or in place of a third one."""

from __future__ import annotations

from handlers.blocks import View
from handlers.call import Call


def show(call: Call, view: View) -> View:
    """A modal, on top of the one it came from if it came from one; as Slack has it now.

    Slack stacks three (https://docs.slack.dev/surfaces/modals): what comes from the third takes its place.

    Raises:
        SlackApiError, URLError, TimeoutError: Slack did not open it.
    """
    if not call.in_modal:
        shown: View = call.client.views_open(trigger_id=call.trigger_id, view=view)["view"]
    elif call.on_third:
        third = call.view
        shown = call.client.views_update(view_id=third["id"], hash=third["hash"], view=view)["view"]
    else:
        shown = call.client.views_push(trigger_id=call.trigger_id, view=view)["view"]
    return shown
