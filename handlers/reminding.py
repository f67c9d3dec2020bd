"""The Golden Rule's reminder to whoever writes to police or prosecutors, and the routine update."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from handlers import blocks
from handlers.blocks import Block, View
from handlers.deps import Ground
from handlers.forms import Choice, Field, Kind
from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import Action
from handlers.ids import View as ViewId
from models.errors import StorageUnavailable
from models.people import ACCUSING, agency_kind
from models.site import Contacts
from models.stops import count_stop

SEND, ROUTINE, MORE = "send", "routine", "more"
STOPPED = "This could be used against them. LEAD's rule is not to send it."
CHOICES = (
    "You can take it out: what you typed still stands in the form. You can send the routine update. "
    "You can talk to your supervisor first. There is no hurry."
)
NOT_KEPT = "Nothing of it was kept or sent, and nobody is told. It is a reminder, not a guarantee."
DANGER = "Real danger to someone: call {} and follow your clinical duty-to-warn procedure."
TWO_AT_ONCE = "You wrote something: choose Write more to send it, or take it out."
PLEASE_ANSWER = "Please answer this."


class Stopped:
    """A text was stopped before anything of it was kept. It says nothing of the text."""


def goes_to_accusers(*agencies: str) -> bool:
    """Whether one of these agencies is of police or prosecution."""
    return any(agency_kind(agency) in ACCUSING for agency in agencies if agency)


def routine_field(*, alone: bool = False) -> Field:
    """The question above every reply to police or prosecutors: the routine update, unless more is wanted.

    `alone`: after a stop, when the routine update is what goes.
    """
    more = () if alone else (Choice(MORE, "Write more"),)
    return Field(
        SEND,
        "What to send",
        Kind.CHOICE,
        None,
        required=False,  # nothing chosen = more is written
        first=ROUTINE,
        hint=f"The routine update says: {ROUTINE_UPDATE}",
        choices=(Choice(ROUTINE, "The routine update"), *more),
    )


def count(ground: Ground) -> None:
    """One more in the month's total: all that is ever kept of a stop. The reminder comes, counted or not."""
    with suppress(StorageUnavailable), ground.database.work() as work:
        count_stop(work, ground.book.current(work).today(ground.now()))
        work.commit()


def stop_view(contacts: Contacts, *, again: ViewId | None = None, metadata: str = "", told: str = "") -> View:
    """The reminder, on top of the form; closing it leads back to the form as it stands.

    `again`: the callback under which the routine update is asked for; None = the form offers it itself.
    `told`: one sentence about what was just done.
    """
    rows: list[Block] = [blocks.header("Please stop for a moment"), blocks.section(STOPPED)]
    if told:
        rows.append(blocks.section(told))
    rows.append(blocks.section(CHOICES))
    rows.append(blocks.actions("reminder", [word_button()]))
    rows += [blocks.context(NOT_KEPT), blocks.context(DANGER.format(contacts.emergency))]
    made = blocks.modal(
        (again or ViewId.STOPPED).value,
        "The Golden Rule",
        rows,
        submit="Routine update" if again else "",
        close="Remove it",
        private_metadata=metadata,
    )
    # Closing the reminder must leave the form open, with what was typed.
    return {**made, "clear_on_close": False}


def word_button() -> Block:
    """The way to one's supervisor; it stands in other places too, so that its use says nothing."""
    return blocks.button(Action.TALK_TO_SUPERVISOR.value, "Talk to my supervisor")


def stop_answer(
    form: Mapping[str, Any], contacts: Contacts, block: str, again: ViewId | None = None
) -> dict[str, Any]:
    """What a submitted form is answered with: the reminder on top of it.

    Slack stacks three views: over a third one the sentence stands at the field `block` instead.
    """
    if form.get("previous_view_id") not in {None, "", form.get("root_view_id")}:
        return {"response_action": "errors", "errors": {block: STOPPED}}
    carried = f"{form['callback_id']} {form.get('private_metadata') or ''}" if again else ""
    return {"response_action": "push", "view": stop_view(contacts, again=again, metadata=carried)}
