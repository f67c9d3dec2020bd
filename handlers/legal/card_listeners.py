"""Slack in: the page of somebody's lawyers, its cards, and who takes referrals; the ack is the last word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers import curtain
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Opens, Request
from handlers.forms import Form, Mistakes
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.legal import views
from handlers.legal.contacts import DAY_TO_COME, Contacts
from handlers.legal.facts import split_card
from handlers.legal.forms import CARD_CHANGE, CARD_NEW, NOT_NOW, ROOM, field_block
from handlers.submitted import mend, read_or_mend, take_up_below
from models.acts.contacts import Try
from models.schema import ParticipantRef

_SAVED = "Saved."
_NOTED = "Noted."
_FORMS: Mapping[Action, Form] = {Action.CONTACT_ADD: CARD_NEW, Action.CONTACT_CHANGE: CARD_CHANGE}


class CardListeners:
    """The contact cards of somebody's lawyers, and whether one's own agency takes referrals."""

    def __init__(self, contacts: Contacts, desk: Desk) -> None:
        self._contacts = contacts
        self._desk = desk

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.OPEN_LAWYERS: self.open_lawyers,
            Action.CONTACT_CALLED: lambda call: self._tried(call, Try.CALLED),
            Action.CONTACT_LEFT_WORD: lambda call: self._tried(call, Try.LEFT_WORD),
            Action.CONTACT_REMOVE: self.remove,
            Action.TELL_COUNSEL: self.tell_counsel,
            Action.LEGAL_ROOM: self.begin_room,
            **dict.fromkeys(_FORMS, self.show_form),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.CONTACT_NEW: self.add,
            ViewId.CONTACT_CHANGE: self.change,
            ViewId.LEGAL_ROOM: self.say_room,
        }
        return Tables(actions=actions, submissions=submissions)

    def show_form(self, call: Call) -> None:
        """A card's form; whether it is theirs is judged when the form is sent."""
        form = _FORMS[Action(call.action["action_id"])]
        call.client.views_push(trigger_id=call.trigger_id, view=views.form_about(form, call.handle))
        call.ack()

    def open_lawyers(self, call: Call) -> None:
        """From the folder, or again: in place within a modal, else in a new one."""
        view: View = dict(call.view)
        if not call.in_modal:
            view = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._lawyers(call, ParticipantRef(call.handle), view)
        call.ack()

    def add(self, call: Call) -> None:
        """A new contact card."""
        draft = read_or_mend(call, CARD_NEW)
        if draft is None:
            return
        ref = ParticipantRef(call.handle)
        wrong = self._contacts.add(call.user, ref, draft, key=_key(call))
        if wrong is not None:
            mend(call, wrong)
            return
        self._back(call, ref, _SAVED)

    def change(self, call: Call) -> None:
        """New answers on a card."""
        draft = read_or_mend(call, CARD_CHANGE)
        if draft is None:
            return
        ref, page = split_card(call.handle)
        told = self._contacts.change(call.user, ref, page, draft, key=_key(call))
        self._back(call, ref, told or _SAVED)

    def _tried(self, call: Call, what: Try) -> None:
        """One tap: somebody rang them now."""
        ref, page = split_card(call.handle)
        told = self._contacts.tried(call.user, ref, page, what, key=_key(call))
        self._lawyers(call, ref, call.view, told or _NOTED)
        call.ack()

    def remove(self, call: Call) -> None:
        """A card that is not needed any more."""
        ref, page = split_card(call.handle)
        told = self._contacts.remove(call.user, ref, page, key=_key(call))
        self._lawyers(call, ref, call.view, told or "Removed.")
        call.ack()

    def tell_counsel(self, call: Call) -> None:
        """One tap beside a date in court: public defenders whom a release names are told."""
        told = self._contacts.tell_counsel(call.user, call.handle, key=_key(call))
        if call.view.get("callback_id") == ViewId.LAWYERS.value:
            self._lawyers(call, ParticipantRef(str(call.view.get("private_metadata") or "")), call.view, told)
        else:
            view = curtain.notice_view("Counsel", told)
            show = call.client.views_push if call.in_modal else call.client.views_open
            show(trigger_id=call.trigger_id, view=view)
        call.ack()

    def begin_room(self, call: Call) -> None:
        """On Home: whether one's agency takes referrals."""
        call.client.views_open(trigger_id=call.trigger_id, view=views.form_about(ROOM, ""))
        call.ack()

    def say_room(self, call: Call) -> None:
        """Taking referrals, or not before a day."""
        draft = read_or_mend(call, ROOM)
        if draft is None:
            return
        until = draft.codes.get("until", "")
        not_now = draft.codes["room"] == NOT_NOW
        if not_now and not until:
            mend(call, Mistakes({field_block(ROOM, "until"): DAY_TO_COME}))
            return
        day = date.fromisoformat(until) if not_now else None
        wrong = self._contacts.say_room(call.user, day, key=_key(call))
        if wrong is not None:
            mend(call, wrong)
            return
        call.ack(response_action="update", view=views.room_saved_view())

    def _back(self, call: Call, ref: ParticipantRef, told: str) -> None:
        """A card's form closes, and the page under it is judged and drawn anew."""
        held = take_up_below(call)
        if held:
            self._lawyers(call, ref, held, told)
            call.ack()
        else:
            call.ack(response_action="update", view=views.lawyers_gone_view(ref))

    def _lawyers(self, call: Call, ref: ParticipantRef, view: Mapping[str, str], told: str = "") -> None:
        request = Request(call.user, ref, view["id"], view["hash"], call.key, Opens.LAWYERS)
        self._desk.open(request, told)


def _key(call: Call) -> str:
    return f"legal:{call.key}"
