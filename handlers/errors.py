"""Refusals in the reader's words, at the place where they stand; never with anything they typed."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from handlers import blocks, words
from handlers.answers import POINTS_TO_ONE
from handlers.blocks import View
from handlers.call import Call
from handlers.ids import View as ViewId
from handlers.stacking import show
from handlers.telling import Teller
from models.errors import (
    AlreadyChanged,
    DomainError,
    LastManager,
    NobodyOnCall,
    NoRoom,
    NotAllowed,
    NotApproved,
    NotOnRoster,
    OutOfTurn,
    PointsToOne,
    StorageUnavailable,
    UnknownReference,
    Unsafe,
)
from models.notice import Kind
from models.site import Contacts

SLACK_TROUBLE = (SlackApiError, URLError, TimeoutError, ConnectionError, HTTPException)


_SENTENCES: Mapping[type[DomainError], str] = {
    NotOnRoster: words.NOT_A_MEMBER,
    AlreadyChanged: "Somebody else has done this already. Nothing was changed by your tap.",
    NoRoom: "No room: the ceiling for one case manager is reached. Nothing was changed.",
    NotApproved: "The door of their referral asks for an approval first, and it has not been given yet.",
    OutOfTurn: "Others stand before it on the waitlist. Please say why this one goes first.",
    LastManager: "This would leave the work group without a project manager. Appoint another one first.",
    PointsToOne: POINTS_TO_ONE,
    UnknownReference: "Nothing of yours has this reference.",
}


def sentence_for(trouble: DomainError, contacts: Contacts) -> str:
    """What the person reads."""
    match trouble:
        case NotAllowed():
            return f"Your role in the work group does not include this. Team line: {contacts.team_line}."
        case NobodyOnCall():
            return f"Nobody on the roster can be sent to this region now. Please call {contacts.team_line}."
        case StorageUnavailable() | Unsafe():
            return words.not_saved(contacts)
        case _:
            return _SENTENCES.get(type(trouble)) or words.unavailable(contacts)


def answer(call: Call, trouble: DomainError, teller: Teller) -> None:
    """Say it where the person looks; what was typed into a form stays there if it can be sent again."""
    contacts = teller.contacts()
    sentence = sentence_for(trouble, contacts)
    if call.body.get("type") == "view_submission":
        block = first_input(call.view)
        if isinstance(trouble, StorageUnavailable | Unsafe | NoRoom | NotApproved) and block:
            call.ack(response_action="errors", errors={block: sentence})
        else:
            call.ack(response_action="update", view=said(sentence))
    elif "command" in call.body:
        call.ack(text=sentence, response_type="ephemeral")
    else:
        if call.trigger_id:  # an event opens nothing
            say_in_modal(call, sentence)
        call.ack()


def answer_slow(call: Call, teller: Teller) -> None:
    """Slack did not open the view in time: a command is answered in place, a click by a message."""
    if "command" in call.body:
        call.ack(text=words.slack_was_slow(teller.contacts()), response_type="ephemeral")
        return
    teller.tell(Kind.SLACK_WAS_SLOW, call.user, call.key)
    call.ack()


def say_in_modal(call: Call, sentence: str) -> None:
    """A modal with one sentence; on top of the one it came from, if it came from one.

    Raises:
        SlackApiError, URLError, TimeoutError: Slack did not open it.
    """
    show(call, said(sentence))


def said(sentence: str) -> View:
    """One sentence as a modal."""
    return blocks.modal(ViewId.UNAVAILABLE.value, "LEAD", [blocks.section(sentence)])


def first_input(view: object) -> str:
    """The block id of the first input of a submitted view; empty when it has none."""
    found = view.get("blocks", []) if isinstance(view, dict) else []
    return next((str(block["block_id"]) for block in found if block.get("type") == "input"), "")
