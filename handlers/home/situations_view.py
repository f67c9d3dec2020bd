"""The situations of Home as Block Kit: those whose look-back has come, and the way to the others."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block
from handlers.home.facts import MySituations
from handlers.ids import Action

_PLACE_LENGTH = 120


def due_rows(mine: MySituations | None) -> list[Block]:
    """Each waits for its owner's look."""
    rows = []
    for one in mine.due if mine else ():
        look = blocks.button(Action.SITUATION_OPEN.value, "Look back", value=one.ref, style="primary")
        line = f"{one.ref}. {one.place[:_PLACE_LENGTH]}. The day to look back has come."
        rows.append({**blocks.with_button(line, look), "block_id": f"home.due.{one.ref}"})
    return rows


def situation_rows(mine: MySituations | None) -> list[Block]:
    """How many there are, their list, and a new one."""
    if mine is None:
        return []
    buttons = [blocks.button(Action.SITUATION_LIST.value, f"Situations: {mine.open} open")]
    if mine.may_raise:
        buttons.insert(0, blocks.button(Action.RAISE_SITUATION.value, "Report a situation"))
    return [blocks.actions("home.situations", buttons)]
