"""What somebody will do by when, in open facts: Home, the agenda and the views show it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import blocks
from handlers.blocks import Block
from handlers.ids import Action
from models.action import ActionState
from models.acts.action_lists import Listed

_STATES: Mapping[ActionState, str] = {
    ActionState.PROPOSED: "Proposed",
    ActionState.TAKEN: "Taken",
    ActionState.DONE: "Done",
    ActionState.NOT_TAKEN: "Not taken",
    ActionState.GIVEN_BACK: "Given back: nobody has it",
}
_OVER = frozenset({ActionState.DONE, ActionState.NOT_TAKEN})
SURE_DONE = "Whoever proposed it is told."


def todo_line(one: Listed) -> str:
    """`T-7KQ2M, no. 2 of K-4MTX0. Juno Marrowbone, by Fri 18 Sep. Taken.`: no word of what is to be done."""
    day = f"by {one.due_on:%a %d %b}"
    late = " Its day is over." if one.overdue else ""
    waits = " A clinical supervisor has not decided yet." if one.waits else ""
    state = _STATES[one.state]
    return f"{one.ref}, no. {one.number} of {one.came_from}. {one.owner_name}, {day}. {state}.{late}{waits}"


def todo_rows(listed: Sequence[Listed], most: int = 8) -> list[Block]:
    """Each action with its buttons, two blocks each; and how many more there are."""
    rows = [row for one in listed[:most] for row in _row(one)]
    if len(listed) > most:
        rows.append(blocks.context(f"And {len(listed) - most} more: the next days stand first."))
    return rows


def todo_buttons(one: Listed) -> list[Block]:
    """What the reader may do about it; every tap is judged again."""
    if one.may_offer and (not one.mine or one.state is ActionState.GIVEN_BACK):
        return [blocks.button(Action.ACTION_OFFER.value, "Propose to somebody", value=one.ref)]
    if not one.mine or one.state in _OVER:
        return []
    if one.state is ActionState.PROPOSED:
        take = blocks.button(Action.ACTION_TAKE.value, "I take this", value=one.ref, style="primary")
        return [take, blocks.button(Action.ACTION_NOT_MINE.value, "Not mine", value=one.ref)]
    if one.state is not ActionState.TAKEN:
        return []
    confirm = "" if one.money else SURE_DONE  # a payment asks for its amount first
    done = blocks.button(Action.ACTION_DONE.value, "Done", value=one.ref, style="primary", confirm=confirm)
    return [
        *([] if one.waits else [done]),
        blocks.button(Action.ACTION_NEW_DATE.value, "New date", value=one.ref),
        blocks.button(Action.ACTION_GIVE_BACK.value, "Give back", value=one.ref),
    ]


def _row(one: Listed) -> list[Block]:
    open_it = blocks.button(Action.ACTION_OPEN.value, "Open", value=one.ref)
    reads = one.handle is not None or bool(one.words)
    # Nobody takes what they have not read: whoever is asked opens it first.
    unread = one.state is ActionState.PROPOSED
    buttons = [*([open_it] if reads else []), *([] if unread else todo_buttons(one))]
    line = {**blocks.section(todo_line(one)), "block_id": f"todo.{one.ref}"}
    return [line, blocks.actions(f"todo.do.{one.ref}", buttons)] if buttons else [line]
