"""A critical incident as Block Kit."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.critical.facts import CallFacts, NoList
from handlers.ids import Action
from handlers.ids import View as ViewId

_END = "Everybody who was called hears that it has ended."


def call_view(call: CallFacts | NoList) -> View:
    """The page of one call; where there is no list, what to do instead."""
    if isinstance(call, NoList):
        return _by_phone(call)
    rows: list[Block] = [
        blocks.section(
            "The call list has ended." if call.ended else f"The call list runs since {call.since}."
        ),
        blocks.section(f"Who speaks: {call.speaker or 'nobody is named; ask the project manager.'}"),
    ]
    if call.sentence:
        rows.append(blocks.section(f"Until then everybody says: {call.sentence}"))
    rows.append(blocks.context("No person is named here, and what happened is told by phone."))
    if call.people is not None:
        rows.append(blocks.header("On the list"))
        rows += [blocks.section(f"{one.name}: {_answered(one.knows_at)}") for one in call.people]
    if buttons := _buttons(call):
        rows.append(blocks.actions("critical", buttons))
    return blocks.modal(ViewId.CRITICAL.value, "Critical incident", rows)


def _answered(knows_at: str) -> str:
    return f"knows since {knows_at}" if knows_at else "has not answered yet; please ring them up"


def _buttons(call: CallFacts) -> list[Block]:
    buttons = []
    if call.called and not call.knows and not call.ended:
        buttons.append(blocks.button(Action.CRITICAL_KNOW.value, "I know", value=call.id, style="primary"))
    if call.may_end and not call.ended:
        buttons.append(blocks.button(Action.CRITICAL_OPEN.value, "Look again", value=call.id))
        buttons.append(blocks.button(Action.CRITICAL_END.value, "It has ended", value=call.id, confirm=_END))
    return buttons


def _by_phone(none: NoList) -> View:
    rows = [
        blocks.section("This site has no call list yet, so nobody was called."),
        blocks.section(
            f"Please do it by phone: the team line {none.contacts.team_line}, then whom your agency has "
            f"agreed on. In danger: {none.contacts.emergency}."
        ),
        blocks.context(
            "Whoever runs the bot sets the list in the site file: [critical_incident] call, speaker and "
            "holding_sentence."
        ),
    ]
    return blocks.modal(ViewId.CRITICAL.value, "Critical incident", rows)
