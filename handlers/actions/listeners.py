"""Slack in: actions are proposed, opened, taken, done and given back; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import blocks, curtain
from handlers.actions import views
from handlers.actions.facts import Kept
from handlers.actions.money import Money
from handlers.actions.questions import (
    ADD,
    DECIDE,
    GIVE_BACK,
    NEW_DATE,
    PAID,
    action_form,
    fund_form,
    offer_form,
    take_form,
)
from handlers.actions.reading import ReadingActions
from handlers.actions.service import Actions
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Request
from handlers.forms import Mistakes
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.reminding import Stopped, stop_answer
from handlers.submitted import mend, read_or_mend
from handlers.telling import Teller
from models.classes import Category
from models.errors import NotAvailable
from models.schema import ActionRef

NO_FUND = "The flexible fund is asked by the care team, at the table of somebody they work with."
_FORMS: Mapping[Action, Callable[[str], View]] = {
    Action.ACTION_GIVE_BACK: views.give_back_view,
    Action.ACTION_NEW_DATE: views.date_view,
    Action.FUND_DECIDE: views.decide_view,
    Action.FUND_ADD: views.add_view,
}


class ActionListeners:
    """Everything about actions that Slack can send us."""

    def __init__(
        self, reading: ReadingActions, acts: Actions, money: Money, desk: Desk, teller: Teller
    ) -> None:
        self._reading = reading
        self._acts = acts
        self._money = money
        self._desk = desk
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.MY_ACTION: self.start,
            Action.PROPOSE_ACTION: self.start,
            Action.ACTION_FUND: self.start_fund,
            Action.ACTION_OPEN: self.open,
            Action.ACTION_TAKE: self.start_taking,
            Action.ACTION_NOT_MINE: self.not_mine,
            Action.ACTION_DONE: self.done,
            Action.ACTION_OFFER: self.start_offering,
            **dict.fromkeys(_FORMS, self.show_form),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.ACTION_FORM: self.propose,
            ViewId.ACTION_FUND: self.ask_fund,
            ViewId.ACTION_TAKE: self.take,
            ViewId.ACTION_GIVE_BACK: self.give_back,
            ViewId.ACTION_DATE: self.new_date,
            ViewId.ACTION_OFFER: self.offer,
            ViewId.ACTION_PAID: self.paid,
            ViewId.FUND_DECIDE: self.decide,
            ViewId.FUND_ADD: self.add,
        }
        return Tables(actions=actions, submissions=submissions)

    def start(self, call: Call) -> None:
        """The button "My action", from a thread, a card, the agenda's screen."""
        try:
            view = views.form_view(self._reading.proposing(call.user, call.handle))
        except NotAvailable:  # a project manager who is not there sees what came of it, by reference
            view = views.list_view(self._reading.of_table(call.user, call.handle))
        _show(call, view)
        call.ack()

    def start_fund(self, call: Call) -> None:
        """From the flexible fund."""
        facts = self._reading.proposing(call.user, call.handle)
        view = views.fund_view(facts) if facts.funds else views.said_view(NO_FUND)
        _show(call, view)
        call.ack()

    def open(self, call: Call) -> None:
        """One action: sealed, in open words, or by reference."""
        listed = self._reading.one(call.user, ActionRef(call.handle))
        if listed.handle is None:
            _show(call, views.open_view(listed))
            call.ack()
            return
        show = call.client.views_push if call.in_modal else call.client.views_open
        view = show(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._desk.open(Request(call.user, listed.handle, view["id"], view["hash"], call.key))
        call.ack()

    def start_taking(self, call: Call) -> None:
        """The owner takes it: the words are confirmed, or written anew."""
        listed = self._reading.one(call.user, ActionRef(call.handle))
        _show(call, views.take_view(listed.ref, None if listed.words else Category.BARRIERS))
        call.ack()

    def start_offering(self, call: Call) -> None:
        """What came back: to whom it is proposed now."""
        ref = ActionRef(call.handle)
        _show(call, views.offer_view(ref, self._reading.offering(call.user, ref)))
        call.ack()

    def show_form(self, call: Call) -> None:
        """A button that asks something first; whether it is theirs is judged when it is sent."""
        _show(call, _FORMS[Action(call.action["action_id"])](call.handle))
        call.ack()

    def not_mine(self, call: Call) -> None:
        """Its owner does not take it."""
        self._acts.not_mine(call.user, ActionRef(call.handle), key=call.key)
        _tell(call, views.NOT_TAKEN)

    def done(self, call: Call) -> None:
        """Its owner did it; a payment asks for its amount first."""
        ref = ActionRef(call.handle)
        if self._reading.one(call.user, ref).money:
            _show(call, views.paid_view(ref))
            call.ack()
            return
        self._acts.done(call.user, ref, key=call.key)
        _tell(call, views.DONE)

    def propose(self, call: Call) -> None:
        """The form: mistakes go to their fields, and nothing typed is lost."""
        facts = self._reading.proposing(call.user, call.handle)
        draft = read_or_mend(call, action_form(facts))
        if draft is None:
            return
        kept = self._acts.propose(call.user, facts, draft, key=_form_key(call))
        self._answer(call, kept, "words")

    def ask_fund(self, call: Call) -> None:
        """What is asked of a fund."""
        facts = self._reading.proposing(call.user, call.handle)
        if not facts.funds:
            self._answer(call, None, "fund", NO_FUND)
            return
        draft = read_or_mend(call, fund_form(facts))
        if draft is None:
            return
        self._answer(call, self._money.ask(call.user, facts, draft, key=_form_key(call)), "words")

    def take(self, call: Call) -> None:
        """Taken, in these words or those."""
        ref = ActionRef(call.handle)
        listed = self._reading.one(call.user, ref)
        draft = read_or_mend(call, take_form(None if listed.words else Category.BARRIERS))
        if draft is not None:
            wrong = self._acts.take(call.user, ref, draft, key=_form_key(call))
            self._answer(call, wrong, "words", views.TAKEN)

    def give_back(self, call: Call) -> None:
        """It comes back."""
        draft = read_or_mend(call, GIVE_BACK)
        if draft is not None:
            self._acts.give_back(call.user, ActionRef(call.handle), draft.codes, key=_form_key(call))
            self._answer(call, None, "because", views.BACK)

    def new_date(self, call: Call) -> None:
        """Another day."""
        draft = read_or_mend(call, NEW_DATE)
        if draft is not None:
            wrong = self._acts.new_date(call.user, ActionRef(call.handle), draft.codes, key=_form_key(call))
            self._answer(call, wrong, "by", views.DATED)

    def offer(self, call: Call) -> None:
        """Proposed to somebody else, or ended."""
        ref = ActionRef(call.handle)
        draft = read_or_mend(call, offer_form(self._reading.offering(call.user, ref)))
        if draft is not None:
            wrong = self._acts.offer(call.user, ref, draft.codes, key=_form_key(call))
            self._answer(call, wrong, "who", views.OFFERED)

    def paid(self, call: Call) -> None:
        """So much was paid."""
        draft = read_or_mend(call, PAID)
        if draft is not None:
            wrong = self._money.pay(call.user, ActionRef(call.handle), draft, key=_form_key(call))
            self._answer(call, wrong, "paid", views.DONE)

    def decide(self, call: Call) -> None:
        """A clinical supervisor's yes or no."""
        draft = read_or_mend(call, DECIDE)
        if draft is not None:
            self._money.decide(call.user, ActionRef(call.handle), draft.codes, key=_form_key(call))
            self._answer(call, None, "answer", views.DECIDED)

    def add(self, call: Call) -> None:
        """So much was added."""
        draft = read_or_mend(call, ADD)
        if draft is not None:
            wrong = self._money.add(call.user, call.handle, draft.codes, key=_form_key(call))
            self._answer(call, wrong, "sum", views.ADDED)

    def _answer(self, call: Call, came: Kept | Mistakes | Stopped | None, field: str, told: str = "") -> None:
        if isinstance(came, Mistakes):
            mend(call, came)
        elif isinstance(came, Stopped):
            block = f"{call.view['callback_id']}.{field}"
            call.ack(**stop_answer(call.view, self._teller.contacts(), block))
        else:
            view = views.kept_view(came) if came is not None else views.said_view(told)
            call.ack(response_action="update", view=view)


def _form_key(call: Call) -> str:
    return f"{call.view['callback_id']}:{call.view['id']}"


def _tell(call: Call, sentence: str) -> None:
    """Done by a tap: said where it was tapped."""
    view = views.said_view(sentence)
    if call.in_modal:
        call.client.views_update(view_id=call.view["id"], view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
    call.ack()


def _show(call: Call, view: View) -> None:
    """On top of the modal it came from, if it came from one."""
    if call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=blocks.on_top(view))
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
