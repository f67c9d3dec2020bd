"""How much a sentence weighs towards a stop by its words together; learned, not written: see `weights.csv`."""

from __future__ import annotations

import csv
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from handlers.golden_rule.families import SHARED

WEIGHTS: Final = Path(__file__).with_name("weights.csv")
ALWAYS: Final = "1"  # the mark that every sentence bears

_BEGINNING = 5  # letters of a longer word that are weighed by themselves
_PIECE = 4  # letters
_STEM = 3  # letters: what is shorter is left whole

# What is written on and on without an end is weighed by stretches, so that good news beside it changes nothing.
_STRETCH = 24  # words

_STANDS_FOR: Final = {
    **dict.fromkeys("she he they client clients ct pt cl clt participant el ella cliente".split(), "SUBJ"),
    **dict.fromkeys("his her their".split(), "POSS"),
    **dict.fromkeys("him them".split(), "HIM"),
    **dict.fromkeys("i we our us my me".split(), "SELF"),
    **dict.fromkeys((word for word in SHARED["day"].split() if "@" not in word), "@day"),
    **dict.fromkeys((word for word in SHARED["number"].split() if "_" not in word), "#"),
}
_OTHERS: Final = {word.rstrip("*") for word in SHARED["others"].split() if "_" not in word}
_WHO: Final = {"SUBJ", "POSS", "SELF", "OTHER", "you"}
_ENDINGS = ("ing", "ed", "es", "s")


def weigh(sentence: str, weights: Mapping[str, float] | None = None) -> float:
    """The weight of a sentence as `wording.sentences` yields it: over nought speaks for a stop, under it against."""
    known = weights if weights is not None else _learned()
    always = known.get(ALWAYS, 0.0)
    return max(
        always + sum(known.get(mark, 0.0) for mark in marks(words)) for words in _stretches(sentence.split())
    )


def marks(words: Sequence[str]) -> set[str]:
    """What is weighed of a sentence: words, pairs, pairs with one word between, pieces of words, and who comes first."""
    line = ["^", *map(_stem, words)]
    people = [
        "^",
        *("OTHER" if _is_another(word) else one for word, one in zip(words, line[1:], strict=True)),
    ]
    return {
        *line,
        *(f"{word[:_BEGINNING]}*" for word in line if len(word) > _BEGINNING),
        *(f"{one} {two}" for one, two in itertools.pairwise(line)),
        *(f"{one} _ {three}" for one, three in zip(line, line[2:], strict=False)),
        *(f"{one} {two}" for one, two in itertools.pairwise(people) if "OTHER" in {one, two}),
        *(piece for word in line for piece in _pieces(word)),
        f"first {next((one for one in people if one in _WHO), 'nobody')}",
    }


def _is_another(word: str) -> bool:
    return word in _OTHERS or word.removesuffix("s") in _OTHERS


def _pieces(word: str) -> Iterator[str]:
    """A word that nobody has met yet is known by its pieces of four letters."""
    if len(word) >= _PIECE and word.isalpha() and word.islower():
        whole = f"<{word}>"
        yield from (f"~{whole[at : at + _PIECE]}" for at in range(len(whole) - _PIECE + 1))


def _stem(word: str) -> str:
    if standing := _STANDS_FOR.get(word) or ("#" if word.isdigit() else None):
        return standing
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word.removesuffix(ending)
    return word


def _stretches(words: Sequence[str]) -> Iterator[Sequence[str]]:
    if len(words) <= _STRETCH * 3 // 2:
        yield words
        return
    for start in range(0, len(words) - _STRETCH // 2, _STRETCH // 2):
        yield words[start : start + _STRETCH]


@functools.cache
def _learned() -> Mapping[str, float]:
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        return {mark: float(weight) for mark, weight in csv.reader(lines)}
