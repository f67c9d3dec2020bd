"""What is told of questions by case number outside any view: a reference and constant words."""

from __future__ import annotations

from models.notice import Kind
from models.site import Contacts


def question_words(kind: Kind, ref: str, contacts: Contacts) -> str:
    """The sentence of a kind; that a question's day is over is said alike to everybody who asked one."""
    if kind is Kind.QUESTION_ANSWERED:
        return f"{ref}: there is an answer. Please open it."
    return f"{ref}: its day is over, and it has closed itself. Team line: {contacts.team_line}."
