"""Starting over: whoever started the workspace says in a file what they can lay, and is asked to."""

import json
from collections.abc import Callable
from pathlib import Path

from sandbox.wire import Json, NotPossible

ALONE = (
    "This workspace runs by itself, so nothing can be laid here. Stop it, and start practice with "
    "`make run` or `leadbot practice`."
)
UNDER_WAY = "A fresh site is being laid already. It takes a few seconds."


class StartOver:
    """`file`: the board that practice keeps; `tell` asks for a seed. Without them nothing is offered."""

    def __init__(self, file: Path | None = None, tell: Callable[[str], None] | None = None) -> None:
        self._file = file
        self._tell = tell

    def board(self) -> Json:
        """`round`, `seed`, `laying`, and `seeds` as rows of `code`, `title`, `words`."""
        nothing: Json = {"round": 0, "seed": "", "seeds": [], "laying": ""}
        if self._file is None:
            return nothing
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return nothing
        return nothing | {name: found[name] for name in nothing if name in found}

    def ask(self, seed: str) -> Json:
        """Ask for this seed.

        Raises:
            NotPossible: nobody could lay it, or one is being laid.
        """
        board = self.board()
        if self._tell is None or seed not in {one["code"] for one in board["seeds"]}:
            raise NotPossible("cannot_start_over", ALONE)
        if board["laying"]:
            raise NotPossible("laying", UNDER_WAY)
        try:
            self._tell(seed)
        except OSError:
            raise NotPossible("cannot_start_over", ALONE) from None
        return {"ok": True}
