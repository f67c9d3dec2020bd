"""What practice tells its workspace: which seed stands, which there are, and what is being laid."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


class Board:
    """A file that the workspace only reads: `round` counts the sites laid, `laying` is "" once all stands."""

    def __init__(self, file: Path, seeds: list[Mapping[str, str]]) -> None:
        self._file = file
        self._seeds = seeds
        self.rounds = 0
        self._seed = ""

    def begin(self, seed: str) -> None:
        """A new round, from this seed."""
        self.rounds += 1
        self._seed = seed

    def say(self, words: str) -> None:
        """What is being done now; "" = it is done."""
        told = {"round": self.rounds, "seed": self._seed, "seeds": self._seeds, "laying": words}
        half = self._file.with_suffix(".half")
        half.write_text(json.dumps(told), encoding="utf-8")
        os.replace(half, self._file)  # noqa: PTH105 - the reader sees the old one or the new one whole
