"""The Golden Rule's guard on its labelled set: what it stops of what it should, and of what it should not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from handlers.golden_rule import look

FOLDER = Path(__file__).parent.parent.parent / "tests" / "handlers" / "golden_rule_set"


@dataclass(frozen=True)
class Sentence:
    """One text of the set. `closed`: of the half that no writer of rules reads. `by_hand`: no template."""

    text: str
    stop: bool
    kind: str
    plain: bool
    closed: bool
    by_hand: bool


@dataclass(frozen=True)
class Score:
    """Counts by kind: `asked` and `found` of the plain ones, `hinted` and `hints_found` of the others.

    `harmless` and `wrong`: ordinary notes, and those stopped all the same.
    """

    asked: Counter[str]
    found: Counter[str]
    hinted: int
    hints_found: int
    harmless: int
    wrong: int

    @property
    def recall(self) -> float:
        """The share of plain statements that were stopped."""
        return sum(self.found.values()) / sum(self.asked.values())

    @property
    def false_stops(self) -> float:
        """The share of ordinary notes that were stopped."""
        return self.wrong / self.harmless


def read_set() -> list[Sentence]:
    """The labelled set."""
    by_hand = {row["text"] for row in _rows("by_hand.jsonl")}
    return [
        Sentence(
            row["text"],
            row["stop"],
            row["kind"],
            row["plain"],
            row["half"] == "closed",
            row["text"] in by_hand,
        )
        for row in _rows("sentences.jsonl")
    ]


def _rows(name: str) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())


def score(part: Sequence[Sentence]) -> Score:
    """What the guard says to each, counted; no text is kept or printed."""
    asked, found = Counter[str](), Counter[str]()
    hinted = hints_found = harmless = wrong = 0
    for sentence in part:
        stopped = look(sentence.text) is not None
        if not sentence.stop:
            harmless, wrong = harmless + 1, wrong + stopped
        elif sentence.plain:
            asked[sentence.kind] += 1
            found[sentence.kind] += stopped
        else:
            hinted, hints_found = hinted + 1, hints_found + stopped
    return Score(asked, found, hinted, hints_found, harmless, wrong)


def measure(bench: Bench) -> list[Verdict]:
    """Recall and false stops, of the closed half by hand and generated apart; whatever the amounts."""
    del bench
    everything = read_set()
    closed = [sentence for sentence in everything if sentence.closed]
    _say("the half that rules were mended by", [sentence for sentence in everything if not sentence.closed])
    _say("the closed half, written by hand", [sentence for sentence in closed if sentence.by_hand])
    _say("the closed half, generated", [sentence for sentence in closed if not sentence.by_hand])
    _say("the closed half", closed)
    got, what = score(closed), "Golden Rule guard, closed half: "
    return [
        Verdict(f"{what}recall on plain statements", got.recall, 0.97, "", at_least=True),
        Verdict(f"{what}ordinary notes stopped", got.false_stops, 0.05, ""),
    ]


def _say(what: str, part: Sequence[Sentence]) -> None:
    got = score(part)
    heading(f"Golden Rule guard: {what}, {len(part)} texts")
    for kind in sorted(got.asked):
        share = got.found[kind] / got.asked[kind]
        print(f"  {f'plain {kind}':<34}{got.found[kind]:>5} of {got.asked[kind]:<5} recall {share:.3f}")
    plain, found = sum(got.asked.values()), sum(got.found.values())
    print(f"  {'plain, in all':<34}{found:>5} of {plain:<5} recall {got.recall:.3f}")
    print(f"  {'hinted, hedged, denied':<34}{got.hints_found:>5} of {got.hinted}")
    wrong = f"{got.wrong:>3} of {got.harmless:<5} {got.false_stops:.3f}"
    print(f"  {'ordinary notes, stopped all the same':<36}{wrong}")
