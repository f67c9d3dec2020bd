"""How a Web API method is described, and how its arguments are read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.shapes import problem
from sandbox.wire import Json, Refusal
from sandbox.workspace import Workspace

Row = TypeVar("Row")


def invalid(words: str, pointer: str = "") -> Refusal:
    """`invalid_arguments` with one line that says why."""
    return Refusal("invalid_arguments", response_metadata={"messages": [problem(words, pointer)]})


class Args:
    """The arguments of one call, from a form, a query or a JSON body."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def need(self, name: str) -> str:
        """A required text; raises `Refusal("invalid_arguments")`."""
        value = self.text(name)
        if not value:
            raise invalid(f"missing required field: {name}")
        return value

    def text(self, name: str) -> str | None:
        """An optional text."""
        value = self._values.get(name)
        return None if value is None else str(value)

    def shaped(self, name: str) -> Any:
        """An optional JSON value; in a form it comes as text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Refusal(code) from None

    def flag(self, name: str) -> bool:
        """An optional truth, false when absent."""
        return str(self._values.get(name)).lower() in ("1", "true")

    def whole(self, name: str, otherwise: int) -> int:
        """An optional whole number."""
        value = self._values.get(name)
        try:
            return otherwise if value in (None, "") else int(str(value))
        except ValueError:
            raise invalid(f"{name} must be an integer", f"/{name}") from None


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scope it needs, its rate tier (None = counted elsewhere)."""

    run: Callable[[Workspace, Args], Json]
    scope: str | None = None
    tier: int | None = 3
    app_token: bool = False


def require_scope(workspace: Workspace, scope: str | None) -> None:
    """Raise `missing_scope` unless the manifest asks for it."""
    if scope is not None and scope not in workspace.manifest.scopes:
        provided = ",".join(sorted(workspace.manifest.scopes))
        raise Refusal("missing_scope", needed=scope, provided=provided)


def page(rows: list[Row], args: Args, otherwise: int) -> tuple[list[Row], Json]:
    """One page of rows and its response_metadata; the cursor is the number of the next row."""
    start = args.text("cursor") or "0"
    if not start.isdigit():
        raise Refusal("invalid_cursor")
    size = args.whole("limit", otherwise) or otherwise
    if not 1 <= size <= 1000:  # noqa: PLR2004 - Slack's own ceiling
        raise Refusal("invalid_limit")
    end = int(start) + size
    return rows[int(start) : end], {"next_cursor": str(end) if end < len(rows) else ""}
