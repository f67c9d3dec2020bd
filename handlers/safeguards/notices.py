"""What clinical supervisors are told, in constant words."""

from __future__ import annotations

from models.notice import Kind
from models.site import Contacts


def safeguard_words(kind: Kind, about: str, contacts: Contacts) -> str:
    """The sentence of a kind; `about`: a colleague's name, or a reference."""
    if kind is Kind.WANTS_A_WORD:
        return f"{about} would like a word with you."
    return (
        f"{about} was set aside: nobody of police or prosecution can open it any more. Please look at it "
        f"with its author. Team line: {contacts.team_line}."
    )
