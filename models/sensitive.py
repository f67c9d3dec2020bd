"""A text that refuses to be printed, logged, compared by accident or pickled."""

from __future__ import annotations

from typing import NoReturn


class Sensitive:
    """Holds one detail; only `reveal()` gives it up, so a search for that word finds every place that does.

    Raises:
        TypeError: on str(), format(), JSON and pickle.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "<Sensitive>"

    def __str__(self) -> str:  # noqa: PLE0307 - it never returns, which is the point
        self._refuse()

    def __format__(self, spec: str) -> str:
        self._refuse()

    def __reduce__(self) -> str:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("a detail may only be revealed into a view that its reader opened")
