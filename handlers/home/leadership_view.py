"""Community leadership's part of Home as Block Kit, and the question's two ways in."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import blocks
from handlers.blocks import Block, View
from handlers.home.facts import MyLeadership
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import day_words
from models.admin_issue import IssueState
from models.situation import SituationState

_SITUATIONS: Mapping[SituationState, str] = {
    SituationState.OPEN: "open",
    SituationState.CLOSED: "closed",
}
_ISSUES: Mapping[IssueState, str] = {
    IssueState.OPEN: "open",
    IssueState.SETTLED: "settled",
    IssueState.NOT_NOW: "not for now",
}
_PLACE_LENGTH = 120


def leadership_rows(mine: MyLeadership) -> list[Block]:
    """The section of Home."""
    situations = ", ".join(f"{_SITUATIONS[state]} {count}" for state, count in mine.situations)
    issues = ", ".join(f"{_ISSUES[state]} {count}" for state, count in mine.issues)
    rows: list[Block] = [
        blocks.header("Community leadership"),
        blocks.section(f"Situations: {situations}. Issues of the work: {issues}."),
        blocks.context(
            "Counts stand in ranges, a day old at least; small ones are withheld to protect people."
        ),
    ]
    for one in mine.shown:
        opens = blocks.button(Action.SITUATION_OPEN.value, "Open", value=one.ref)
        line = f"{one.ref}. {one.place[:_PLACE_LENGTH]}. Looked back at on {day_words(one.review_on)}."
        rows.append({**blocks.with_button(line, opens), "block_id": f"home.situation.{one.ref}"})
    if mine.more:
        rows.append(blocks.context(f"And {mine.more} more, behind Situations."))
    ask = blocks.button(Action.LEADERSHIP_ASK.value, "Ask a question", style="primary")
    return [*rows, blocks.actions("home.leadership", [ask])]


def ask_view() -> View:
    """A question is about a place, or about how the work goes; never about a person."""
    return blocks.modal(
        ViewId.LEADERSHIP_ASK.value,
        "Ask a question",
        [
            blocks.section("What is it about? Either way somebody sees to it, and you hear how it ended."),
            blocks.actions(
                "leadership.ask",
                [
                    blocks.button(Action.RAISE_SITUATION.value, "A place or a pattern"),
                    blocks.button(Action.ISSUE_NEW.value, "How the work goes"),
                ],
            ),
            blocks.context("No names, and nothing about anybody. For a person: /lead refer."),
        ],
    )
