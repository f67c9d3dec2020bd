"""Slack in, about releases: reads what came, calls the service or the desk; the ack is the last word."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import curtain
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.consents import views
from handlers.consents.facts import Entered
from handlers.consents.release_forms import WITHDRAW, recipient_form, release_form
from handlers.consents.service import Consents
from handlers.consents.withdrawals import Withdrawals
from handlers.desk import Desk, Opens, Request
from handlers.forms import Form, Mistakes, as_modal
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from models.acts.release import ENTERED_WITHIN
from models.schema import ParticipantRef


class ConsentListeners:
    """Everything about releases that Slack can send us."""

    def __init__(self, consents: Consents, withdrawals: Withdrawals, desk: Desk) -> None:
        self._consents = consents
        self._withdrawals = withdrawals
        self._desk = desk

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(keywords=self.keywords(), actions=self.actions(), submissions=self.submissions())

    def keywords(self) -> Mapping[str, Handler]:
        """`/lead consent [REF]`."""
        return {Keyword.CONSENT: self.consent}

    def actions(self) -> Mapping[str, Handler]:
        """Buttons."""
        return {
            Action.OPEN_RELEASES: self.open_releases,
            Action.SHOW_LOG: self.open_log,
            Action.SHOW_PART_2: self.show_notice,
            Action.NEW_RELEASE: self.new_release,
            Action.ADD_RECIPIENT: self.another_recipient,
            Action.WITHDRAW_RELEASE: self.ask_how,
            Action.WRITTEN_FORM_CAME: self.written,
            Action.EVENT_HAPPENED: self.event_happened,
        }

    def submissions(self) -> Mapping[str, Handler]:
        """Forms."""
        return {
            ViewId.RELEASE_FORM: self.submit_release,
            ViewId.RELEASE_RECIPIENT: self.submit_recipient,
            ViewId.RELEASE_WITHDRAW: self.submit_withdrawal,
        }

    def consent(self, call: Call) -> None:
        """`/lead consent`: my participants; with a reference, its releases. The desk alone judges whose."""
        parts = str(call.body.get("text", "")).split()
        if len(parts) == 1:
            people, regions = self._consents.caseload(call.user)
            view = views.caseload_view(people, regions)
            call.client.views_open(trigger_id=call.trigger_id, view=view)
            call.ack()
            return
        self._open(call, parts[1].upper(), Opens.RELEASES)
        call.ack()

    def open_releases(self, call: Call) -> None:
        """From Home, a message, the folder, a result."""
        self._open(call, call.handle, Opens.RELEASES)
        call.ack()

    def open_log(self, call: Call) -> None:
        """Who was told what."""
        self._open(call, call.handle, Opens.LOG)
        call.ack()

    def show_notice(self, call: Call) -> None:
        """The long statement."""
        call.client.views_push(trigger_id=call.trigger_id, view=views.full_notice_view())
        call.ack()

    def new_release(self, call: Call) -> None:
        """The form, on top of the releases."""
        facts = self._consents.form_facts(call.user, ParticipantRef(call.handle))
        self._push(call, release_form(facts))
        call.ack()

    def another_recipient(self, call: Call) -> None:
        """The short form, in place of the result."""
        form = recipient_form(self._consents.recipient_facts(call.user, call.handle))
        made = as_modal(form, private_metadata=call.handle)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=made)
        call.ack()

    def ask_how(self, call: Call) -> None:
        """The withdrawal's two questions."""
        self._push(call, WITHDRAW)
        call.ack()

    def submit_release(self, call: Call) -> None:
        """A signed form."""
        ref = ParticipantRef(call.handle)
        _answer_entry(call, self._consents.enter(call.user, ref, call.values, key=_form_key(call)))

    def submit_recipient(self, call: Call) -> None:
        """One more recipient of it."""
        _answer_entry(call, self._consents.add(call.user, call.handle, call.values, key=_form_key(call)))

    def submit_withdrawal(self, call: Call) -> None:
        """It counts when this has committed."""
        done = self._withdrawals.withdraw(call.user, call.handle, call.values, key=_form_key(call))
        if isinstance(done, Mistakes):
            call.ack(response_action="errors", errors=dict(done.by_block))
            return
        call.ack(response_action="update", view=views.withdrawn_view(done))

    def written(self, call: Call) -> None:
        """The written form of a spoken withdrawal came."""
        ref = self._withdrawals.written(call.user, call.handle, key=f"written:{call.key}")
        self._open(call, ref, Opens.RELEASES, "Noted: the written form has come.")
        call.ack()

    def event_happened(self, call: Call) -> None:
        """A release ends with its event."""
        ref = self._withdrawals.event_happened(call.user, call.handle, key=f"event:{call.key}")
        self._open(call, ref, Opens.RELEASES, "Noted: the release has ended with its event.")
        call.ack()

    def _open(self, call: Call, ref: str, opens: Opens, told: str = "") -> None:
        """In place within a modal, else in a new one that waits for the judgement."""
        view: View = dict(call.view)
        if not call.in_modal:
            view = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._desk.open(Request(call.user, ref, view["id"], view["hash"], call.key, opens), told)

    def _push(self, call: Call, form: Form) -> None:
        made = as_modal(form, private_metadata=call.handle)
        call.client.views_push(trigger_id=call.trigger_id, view=made)


def _form_key(call: Call) -> str:
    """By the form as it stands, not by the delivery: sent again after a lost answer, it is the same act."""
    view = call.view
    return f"{view['callback_id']}:{call.user}:{view['id']}:{view.get('hash', '')}"[:200]


def _answer_entry(call: Call, entered: Entered | Mistakes) -> None:
    if isinstance(entered, Mistakes):
        call.ack(response_action="errors", errors=dict(entered.by_block))
    else:
        call.ack(response_action="update", view=views.entered_view(entered, ENTERED_WITHIN))
