"""How far the course is, kept in a file by the names of steps: a stop and a start lose nothing."""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path


class Progress:
    """The file; without one nothing is kept. One that cannot be read is as one that is not there."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def read(self, steps: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, int]]:
        """The exercise that runs ("" = none), and by exercise how many of its `steps` are done.

        A step that the course has no more, or has elsewhere now, and all after it, are to be done anew.
        """
        found = self._found()
        done = found.get("done")
        rows = done if isinstance(done, dict) else {}
        current = found.get("current")
        counts = {code: _alike(names, rows.get(code)) for code, names in steps.items()}
        return current if isinstance(current, str) and current in steps else "", counts

    def write(self, current: str, done: Mapping[str, Sequence[str]]) -> None:
        """Keep the exercise that runs, and by exercise its steps done. A full disk stops no course."""
        if self._file is None:
            return
        half = self._file.with_suffix(".half")
        kept = {"current": current, "done": {code: list(names) for code, names in done.items() if names}}
        with contextlib.suppress(OSError):
            half.write_text(json.dumps(kept), encoding="utf-8")
            os.replace(half, self._file)  # noqa: PTH105 - whoever starts next reads the old one or the new one whole

    def _found(self) -> dict[str, object]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8")) if self._file else {}
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _alike(names: Sequence[str], kept: object) -> int:
    """How many of the steps stand in what was kept, from the first on."""
    if not isinstance(kept, list):
        return 0
    pairs = list(zip(names, kept, strict=False))
    return next((number for number, (name, one) in enumerate(pairs) if name != one), len(pairs))
