"""A goal in the participant's own words with small steps, each done or not; no score is kept of either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from models.sensitive import Sensitive

MOST_STEPS = 10


@dataclass(frozen=True, repr=False)
class Step:
    """One small step."""

    text: Sensitive
    done: bool = False


@dataclass(frozen=True, repr=False)
class Goal:
    """One goal. `page` names the page it stands on; every change makes a new page, so it names a version.

    `since` (RFC 3339) keeps goals in the order in which they were written; it is shown to nobody.
    """

    words: Sensitive
    steps: tuple[Step, ...]
    since: str
    page: str = ""

    def fields(self) -> Mapping[str, Sensitive]:
        """As a page of the folder keeps it: steps one a line, and a `1` or `0` for each."""
        return {
            "words": self.words,
            "since": Sensitive(self.since),
            "steps": Sensitive("\n".join(step.text.reveal() for step in self.steps)),
            "done": Sensitive("".join("1" if step.done else "0" for step in self.steps)),
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, Sensitive], page: str = "") -> Goal:
        """Back again."""
        marks = fields["done"].reveal()
        texts = read_steps(fields["steps"])
        steps = tuple(Step(step.text, mark == "1") for step, mark in zip(texts, marks, strict=True))
        return cls(fields["words"], steps, fields["since"].reveal(), page)


@dataclass(frozen=True, repr=False)
class GoalChange:
    """What is to be different; steps are counted from 1, as people see them."""

    words: Sensitive | None = None
    more: tuple[Step, ...] = ()
    done: frozenset[int] = frozenset()
    not_done: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()


def read_steps(text: Sensitive) -> tuple[Step, ...]:
    """Steps as they were typed: one a line, empty lines left out."""
    lines = (line.strip() for line in text.reveal().split("\n"))
    return tuple(Step(Sensitive(line)) for line in lines if line)


def changed(goal: Goal, change: GoalChange) -> Goal:
    """The goal after the change.

    Raises:
        ValueError: more than `MOST_STEPS` steps.
    """
    kept = tuple(_after(goal.steps, change.done, change.not_done, change.away))
    steps = (*kept, *change.more)
    if len(steps) > MOST_STEPS:
        raise ValueError("too many steps")
    return replace(goal, words=change.words or goal.words, steps=steps)


def _after(
    steps: Iterable[Step], done: Collection[int], not_done: Collection[int], away: Collection[int]
) -> Iterable[Step]:
    for number, step in enumerate(steps, start=1):
        if number not in away:
            yield replace(step, done=(step.done or number in done) and number not in not_done)
