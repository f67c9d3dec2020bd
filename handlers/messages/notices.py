"""What the sender of a sealed message is told, in constant words."""

from __future__ import annotations

from models.notice import Kind
from models.site import Contacts

MESSAGE_KINDS = frozenset({Kind.MESSAGE_OPENED, Kind.MESSAGE_NOT_REACHED})


def message_words(kind: Kind, ref: str, contacts: Contacts) -> str:
    """The sentence of a kind."""
    if kind is Kind.MESSAGE_OPENED:
        return f"{ref}: opened."
    return f"{ref}: could not be delivered. Please call {contacts.team_line}."
