"""Issues as Block Kit: the open ones with owner and age, one of them, and how it goes on."""

from __future__ import annotations

from handlers import blocks
from handlers.alarm import critical_button
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.issues.facts import IssueFacts, IssueLog, Offer
from handlers.issues.questions import END, change_form, new_form
from handlers.naming import day_words
from models.admin_issue import IssueState
from models.policy import PolicyState

_MOST = 40
_SENT_UP = {
    PolicyState.SOUNDING: "proposed to the policy group, being sounded",
    PolicyState.BEFORE_GROUP: "before the policy group",
    PolicyState.CONSENSUS: "the policy group has answered: consensus",
    PolicyState.DEFERRED: "the policy group has put it off",
    PolicyState.NEEDS_MORE: "the policy group needs more",
}


def list_view(log: IssueLog) -> View:
    """`/lead issue`."""
    first = [blocks.button(Action.ISSUE_NEW.value, "Raise an issue", style="primary")]
    first.append(blocks.button(Action.RULES_HISTORY.value, "What changed in the rules"))
    if log.may_call:
        first.append(critical_button())
    rows: list[Block] = [blocks.actions("issues.start", first)]
    rows += [_row(one) for one in log.issues[:_MOST]]
    if not log.issues:
        rows.append(blocks.section("No open issues for you."))
    if len(log.issues) > _MOST:
        rows.append(blocks.context(f"And {len(log.issues) - _MOST} more: the oldest stand first."))
    return blocks.modal(ViewId.ISSUES.value, "Open issues", rows)


def _row(issue: IssueFacts) -> Block:
    look = blocks.button(Action.ISSUE_OPEN.value, "Open", value=issue.ref)
    words = f"{issue.ref}. {_said(issue)}\n{_kept(issue)}"
    return {**blocks.with_button(words, look), "block_id": f"issue.{issue.ref}"}


def issue_view(issue: IssueFacts) -> View:
    """One issue: for whoever may, with how it goes on."""
    above = [blocks.section(f"{issue.ref}. {_said(issue)}"), blocks.context(_kept(issue))]
    if issue.may_end:
        if issue.group:
            above.append(blocks.context(f"It stands on the next agenda: {issue.group}."))
        return as_modal(END, issue.ref, above=[*above, blocks.actions("issue.more", _more(issue))])
    rows: list[Block] = [above[0]]
    match issue.state:
        case IssueState.SETTLED:
            rows.append(blocks.section(f"We did: {issue.ended}"))
        case IssueState.NOT_NOW:
            rows.append(blocks.section(f"Not for now: {issue.ended}"))
        case IssueState.OPEN:
            rows.append(above[1])
    if issue.proposal is not None:
        rows.append(blocks.actions("issue.more", [_policy(issue)]))
    return blocks.modal(ViewId.ISSUE.value, "Issue", rows)


def _more(issue: IssueFacts) -> list[Block]:
    buttons = [blocks.button(Action.ISSUE_CHANGE.value, "Day and group", value=issue.ref)]
    buttons.append(blocks.button(Action.MY_ACTION.value, "My action", value=issue.ref))
    if issue.proposal is None:
        text = "Propose to the policy group"
        return [*buttons, blocks.button(Action.PROPOSE_POLICY.value, text, value=issue.ref)]
    return [*buttons, _policy(issue)]


def _policy(issue: IssueFacts) -> Block:
    return blocks.button(Action.POLICY_OPEN.value, "The proposal", value=issue.ref)


def new_view(offer: Offer) -> View:
    """The form that raises one."""
    return as_modal(new_form(offer))


def change_view(ref: str, offer: Offer) -> View:
    """The form with what stands there."""
    given = {"due": offer.due_on.isoformat() if offer.due_on else "", "group": offer.group}
    return as_modal(change_form(offer), ref, given={name: one for name, one in given.items() if one})


def raised_view(issue: IssueFacts) -> View:
    """After raising one."""
    words = f"{issue.ref} is in the log. {issue.owner} sees to it. You hear here how it ends."
    return blocks.modal(ViewId.ISSUE.value, "Raised", [blocks.section(words)])


def kept_view() -> View:
    """After saving."""
    return blocks.modal(ViewId.ISSUE.value, "Noted", [blocks.section("Noted. Whoever it concerns is told.")])


def _said(issue: IssueFacts) -> str:
    words = issue.words.rstrip(".")
    return f"{words} ({issue.shift})." if issue.shift else f"{words}."


def _kept(issue: IssueFacts) -> str:
    age = {0: "since today", 1: "for 1 day"}.get(issue.days, f"for {issue.days} days")
    words = [f"{issue.owner} sees to it, open {age}."]
    if issue.due_on is not None:
        words.append(f"To be done by {day_words(issue.due_on)}.")
    if issue.proposal in _SENT_UP:
        said = _SENT_UP[issue.proposal]
        words.append(f"{said[0].upper()}{said[1:]}.")
    return " ".join(words)
