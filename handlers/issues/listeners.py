"""Slack in: issues are listed, raised, opened, given on and ended; the ack is always the last word."""

from __future__ import annotations

from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.forms import Form, Mistakes, block_id
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.issues import views
from handlers.issues.questions import END, GIVEN, change_form, new_form
from handlers.issues.service import Issues, OverAlready
from handlers.stacking import show
from models.errors import Vacant
from models.schema import IssueRef

_NEEDS = {"words": "Please say it in a few words.", "who": "Please choose somebody."}
_NOT_A_MEMBER = "Please choose somebody of the work group."
_NOBODY = "There is no project manager who could see to it now. Please call the team line."
_DAY_OVER = "Please choose today or a later day."


class IssueListeners:
    """Everything about issues that Slack can send us."""

    def __init__(self, issues: Issues) -> None:
        self._issues = issues

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.ISSUE_LIST: self.list,
            Action.ISSUE_OPEN: self.open,
            Action.ISSUE_NEW: self.new,
            Action.ISSUE_CHANGE: self.ask_change,
        }
        submissions: dict[str, Handler] = {
            ViewId.ISSUE_NEW: self.raise_one,
            ViewId.ISSUE_CHANGE: self.change,
            ViewId.ISSUE_END: self.go_on,
        }
        return Tables(keywords={Keyword.ISSUE: self.list}, actions=actions, submissions=submissions)

    def list(self, call: Call) -> None:
        """`/lead issue`, or the button."""
        show(call, views.list_view(self._issues.log(call.user)))
        call.ack()

    def open(self, call: Call) -> None:
        """One of them."""
        show(call, views.issue_view(self._issues.one(call.user, IssueRef(call.handle))))
        call.ack()

    def new(self, call: Call) -> None:
        """The form that raises one."""
        show(call, views.new_view(self._issues.offer(call.user)))
        call.ack()

    def raise_one(self, call: Call) -> None:
        """It came: who raised it reads who sees to it."""
        form = new_form(self._issues.offer(call.user))
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            raised = self._issues.raise_one(call.user, draft.codes, key=call.form_key)
        except OverAlready:
            call.ack(response_action="errors", errors={_block("due", form): _DAY_OVER})
            return
        except Vacant:
            wrong = {"who": _NOT_A_MEMBER} if draft.codes.get("who") else {"words": _NOBODY}
            call.ack(
                response_action="errors", errors={_block(name, form): said for name, said in wrong.items()}
            )
            return
        call.ack(response_action="update", view=views.raised_view(raised))

    def ask_change(self, call: Call) -> None:
        """Its day and its group, as they stand."""
        ref = IssueRef(call.handle)
        show(call, views.change_view(ref, self._issues.offer(call.user, ref)))
        call.ack()

    def change(self, call: Call) -> None:
        """They came."""
        ref = IssueRef(call.handle)
        form = change_form(self._issues.offer(call.user, ref))
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            self._issues.change(call.user, ref, draft.codes, key=call.form_key)
        except OverAlready:
            call.ack(response_action="errors", errors={_block("due", form): _DAY_OVER})
            return
        call.ack(response_action="update", view=views.kept_view())

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
                    self._issues.go_on(call.user, IssueRef(call.handle), draft.codes, key=call.form_key)
                except Vacant:
                    errors = {_block("who"): _NOT_A_MEMBER}
        if errors:
            call.ack(response_action="errors", errors=errors)
            return
        call.ack(response_action="update", view=views.kept_view())


def _block(name: str, form: Form = END) -> str:
    return block_id(form, next(question for question in form.fields if question.id == name))
