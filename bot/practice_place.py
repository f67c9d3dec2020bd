"""Where practice listens and lies: a port that is free, and a folder that no other practice is using."""

from __future__ import annotations

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from models.errors import Unsafe

_HOST = "127.0.0.1"
_LAST = 65535


def expect_free(port: int) -> None:
    """Look before anything is put away (0 = whichever is free).

    Raises:
        Unsafe: the port cannot be had; it says why, and which other one can.
    """
    trouble = _trouble(port)
    if trouble is None:
        return
    if trouble.errno == errno.EADDRINUSE:
        why = (
            f"Port {port} is already in use, perhaps by another practice: open http://{_HOST}:{port}/ and see"
        )
    else:
        why = f"Port {port} cannot be had ({trouble.strerror})"
    raise Unsafe(f"{why}, or start here: .venv/bin/leadbot practice --port {_next_free(port)}")


@contextmanager
def own_folder(wanted: Path) -> Iterator[Path]:
    """This folder, or while another practice lies there the next one ("practice-2"), until the end.

    Who started first keeps what they play with: every start empties its folder.
    """
    wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in count(1):
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        with folder.with_name(f"{folder.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
            return


def _trouble(port: int) -> OSError | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as trouble:
            return trouble
    return None


def _next_free(port: int) -> int:
    above = range(max(port, 1023) + 1, _LAST + 1)
    return next((other for other in above if _trouble(other) is None), 0)
