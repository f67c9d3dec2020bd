"""The maker of the Golden Rule set: one seed, frames and lines by hand in; sentences.jsonl out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from random import Random
from typing import NamedTuple, TypedDict

from tests.handlers.golden_rule_set import typing_hand, words

HERE = Path(__file__).parent
SEED = 2211
# How many generated lines of each kind; the lines by hand come on top.
QUOTAS = {"conduct": 170, "test": 125, "order": 145, "whereabouts": 140, "offence": 130, "none": 703}
_LEFT_ALONE = 0.6  # the share of lines that are their frame's sentence and nothing beside it
_HALF_BYTE = 4  # any byte would do; with this one no kind leans far to one half


class Sentence(TypedDict):
    """One line of the set; `half` is "open" or "closed"."""

    text: str
    stop: bool
    kind: str
    plain: bool
    half: str


class Frame(NamedTuple):
    """A sentence with slots, of one kind."""

    kind: str
    plain: bool
    text: str


def half_of(source: str) -> str:
    """The half of a line, by the hash of what was written: the line by hand, or the frame it was drawn from.

    A frame is never cut in two, so the open half holds no sentence pattern of the closed one.
    """
    return "closed" if sha256(source.encode()).digest()[_HALF_BYTE] % 2 else "open"


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_frames() -> list[Frame]:
    """All frames, in the files' order."""
    stops = [[part.strip() for part in line.split("|", 2)] for line in _lines("frames_stop.txt")]
    return [
        *(Frame(kind, {"plain": True, "oblique": False}[sort], text) for kind, sort, text in stops),
        *(Frame("none", plain=False, text=line.strip()) for line in _lines("frames_none.txt")),
    ]


def read_by_hand() -> list[Sentence]:
    """The lines written by hand, in order, each with its half."""
    rows = [json.loads(line) for line in _lines("by_hand.jsonl")]
    return [
        Sentence(
            text=row["text"],
            stop=row["stop"],
            kind=row["kind"],
            plain=row["plain"],
            half=half_of(row["text"]),
        )
        for row in rows
    ]


def _beside(dice: Random, text: str) -> str:
    """The frame's sentence, and often an ordinary one after or before it, for both labels alike."""
    if dice.random() < _LEFT_ALONE:
        return text
    other = words.draw(dice, "beside")
    joint = words.draw(dice, "joint")
    first, then = (text, other) if dice.random() < 0.75 else (other, text)
    if first.endswith("?"):
        return f"{first} {then}"
    return f"{first}{'' if joint[0] in ',.;' else ' '}{joint} {then}"


def _of_kind(dice: Random, kind: str, frames: list[Frame]) -> Iterator[Sentence]:
    """Lines of one kind without end, each frame in its turn."""
    for frame in cycle([frame for frame in frames if frame.kind == kind]):
        text = typing_hand.roughen(dice, words.fill(dice, _beside(dice, frame.text)))
        yield Sentence(text=text, stop=kind != "none", kind=kind, plain=frame.plain, half=half_of(frame.text))


def make_sentences() -> list[Sentence]:
    """The whole set, by hand and generated, shuffled; the same on every run."""
    dice = Random(SEED)  # noqa: S311 - a story's dice, repeatable
    frames, sentences = read_frames(), read_by_hand()
    met = {sentence["text"].casefold() for sentence in sentences}
    for kind, quota in QUOTAS.items():
        source, wanted = _of_kind(dice, kind, frames), len(sentences) + quota
        while len(sentences) < wanted:
            sentence = next(source)
            if sentence["text"].casefold() not in met:
                met.add(sentence["text"].casefold())
                sentences.append(sentence)
    dice.shuffle(sentences)
    return sentences


def as_lines(sentences: list[Sentence]) -> str:
    """JSON Lines, one object a line, letters as they are."""
    return "".join(json.dumps(sentence, ensure_ascii=False) + "\n" for sentence in sentences)


if __name__ == "__main__":
    (HERE / "sentences.jsonl").write_text(as_lines(make_sentences()), encoding="utf-8")
