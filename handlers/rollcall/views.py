"""The check-in as Block Kit: what came back, the three questions, the start page, and "I was there"."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rollcall.facts import CameBack, CheckIn, Shift, Start, Visitable
from handlers.rollcall.questions import CHECK_IN, given_by, in_person_form
from handlers.standing import DOOR_NAMES, FIXED_LINE, ReferralFacts, state_line
from models.acts.issue_sight import Answered
from models.admin_issue import IssueState

_MOST_SHIFTS = 20


def check_in_view(facts: CheckIn) -> View:
    """What came back, and below it the questions; put away: without them."""
    rows = _came_back(facts.came_back)
    if not facts.welcome:
        rows.append(blocks.section("This roll call has been put away. The next one is as welcome."))
        return blocks.modal(ViewId.ROLLCALL_THANKS.value, "Roll call", rows)
    rows.append(blocks.header(f"{facts.name[:120]} roll call"))
    if facts.said is not None:
        rows.append(blocks.context("What you answered stands below. Change it as you like."))
    return as_modal(CHECK_IN, facts.firing, given=given_by(facts.said), above=rows)


def _came_back(back: CameBack) -> list[Block]:
    rows: list[Block] = [blocks.header("What came back")]
    rows += [blocks.section(_referral(one)) for one in back.referrals]
    if back.minutes is not None:
        rows.append(blocks.section(_minutes(back.minutes, back.calls)))
    rows += [blocks.section(_done(one)) for one in back.said_and_done]
    if len(rows) == 1:
        rows.append(blocks.section("Nothing yet. What you refer and what you say here comes back here."))
    return rows


def _referral(facts: ReferralFacts) -> str:
    """Beyond "met" there is only the fixed line, unless a release lets this officer's agency hear more."""
    line = state_line(facts, days_later=True)
    beyond = facts.met_at is not None and not facts.together
    return f"{DOOR_NAMES[facts.door]} {facts.ref}. {line}{f' {FIXED_LINE}' if beyond else ''}"


def _minutes(minutes: int, calls: int) -> str:
    unit = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"When you called, help came in {unit}."
        if calls == 1
        else f"When you call, help comes in {unit} (median)."
    )


def _done(one: Answered) -> str:
    said = f"You said: {one.words.rstrip('.')}."
    match one.state:
        case IssueState.OPEN:
            return f"{said} Somebody sees to it ({one.ref})."
        case IssueState.SETTLED:
            return f"{said} We did: {one.ended}"
        case IssueState.NOT_NOW:
            return f"{said} Not for now: {one.ended}"


def thanks_view(*, late: bool) -> View:
    """The last screen of a check-in."""
    first = "Thank you. Late is as welcome as on time." if late else "Thank you."
    rows = [blocks.section(first), blocks.context("To change it, open the roll call again: /lead rollcall.")]
    return blocks.modal(ViewId.ROLLCALL_THANKS.value, "Thank you", rows)


def start_view(facts: Start) -> View:
    """`/lead rollcall`."""
    rows: list[Block] = [_row(one, Action.ROLLCALL_ANSWER, "Open") for one in facts.mine[:_MOST_SHIFTS]]
    rows += [_row(one, Action.ROLLCALL_DIGEST, "How it went") for one in facts.led[:_MOST_SHIFTS]]
    buttons: list[Block] = []
    if facts.may_log:
        buttons.append(blocks.button(Action.ROLLCALL_IN_PERSON.value, "I was there", style="primary"))
    if facts.is_manager:
        buttons.append(blocks.button(Action.ROLLCALL_OVERVIEW.value, "What came in"))
    if facts.keeps_times:
        buttons.append(blocks.button(Action.SCHEDULES.value, "Times"))
    if not rows:
        rows.append(blocks.section("No roll call waits for you."))
    if buttons:
        rows.append(blocks.actions("rollcall.start", buttons))
    return blocks.modal(ViewId.ROLLCALL_START.value, "Roll call", rows)


def _row(shift: Shift, action: Action, label: str) -> Block:
    button = blocks.button(action.value, label, value=shift.id)
    words = f"{shift.name}. {shift.line}".strip()
    return {**blocks.with_button(words, button), "block_id": f"{action.value}.{shift.id}"}


def in_person_view(where: Visitable, metadata: str = "") -> View:
    """The form; the view carries a firing's id, or nothing."""
    given = {"which": where.given} if where.given else {}
    return as_modal(in_person_form(where), metadata, given=given)


def logged_view(visit: str) -> View:
    """After "I was there"; `visit`: its id, where something came up that can become an issue."""
    rows: list[Block] = [blocks.section("Thank you for going. It is noted, without names.")]
    if visit:
        make = blocks.button(Action.ISSUE_FROM_VISIT.value, "Make it an issue", value=visit, style="primary")
        rows.append(blocks.actions("rollcall.logged", [make]))
    return blocks.modal(ViewId.ROLLCALL_THANKS.value, "Thank you", rows)
