"""How alike two people's names and numbers are: folded to plain letters, compared, said in a coarse word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii
from rapidfuzz import fuzz

# Words of a description rather than of a name: a green coat is worn by many.
_DESCRIBING = frozenset(
    [
        "a",
        "about",
        "age",
        "aged",
        "an",
        "and",
        "approx",
        "beard",
        "big",
        "black",
        "blue",
        "brown",
        "by",
        "called",
        "coat",
        "female",
        "from",
        "gray",
        "green",
        "grey",
        "hair",
        "hat",
        "he",
        "her",
        "his",
        "hoodie",
        "in",
        "is",
        "jacket",
        "jr",
        "known",
        "male",
        "man",
        "mr",
        "mrs",
        "ms",
        "near",
        "no",
        "of",
        "old",
        "older",
        "on",
        "or",
        "red",
        "she",
        "short",
        "shirt",
        "small",
        "sr",
        "street",
        "tall",
        "tan",
        "the",
        "their",
        "them",
        "they",
        "unknown",
        "us",
        "wearing",
        "white",
        "with",
        "woman",
        "year",
        "years",
        "young",
    ]
)
_WORD = re.compile(r"[a-z]{2,}")
_NUMBER = re.compile(r"\+?[0-9](?:[ ().-]{0,2}[0-9]){6,14}")
_ALIAS = re.compile(r"[;/()\n]|\b(?:aka|alias|goes by|or)\b")
_NUMBER_TAIL = 7  # area codes and country codes are left out as often as not
_NEAR = 88.0
_WITHIN = 96.0
_TOO_LITTLE = 4  # letters: "Al" is like too many


class Likeness(StrEnum):
    """Why two references may be one person. Coarse on purpose: nothing of the name can be read off it."""

    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    SAME_NUMBER = "same_number"


@dataclass(frozen=True, repr=False)
class Traits:
    """What of a person is compared: each name as sorted words, and the last digits of numbers."""

    names: frozenset[str]
    numbers: frozenset[str]


def traits_of(names: Iterable[str], ways: Iterable[str]) -> Traits:
    """The traits of free text: `names` hold names or descriptions, `ways` how somebody can be reached."""
    names, ways = list(names), list(ways)
    return Traits(
        frozenset(name for text in names for name in _names(text) if len(name) >= _TOO_LITTLE),
        frozenset(number for text in (*names, *ways) for number in _numbers(text)),
    )


def _names(text: str) -> Iterable[str]:
    """Every way the text says a name: whole ("Testperson, Zebulon"), by alias, and before a description."""
    for part in _ALIAS.split(anyascii(text).lower()):
        yield _folded(part)
        # A single word behind a comma is a half of a name, and many share it.
        yield from (name for piece in part.split(",") if " " in (name := _folded(piece)))


def _folded(text: str) -> str:
    words = {word for word in _WORD.findall(text.replace("'", "")) if word not in _DESCRIBING}
    return " ".join(sorted(words))


def _numbers(text: str) -> Iterable[str]:
    for found in _NUMBER.findall(text):
        yield "".join(filter(str.isdigit, found))[-_NUMBER_TAIL:]


def likeness(one: Traits, other: Traits) -> Likeness | None:
    """The strongest likeness of the two; None: they are not alike."""
    if one.names & other.names:
        return Likeness.SAME_NAME
    if one.numbers & other.numbers:
        return Likeness.SAME_NUMBER
    if any(_near(left, right) for left in one.names for right in other.names):
        return Likeness.NEAR_NAME
    return None


def _near(one: str, other: str) -> bool:
    """A letter or two apart, or all words of the one among the other's where there are two at least."""
    if fuzz.ratio(one, other, score_cutoff=_NEAR):
        return True
    shorter = min(one.count(" "), other.count(" "))
    return shorter >= 1 and bool(fuzz.token_set_ratio(one, other, score_cutoff=_WITHIN))
