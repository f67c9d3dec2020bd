"""Slack in: asking an office, and every tap in an opened coordination; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import curtain
from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Opens, Request
from handlers.forms import Draft, Form, Mistakes
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.pings import views
from handlers.pings.asking import Asking
from handlers.pings.compose import DECIDE, MORE, TO_OFFICE, not_mine_form, read_ask, read_more, whom_form
from handlers.pings.service import Pings
from handlers.reminding import Stopped, stop_answer
from handlers.submitted import mend, read_or_mend, take_up_below
from handlers.telling import Teller
from models.duties import DUTIES, Duty
from models.errors import AlreadyChanged
from models.people import Role
from models.schema import Handle, ParticipantRef, PingRef

_FORMS: Mapping[Action, Form] = {
    Action.PING_DECIDE: DECIDE,
    Action.PING_TO_OFFICE: TO_OFFICE,
    Action.PING_MORE: MORE,
}
STANDS = "Nothing was changed by your tap: this is what stands."
_TAKEN = "Noted: you have it in hand, and whoever asked has been told."
_ANSWERED = "Noted: whoever asked has your answer."
_DATED = "Noted: whoever asked has been told that there is a day."
_ADDED = "Noted: it has gone to whoever was asked."
_CLOSED = "Noted: it is closed, and nobody is asked any more."

Act = Callable[[Call, Handle, Draft], Mistakes | Stopped | None]


class PingListeners:
    """Everything about coordination with a prosecutor's office that Slack can send us.

    `by_role`: what `/lead ping` begins for those who ask from the other side.
    """

    def __init__(
        self,
        asking: Asking,
        pings: Pings,
        desk: Desk,
        teller: Teller,
        by_role: Mapping[Role, Handler] | None = None,
    ) -> None:
        self._asking = asking
        self._pings = pings
        self._desk = desk
        self._teller = teller
        self._by_role = by_role or {}

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.PING_START: self.start,
            Action.PING_TAKE: self.take,
            Action.PING_NOT_MINE: self.begin_not_mine,
            Action.PING_MEMO: self.memo,
            Action.PING_CLOSE: self.close,
            **dict.fromkeys(_FORMS, self.show_form),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.PING_WHOM: self.chosen,
            ViewId.PING_FORM: self.ask,
            ViewId.PING_STOPPED: self.routine,
            ViewId.PING_DECISION: self.decide,
            ViewId.PING_OFFICE: self.to_office,
            ViewId.PING_NOT_MINE: self.not_mine,
            ViewId.PING_MORE: self.say_more,
        }
        keywords = {Keyword.PING: self.start, f"{Keyword.STATUS} P": self.status}
        return Tables(keywords=keywords, actions=actions, submissions=submissions)

    def start(self, call: Call) -> None:
        """`/lead ping [REF]`, and the buttons in a folder and on Home: the form, or first about whom."""
        roles = self._asking.roles(call.user)
        other = next((handler for role, handler in self._by_role.items() if role in roles), None)
        if other is not None and not roles & DUTIES[Duty.ASK]:
            other(call)
            return
        ref = _named(call)
        if ref:
            view = views.ask_view(self._asking.composing(call.user, ref))
        else:
            whom = self._asking.whom(call.user)
            alone = whom.people[0][0] if len(whom.people) == 1 else None
            view = (
                views.ask_view(self._asking.composing(call.user, alone)) if alone else views.whom_view(whom)
            )
        show = call.client.views_push if call.in_modal else call.client.views_open
        show(trigger_id=call.trigger_id, view=view)
        call.ack()

    def chosen(self, call: Call) -> None:
        """About whom: the form takes the place of the question."""
        draft = read_or_mend(call, whom_form(self._asking.whom(call.user)))
        if draft is not None:
            composing = self._asking.composing(call.user, ParticipantRef(draft.codes["about"]))
            call.ack(response_action="update", view=views.ask_view(composing))

    def ask(self, call: Call) -> None:
        """The form: mistakes go to their fields, else it is on its way."""
        asked = self._asking.ask(
            call.user,
            ParticipantRef(str(call.view.get("private_metadata") or "")),
            lambda composing: read_ask(composing, call.values),
            view_id=str(call.view["id"]),
        )
        if isinstance(asked, Mistakes):
            mend(call, asked)
            return
        if isinstance(asked, Stopped):
            block = f"{ViewId.PING_FORM.value}.wanted"
            call.ack(**stop_answer(call.view, self._teller.contacts(), block, ViewId.PING_STOPPED))
            return
        call.ack(response_action="update", view=views.sent_view(asked))

    def routine(self, call: Call) -> None:
        """After a stop: the reminder closes, and the form under it asks to send the routine update."""
        ref = ParticipantRef(str(call.view.get("private_metadata") or "").partition(" ")[2])
        form = views.ask_view(self._asking.composing(call.user, ref), routine_alone=True)
        call.client.views_update(view_id=str(call.view["previous_view_id"]), view=form)
        call.ack()

    def status(self, call: Call) -> None:
        """`/lead status P-...`."""
        ref = PingRef(str(call.body.get("text", "")).split()[1].upper())
        call.ack(text=self._pings.status(call.user, ref), response_type="ephemeral")

    def take(self, call: Call) -> None:
        """Whoever was asked says that they have it."""
        self._in_place(call, lambda: self._pings.take(call.user, call.handle, key=_key(call)), _TAKEN)

    def close(self, call: Call) -> None:
        """The asker's "Close"."""
        self._in_place(call, lambda: self._pings.close(call.user, call.handle, key=_key(call)), _CLOSED)

    def show_form(self, call: Call) -> None:
        """A button that asks something first: its form on top; whether it opens is judged when it is sent."""
        self._push(call, _FORMS[Action(call.action["action_id"])])

    def begin_not_mine(self, call: Call) -> None:
        """It is not theirs: whose it is, as far as they know."""
        self._push(call, not_mine_form(self._pings.offices(call.user)))

    def memo(self, call: Call) -> None:
        """What the reader may tell their office, on top of the item."""
        view = call.client.views_push(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._desk.open(Request(call.user, call.handle, view["id"], view["hash"], call.key, Opens.MEMO))
        call.ack()

    def decide(self, call: Call) -> None:
        """The office's answer."""
        self._submitted(call, read(DECIDE, call.values), self._decide, _ANSWERED)

    def to_office(self, call: Call) -> None:
        """Taken to the office, with a day."""
        self._submitted(call, read(TO_OFFICE, call.values), self._to_office, _DATED)

    def say_more(self, call: Call) -> None:
        """What the office wanted to know."""
        self._submitted(call, read_more(call.values), self._say_more, _ADDED)

    def not_mine(self, call: Call) -> None:
        """Handed on, or not: the same words."""
        draft = read_or_mend(call, not_mine_form(self._pings.offices(call.user)))
        if draft is None:
            return
        try:
            self._pings.not_mine(call.user, call.handle, draft.codes["office"], key=_key(call))
        except AlreadyChanged:
            self._below(call, STANDS)
            return
        call.ack(response_action="update", view=views.handed_on_view())

    def _decide(self, call: Call, handle: Handle, draft: Draft) -> Mistakes | None:
        return self._pings.decide(call.user, handle, draft, key=_key(call))

    def _to_office(self, call: Call, handle: Handle, draft: Draft) -> Mistakes | None:
        return self._pings.to_office(call.user, handle, draft, key=_key(call))

    def _say_more(self, call: Call, handle: Handle, draft: Draft) -> Mistakes | Stopped | None:
        return self._pings.say_more(call.user, handle, draft, key=_key(call))

    def _in_place(self, call: Call, act: Callable[[], None], told: str) -> None:
        """Done, or somebody was quicker: either way the view is drawn anew with what stands."""
        try:
            act()
        except AlreadyChanged:
            told = STANDS
        self._desk.open(Request(call.user, call.handle, call.view["id"], call.view["hash"], call.key), told)
        call.ack()

    def _submitted(self, call: Call, draft: Draft | Mistakes, act: Act, told: str) -> None:
        if isinstance(draft, Mistakes):
            mend(call, draft)
            return
        try:
            wrong = act(call, call.handle, draft)
        except AlreadyChanged:
            wrong, told = None, STANDS
        if isinstance(wrong, Stopped):
            call.ack(**stop_answer(call.view, self._teller.contacts(), f"{ViewId.PING_MORE.value}.more"))
            return
        if wrong is not None:
            mend(call, wrong)
            return
        self._below(call, told)

    def _below(self, call: Call, told: str) -> None:
        """The form closes, and the item under it is judged and drawn anew."""
        held = take_up_below(call)
        if not held:
            call.ack(response_action="update", view=curtain.notice_view("Coordination", told))
            return
        self._desk.open(Request(call.user, call.handle, held["id"], held["hash"], call.key), told)
        call.ack()

    def _push(self, call: Call, form: Form) -> None:
        call.client.views_push(trigger_id=call.trigger_id, view=views.form_about(form, call.handle))
        call.ack()


def _named(call: Call) -> ParticipantRef:
    """The reference behind the keyword, or the button's."""
    words = str(call.body.get("text") or "").split()
    typed = words[1].upper() if "command" in call.body and words[1:] else ""
    return ParticipantRef(typed or str(call.action.get("value") or ""))


def _key(call: Call) -> str:
    return f"coordination:{call.key}"
