"""The sentences about situations: to people a reference only; in the group's channel the place."""

from __future__ import annotations

from datetime import date

from handlers.naming import day_words
from models.notice import Kind

TO_PEOPLE = frozenset(
    {
        Kind.SITUATION_OWNED,
        Kind.SITUATION_REVIEW,
        Kind.SITUATION_RENEWED,
        Kind.SITUATION_ENDED,
        Kind.SITUATION_NOT_POSTED,
    }
)
_THREAD_RULE = "Places and times here, and nobody: no names, nicknames, plates or looks."


def situation_words(kind: Kind, ref: str) -> str:
    """To its owner, to whoever raised it, or to a project manager."""
    said = {
        Kind.SITUATION_OWNED: "a situation is yours to see to.",
        Kind.SITUATION_REVIEW: "the day to look back has come. Please look again later, or close it.",
        Kind.SITUATION_RENEWED: "the place you told us of was looked at, and it goes on.",
        Kind.SITUATION_ENDED: "there is an answer about the place you told us of. Thank you for saying it.",
        Kind.SITUATION_NOT_POSTED: (
            "its line could not be posted in the group's channel. "
            "Please see that the channel is private and that the app is in it."
        ),
    }
    return f"{ref}: {said[kind]}"


def line_words(ref: str, place: str, times: str, pattern: str, confers: str) -> str:
    """The line in the group's channel. `confers`: the conference that was asked for, or empty."""
    told = [f"{ref}: a place that needs a look. {_stopped(place)}"]
    if times:
        told.append(f"When: {_stopped(times)}")
    told.append(f"What happens: {_stopped(pattern)}")
    if confers:
        told.append(f"A conference is asked for: {confers}.")
    return "\n".join([*told, _THREAD_RULE])


def bare_line_words(ref: str) -> str:
    """The line where its words may not stand in a channel."""
    return f"{ref}: a place that needs a look. Look back opens it. {_THREAD_RULE}"


def renewed_words(ref: str, done: str, review_on: date) -> str:
    """Under the line: it goes on."""
    did = f" So far: {_stopped(done)}" if done else ""
    return f"{ref} was looked at again.{did} Next look: {day_words(review_on)}."


def mended_words(ref: str, place: str, times: str, pattern: str) -> str:
    """Under the line: the words that stand now."""
    when = f" When: {_stopped(times)}" if times else ""
    return f"{ref} has other words now. {_stopped(place)}{when} What happens: {_stopped(pattern)}"


def bare_mended_words(ref: str) -> str:
    """The same where its words may not stand in a channel."""
    return f"{ref} has other words now. Look back opens it."


def closed_words(ref: str, done: str) -> str:
    """Under the line: how it ended."""
    return f"{ref} is closed. What was done: {_stopped(done)}" if done else f"{ref} is closed."


def _stopped(text: str) -> str:
    """As a sentence."""
    bare = text.strip()
    return bare if bare.endswith((".", "!", "?")) else f"{bare}."
