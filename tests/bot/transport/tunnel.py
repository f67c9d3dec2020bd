"""A TCP tunnel for tests that can fall silent, as a network does that was unplugged."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Tunnel:
    """Passes bytes to `target`. `silent`: swallows them instead. `shut`: new connections get no answer."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._silenced: set[socket.socket] = set()
        self._open: list[socket.socket] = []
        self.swallow_answers = False
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def fall_silent(self) -> None:
        """All connections of this moment: nothing passes any more, and nobody is told."""
        self._silenced.update(self._open)

    def close(self) -> None:
        for one in (*self._open, self._listening):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._target)
                self._open += [near, far]
                for one, other, is_answer in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pass, args=(one, other, is_answer), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if one in self._silenced:
                    continue
                if is_answer and self.swallow_answers and data.startswith(b"HTTP/1.1 101"):
                    self.swallow_answers = False  # the address is used up, and the client never learns it
                    break
                other.sendall(data)
        for end in (one, other):
            if end not in self._silenced:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def tunnel_to(target: str) -> Iterator[Tunnel]:
    """A tunnel that is closed afterwards."""
    tunnel = Tunnel(target)
    try:
        yield tunnel
    finally:
        tunnel.close()
