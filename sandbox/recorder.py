"""The record of every call between the bot and Slack, both ways, as it crossed the wire, tokens starred."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from sandbox.wire import Json

TOKEN = re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Call:
    """One call, `bot->slack` or `slack->bot`; `ms` its duration, `raw_*` the two bodies as sent."""

    direction: str
    method: str
    status: str
    at: float
    ms: float
    request: Any
    raw_request: str
    raw_response: str
    response: Any = None
    n: int = 0

    def shown(self) -> Json:
        """What the page lists."""
        row = asdict(self)
        del row["raw_request"], row["raw_response"]
        return row


def starred(text: str) -> str:
    """The text with every token's secret part replaced."""
    return TOKEN.sub(r"\1-***", text)


def _readable(raw: str) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw


class Recorder:
    """Keeps calls in order, writes each as a JSON line when a file is given, and tells `heard` of it."""

    def __init__(self, path: Path | None = None, heard: Callable[[Call], None] = lambda _: None) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()
        self._heard = heard
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    def add(self, call: Call) -> None:
        """Number the call, star its tokens and keep it; `response` is read from `raw_response`."""
        received = starred(call.raw_response)
        request = json.loads(starred(json.dumps(call.request, ensure_ascii=False)))
        with self._lock:
            kept = replace(
                call,
                n=len(self._calls) + 1,
                request=request,
                response=_readable(received),
                raw_request=starred(call.raw_request),
                raw_response=received,
            )
            self._calls.append(kept)
            if self._file is not None:
                self._file.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")
                self._file.flush()
        self._heard(kept)

    def calls(self, method: str | None = None, direction: str | None = None, after: int = 0) -> list[Call]:
        """Calls after number `after`, oldest first."""
        with self._lock:
            rows = self._calls[after:]
        return [
            row
            for row in rows
            if (method is None or row.method == method) and (direction is None or row.direction == direction)
        ]

    def close(self) -> None:
        """Close the file, if there is one."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None
