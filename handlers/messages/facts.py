"""What the messages' service answers and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from dataclasses import dataclass

from models.acts.addressing import Post
from models.classes import Category
from models.schema import Handle, MessageRef
from models.site import Contacts


@dataclass(frozen=True)
class Composing:
    """What a form needs before it opens.

    `subjects`: (reference, words) to choose from. `held` and `vacant`: posts that somebody holds today, and
    those that nobody does. A form about a given item shows neither. `routine`: it answers police or
    prosecution, and the routine update is offered first.
    """

    kinds: tuple[Category, ...]
    contacts: Contacts
    subjects: tuple[tuple[str, str], ...] = ()
    held: tuple[Post, ...] = ()
    vacant: tuple[Post, ...] = ()
    routine: bool = False


@dataclass(frozen=True)
class Sealed:
    """What a submission became: its reference, and to how many people a card goes."""

    ref: MessageRef
    people: int


@dataclass(frozen=True, repr=False)
class OpenedMessage:
    """An opened message with its surroundings. Holds details: it goes into one view and nowhere else.

    `about` is empty where the reader is not told the reference. `mine`: the reader wrote it; then `opened_at`
    says when it was first opened (local time; empty = not yet) and `to` who was sent it.
    """

    handle: Handle
    ref: MessageRef
    kind: str
    sender: str
    sent_at: str
    about: str
    subject: str
    text: str
    scope: str
    mine: bool
    opened_at: str
    to: tuple[str, ...]
    can_reply: bool
