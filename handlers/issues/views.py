"""Issues as Block Kit: the open ones with owner and age, one of them, and how it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.issues.facts import IssueFacts
from handlers.issues.questions import END
from models.admin_issue import IssueState

_MOST = 40


def list_view(issues: Sequence[IssueFacts]) -> View:
    """`/lead issue`."""
    rows: list[Block] = [_row(one) for one in issues[:_MOST]]
    if not rows:
        rows.append(blocks.section("No open issues for you."))
    if len(issues) > _MOST:
        rows.append(blocks.context(f"And {len(issues) - _MOST} more: the oldest stand first."))
    return blocks.modal(ViewId.ISSUES.value, "Open issues", rows)


def _row(issue: IssueFacts) -> Block:
    look = blocks.button(Action.ISSUE_OPEN.value, "Open", value=issue.ref)
    words = f"{issue.ref}. {_said(issue)}\n{_kept(issue)}"
    return {**blocks.with_button(words, look), "block_id": f"issue.{issue.ref}"}


def issue_view(issue: IssueFacts) -> View:
    """One issue: for whoever may, with how it goes on."""
    above = [blocks.section(f"{issue.ref}. {_said(issue)}"), blocks.context(_kept(issue))]
    if issue.may_end:
        return as_modal(END, issue.ref, above=above)
    rows: list[Block] = [above[0]]
    match issue.state:
        case IssueState.SETTLED:
            rows.append(blocks.section(f"We did: {issue.ended}"))
        case IssueState.NOT_NOW:
            rows.append(blocks.section(f"Not for now: {issue.ended}"))
        case IssueState.OPEN:
            rows.append(above[1])
    return blocks.modal(ViewId.ISSUE.value, "Issue", rows)


def kept_view() -> View:
    """After saving."""
    return blocks.modal(ViewId.ISSUE.value, "Noted", [blocks.section("Noted. Whoever it concerns is told.")])


def _said(issue: IssueFacts) -> str:
    words = issue.words.rstrip(".")
    return f"{words} ({issue.shift})." if issue.shift else f"{words}."


def _kept(issue: IssueFacts) -> str:
    age = {0: "since today", 1: "for 1 day"}.get(issue.days, f"for {issue.days} days")
    return f"{issue.owner} sees to it, open {age}."
