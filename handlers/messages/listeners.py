"""Slack in: sealing a message, answering one, taking one back; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes
from handlers.ids import Action, Shortcut
from handlers.ids import View as ViewId
from handlers.messages import views
from handlers.messages.compose import read_form
from handlers.messages.service import Messages
from handlers.reminding import Stopped, stop_answer
from handlers.telling import Teller
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.schema import Handle

_FORMS = (ViewId.SEAL_MESSAGE, ViewId.SEAL_ABOUT, ViewId.SEAL_REPLY)


class MessageListeners:
    """Everything about sealed messages that Slack can send us."""

    def __init__(self, messages: Messages, teller: Teller) -> None:
        self._messages = messages
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.SEAL_MESSAGE: self.begin,
            Action.SEAL_ABOUT: self.begin_about,
            Action.REPLY_SEALED: self.reply,
            Action.TAKE_BACK: self.take_back,
        }
        return Tables(
            shortcuts={Shortcut.MOVE: self.move},
            actions=actions,
            submissions={**dict.fromkeys(_FORMS, self.seal), ViewId.MESSAGE_STOPPED: self.routine},
        )

    def begin(self, call: Call) -> None:
        """Home's button: an empty form."""
        composing = self._messages.composing(call.user, ViewId.SEAL_MESSAGE)
        view = views.compose_view(ViewId.SEAL_MESSAGE, composing)
        call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def move(self, call: Call) -> None:
        """The shortcut in a message's menu: an empty form, too; the message itself is not looked at."""
        try:
            view = views.move_view(self._messages.composing(call.user, ViewId.SEAL_MESSAGE))
        except NotAllowed:
            view = views.nobody_view(self._teller.contacts())
        call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def begin_about(self, call: Call) -> None:
        """In an opened referral: a form about it, on top of it."""
        self._push(call, ViewId.SEAL_ABOUT)

    def reply(self, call: Call) -> None:
        """In an opened message: a form that answers it, on top of it."""
        self._push(call, ViewId.SEAL_REPLY)

    def _push(self, call: Call, callback: ViewId) -> None:
        # Whether the item still opens is asked when the form is sent: the form itself tells nothing.
        composing = self._messages.composing(call.user, callback, call.handle)
        view = views.compose_view(callback, composing, call.handle)
        call.client.views_push(trigger_id=call.trigger_id, view=view)
        call.ack()

    def seal(self, call: Call) -> None:
        """A form: mistakes go to their fields, else the message is on its way."""
        callback = ViewId(call.view["callback_id"])
        sealed = self._messages.seal(
            call.user,
            callback,
            Handle(str(call.view.get("private_metadata") or "")),
            lambda composing: read_form(callback, composing, call.values),
            view_id=str(call.view["id"]),
            key=call.key,
        )
        if isinstance(sealed, Mistakes):
            call.ack(response_action="errors", errors=dict(sealed.by_block))
            return
        if isinstance(sealed, Stopped):
            contacts = self._teller.contacts()
            block = f"{callback.value}.text"
            call.ack(**stop_answer(call.view, contacts, block, ViewId.MESSAGE_STOPPED))
            return
        call.ack(response_action="update", view=views.sealed_view(sealed))

    def routine(self, call: Call) -> None:
        """After a stop: the reminder closes, and the form under it asks to send the routine update."""
        name, _, handle = str(call.view.get("private_metadata") or "").partition(" ")
        callback = next((form for form in _FORMS if form.value == name), None)
        if callback is None:
            raise NotAvailable
        composing = self._messages.composing(call.user, callback, Handle(handle))
        form = views.compose_view(callback, composing, handle, routine_alone=True)
        call.client.views_update(view_id=str(call.view["previous_view_id"]), view=form)
        call.ack()

    def take_back(self, call: Call) -> None:
        """In the author's own view, or on Home: taken back, unless somebody was quicker."""
        try:
            ref = self._messages.take_back(call.user, call.handle, key=f"take_back:{call.key}")
            view = views.taken_back_view(ref)
        except AlreadyChanged as late:
            view = views.too_late_view(late.state)
        if call.in_modal:
            call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()
