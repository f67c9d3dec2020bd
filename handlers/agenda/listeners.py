"""Slack in: agendas are looked at and added to, meetings run, moved, cancelled; the ack is the last word."""

from __future__ import annotations

from datetime import date, time

from handlers.agenda import views
from handlers.agenda.questions import CANNOT, MOVE, put_form
from handlers.agenda.service import Agendas
from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes, block_id
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from models.errors import AlreadyChanged, NotAllowed
from models.meeting import ItemState

_PUT = "It stands on the next agenda."
_EARLY = "It begins at its hour. From an hour before you can say that you are there, and begin it."
_OVER = "This meeting is over, or it is not held."


class AgendaListeners:
    """Everything about meetings that Slack can send us."""

    def __init__(self, agendas: Agendas) -> None:
        self._agendas = agendas

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.AGENDA_LOOK: self.look,
            Action.AGENDA_PUT: self.ask_put,
            Action.MEETING_RUN: self.run,
            Action.MEETING_NEXT: self.next,
            Action.MEETING_DEFER: self.defer,
            Action.MEETING_SPECIAL: self.special,
            Action.MEETING_HERE: self.here,
            Action.MEETING_END: self.end,
            Action.MEETING_MOVE: self.ask_move,
            Action.MEETING_CANCEL: self.cancel,
        }
        submissions: dict[str, Handler] = {ViewId.AGENDA_PUT: self.put, ViewId.MEETING_MOVE: self.move}
        return Tables(keywords={Keyword.AGENDA: self.start}, actions=actions, submissions=submissions)

    def start(self, call: Call) -> None:
        """`/lead agenda`."""
        _show(call, views.start_view(self._agendas.start(call.user)))
        call.ack()

    def look(self, call: Call) -> None:
        """One meeting."""
        _show(call, views.meeting_view(self._agendas.meeting(call.user, call.handle)))
        call.ack()

    def ask_put(self, call: Call) -> None:
        """Something for the next agenda."""
        _show(call, views.put_view(self._agendas.groups_to_put_on(call.user), call.handle))
        call.ack()

    def put(self, call: Call) -> None:
        """It came; what must not stand there is said at the field."""
        form = put_form(self._agendas.groups_to_put_on(call.user))
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        self._agendas.put(call.user, draft.codes, key=call.form_key)
        call.ack(response_action="update", view=views.said_view(_PUT))

    def run(self, call: Call) -> None:
        """It begins, or goes on where it stood: a phone may have died meanwhile."""
        try:
            view = views.run_view(self._agendas.begin(call.user, call.handle, key=call.key))
        except NotAllowed as refused:
            if refused.code != "early":
                raise
            view = views.said_view(_EARLY)
        except AlreadyChanged:
            view = views.meeting_view(self._agendas.meeting(call.user, call.handle))
        _in_place(call, view)

    def next(self, call: Call) -> None:
        """The item is done."""
        self._go_on(call, ItemState.DONE)

    def defer(self, call: Call) -> None:
        """It stands on the next agenda."""
        self._go_on(call, ItemState.DEFERRED)

    def _go_on(self, call: Call, state: ItemState) -> None:
        try:
            view = views.run_view(self._agendas.go_on(call.user, call.handle, state, key=call.key))
        except AlreadyChanged:
            view = views.meeting_view(self._agendas.meeting_of(call.user, call.handle))
        _in_place(call, view)

    def special(self, call: Call) -> None:
        """An impasse: one tap."""
        try:
            facts, head = self._agendas.call_special(call.user, call.handle, key=call.key)
            told = f"Called for {head.when()}. Everybody of the group is told. /lead agenda moves it."
            view = views.run_view(facts, told)
        except AlreadyChanged:
            view = views.meeting_view(self._agendas.meeting_of(call.user, call.handle))
        _in_place(call, view)

    def here(self, call: Call) -> None:
        """In the thread, by message, or on a screen."""
        running = call.view.get("callback_id") == ViewId.MEETING_RUN
        try:
            head = self._agendas.be_here(call.user, call.handle, key=call.key)
            told = f"Noted: you are there. {head.group}, {head.when()}."
        except AlreadyChanged:
            told = _OVER
        except NotAllowed as refused:
            if refused.code != "early":
                raise
            told = _EARLY
        if running:
            _in_place(call, views.run_view(self._agendas.meeting(call.user, call.handle), told))
        elif call.in_modal:
            _in_place(call, views.meeting_view(self._agendas.meeting(call.user, call.handle), told))
        else:
            _show(call, views.said_view(told))
            call.ack()

    def end(self, call: Call) -> None:
        """It is over: its minutes."""
        try:
            facts = self._agendas.end(call.user, call.handle, key=call.key)
        except AlreadyChanged:
            facts = self._agendas.meeting(call.user, call.handle)
        _in_place(call, views.meeting_view(facts))

    def ask_move(self, call: Call) -> None:
        """To which hour."""
        _show(call, views.move_view(self._agendas.meeting(call.user, call.handle).head.id))
        call.ack()

    def move(self, call: Call) -> None:
        """It is held then; what cannot be is said at the field."""
        draft = read(MOVE, call.values)
        errors = dict(draft.by_block) if isinstance(draft, Mistakes) else {}
        if not isinstance(draft, Mistakes):
            day, at = date.fromisoformat(draft.codes["day"]), time.fromisoformat(draft.codes["at"])
            try:
                facts = self._agendas.move(call.user, call.handle, day, at, key=call.form_key)
            except NotAllowed as refused:
                if refused.code not in CANNOT:
                    raise
                name, words = CANNOT[refused.code]
                errors = {block_id(MOVE, next(one for one in MOVE.fields if one.id == name)): words}
            else:
                call.ack(response_action="update", view=views.meeting_view(facts, "Moved. All are told."))
                return
        call.ack(response_action="errors", errors=errors)

    def cancel(self, call: Call) -> None:
        """It is not held."""
        _in_place(call, views.meeting_view(self._agendas.cancel(call.user, call.handle, key=call.key)))


def _show(call: Call, view: View) -> None:
    """On top of the modal it came from, if it came from one."""
    if call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)


def _in_place(call: Call, view: View) -> None:
    """Instead of the modal it came from; from a message a new one."""
    if call.in_modal:
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
    call.ack()
