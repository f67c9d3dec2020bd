"""Slack in: a change of the rules is filled in, read, and looked up; the ack is always the last word."""

from __future__ import annotations

from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.policy import rule_views
from handlers.policy.questions import CHANGES
from handlers.policy.rules_service import Rules
from models.acts.rule_changes import AsItStands
from models.schema import IssueRef

_CANNOT = (
    "The site cannot keep it like this: please look at the numbers, lines and days. Today is the first day."
)
_AS_IT_STANDS = "This is how it stands today."
_TOUCHES = {form.callback: touches for touches, form in CHANGES.items()}


class RuleListeners:
    """Everything about changed rules that Slack can send us."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.RULES_CHANGE: self.ask,
            Action.RULES_READING: self.reading,
            Action.RULES_READ: self.read,
            Action.RULES_HISTORY: self.history,
        }
        submissions: dict[str, Handler] = dict.fromkeys(_TOUCHES, self.fill)
        return Tables(actions=actions, submissions=submissions)

    def ask(self, call: Call) -> None:
        """The form with today's values."""
        _show(call, rule_views.change_view(self._rules.offer(call.user, IssueRef(call.handle))))
        call.ack()

    def fill(self, call: Call) -> None:
        """It came: it waits for a second person; what cannot be kept is said at the first field."""
        touches = _TOUCHES[ViewId(str(call.view.get("callback_id")))]
        form = CHANGES[touches]
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        wrong = ""
        try:
            self._rules.fill(call.user, IssueRef(call.handle), draft.codes, key=call.form_key)
        except ValueError:  # pydantic's error is one
            wrong = _CANNOT
        except AsItStands:
            wrong = _AS_IT_STANDS
        if wrong:
            call.ack(response_action="errors", errors={block_id(form, form.fields[0]): wrong})
            return
        call.ack(response_action="update", view=rule_views.proposed_view(touches))

    def reading(self, call: Call) -> None:
        """What is new."""
        version, read = self._rules.to_read(call.user, IssueRef(call.handle))
        _show(call, rule_views.reading_view(version, call.handle, read=read))
        call.ack()

    def read(self, call: Call) -> None:
        """They have read it."""
        version, read = self._rules.have_read(call.user, IssueRef(call.handle), key=call.key)
        _show(call, rule_views.reading_view(version, call.handle, read=read))
        call.ack()

    def history(self, call: Call) -> None:
        """Every version."""
        _show(call, rule_views.history_view(self._rules.history(call.user)))
        call.ack()


def _show(call: Call, view: View) -> None:
    """In place of what is new, on top of another page, or alone."""
    if call.in_modal and call.view.get("callback_id") == ViewId.RULES_READING:
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    elif call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
