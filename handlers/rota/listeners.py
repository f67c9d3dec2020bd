"""On call in Slack: the week, the form to stand in, and the test card's tap; the ack is the last word."""

from __future__ import annotations

from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rota import views
from handlers.rota.forms import STAND_IN
from handlers.rota.service import CannotStandIn, Rota


class RotaListeners:
    """Everything about the rota that Slack can send us."""

    def __init__(self, rota: Rota) -> None:
        self._rota = rota

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.ROTA_OPEN: self.open,
            Action.ROTA_REGION: self.region,
            Action.ROTA_CHANGE: self.change,
            Action.CARD_SEEN: self.seen,
        }
        return Tables(actions=actions, submissions={ViewId.ROTA_SPAN: self.stand_in})

    def open(self, call: Call) -> None:
        """On top of the roster."""
        page = self._rota.page(call.user)
        call.client.views_push(trigger_id=call.trigger_id, view=views.rota_view(page))
        call.ack()

    def region(self, call: Call) -> None:
        """Another region, in place of this one."""
        view = views.rota_view(self._rota.page(call.user, call.chosen))
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()

    def change(self, call: Call) -> None:
        """The form, in place of the week."""
        self._rota.require_change(call.user)
        view = views.stand_in_form(call.handle)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()

    def stand_in(self, call: Call) -> None:
        """The form came: mistakes go to their fields, else the week takes its place."""
        draft = read(STAND_IN, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        region = str(call.handle)
        try:
            self._rota.stand_in(call.user, region, draft.codes, key=call.key)
        except CannotStandIn as wrong:
            blocks = {question.id: block_id(STAND_IN, question) for question in STAND_IN.fields}
            errors = {blocks[name]: sentence for name, sentence in wrong.by_field.items()}
            call.ack(response_action="errors", errors=errors)
            return
        week = views.rota_view(self._rota.page(call.user, region), kept=True)
        call.ack(response_action="update", view=week)

    def seen(self, call: Call) -> None:
        """The test card's button."""
        self._rota.card_seen(call.user)
        call.client.views_open(trigger_id=call.trigger_id, view=views.card_seen_view())
        call.ack()
