"""Slack in: what the other lawyers ask and are asked, and the answers; the ack is the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import curtain
from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Request
from handlers.forms import Draft, Form, Mistakes
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.legal import views
from handlers.legal.forms import ADD, ANSWER, MORE, RETURN, field_block, help_form, number_form
from handlers.legal.helping import LegalHelp
from handlers.legal.questions import Questions
from handlers.reminding import Stopped, stop_answer
from handlers.submitted import mend, read_or_mend, take_up_below
from handlers.telling import Teller
from models.acts.legal_help import Because
from models.classes import Category
from models.errors import AlreadyChanged
from models.people import Role
from models.ping import Decision, Side
from models.schema import Handle, ParticipantRef

STANDS = "Nothing was changed by your tap: this is what stands."
_SENT = "Noted: it has gone to whoever asked."
_TOLD_REFERRER = "Noted: whoever referred them has been told."
_FORMS: Mapping[Action, Form] = {
    Action.QUESTION_ANSWER: ANSWER,
    Action.LEGAL_RETURN: RETURN,
    Action.LEGAL_MORE: MORE,
    Action.LEGAL_ADD: ADD,
}


class LegalListeners:
    """Questions by number, dates for counsel, and referrals to legal services."""

    def __init__(self, questions: Questions, helping: LegalHelp, desk: Desk, teller: Teller) -> None:
        self._questions = questions
        self._helping = helping
        self._desk = desk
        self._teller = teller

    def by_role(self) -> Mapping[Role, Handler]:
        """What `/lead ping` begins for those who ask from the other side."""
        return {
            Role.LIAISON_PROSECUTOR: lambda call: self._begin(call, Side.QUESTION),
            Role.PUBLIC_DEFENDER: lambda call: self._begin(call, Side.SCHEDULING),
        }

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.COUNSEL_NOTED: self.noted,
            Action.LEGAL_REFER: self.begin_referral,
            Action.LEGAL_ACCEPT: lambda call: self._answer(call, Decision.ACCEPT),
            Action.LEGAL_DONE: lambda call: self._answer(call, Decision.DONE),
            **dict.fromkeys(_FORMS, self.show_form),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.QUESTION_FORM: lambda call: self._ask(call, Side.QUESTION),
            ViewId.SCHEDULING_FORM: lambda call: self._ask(call, Side.SCHEDULING),
            ViewId.QUESTION_ANSWER: self.answer_question,
            ViewId.LEGAL_REFER: self.refer,
            ViewId.LEGAL_RETURN: self.return_it,
            ViewId.LEGAL_MORE: self.ask_for_more,
            ViewId.LEGAL_ADD: self.add_more,
        }
        return Tables(actions=actions, submissions=submissions)

    def _begin(self, call: Call, side: Side) -> None:
        view = views.number_view(self._questions.asking(call.user, side))
        show = call.client.views_push if call.in_modal else call.client.views_open
        show(trigger_id=call.trigger_id, view=view)
        call.ack()

    def _ask(self, call: Call, side: Side) -> None:
        """The form: mistakes go to their fields, else the one receipt."""
        taken = self._questions.ask(
            call.user,
            side,
            lambda asking: read(number_form(asking), call.values),
            view_id=str(call.view["id"]),
        )
        if isinstance(taken, Mistakes):
            mend(call, taken)
            return
        call.ack(response_action="update", view=views.taken_down_view(taken))

    def show_form(self, call: Call) -> None:
        """A button that asks something first; whether it is theirs is judged when the form is sent."""
        form = _FORMS[Action(call.action["action_id"])]
        call.client.views_push(trigger_id=call.trigger_id, view=views.form_about(form, call.handle))
        call.ack()

    def answer_question(self, call: Call) -> None:
        """The care team's answer to a question by number."""
        self._item_form(
            call,
            ANSWER,
            lambda draft: self._questions.answer(call.user, call.handle, draft, key=_key(call)),
            _SENT,
        )

    def noted(self, call: Call) -> None:
        """Counsel has seen the date."""
        self._in_place(call, lambda: self._helping.noted(call.user, call.handle, key=_key(call)), _SENT)

    def begin_referral(self, call: Call) -> None:
        """From the lawyers' page: the form on top of it."""
        view = views.help_view(self._helping.helping(call.user, ParticipantRef(call.handle)))
        call.client.views_push(trigger_id=call.trigger_id, view=view)
        call.ack()

    def refer(self, call: Call) -> None:
        """The form: mistakes go to their fields, else it is on its way."""
        referred = self._helping.refer(
            call.user,
            ParticipantRef(call.handle),
            lambda helping: read(help_form(helping), call.values),
            view_id=str(call.view["id"]),
        )
        if isinstance(referred, Mistakes):
            mend(call, referred)
            return
        call.ack(response_action="update", view=views.referred_view(referred))

    def _answer(self, call: Call, decision: Decision) -> None:
        """Legal services take it, or are done with it."""
        self._in_place(
            call,
            lambda: self._helping.answer(call.user, call.handle, decision, key=_key(call)),
            _TOLD_REFERRER,
        )

    def return_it(self, call: Call) -> None:
        """Legal services return it, with a code."""

        def act(draft: Draft) -> None:
            self._helping.answer(
                call.user,
                call.handle,
                Decision.RETURN,
                because=Because(draft.codes["because"]),
                words=draft.details.get(Category.LEGAL_CALENDAR, {}).get("words"),
                key=_key(call),
            )

        self._item_form(call, RETURN, act, _TOLD_REFERRER)

    def ask_for_more(self, call: Call) -> None:
        """Legal services need more to say."""

        def act(draft: Draft) -> None:
            words = draft.details[Category.LEGAL_CALENDAR]["words"]
            self._helping.answer(call.user, call.handle, Decision.NEED_MORE, words=words, key=_key(call))

        self._item_form(call, MORE, act, _TOLD_REFERRER)

    def add_more(self, call: Call) -> None:
        """Whoever referred adds it."""
        self._item_form(
            call, ADD, lambda draft: self._helping.add(call.user, call.handle, draft, key=_key(call)), _SENT
        )

    def _in_place(self, call: Call, act: Callable[[], None], told: str) -> None:
        """Done, or somebody was quicker: either way the view is drawn anew with what stands."""
        try:
            act()
        except AlreadyChanged:
            told = STANDS
        self._item(call, call.handle, call.view, told)
        call.ack()

    def _item_form(
        self, call: Call, form: Form, act: Callable[[Draft], Mistakes | Stopped | None], told: str
    ) -> None:
        """A form on top of an opened item: it closes, and the item is judged and drawn anew."""
        draft = read_or_mend(call, form)
        if draft is None:
            return
        try:
            wrong = act(draft)
        except AlreadyChanged:
            wrong, told = None, STANDS
        if isinstance(wrong, Stopped):
            call.ack(**stop_answer(call.view, self._teller.contacts(), field_block(form, "words")))
            return
        if wrong is not None:
            mend(call, wrong)
            return
        held = take_up_below(call)
        if held:
            self._item(call, call.handle, held, told)
            call.ack()
        else:
            call.ack(response_action="update", view=curtain.notice_view("Coordination", told))

    def _item(self, call: Call, handle: Handle, view: Mapping[str, str], told: str) -> None:
        self._desk.open(Request(call.user, handle, view["id"], view["hash"], call.key), told)


def _key(call: Call) -> str:
    return f"legal:{call.key}"
