"""A small language for word patterns: `{family}`, `word*`, `a|b`, `maybe?`, `..3` for up to three words between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

BLANK: Final = "_"
_GAP = re.compile(r"\.\.(\d+)")
_FAMILY = re.compile(r"\{(\w+)\}")


class Phrases:
    """Patterns over a text whose words stand between single spaces, with a space at both ends."""

    def __init__(self, lines: str, families: Mapping[str, str]) -> None:
        self._lines = [line.strip() for line in lines.strip().splitlines() if line.strip()]
        made = [_pattern(line, families) for line in self._lines]
        self._found = re.compile(f"(?<= )(?:{'|'.join(made)})") if made else None
        self.words = frozenset(word for word in _plain_words(self._lines, families) if word.isalpha())

    def __contains__(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        return self._found is not None and self._found.search(text) is not None

    def blanked(self, text: str) -> str:
        """The text with a blank where one of them stood."""
        return self._found.sub(f"{BLANK} ", text) if self._found is not None else text


def _pattern(line: str, families: Mapping[str, str]) -> str:
    *tokens, last = line.split()
    greedy = rf"(?:[^ ,]+ ){{0,{gap[1]}}}" if (gap := _GAP.fullmatch(last)) else _token(last, families)
    return "".join(_token(token, families) for token in tokens) + greedy


def _token(token: str, families: Mapping[str, str]) -> str:
    if gap := _GAP.fullmatch(token):
        return rf"(?:[^ ,]+ ){{0,{gap[1]}}}?"
    bare, maybe = (token[:-1], "?") if token.endswith("?") else (token, "")
    return f"(?:(?:{'|'.join(_alternatives(bare, families))}) ){maybe}"


def _alternatives(token: str, families: Mapping[str, str]) -> Iterable[str]:
    for one in token.split("|"):
        if family := _FAMILY.fullmatch(one):
            for entry in families[family[1]].split():
                yield from _alternatives(entry, families)
        else:
            yield re.escape(one).replace(r"\*", r"[^ ]*").replace("_", " ")


def _plain_words(lines: Iterable[str], families: Mapping[str, str]) -> Iterable[str]:
    """Every whole word that a pattern names: what a typing slip may be mended to."""
    for line in lines:
        for token in line.split():
            if _GAP.fullmatch(token):
                continue
            for one in token.removesuffix("?").split("|"):
                family = _FAMILY.fullmatch(one)
                entries = families[family[1]].split() if family else [one]
                yield from (
                    word for entry in entries for part in entry.split("|") for word in part.split("_")
                )
