"""The channel guard on the labelled set: how many details it finds, and how often it is right."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from handlers.guard import look

_SETS = Path(__file__).parent.parent.parent / "tests" / "handlers"
SET = _SETS / "guard_set" / "messages.jsonl"
BELONGING = _SETS / "guard_membership"


@dataclass(frozen=True)
class Labelled:
    """One message of the set, with what the guard should say."""

    text: str
    label: bool
    kind: str


@dataclass(frozen=True)
class Score:
    """Messages by kind: `asked` of each, `found` among them; `wrong` = harmless ones flagged."""

    asked: Counter[str]
    found: Counter[str]
    wrong: int

    def recall(self, kind: str) -> float:
        """The share of one kind that was found."""
        return self.found[kind] / self.asked[kind]

    @property
    def precision(self) -> float:
        """The share of warnings that were right."""
        right = sum(self.found.values())
        return right / (right + self.wrong)


def read_set() -> list[Labelled]:
    """The labelled set."""
    rows = (json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines())
    return [Labelled(row["text"], row["label"], row["kind"]) for row in rows]


def unseen(message: Labelled) -> bool:
    """The half that nobody looks at while rules are mended: chosen by the text's own digest."""
    return hashlib.sha256(message.text.encode()).digest()[0] % 2 == 1


def read_belonging() -> list[Labelled]:
    """The sentences that tell who is in LEAD, and those that do not."""
    return [
        Labelled(line, name == "confirms", "in LEAD or not")
        for name in ("confirms", "harmless")
        for line in (BELONGING / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    ]


def score(messages: Sequence[Labelled], today: date) -> Score:
    """What the guard says to each, counted; no text is kept or printed."""
    asked, found, wrong = Counter[str](), Counter[str](), 0
    for message in messages:
        flagged = look(message.text, today) is not None
        if message.label:
            asked[message.kind] += 1
            found[message.kind] += flagged
        else:
            wrong += flagged
    return Score(asked, found, wrong)


def measure(bench: Bench) -> list[Verdict]:
    """Recall of each kind, precision in all, on the whole set whatever the amounts."""
    del bench
    today, messages = datetime.now(UTC).date(), read_set()
    got = score(messages, today)
    _say("labelled messages", messages, got)
    for half, mine in (("the half that rules were mended by", False), ("the half nobody looked at", True)):
        part = [message for message in messages if unseen(message) is mine]
        _say(f"messages: {half}", part, score(part, today))
    told = read_belonging()
    in_lead = score(told, today)
    _say("sentences about who is in LEAD", told, in_lead)
    what = "Channel guard: "
    return [
        Verdict(f"{what}recall on name + date of birth", got.recall("name_dob"), 0.98, "", at_least=True),
        Verdict(f"{what}precision over all", got.precision, 0.95, "", at_least=True),
        Verdict(f"{what}recall on who is in LEAD", in_lead.recall("in LEAD or not"), 0.95, "", at_least=True),
        Verdict(f"{what}precision on who is in LEAD", in_lead.precision, 0.95, "", at_least=True),
    ]


def _say(what: str, messages: Sequence[Labelled], got: Score) -> None:
    heading(f"Channel guard on {len(messages)} {what}")
    for kind in sorted(got.asked):
        print(f"  {kind:<34}{got.found[kind]:>5} of {got.asked[kind]:<5} recall {got.recall(kind):.3f}")
    harmless = len(messages) - sum(got.asked.values())
    flagged = f"{got.wrong:>5} of {harmless:<5} precision {got.precision:.3f}"
    print(f"  {'harmless, flagged all the same':<34}{flagged}")
