"""Slack in: the call list is run, answered, looked at and ended; the ack is always the last word."""

from __future__ import annotations

from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.critical.service import CriticalIncidents
from handlers.critical.views import call_view
from handlers.ids import Action
from handlers.ids import View as ViewId


class CriticalListeners:
    """Everything about critical incidents that Slack can send us."""

    def __init__(self, incidents: CriticalIncidents) -> None:
        self._incidents = incidents

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.CRITICAL_BEGIN: self.begin,
            Action.CRITICAL_OPEN: self.open,
            Action.CRITICAL_KNOW: self.know,
            Action.CRITICAL_END: self.end,
        }
        return Tables(actions=actions)

    def begin(self, call: Call) -> None:
        """The button, after its question."""
        _show(call, call_view(self._incidents.begin(call.user, key=call.key)))
        call.ack()

    def open(self, call: Call) -> None:
        """Its page."""
        _show(call, call_view(self._incidents.one(call.user, call.handle)))
        call.ack()

    def know(self, call: Call) -> None:
        """They know: tapped in the message or on the page."""
        _show(call, call_view(self._incidents.know(call.user, call.handle, key=call.key)))
        call.ack()

    def end(self, call: Call) -> None:
        """It is over."""
        _show(call, call_view(self._incidents.end(call.user, call.handle, key=call.key)))
        call.ack()


def _show(call: Call, view: View) -> None:
    """In place of its own page, on top of another, or alone."""
    if call.in_modal and call.view.get("callback_id") == ViewId.CRITICAL:
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    elif call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
