"""Releases in words: lists of details and purposes, how they were signed and ended."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS, role_words
from models.classes import Category, Purpose
from models.consent import Ended, Signed
from models.people import Role

SIGNED_WORDS = {Signed.ON_PAPER: "on paper", Signed.ELECTRONICALLY: "electronically"}
ENDED_WORDS = {
    Ended.SPOKEN: "at the person's word",
    Ended.WRITTEN: "in writing",
    Ended.EVENT: "with its event",
    Ended.MISTAKE: "entered by mistake",
}


def reader_words(role: Role | None) -> str:
    """`liaison prosecutor`; whoever wrote an item reads it in no role."""
    return role_words(role.value) if role else "as its writer"


def categories_words(categories: Iterable[Category]) -> str:
    """In the order of the matrix, with `;` between."""
    held = set(categories)
    return "; ".join(words for category, words in CATEGORY_WORDS.items() if category in held) or "nothing yet"


def purposes_words(purposes: Iterable[Purpose]) -> str:
    """In the order of the purposes, with `;` between."""
    held = set(purposes)
    return "; ".join(words for purpose, words in PURPOSE_WORDS.items() if purpose in held)
