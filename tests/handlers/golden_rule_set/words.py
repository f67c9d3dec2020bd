"""Draws from words.txt and the pronouns: a frame's slots filled for one person."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

_SLOT = re.compile(r"\{(\w+)\}")
_ENDING = re.compile(r"\[(e?s)\]")
# she and he far more often than they, as the notes have it
_PRONOUNS = (
    *([{"sub": "she", "obj": "her", "pos": "her", "ref": "herself"}] * 4),
    *([{"sub": "he", "obj": "him", "pos": "his", "ref": "himself"}] * 5),
    {"sub": "they", "obj": "them", "pos": "their", "ref": "themself"},
)
_ONE = {"is": "is", "was": "was", "has": "has"}
_MANY = {"is": "are", "was": "were", "has": "have"}


@cache
def lists() -> dict[str, list[str]]:
    """Every list of words.txt by its name, in the file's order."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *items = (part.strip() for part in line.split(" | "))
            found.setdefault(name, []).extend(items)
    return found


def draw(dice: Random, name: str) -> str:
    """One item of a list, its slots still open."""
    return dice.choice(lists()[name])


def _person(dice: Random) -> dict[str, str]:
    """The words that stand for the participant through one text."""
    pronouns = dice.choice(_PRONOUNS)
    many = pronouns["sub"] == "they"
    who = pronouns["sub"] if many or dice.random() < 0.5 else draw(dice, "noun")
    return {**pronouns, **(_MANY if many else _ONE), "who": who}


def fill(dice: Random, frame: str) -> str:
    """The frame with every slot filled, lists' items having slots of their own, and hashes as digits.

    No item stands twice in one text.
    """
    person = _person(dice)
    drawn: set[str] = set()

    def word_for(slot: re.Match[str]) -> str:
        if slot[1] in person:
            return person[slot[1]]
        item = dice.choice([item for item in lists()[slot[1]] if item not in drawn])
        drawn.add(item)
        return item

    while _SLOT.search(frame):
        frame = _SLOT.sub(word_for, frame)
    ending = "" if person["sub"] == "they" else r"\1"
    frame = _ENDING.sub(ending, frame)
    return "".join(str(dice.randrange(1, 9)) if mark == "#" else mark for mark in frame)
