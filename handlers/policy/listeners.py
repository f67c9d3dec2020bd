"""Slack in: proposals are written, sounded, answered and passed on; the ack is always the last word."""

from __future__ import annotations

from handlers.answers import read
from handlers.blocks import View, on_top
from handlers.call import Call, Handler, Tables
from handlers.forms import Form, Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.policy import views
from handlers.policy.questions import ANSWER, CHOOSE, PROPOSE, SOUNDING, SOUNDS
from handlers.policy.service import DayWanted, Policy
from models.errors import AlreadyChanged, NotAvailable, Vacant
from models.schema import IssueRef, SlackUserId

_NOT_A_MEMBER = "Please choose somebody of the work group."
_NOT_THERE = "Their agency was not asked, or has passed it on already."
_DAY_WANTED = "Please choose a day after today, within a year."
_OWN_PAGES = {ViewId.ISSUE, ViewId.ISSUE_END, ViewId.POLICY, ViewId.PASS_ON}


class PolicyListeners:
    """Everything about proposals that Slack can send us."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.POLICY_OPEN: self.open,
            Action.PROPOSE_POLICY: self.write,
            Action.POLICY_PUT_BEFORE: self.put_before,
            Action.POLICY_ANSWER: self.ask_answer,
            Action.PASS_ON_CHOOSE: self.ask_choose,
            Action.PASS_ON_OPEN: self.to_pass_on,
            Action.PASSED_ON: self.passed_on,
            **dict.fromkeys(SOUNDS, self.sound),
        }
        submissions: dict[str, Handler] = {
            ViewId.POLICY_PROPOSE: self.propose,
            ViewId.SOUNDING: self.say,
            ViewId.POLICY_ANSWER: self.answer,
            ViewId.PASS_ON_CHOOSE: self.choose,
        }
        return Tables(actions=actions, submissions=submissions)

    def open(self, call: Call) -> None:
        """A proposal, in place of the issue it was made of: three views is the most that Slack stacks."""
        show(call, views.policy_view(self._policy.one(call.user, IssueRef(call.handle))))
        call.ack()

    def write(self, call: Call) -> None:
        """The form, empty or with what stands there."""
        ref = IssueRef(call.handle)
        _push(call, views.propose_view(ref, self._policy.may_write(call.user, ref)))
        call.ack()

    def propose(self, call: Call) -> None:
        """It came: everybody is asked."""
        draft = read(PROPOSE, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        self._policy.propose(call.user, IssueRef(call.handle), draft.codes, key=call.form_key)
        call.ack(response_action="update", view=views.sent_view())

    def sound(self, call: Call) -> None:
        """One of the four buttons: the form, with it chosen."""
        stance = SOUNDS[Action(str(call.action.get("action_id")))]
        _push(call, views.sounding_view(self._policy.asked(call.user, IssueRef(call.handle)), stance))
        call.ack()

    def say(self, call: Call) -> None:
        """What somebody says."""
        draft = read(SOUNDING, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        self._policy.say(call.user, IssueRef(call.handle), draft.codes, key=call.form_key)
        call.ack(response_action="update", view=views.said_view())

    def put_before(self, call: Call) -> None:
        """The project manager has heard what was said."""
        show(call, views.policy_view(self._policy.put_before(call.user, IssueRef(call.handle), key=call.key)))
        call.ack()

    def ask_answer(self, call: Call) -> None:
        """The form for the group's answer."""
        ref = IssueRef(call.handle)
        self._policy.one(call.user, ref)
        _push(call, views.answer_view(ref))
        call.ack()

    def answer(self, call: Call) -> None:
        """It came."""
        draft = read(ANSWER, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            self._policy.answer(call.user, IssueRef(call.handle), draft.codes, key=call.form_key)
        except DayWanted:
            call.ack(response_action="errors", errors={_block(ANSWER, "until"): _DAY_WANTED})
            return
        call.ack(response_action="update", view=views.kept_view())

    def ask_choose(self, call: Call) -> None:
        """Who else passes it on?"""
        ref = IssueRef(call.handle)
        self._policy.one(call.user, ref)
        _push(call, views.choose_view(ref))
        call.ack()

    def choose(self, call: Call) -> None:
        """Somebody was chosen."""
        draft = read(CHOOSE, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            who = SlackUserId(draft.codes["who"])
            self._policy.choose(call.user, IssueRef(call.handle), who, key=call.form_key)
        except Vacant:
            call.ack(response_action="errors", errors={_block(CHOOSE, "who"): _NOT_A_MEMBER})
            return
        except (NotAvailable, AlreadyChanged):
            call.ack(response_action="errors", errors={_block(CHOOSE, "who"): _NOT_THERE})
            return
        call.ack(response_action="update", view=views.kept_view())

    def to_pass_on(self, call: Call) -> None:
        """A decision that somebody passes on."""
        show(call, views.pass_on_view(self._policy.to_pass_on(call.user, IssueRef(call.handle))))
        call.ack()

    def passed_on(self, call: Call) -> None:
        """It is passed on."""
        done = self._policy.passed_on(call.user, IssueRef(call.handle), key=call.key)
        show(call, views.pass_on_view(done))
        call.ack()


def _block(form: Form, name: str) -> str:
    return block_id(form, next(question for question in form.fields if question.id == name))


def show(call: Call, view: View) -> None:
    """In place of a page of ours, on top of another, or alone."""
    if call.in_modal and call.view.get("callback_id") in _OWN_PAGES:
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    else:
        _push(call, view)


def _push(call: Call, view: View) -> None:
    if call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=on_top(view))
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
