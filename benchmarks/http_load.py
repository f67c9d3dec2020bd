"""Sends prepared requests over kept connections, so many in flight at a time, and times the answers."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Load

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_PATIENCE = 30.0


class OddAnswer(Exception):
    """A contender answered something else than it must: its figures would say nothing."""


@dataclass
class _Line:
    """One connection with at most one request on its way."""

    link: socket.socket
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)


def drive(port: int, requests: Sequence[bytes], in_flight: int, fits: Callable[[bytes], bool]) -> Load:
    """Send all; every answer's body must fit.

    Raises:
        OddAnswer: one does not, or none came within 30 s.
    """
    waiting = iter(requests)
    seconds: list[float] = []
    lines = [_Line(_connect(port)) for _ in range(min(in_flight, len(requests)))]
    with selectors.DefaultSelector() as ready:
        began = time.perf_counter()
        for line in lines:
            ready.register(line.link, selectors.EVENT_READ, line)
            _send(line, next(waiting))
        while len(seconds) < len(requests):
            events = ready.select(_PATIENCE)
            if not events:
                raise OddAnswer("no answer came in time")
            for key, _ in events:
                line = key.data
                if not _read(line, fits):
                    continue
                seconds.append(time.perf_counter() - line.sent_at)
                following = next(waiting, None)
                if following is not None:
                    _send(line, following)
        took = time.perf_counter() - began
    for line in lines:
        line.link.close()
    return Load(seconds, took)


def _connect(port: int) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link


def _send(line: _Line, request: bytes) -> None:
    line.got.clear()
    line.sent_at = time.perf_counter()
    line.link.sendall(request)


def _read(line: _Line, fits: Callable[[bytes], bool]) -> bool:
    """Take what is there; True when the answer is whole."""
    piece = line.link.recv(65536)
    if not piece:
        raise OddAnswer("a connection was closed")
    line.got += piece
    head, end, body = bytes(line.got).partition(_HEAD_END)
    if not end or len(body) < _length(head):
        return False
    if not head.startswith(b"HTTP/1.1 200") or not fits(body):
        raise OddAnswer(f"{head.splitlines()[0]!r}: {body[:200]!r}")
    return True


def _length(head: bytes) -> int:
    for row in head.lower().split(b"\r\n"):
        if row.startswith(_LENGTH):
            return int(row[len(_LENGTH) :])
    return 0
