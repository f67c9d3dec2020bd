"""Slack in: court matters kept, possible dates settled, calendars and holds opened; the ack is last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers import curtain
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.court import views
from handlers.court.facts import MatterName
from handlers.court.questions import EXTEND_HOLD, NO_COURT, change_form, matter_form
from handlers.court.service import Courts
from handlers.desk import Desk, Opens, Request
from handlers.forms import Form, Mistakes, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.submitted import mend, read_or_mend, take_up_below
from models.errors import AlreadyChanged
from models.schema import ReferralRef

_THEIRS = {Action.POSSIBLE_THEIRS: True, Action.POSSIBLE_NOT_THEIRS: False}


class CourtListeners:
    """Everything about courts that Slack can send us."""

    def __init__(self, courts: Courts, desk: Desk) -> None:
        self._courts = courts
        self._desk = desk

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.OPEN_COURT: self.open_court,
            Action.COURT_CALENDAR: self.open_calendar,
            Action.FILING_HOLDS: self.open_holds,
            Action.NEW_MATTER: self.ask_new,
            Action.CHANGE_MATTER: self.ask_change,
            Action.CLOSE_MATTER: self.close,
            Action.EXTEND_HOLD: self.ask_hold,
            **dict.fromkeys(_THEIRS, self.settle),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.MATTER_NEW: self.add,
            ViewId.MATTER_CHANGE: self.change,
            ViewId.HOLD_EXTEND: self.hold,
        }
        return Tables(actions=actions, submissions=submissions)

    def open_court(self, call: Call) -> None:
        """The folder's "Court", a card's "Open"."""
        self._open(call, call.handle, Opens.COURT)
        call.ack()

    def open_calendar(self, call: Call) -> None:
        """Home's "Court calendar"."""
        self._open(call, "", Opens.CALENDAR)
        call.ack()

    def open_holds(self, call: Call) -> None:
        """Home's "Filing holds"."""
        self._open(call, "", Opens.HOLDS)
        call.ack()

    def ask_new(self, call: Call) -> None:
        """The form of a new matter, on top of the screen."""
        self._ask(call, matter_form)

    def ask_change(self, call: Call) -> None:
        """The form that changes one; it repeats nothing of what stands."""
        self._ask(call, change_form)

    def ask_hold(self, call: Call) -> None:
        """Until which day?"""
        call.client.views_push(trigger_id=call.trigger_id, view=as_modal(EXTEND_HOLD, call.handle))
        call.ack()

    def add(self, call: Call) -> None:
        """A new matter."""
        form = matter_form(self._courts.courts())
        name = MatterName.unpacked(call.handle)
        draft = read_or_mend(call, form)
        if draft is None:
            return
        mend = self._courts.add(call.user, name.ref, form, draft, key=_form_key(call))
        self._after(call, mend, name.ref, Opens.COURT, views.KEPT)

    def change(self, call: Call) -> None:
        """What was written in the form; what was left empty stays."""
        form, name = change_form(self._courts.courts()), MatterName.unpacked(call.handle)
        draft = read_or_mend(call, form)
        if draft is None:
            return
        told, mend = views.KEPT, None
        try:
            mend = self._courts.change(call.user, name, form, draft, key=_form_key(call))
        except AlreadyChanged:
            told = views.CHANGED
        self._after(call, mend, name.ref, Opens.COURT, told)

    def hold(self, call: Call) -> None:
        """Hold filing longer."""
        draft = read_or_mend(call, EXTEND_HOLD)
        if draft is None:
            return
        ref, _, seen = str(call.handle).partition("/")
        until = date.fromisoformat(draft.codes["until"])
        version = int(seen) if seen.isdecimal() else 0
        mend = self._courts.hold_longer(call.user, ReferralRef(ref), version, until, key=_form_key(call))
        self._after(call, mend, "", Opens.HOLDS, views.HELD)

    def close(self, call: Call) -> None:
        """A matter is over."""
        name, told = MatterName.unpacked(call.handle), views.CLOSED
        try:
            self._courts.close(call.user, name, key=f"court:{call.user}:{call.key}")
        except AlreadyChanged:
            told = views.CHANGED
        self._open(call, name.ref, Opens.COURT, told)
        call.ack()

    def settle(self, call: Call) -> None:
        """Theirs, or not."""
        name, theirs = MatterName.unpacked(call.handle), _THEIRS[Action(call.action["action_id"])]
        told = views.CONFIRMED if theirs else views.DROPPED
        try:
            self._courts.settle(call.user, name, theirs=theirs, key=f"court:{call.user}:{call.key}")
        except AlreadyChanged:
            told = views.SAID_ALREADY
        self._open(call, name.ref, Opens.COURT, told)
        call.ack()

    def _ask(self, call: Call, made: Callable[..., Form]) -> None:
        courts = self._courts.courts()
        view = as_modal(made(courts), call.handle) if courts else curtain.notice_view("Court", NO_COURT)
        call.client.views_push(trigger_id=call.trigger_id, view=view)
        call.ack()

    def _after(self, call: Call, wrong: Mistakes | None, ref: str, opens: Opens, told: str) -> None:
        """Mistakes go to their fields; else the form closes, and the screen under it is drawn anew."""
        if wrong is not None:
            mend(call, wrong)
            return
        held = take_up_below(call)
        if not held:
            call.ack(response_action="update", view=curtain.notice_view("Court", told))
            return
        self._desk.open(Request(call.user, ref, held["id"], held["hash"], call.key, opens), told)
        call.ack()

    def _open(self, call: Call, handle: str, opens: Opens, told: str = "") -> None:
        """In place within a modal, else in a new one that waits for the judgement."""
        view: View = dict(call.view)
        if not call.in_modal:
            view = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._desk.open(Request(call.user, handle, view["id"], view["hash"], call.key, opens), told)


def _form_key(call: Call) -> str:
    """By the form as it stands, not by the delivery: sent again after a lost answer, it is the same act."""
    view = call.view
    return f"{view['callback_id']}:{call.user}:{view['id']}:{view.get('hash', '')}"
