"""Holds two worlds against each other, receiver by receiver: what came, every byte, the order, the delay."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Protocol

from tests.worlds.hearing import Heard

# Random by design: references, receipts, handles, views and stamps. Each counts as "the nth seen by this
# person", so that the same one twice stays the same one twice.
_RANDOM = re.compile(
    r"\b(?P<reference>[A-Z]-[0-9A-HJKMNP-TV-Z]{5})\b"
    r"|\b(?P<receipt>[0-9A-HJKMNP-TV-Z]{20})\b"
    r"|\b(?P<handle>[0-9a-f]{32})\b"
    r"|\b(?P<view>V[0-9][0-9A-F]{0,10})\b"
    r"|\b(?P<stamp>[0-9]{10}\.[0-9]{6})\b"
)


class Dimension(StrEnum):
    """In what two worlds can be told apart."""

    WHAT_CAME = "what came"
    BYTES = "bytes"
    ORDER = "order"
    DELAY = "delay"


class Replayed(Protocol):
    """A world that was played."""

    @property
    def name(self) -> str:
        """What is different in it."""

    @property
    def heard(self) -> dict[str, list[Heard]]:
        """What reached whom, in order."""


@dataclass(frozen=True)
class Difference:
    """Where a receiver can tell the worlds apart. Holds no word of what was said."""

    receiver: str
    step: str
    dimension: Dimension
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n  ".join(
            [f"{self.receiver} can tell by {self.dimension}, at step {self.step}", *self.lines]
        )


class WorldsDiffer(AssertionError):
    """Somebody can tell the worlds apart."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__("\n".join(map(str, differences)))
        self.differences = tuple(differences)


def assert_same(a: Replayed, b: Replayed, receivers: Sequence[str]) -> None:
    """Nobody of `receivers` can tell `a` from `b`.

    Raises:
        WorldsDiffer: somebody can; it names who, at which step, by what and where, and quotes nothing.
    """
    found = [difference(a, b, receiver) for receiver in receivers]
    differences = [one for one in found if one is not None]
    if differences:
        raise WorldsDiffer(differences)


def difference(a: Replayed, b: Replayed, receiver: str) -> Difference | None:
    """The first thing by which this receiver can tell."""
    sides = told(a, receiver), told(b, receiver)
    if sides[0] == sides[1]:
        return None
    here, there = next(pair for pair in zip_longest(*sides) if pair[0] != pair[1])
    step = (here or there or _NOTHING).step
    lines = [f"in {world.name!r}: {_shape(one)}" for world, one in ((a, here), (b, there))]
    if here and there:
        lines += [f"differs at {place}" for place in _places(json.loads(here.bytes), json.loads(there.bytes))]
    return Difference(receiver, step, _dimension(*sides, here, there), tuple(lines))


@dataclass(frozen=True)
class Told:
    """One thing heard, with its random parts by their order of first appearance."""

    step: str
    way: str
    band: str
    bytes: str


_NOTHING = Told("the end", "nothing", "", "null")


def told(world: Replayed, receiver: str) -> list[Told]:
    """All that reached somebody, comparable with another world."""
    seen: dict[str, str] = {}

    def nth(found: re.Match[str]) -> str:
        letter = found[0][:2] if found.lastgroup == "reference" else ""
        kind = f"{letter}{found.lastgroup}"
        count = sum(1 for name in seen.values() if name.startswith(f"<{kind} "))
        return seen.setdefault(found[0], f"<{kind} {count + 1}>")

    # Keys keep their order: it is part of the bytes.
    return [
        Told(one.step, one.way, one.band, _RANDOM.sub(nth, json.dumps(one.body, ensure_ascii=False)))
        for one in world.heard.get(receiver, [])
    ]


def _dimension(a: list[Told], b: list[Told], here: Told | None, there: Told | None) -> Dimension:
    if _counted(a) == _counted(b) and [_blurred(one) for one in a] != [_blurred(one) for one in b]:
        return Dimension.ORDER
    if len(a) != len(b) or here is None or there is None or here.way != there.way:
        return Dimension.WHAT_CAME
    return Dimension.BYTES if here.bytes != there.bytes else Dimension.DELAY


def _counted(side: list[Told]) -> Counter[tuple[str, str]]:
    return Counter(_blurred(one) for one in side)


def _blurred(one: Told) -> tuple[str, str]:
    """Without numbers: they hang on the order."""
    return one.way, re.sub(r"<([\w-]+) [0-9]+>", r"<\1>", one.bytes)


def _shape(one: Told | None) -> str:
    """What it is, without a word of what it says."""
    if one is None:
        return "nothing more"
    body = json.loads(one.bytes)
    view = body.get("view") or {}
    name = f" `{view['callback_id']}`" if view.get("callback_id") else ""
    rows = view.get("blocks") or body.get("blocks") or []
    return f"{one.way}{name}, {len(rows)} blocks, {len(one.bytes)} characters, {one.band}"


def _places(a: Any, b: Any, path: str = "") -> Iterator[str]:
    """The paths of values that are not the same: `view.blocks[2].text`, and from which character on."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*a, *(key for key in b if key not in a)]:
            yield from _places(a.get(key), b.get(key), f"{path}.{key}")
        if list(a) != list(b) and a == b:
            yield f"{path or 'the whole'}: the order of its keys"
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for number, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from _places(one, other, f"{path}[{number}]")
    elif a != b:
        yield f"{path.removeprefix('.') or 'the whole'}{_from_character(a, b)}"


def _from_character(a: Any, b: Any) -> str:
    if not (isinstance(a, str) and isinstance(b, str)):
        return f": {type(a).__name__} against {type(b).__name__}"
    same = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f": from character {same} on, {len(a)} against {len(b)} characters"
