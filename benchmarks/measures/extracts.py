"""Criminal-history extracts at the field: how many are refused, how many others stopped, at what cost."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Verdict, heading
from benchmarks.measures import guard
from benchmarks.measures.guard import Labelled, unseen
from handlers.guard import is_criminal_history

_SETS = Path(__file__).parent.parent.parent / "tests" / "handlers"
LATER = ("second", "third")  # later looks, each in a folder of its own
_LONGEST = 3000  # characters of the longest field Slack takes
_TIMES = 50


@dataclass(frozen=True)
class Tally:
    """Extracts by kind: `asked`, `found` among them; `ordinary` texts and the `stopped` among those."""

    asked: Counter[str]
    found: Counter[str]
    ordinary: int
    stopped: int

    @property
    def recall(self) -> float:
        """The share of extracts that were refused."""
        return self.found.total() / self.asked.total()

    @property
    def false_stops(self) -> float:
        """The share of ordinary texts that were stopped."""
        return self.stopped / self.ordinary

    def recall_of(self, kind: str) -> float:
        """The share of one kind of extracts that was refused."""
        return self.found[kind] / self.asked[kind]


def read_set() -> list[Labelled]:
    """The labelled set, written before the rules."""
    lines = (_SETS / "criminal_history_set" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (json.loads(line) for line in lines)
    return [Labelled(row["text"], row["label"], row["kind"]) for row in rows]


def read_later(name: str) -> list[Labelled]:
    """A later set, one text a line."""
    return [
        Labelled(line, kind == "extracts", kind)
        for kind in ("extracts", "ordinary")
        for line in (_SETS / f"criminal_history_{name}" / f"{kind}.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    ]


def read_harmless() -> list[Labelled]:
    """The channel guard's messages: many hold details, none is an extract."""
    return [Labelled(message.text, label=False, kind="message") for message in guard.read_set()]


def tally(texts: Sequence[Labelled]) -> Tally:
    """What the field says to each, counted; no text is kept or printed."""
    asked, found, ordinary, stopped = Counter[str](), Counter[str](), 0, 0
    for text in texts:
        refused = is_criminal_history(text.text)
        if text.label:
            asked[text.kind] += 1
            found[text.kind] += refused
        else:
            ordinary += 1
            stopped += refused
    return Tally(asked, found, ordinary, stopped)


def measure() -> list[Verdict]:
    """Recall, false stops and cost, on the whole set whatever the amounts."""
    texts = read_set()
    got = tally(texts)
    _say("labelled texts", texts)
    for half, mine in (("the half that rules were mended by", False), ("the half nobody looked at", True)):
        _say(f"texts: {half}", [text for text in texts if unseen(text) is mine])
    for name in LATER:
        _say(f"texts of the {name} look", read_later(name))
    messages = tally(read_harmless())
    print(f"  of the channel guard's {messages.ordinary} messages {messages.stopped} would be stopped")
    third, what = tally(read_later("third")), "Criminal history: "
    return [
        Verdict(f"{what}recall on extracts", got.recall, 0.95, "", at_least=True),
        Verdict(f"{what}false stops", got.false_stops, 0.03, ""),
        Verdict(f"{what}recall on the third look", third.recall, 0.95, "", at_least=True),
        Verdict(f"{what}one look at a field of {_LONGEST} characters", _cost(texts), 1.0, "ms"),
    ]


def _cost(texts: Sequence[Labelled]) -> float:
    """Milliseconds for the longest field of ordinary words, the slowest of several such fields."""
    ordinary = " ".join(text.text for text in texts if not text.label)
    fields = [ordinary[at : at + _LONGEST] for at in range(0, len(ordinary) - _LONGEST, _LONGEST)]
    return max(_average(field) for field in fields)


def _average(field: str) -> float:
    begun = time.perf_counter()
    for _ in range(_TIMES):
        is_criminal_history(field)
    return (time.perf_counter() - begun) / _TIMES * 1000


def _say(what: str, texts: Sequence[Labelled]) -> None:
    got = tally(texts)
    heading(f"Criminal-history extracts: {len(texts)} {what}")
    for kind in sorted(got.asked):
        print(f"  {kind:<34}{got.found[kind]:>5} of {got.asked[kind]:<5} recall {got.recall_of(kind):.3f}")
    print(f"  {'all extracts':<34}{got.found.total():>5} of {got.asked.total():<5} recall {got.recall:.3f}")
    print(
        f"  {'ordinary, stopped all the same':<34}{got.stopped:>5} of {got.ordinary:<5} {got.false_stops:.3f}"
    )
