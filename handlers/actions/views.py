"""What people see of actions in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import blocks, words
from handlers.actions.facts import Kept, OpenedAction, Proposing
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
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import agency_words
from handlers.todo import todo_buttons, todo_line
from models.acts.action_lists import Listed
from models.classes import Category

_TITLE = "Action"
_MOST = 20
STANDS = "It stands."
WAITS = "It is proposed. It stands only once whoever does it takes it."
DECISION_WAITS = "It waits for a clinical supervisor's decision. You hear it at once."
LEGAL = "The referral itself is written in their folder: Legal help. It stays between you and legal services."
TAKEN, NOT_TAKEN = "Noted: it is yours, and stands.", "Noted: you do not take it."
DONE, DATED = "Noted: done. Thank you.", "Noted: it has another day."
BACK, OFFERED = "Noted: it waits for somebody else.", "Noted. Whoever it concerns is told."
DECIDED, ADDED = "Noted: whoever asked is told.", "Added."


def form_view(facts: Proposing) -> View:
    """What, by when, who; for the team with the way to the fund."""
    fund = blocks.button(Action.ACTION_FUND.value, "From the flexible fund", value=facts.came_from)
    above = [blocks.context(todo_line(one)) for one in facts.so_far[-_MOST:]]
    above += [blocks.actions("action.fund", [fund])] if facts.funds and facts.category else []
    return as_modal(action_form(facts), facts.came_from, above=above)


def list_view(listed: Sequence[Listed]) -> View:
    """What came of a table so far, for whoever knows it by reference only."""
    said = [blocks.section(todo_line(one)) for one in listed[-_MOST:]] or [blocks.section("No action yet.")]
    return blocks.modal(ViewId.ACTION.value, "Actions", said)


def fund_view(facts: Proposing) -> View:
    """What is asked of a fund, in the place of the other form."""
    return as_modal(fund_form(facts), facts.came_from)


def take_view(ref: str, category: Category | None) -> View:
    """The owner confirms the words, or writes their own."""
    return as_modal(take_form(category), ref)


def give_back_view(ref: str) -> View:
    """Why it comes back."""
    return as_modal(GIVE_BACK, ref)


def date_view(ref: str) -> View:
    """Another day, and why."""
    return as_modal(NEW_DATE, ref)


def offer_view(ref: str, facts: Proposing) -> View:
    """To whom it is proposed now."""
    return as_modal(offer_form(facts), ref)


def paid_view(ref: str) -> View:
    """How much was paid."""
    return as_modal(PAID, ref)


def decide_view(ref: str) -> View:
    """Yes or no."""
    return as_modal(DECIDE, ref)


def add_view(code: str) -> View:
    """How much was added to the fund of this code."""
    return as_modal(ADD, code)


def kept_view(kept: Kept) -> View:
    """After an action was kept."""
    said = [f"{kept.ref}: {STANDS}" if kept.mine and not kept.waits else ""]
    said += [f"{kept.ref}: {WAITS}" if not kept.mine else ""]
    said += [f"{kept.ref}: {DECISION_WAITS}" if kept.waits else "", LEGAL if kept.points else ""]
    return said_view(*(one for one in said if one))


def said_view(*sentences: str) -> View:
    """One or two sentences, and nothing else; closing it leads back to where the form was opened."""
    said = [blocks.section(one) for one in sentences]
    return blocks.on_top(blocks.modal(ViewId.ACTION.value, _TITLE, said))


def open_view(listed: Listed) -> View:
    """An action in open words; or one about a person for whoever knows it by reference only."""
    rows: list[Block] = [blocks.header(f"Action {listed.ref}"), blocks.section(todo_line(listed))]
    if listed.words:
        rows += blocks.sections(listed.words)
    if buttons := todo_buttons(listed):
        rows.append(blocks.actions("action.do", buttons))
    rows.append(blocks.context(f"In the authority of {agency_words(listed.owner_agency)}."))
    return blocks.modal(ViewId.ACTION.value, _TITLE, rows)


def opened_view(item: OpenedAction, told: str = "") -> View:
    """The opened action: plain text only, and the two statements it needs."""
    listed = item.listed
    rows: list[Block] = [blocks.header(f"Action {listed.ref}")]
    rows += [blocks.section(told)] if told else []
    rows += [blocks.section(todo_line(listed)), blocks.context(f"Proposed by {item.sender}.")]
    rows += [blocks.context(f"About {item.about}.")] if item.about else []
    buttons = todo_buttons(listed)
    if item.decides:
        buttons = [blocks.button(Action.FUND_DECIDE.value, "Decide", value=listed.ref, style="primary")]
    if buttons:
        rows.append(blocks.actions("action.do", buttons))
    rows.append(blocks.divider())
    for heading, text in item.rows:
        rows += [blocks.context(heading), *blocks.sections(text)]
    rows += [blocks.section(LEGAL)] if item.points else []
    authority = f"In the authority of {agency_words(listed.owner_agency)}. It binds nobody else."
    rows += [blocks.divider(), blocks.context(authority), blocks.context(item.scope, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, _TITLE, rows, private_metadata=item.handle)
