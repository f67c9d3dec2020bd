"""Slack in: the openings board is opened, posted to, claimed from; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes, block_id
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.openings import views
from handlers.openings.facts import Done
from handlers.openings.service import CannotPost, Openings


class OpeningListeners:
    """Everything about openings that Slack can send us."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        openings = self._openings
        actions: dict[str, Handler] = {
            Action.OPENINGS: self.open,
            Action.PLACE_POST: self.form,
            Action.PLACE_CLAIM: lambda call: self._tap(
                call, lambda key: openings.claim(call.user, call.handle, key=key)
            ),
            Action.PLACE_GIVE_BACK: lambda call: self._tap(
                call, lambda key: openings.give_back(call.user, call.handle, key=key)
            ),
            Action.PLACE_LONGER: lambda call: self._tap(
                call, lambda key: openings.longer(call.user, call.handle, key=key)
            ),
            Action.PLACE_END: lambda call: self._tap(
                call, lambda key: openings.end(call.user, call.handle, key=key)
            ),
        }
        return Tables(
            keywords={Keyword.OPENINGS: self.open},
            actions=actions,
            submissions={ViewId.PLACE_FORM: self.post},
        )

    def open(self, call: Call) -> None:
        """`/lead openings`, or the button."""
        view = views.board_view(self._openings.board(call.user))
        if call.in_modal:
            call.client.views_push(trigger_id=call.trigger_id, view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def form(self, call: Call) -> None:
        """The form, in place of the board."""
        view = views.form_view(self._openings.form(call.user))
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()

    def post(self, call: Call) -> None:
        """The form came: mistakes go to their fields, else the board takes its place."""
        form = self._openings.reading()
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            done = self._openings.post(call.user, draft.codes, key=call.form_key)
        except CannotPost as wrong:
            named = {question.id: block_id(form, question) for question in form.fields}
            errors = {named[name]: sentence for name, sentence in wrong.by_field.items()}
            call.ack(response_action="errors", errors=errors)
            return
        call.ack(response_action="update", view=self._board(call, done))

    def _tap(self, call: Call, act: Callable[[str], Done]) -> None:
        """One tap on the board as it was seen; a second one on the same sight of it is the same tap."""
        seen = f"{call.view.get('id', '')}:{call.view.get('hash', '')}:{call.action.get('action_id')}"
        done = act(f"{seen}:{call.handle}")
        call.client.views_update(view_id=call.view["id"], view=self._board(call, done))
        call.ack()

    def _board(self, call: Call, done: Done) -> dict[str, object]:
        return views.board_view(self._openings.board(call.user), done)
