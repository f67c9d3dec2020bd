"""What the bot would do beside its listeners, done when the test says so: one thread, one order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class ByHand(Executor):
    """Keeps what it is given until `run`."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done = Future[Any]()
        self._kept.append((done, lambda: fn(*args, **kwargs)))
        return done

    def waiting(self) -> int:
        """How much it was given and has not done."""
        return len(self._kept)

    def run(self) -> None:
        """Do what waits, and what that brings with it; whatever is raised stands in its future."""
        while self._kept:
            done, work = self._kept.popleft()
            try:
                done.set_result(work())
            except BaseException as trouble:
                done.set_exception(trouble)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        del wait
        if cancel_futures:
            while self._kept:
                self._kept.popleft()[0].cancel()
