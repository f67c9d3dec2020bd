"""The maker of the labelled set of criminal-history extracts: one seed, blocks in, texts.jsonl out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple, TypedDict

HERE = Path(__file__).parent
SEED = 19020304
DRAWN = {"extracts": 3, "ordinary": 4}  # how often a block with slots is filled; one without is used once
_FIELD = 300  # characters of a short field: what is longer stops there when pasted
_SLOT = re.compile(r"\{(\w+?)2?\}")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LETTERS = "QXZVKW"


class Labelled(TypedDict):
    """One line of the set. `label`: an extract that the field is to refuse."""

    text: str
    label: bool
    kind: str
    note: str


class Block(NamedTuple):
    """A text by hand or one with slots, of one kind."""

    kind: str
    note: str
    text: str


def read_words() -> dict[str, list[str]]:
    """The lists that fill the slots, by the slot's name."""
    lines = (HERE / "words.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(":", 1) for line in lines if not line.startswith("#")]
    return {name: [word.strip() for word in words.split(" ; ")] for name, words in pairs}


def read_blocks(name: str) -> list[Block]:
    """The blocks of one file, in its order; each opens with `== kind | note`."""
    blocks = []
    for part in (HERE / f"{name}.txt").read_text(encoding="utf-8").split("== ")[1:]:
        head, text = part.split("\n", 1)
        kind, note = head.split(" | ", 1)
        blocks.append(Block(kind, note, text.strip()))
    return blocks


def _digits(dice: Random, count: int) -> str:
    return "".join(str(dice.randrange(10)) for _ in range(count))


def _past(dice: Random) -> str:
    """A day of 2001-2024 in one of the forms people and machines write."""
    year, month, day = dice.randrange(2001, 2025), dice.randrange(1, 13), dice.randrange(1, 29)
    name = _MONTHS[month - 1]
    return dice.choice(
        [
            f"{month:02}/{day:02}/{year}",
            f"{month}/{day}/{year % 100:02}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}-{name.upper()}-{year}",
            f"{name} {day}, {year}",
        ]
    )


def _soon(dice: Random) -> str:
    """A day of work, this year's end or the next year's beginning, mostly without a year."""
    (month, year), day = dice.choice([(11, 2026), (12, 2026), (1, 2027), (2, 2027)]), dice.randrange(1, 29)
    return dice.choice(
        [f"{month}/{day}", f"{month}/{day}", f"{_MONTHS[month - 1]} {day}", f"{month:02}/{day:02}/{year}"]
    )


def _number(dice: Random) -> str:
    """A case, booking or report number in a style of no particular place."""
    year = dice.randrange(9, 25)
    return dice.choice(
        [
            f"{year:02}-{_digits(dice, 6)}",
            f"{year:02}-1-{_digits(dice, 5)}-{dice.randrange(1, 9)}",
            f"CR-20{year:02}-{_digits(dice, 4)}",
            f"B{_digits(dice, 7)}",
            _digits(dice, 9),
        ]
    )


_DRAWS: dict[str, Callable[[Random], str]] = {
    "d": _past,
    "y": lambda dice: str(dice.randrange(2001, 2024)),
    "ymd": lambda dice: f"{dice.randrange(2001, 2024)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}",
    "fbi": lambda dice: f"{_digits(dice, 6)}{dice.choice(_LETTERS)}{dice.choice(_LETTERS)}{_digits(dice, 1)}",
    "sid": lambda dice: f"{dice.choice(['ZZ', 'XX', 'NW'])}{_digits(dice, 8)}",
    "ori": lambda dice: f"ZZ{_digits(dice, 5)}00",
    "num": _number,
    "n": lambda dice: str(dice.randrange(2, 9)),
    "soon": _soon,
    "time": lambda dice: f"{dice.randrange(8, 18)}:{dice.choice(['00', '15', '30'])}",
    "ref": lambda dice: f"R-{dice.choice(_LETTERS)}{_digits(dice, 2)}{dice.choice(_LETTERS)}M",
}


def _fill(dice: Random, text: str, words: dict[str, list[str]]) -> str:
    def drawn(slot: re.Match[str]) -> str:
        name = slot[1]
        return _DRAWS[name](dice) if name in _DRAWS else dice.choice(words[name])

    return _SLOT.sub(drawn, text)


def _as_pasted(dice: Random, text: str) -> str:
    """As it arrives: whole, in one line (a short field keeps no line ends), small, large, or cut short."""
    way = dice.random()
    if way < 0.25:
        text = " ".join(text.split())
    elif way < 0.32:
        text = " ".join(text.split())[:_FIELD]
    look = dice.random()
    if look < 0.3:
        return text.lower()
    return text.upper() if look > 0.92 else text


def _texts(dice: Random, name: str, words: dict[str, list[str]]) -> Iterator[Labelled]:
    met: set[str] = set()
    for block in read_blocks(name):
        times = DRAWN[name] if _SLOT.search(block.text) else 1
        for _ in range(times):
            text = _fill(dice, block.text, words)
            if times > 1:
                text = _as_pasted(dice, text)
            if text.casefold() in met:
                continue
            met.add(text.casefold())
            yield Labelled(text=text, label=name == "extracts", kind=block.kind, note=block.note)


def make_texts() -> list[Labelled]:
    """The whole set, shuffled; the same on every run."""
    dice, words = Random(SEED), read_words()  # noqa: S311 - a story's dice, repeatable
    texts = [*_texts(dice, "extracts", words), *_texts(dice, "ordinary", words)]
    dice.shuffle(texts)
    return texts


def as_lines(texts: list[Labelled]) -> str:
    """JSON Lines, one object a line, letters as they are."""
    return "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)


if __name__ == "__main__":
    (HERE / "texts.jsonl").write_text(as_lines(make_texts()), encoding="utf-8")
