"""Learns `handlers/golden_rule/weights.csv` anew: `python -m tests.handlers.golden_rule.make_weights`.

A logistic regression over the marks of `handlers.golden_rule.weighing`, by AdaGrad (Duchi and others 2011).
Learned from: the open half of the set, `stops.txt`, `notes.txt`, `second_set.jsonl`; not the closed half.
Of a text with several sentences that is to be stopped, the one that weighs most is taken for the telling one.
"""

from __future__ import annotations

import csv
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from handlers.golden_rule.look import words_told
from handlers.golden_rule.weighing import ALWAYS, WEIGHTS, marks

HERE = Path(__file__).parent
_SET = HERE.parent / "golden_rule_set" / "sentences.jsonl"
_ROUNDS, _RATE, _SHRINK, _ORDERS = 6, 0.05, 0.001, 3
_WORTH_KEEPING = 0.03  # what weighs less is not written down

Labelled = tuple[str, bool]
Marked = tuple[list[str], float, float]  # marks, 1 = to be stopped, how much it counts


def read_texts() -> list[Labelled]:
    """Every text that may be learned from, and whether it is to be stopped."""
    lines = _SET.read_text(encoding="utf-8").splitlines()
    opened = [json.loads(line) for line in lines if '"half": "open"' in line]
    return [
        *((row["text"], row["stop"]) for row in opened),
        *((text, True) for text in _lines("stops.txt")),
        *((text, False) for text in _lines("notes.txt")),
        *((row["text"], row["stop"]) for row in map(json.loads, _lines("second_set.jsonl"))),
    ]


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def learn(texts: Iterable[Labelled]) -> dict[str, float]:
    """The weight of each mark that two sentences bear; the same texts give the same weights."""
    told = [([marks(one.split()) for one in words_told(text)], stop) for text, stop in texts]
    seen = Counter(mark for sentences, _ in told for one in sentences for mark in one)
    kept = [
        ([[*sorted(mark for mark in one if seen[mark] > 1), ALWAYS] for one in sentences], stop)
        for sentences, stop in told
        if sentences
    ]
    first = _fitted(
        (one, float(stop), 0.4 if stop and len(sentences) > 1 else 1.0)
        for sentences, stop in kept
        for one in sentences
    )
    telling = [
        (one, float(stop), 1.0)
        for sentences, stop in kept
        for one in ([max(sentences, key=lambda bare: _sum(bare, first))] if stop else sentences)
    ]
    means = [_fitted(telling, seed) for seed in range(_ORDERS)]
    return {mark: sum(weights[mark] for weights in means) / _ORDERS for mark in means[0]}


def _sum(bare: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(weights[mark] for mark in bare)


def _fitted(examples: Iterable[Marked], seed: int = 0) -> dict[str, float]:
    weights, moved = defaultdict[str, float](float), defaultdict[str, float](lambda: 1e-6)
    order, shuffler = list(examples), random.Random(seed)  # noqa: S311 - an order, not a secret
    for _ in range(_ROUNDS):
        shuffler.shuffle(order)
        for bare, wanted, counts in order:
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, _sum(bare, weights)))))
            off = (likely - wanted) * counts
            for mark in bare:
                slope = off + _SHRINK * weights[mark]
                moved[mark] += slope * slope
                weights[mark] -= _RATE * slope / math.sqrt(moved[mark])
    return weights


def write(weights: Mapping[str, float], path: Path = WEIGHTS) -> None:
    """One mark a line with its weight, in the order of the alphabet."""
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        for mark, weight in sorted(weights.items()):
            if abs(weight) >= _WORTH_KEEPING:
                rows.writerow((mark, f"{weight:.2f}"))


if __name__ == "__main__":
    write(learn(read_texts()))
