"""Slack in: issues are listed, opened, given on and ended; the ack is always the last word."""

from __future__ import annotations

from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Mistakes, block_id, read
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.issues import views
from handlers.issues.questions import END, GIVEN
from handlers.issues.service import Issues
from models.errors import Vacant
from models.schema import IssueRef

_NEEDS = {"words": "Please say it in a few words.", "who": "Please choose somebody."}
_NOT_A_MEMBER = "Please choose somebody of the work group."


class IssueListeners:
    """Everything about issues that Slack can send us."""

    def __init__(self, issues: Issues) -> None:
        self._issues = issues

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {Action.ISSUE_LIST: self.list, Action.ISSUE_OPEN: self.open}
        return Tables(
            keywords={Keyword.ISSUE: self.list},
            actions=actions,
            submissions={ViewId.ISSUE_END: self.go_on},
        )

    def list(self, call: Call) -> None:
        """`/lead issue`, or the button."""
        _show(call, views.list_view(self._issues.open_ones(call.user)))
        call.ack()

    def open(self, call: Call) -> None:
        """One of them."""
        _show(call, views.issue_view(self._issues.one(call.user, IssueRef(call.handle))))
        call.ack()

    def go_on(self, call: Call) -> None:
        """Done, not now, or somebody else's; mistakes go to their fields."""
        draft = read(END, call.values)
        errors = dict(draft.by_block) if isinstance(draft, Mistakes) else {}
        if not isinstance(draft, Mistakes):
            needed = "who" if draft.codes["how"] == GIVEN else "words"
            if not draft.codes[needed]:
                errors = {_block(needed): _NEEDS[needed]}
            else:
                try:
                    self._issues.go_on(call.user, IssueRef(call.handle), draft.codes, key=call.key)
                except Vacant:
                    errors = {_block("who"): _NOT_A_MEMBER}
        if errors:
            call.ack(response_action="errors", errors=errors)
            return
        call.ack(response_action="update", view=views.kept_view())


def _block(name: str) -> str:
    return block_id(END, next(question for question in END.fields if question.id == name))


def _show(call: Call, view: View) -> None:
    """On top of the modal it came from, if it came from one."""
    if call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
